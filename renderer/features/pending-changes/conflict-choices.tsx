/** A row that someone else changed meanwhile: what it was, what you made of it, what the file holds now. */
import type { ReactNode } from "react";
import type { Conflict } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { conflictWords, valueWords } from "./changes-by-table.ts";
import styles from "./pending-changes.module.css";

interface ConflictChoicesProps {
  readonly conflict: Conflict;
  readonly session: SessionStore;
}

export function ConflictChoices({ conflict, session }: ConflictChoicesProps): ReactNode {
  const { id, kind, columns } = conflict;
  const take = (which: "mine" | "theirs", column: string | null = null): void =>
    void session.resolve([{ id, column, take: which }]);
  return (
    <div className={styles.conflict} data-testid="conflict">
      <p>{conflictWords(conflict)}</p>
      {columns.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Was</th>
              <th scope="col">Yours</th>
              <th scope="col">In the file now</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, base, mine, theirs }) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td>{valueWords(base, 40)}</td>
                <td>{mine === undefined ? "unchanged" : valueWords(mine, 40)}</td>
                <td>{theirs === undefined ? "" : valueWords(theirs, 40)}</td>
                {columns.length > 1 && (
                  <td>
                    <Button look="quiet" onPress={() => take("mine", column)}>
                      Yours
                    </Button>
                    <Button look="quiet" onPress={() => take("theirs", column)}>
                      File’s
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.choices}>
        {kind !== "gone" && <Button onPress={() => take("mine")}>Keep Mine</Button>}
        <Button onPress={() => take("theirs")}>{kind === "gone" ? "Drop My Change" : "Take the File’s"}</Button>
      </div>
    </div>
  );
}
