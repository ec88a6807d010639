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
  changed: { mine: "Keep Mine", theirs: "Take the File’s" },
  gone: { mine: "Add It Again", theirs: "Drop My Change" },
  exists: { mine: "Change That Row", theirs: "Drop My Row" },
} as const;

export function ConflictChoices({ conflict, session, onEdit }: ConflictChoicesProps): ReactNode {
  const { id, kind, columns } = conflict;
  const take = (which: Choice["take"], column: string | null = null): void =>
    void session.resolve([{ id, column, take: which }]);
  const deleting = session.store.getState().index.row(id)?.state === "deleted";
  const perCell = kind === "changed" && columns.length > 1 && !deleting;
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
                <td>
                  {perCell && mine !== undefined && (
                    <>
                      <Button look="quiet" aria-label={`Yours: ${column}`} onPress={() => take("mine", column)}>
                        Yours
                      </Button>
                      <Button look="quiet" aria-label={`File’s ${column}`} onPress={() => take("theirs", column)}>
                        File’s
                      </Button>
                    </>
                  )}
                  {kind === "changed" && mine !== undefined && (
                    <Button
                      look="quiet"
                      square
                      aria-label={`Edit ${column}`}
                      hint="Give it another value, in its table"
                      onPress={() => onEdit(column)}
                    >
                      <Pencil size={13} strokeWidth={1.5} aria-hidden />
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.choices}>
        {kind === "exists" && <Button onPress={() => take("newKey")}>Give It a New Key</Button>}
        {/* A deletion of a row that is gone is done with, either way. */}
        {!(deleting && kind === "gone") && (
          <Button onPress={() => take("mine")}>{deleting ? "Delete It Anyway" : wholeRow[kind].mine}</Button>
        )}
        <Button onPress={() => take("theirs")}>{deleting ? "Leave It" : wholeRow[kind].theirs}</Button>
      </div>
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
      {keys && <Button onPress={() => take("newKey")}>Give All New Keys</Button>}
      <Button onPress={() => take("mine")}>{keys ? "Change All of Those Rows" : "Keep All of Mine"}</Button>
      <Button onPress={() => take("theirs")}>{keys ? "Drop All of Mine" : "Use all from file"}</Button>
    </div>
  );
}
