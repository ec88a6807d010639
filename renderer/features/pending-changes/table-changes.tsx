/** The staged rows of one table. */
import { CircleAlert, CornerDownRight, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Conflict, RowRef, StagedRow } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { revertEdit, rowWords, type TableChanges, valueWords } from "./changes-by-table.ts";
import { ConflictChoices } from "./conflict-choices.tsx";
import styles from "./pending-changes.module.css";

/** More rows of one table are shown on demand: the panel stays quick with ten thousand of them. */
const shownAtOnce = 200;

interface TableChangesProps {
  readonly group: TableChanges;
  readonly schema: DatabaseSchema | undefined;
  readonly conflicts: ReadonlyMap<string, Conflict>;
  /** Ids of the rows that a constraint refused. */
  readonly faulty: ReadonlySet<string>;
  readonly session: SessionStore;
  readonly onGoTo: (row: RowRef, column?: string) => void;
}

const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

export function TableChangesList(props: TableChangesProps): ReactNode {
  const { group, session, faulty, conflicts } = props;
  const [most, setMost] = useState(shownAtOnce);
  // What stands in the way of the commit comes first.
  const marked = group.rows.filter((row) => faulty.has(row.id) || conflicts.has(row.id));
  const rows = [...marked, ...group.rows.filter((row) => !marked.includes(row)).slice(0, most)];
  const rest = group.rows.length - rows.length;
  return (
    <section className={styles.table} aria-label={group.table.name}>
      <header className={styles.tableHead}>
        <h3>{group.table.schema === "main" ? group.table.name : `${group.table.schema}.${group.table.name}`}</h3>
        <span>{plural(group.rows.length, "row")}</span>
        <Button
          look="quiet"
          onPress={() => void session.stage(`Revert ${group.table.name}`, group.rows.map(revertEdit))}
          hint="Take back everything that is staged of this table"
        >
          <Undo2 {...icon} /> Revert table
        </Button>
      </header>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} {...props} />
        ))}
      </ul>
      {rest > 0 && (
        <Button look="quiet" onPress={() => setMost(most + 1000)}>
          Show {plural(Math.min(rest, 1000), "more row", "more rows")} of {plural(rest, "other")}
        </Button>
      )}
    </section>
  );
}

const stateWords = { new: "new", dirty: "changed", deleted: "deleted" } as const;

function Row({ row, schema, session, conflicts, faulty, onGoTo }: TableChangesProps & { row: StagedRow }): ReactNode {
  const conflict = conflicts.get(row.id);
  const words = rowWords(row, schema);
  return (
    <li className={styles.row} data-state={row.state} data-faulty={faulty.has(row.id) || undefined}>
      <div className={styles.rowHead}>
        <span className={styles.state}>{stateWords[row.state]}</span>
        <button type="button" className={styles.key} onClick={() => onGoTo(row.row)} title="Go to this row">
          {words}
        </button>
        {faulty.has(row.id) && (
          <span className={styles.fault}>
            <CircleAlert {...icon} /> refused by the commit
          </span>
        )}
        <span className={styles.gap} />
        <span className={styles.undo}>
          <Button
            look="quiet"
            square
            aria-label={`Revert ${words}`}
            hint="Take back what is staged of this row"
            onPress={() => void session.stage("Revert row", [revertEdit(row)])}
          >
            <Undo2 {...icon} />
          </Button>
        </span>
      </div>
      {conflict ? (
        <ConflictChoices conflict={conflict} session={session} />
      ) : (
        row.state !== "deleted" &&
        row.values.map(({ column, base, value }) => (
          <div key={column} className={styles.cell}>
            <button type="button" className={styles.column} onClick={() => onGoTo(row.row, column)}>
              {column}
            </button>
            {row.state === "dirty" && (
              <>
                <del>{valueWords(base)}</del>
                <CornerDownRight {...icon} />
              </>
            )}
            <ins>{valueWords(value)}</ins>
            {row.state === "dirty" && (
              <span className={styles.undo}>
                <Button
                  look="quiet"
                  square
                  aria-label={`Revert ${column} of ${words}`}
                  hint="Take back this value"
                  onPress={() => void session.stage(`Revert ${column}`, [{ op: "revert", row: row.row, column }])}
                >
                  <Undo2 {...icon} />
                </Button>
              </span>
            )}
          </div>
        ))
      )}
    </li>
  );
}
