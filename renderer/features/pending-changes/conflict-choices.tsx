/** A row that someone else changed meanwhile: what it was, what you made of it, what the file holds now. */
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import type { Conflict } from "../../../src-shared/model/session.ts";
import type { Choice } from "../../rpc/open-conflicts.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { conflictWords, distinctWords } from "./changes-by-table.ts";
import styles from "./pending-changes.module.css";

interface ConflictChoicesProps {
  readonly conflict: Conflict;
  readonly session: SessionStore;
  /** Shows the cell in its table, where it is edited. */
  readonly onEdit: (column: string) => void;
}

/** What is done with the whole row, by what happened to it. */
const wholeRow = {
  changed: { mine: "Keep yours", theirs: "Use the file’s" },
  gone: { mine: "Add it again", theirs: "Drop your change" },
  exists: { mine: "Change that row", theirs: "Drop your row" },
} as const;

export function ConflictChoices({ conflict, session, onEdit }: ConflictChoicesProps): ReactNode {
  const { id, kind, columns } = conflict;
  const take = (which: Choice["take"], column: string | null = null): void =>
    void session.resolve([{ id, column, take: which }]);
  const deleting = session.store.getState().index.row(id)?.state === "deleted";
  /** Each cell is chosen by itself, on its own line. */
  const perCell = kind === "changed" && !deleting && columns.every(({ mine }) => mine !== undefined);
  return (
    <div className={styles.conflict} data-testid="conflict">
      <p>{conflictWords(conflict)}</p>
      {columns.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              {kind !== "exists" && <th scope="col">Was</th>}
              <th scope="col">Yours</th>
              {kind !== "gone" && <th scope="col">In the file now</th>}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, mine, ...others }) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <ThreeValues conflict={conflict} column={{ mine, ...others }} deleting={deleting} />
                {kind === "changed" && mine !== undefined && (
                  <td className={styles.pair}>
                    {perCell && (
                      <>
                        <Button aria-label={`Keep yours: ${column}`} onPress={() => take("mine", column)}>
                          Keep yours
                        </Button>
                        <Button aria-label={`Use the file’s ${column}`} onPress={() => take("theirs", column)}>
                          Use the file’s
                        </Button>
                      </>
                    )}
                    <Button
                      look="quiet"
                      square
                      aria-label={`Edit ${column}`}
                      hint="Give it another value, in its table"
                      onPress={() => onEdit(column)}
                    >
                      <Pencil size={13} strokeWidth={1.5} aria-hidden />
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(!perCell || columns.length > 1) && (
        <div className={styles.choices}>
          {kind === "exists" && <Button onPress={() => take("newKey")}>Give it a new key</Button>}
          {/* A deletion of a row that is gone is done with, either way. */}
          {!(deleting && kind === "gone") && (
            <Button onPress={() => take("mine")}>
              {deleting ? "Delete it anyway" : perCell ? "Keep all of yours" : wholeRow[kind].mine}
            </Button>
          )}
          <Button onPress={() => take("theirs")}>
            {deleting ? "Leave it" : perCell ? "Use all of the file’s" : wholeRow[kind].theirs}
          </Button>
        </div>
      )}
    </div>
  );
}

interface ThreeValuesProps {
  readonly conflict: Conflict;
  readonly column: Omit<Conflict["columns"][number], "column">;
  readonly deleting: boolean;
}

/** What a column was, what it is to be, and what it is now. */
function ThreeValues({ conflict: { kind }, column: { base, mine, theirs }, deleting }: ThreeValuesProps): ReactNode {
  const [was, yours, now] = distinctWords([base, mine, theirs], 40);
  return (
    <>
      {kind !== "exists" && <td>{was}</td>}
      <td>{mine === undefined ? (deleting ? "deleted" : "unchanged") : yours}</td>
      {kind !== "gone" && <td>{now}</td>}
    </>
  );
}

/** All conflicts at once, where there are several. */
export function AllConflicts({
  session,
  conflicts,
}: {
  session: SessionStore;
  conflicts: readonly Conflict[];
}): ReactNode {
  if (conflicts.length < 2) return null;
  const take = (which: Choice["take"]): void =>
    void session.resolve(conflicts.map(({ id }) => ({ id, column: null, take: which })));
  const keys = conflicts.every(({ kind }) => kind === "exists");
  return (
    <div className={styles.allConflicts} data-testid="all-conflicts">
      <span>{plural(conflicts.length, "row")} in conflict</span>
      {keys && <Button onPress={() => take("newKey")}>Give all new keys</Button>}
      <Button onPress={() => take("mine")}>{keys ? "Change all of those rows" : "Keep all of yours"}</Button>
      <Button onPress={() => take("theirs")}>{keys ? "Drop all of yours" : "Use all of the file’s"}</Button>
    </div>
  );
}
