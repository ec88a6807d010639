/** What an index would do for the statement of the plan: before and after, as measured on a copy. */
import { Gauge } from "lucide-react";
import type { ReactNode } from "react";
import type { Advice, Measured } from "../../../../src-shared/model/query-plan.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { formatBytes, formatMilliseconds, plural } from "../../../ui/format.ts";
import { Elapsed } from "../elapsed.tsx";
import styles from "./plan.module.css";
import type { Advising } from "./use-advice.ts";

interface AdviceViewProps {
  readonly advising: Advising | null;
  /** Nothing can be asked or created now: a script runs, or a transaction is open. */
  readonly busy: boolean;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  readonly onCreate: (advice: Advice) => void;
}

export function AdviceView({ advising, busy, onAsk, onStop, onCreate }: AdviceViewProps): ReactNode {
  if (!advising) {
    return (
      <div className={styles.ask}>
        <Button
          onPress={onAsk}
          isDisabled={busy}
          hint="Runs the statement on a copy of the database, without and with indexes"
        >
          <Gauge size={14} strokeWidth={1.5} aria-hidden /> Find an index
        </Button>
        <span>Tests indexes on a copy of the database</span>
      </div>
    );
  }
  if (advising.state === "asking") {
    return (
      <div className={styles.ask} role="status">
        <Button onPress={onStop}>Stop</Button>
        <span>
          Trying indexes on a copy… <Elapsed since={advising.began} />
        </span>
      </div>
    );
  }
  if (advising.error) return <ErrorWords error={advising.error} actions={<Button onPress={onAsk}>Try again</Button>} />;
  return advising.advice && <Result advice={advising.advice} busy={busy} onCreate={onCreate} />;
}

function Result({
  advice,
  busy,
  onCreate,
}: Pick<AdviceViewProps, "busy" | "onCreate"> & { advice: Advice }): ReactNode {
  const { indexes, before, after, tried, bytes } = advice;
  if (!after) {
    return (
      <p className={styles.none} data-testid="advice">
        {tried === 0
          ? "There is nothing an index could be made for that is not there already."
          : `No index helps: ${plural(tried, "index was", "indexes were")} tried on a copy, and SQLite would use none.`}{" "}
        It took {timeWords(before)} there.
      </p>
    );
  }
  if (!advice.helps) {
    return (
      <div className={styles.advice} data-testid="advice">
        <p className={styles.none}>
          No index helps: {plural(tried, "index was", "indexes were")} tried on a copy. SQLite would use{" "}
          {indexes.map(({ name }) => `“${name}”`).join(" and ")}, and was no quicker with{" "}
          {indexes.length === 1 ? "it" : "them"}.
        </p>
        <div className={styles.compare}>
          <Side title="Now" measured={before} />
          <Side title={`With ${indexes.length === 1 ? "it" : "them"}`} measured={after} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.advice} data-testid="advice">
      <div className={styles.head}>
        <pre className={styles.create}>{indexes.map(({ sql }) => `${sql};`).join("\n")}</pre>
        <Button look="primary" isDisabled={busy} onPress={() => onCreate(advice)}>
          {indexes.length === 1 ? "Create the index…" : "Create the indexes…"}
        </Button>
      </div>
      <div className={styles.compare}>
        <Side title="Now" measured={before} />
        <Side title="With index" measured={after} note={`${formatBytes(bytes)} more in the file`} />
      </div>
    </div>
  );
}

function Side({ title, measured, note }: { title: string; measured: Measured; note?: string }): ReactNode {
  return (
    <div className={styles.side}>
      <p className={styles.sideTitle}>
        <strong>{title}</strong> {timeWords(measured)} · {plural(measured.rows, "row")}
        {note && ` · ${note}`}
      </p>
      <ul>
        {measured.nodes.map(({ id, detail }) => (
          <li key={id}>
            <code>{detail}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function timeWords({ milliseconds, complete }: Measured): string {
  return complete ? formatMilliseconds(milliseconds) : `more than ${formatMilliseconds(milliseconds)}`;
}
