/** What each statement of a run did: rows, changes, time, or its error with the way to its place. */
import { Ban, Check, CircleAlert, LoaderCircle, Minus } from "lucide-react";
import type { ReactNode } from "react";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import { invisibleCharacters } from "../../../src-shared/sql/invisible.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatBytes, formatMilliseconds, plural } from "../../ui/format.ts";
import styles from "./console.module.css";
import type { Run } from "./console-lane.ts";

/** Lines shown; a script of ten thousand INSERTs is summed up. Failed statements are always among them. */
const MOST_LINES = 300;

const icons = {
  done: <Check size={14} strokeWidth={1.5} className={styles.done} aria-label="done" />,
  failed: <CircleAlert size={14} strokeWidth={1.5} className={styles.failed} aria-label="failed" />,
  running: <LoaderCircle size={14} strokeWidth={1.5} aria-label="running" />,
  skipped: <Minus size={14} strokeWidth={1.5} aria-label="not run" />,
};

/** What came of it, in words. */
function outcome(statement: StatementReport): string {
  const { state, columns, rows, changes, milliseconds } = statement;
  if (state === "failed") return "failed";
  if (state === "skipped") return milliseconds > 0 ? "stopped" : "not run";
  if (columns.length > 0) return plural(rows, "row") + (state === "running" ? " so far" : "");
  if (changes !== null) return `${plural(changes, "row")} changed`;
  return state === "running" ? "running" : "done";
}

/** "Read 1.2 MB, wrote 12 KB", as far as the system counts it. */
function ioWords({ io }: StatementReport): string | undefined {
  if (!io) return undefined;
  return `Read ${formatBytes(io.read)} from the system, wrote ${formatBytes(io.written)}; what SQLite had in its cache is not counted.`;
}

const isAtInvisible = (run: Run, place: number): boolean =>
  invisibleCharacters(run.sql).some(({ offset }) => offset === place);

interface MessagesProps {
  readonly run: Run;
  /** Brings a place of the editor into view. */
  readonly onGoTo: (offset: number) => void;
  readonly onShowResult: (statement: number) => void;
  /** Removes the characters of the editor that cannot be seen. */
  readonly onRemoveInvisible: () => void;
}

/** The list of a run's statements. */
export function Messages({ run, onGoTo, onShowResult, onRemoveInvisible }: MessagesProps): ReactNode {
  const shown = run.statements.filter((statement, i) => i < MOST_LINES || statement.state === "failed");
  return (
    <div className={styles.messages} data-testid="messages">
      {run.error && run.state === "stopped" && (
        <p className={styles.stopped}>
          <Ban size={14} strokeWidth={1.5} aria-hidden /> Stopped after {formatMilliseconds(run.milliseconds)}. Its
          process was ended, so nothing the statement had begun is stored.
        </p>
      )}
      {run.error && run.state === "failed" && <ErrorWords error={run.error} />}
      <ol className={styles.lines}>
        {shown.map((statement) => (
          <li key={statement.index} className={styles.line} data-state={statement.state}>
            <div className={styles.summary}>
              {icons[statement.state]}
              <span className={styles.number}>{statement.index + 1}</span>
              <code className={styles.text}>
                {run.sql.slice(statement.span.start, statement.span.end).replace(/\s+/g, " ").slice(0, 200)}
              </code>
              {statement.columns.length > 0 ? (
                <Button look="quiet" onPress={() => onShowResult(statement.index)}>
                  {outcome(statement)}
                </Button>
              ) : (
                <span className={styles.outcome}>{outcome(statement)}</span>
              )}
              <span className={styles.time} title={ioWords(statement)}>
                {statement.state === "skipped" && statement.milliseconds === 0
                  ? ""
                  : formatMilliseconds(statement.milliseconds)}
              </span>
            </div>
            {statement.notice !== undefined && <p className={styles.notice}>{statement.notice}</p>}
            {statement.error && (
              <div className={styles.failure}>
                <ErrorWords
                  icon={false}
                  error={statement.error}
                  actions={
                    statement.error.place?.offset != null && (
                      <>
                        <Button onPress={() => onGoTo(run.offset + (statement.error?.place?.offset ?? 0))}>
                          Go to line
                          {statement.error.place.line === null || run.offset > 0
                            ? ""
                            : ` (line ${statement.error.place.line})`}
                        </Button>
                        {isAtInvisible(run, statement.error.place.offset) && (
                          <Button onPress={onRemoveInvisible}>Remove invisible characters</Button>
                        )}
                      </>
                    )
                  }
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      {shown.length < run.statements.length && (
        <p className={styles.more}>and {plural(run.statements.length - shown.length, "more statement")}</p>
      )}
    </div>
  );
}
