/** The staged rows of one table. */
import { ArrowRight, CircleAlert, TriangleAlert, Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Problem } from "../../../src-shared/model/checks.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { Conflict, RowName, RowRef, StagedRow } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { distinctWords, labelOf, labelWords, revertEdit, rowWords, type TableChanges } from "./changes-by-table.ts";
import { ChooseBox, chosenOf } from "./choose-box.tsx";
import { ConflictChoices } from "./conflict-choices.tsx";
import styles from "./pending-changes.module.css";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

/** Most rows that are asked for by name. */
const mostNamed = 2000;
/** More rows of one table are shown on demand: the panel stays quick with ten thousand of them. */
const shownAtOnce = 200;

interface TableChangesProps {
  readonly group: TableChanges;
  readonly schema: DatabaseSchema | undefined;
  readonly conflicts: ReadonlyMap<string, Conflict>;
  /** Ids of the rows that a constraint refused. */
  readonly faulty: ReadonlySet<string>;
  /** Rules that rows would break, by their ids. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** Ids of the rows that the next commit leaves out. */
  readonly leftOut: ReadonlySet<string>;
  readonly session: SessionStore;
  /** The column that the user chose rows of a table to be known by (null: none). */
  readonly labelChosen: (table: ObjectName) => string | null | undefined;
  readonly onGoTo: (row: RowRef, column?: string) => void;
}

const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

export function TableChangesList(props: TableChangesProps): ReactNode {
  const { group, session, faulty, conflicts, problems, leftOut } = props;
  const [most, setMost] = useState(shownAtOnce);
  // What stands in the way of the commit comes first.
  const inTheWay = (row: StagedRow) => faulty.has(row.id) || conflicts.has(row.id) || problems.has(row.id);
  const marked = group.rows.filter(inTheWay);
  const others = marked.length === 0 ? group.rows : group.rows.filter((row) => !inTheWay(row));
  const rows = [...marked.slice(0, most), ...others.slice(0, most)];
  const rest = group.rows.length - rows.length;
  const names = useRowNames(props, rows);
  return (
    <section className={styles.table} aria-label={group.table.name}>
      <header className={styles.tableHead}>
        <ChooseBox
          label={`Commit all of ${group.table.name}`}
          chosen={chosenOf(group.rows, leftOut)}
          onChoose={(chosen) =>
            session.choose(
              group.rows.map(({ id }) => id),
              chosen,
            )
          }
        />
        <h3>
          {shownName(group.table.schema === "main" ? group.table.name : `${group.table.schema}.${group.table.name}`)}
        </h3>
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
          <Row key={row.id} row={row} name={names.get(row.id)} {...props} />
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

/** What the rows that are shown are called; asked again whenever something else is staged. */
function useRowNames(props: TableChangesProps, rows: readonly StagedRow[]): ReadonlyMap<string, RowName | null> {
  const { session, schema, group, labelChosen } = props;
  const [names, setNames] = useState<ReadonlyMap<string, RowName | null>>(new Map());
  const { revision } = useStore(session.store);
  const table = schema?.tables.find((one) => objectKey(one) === objectKey(group.table));
  const label = labelOf(table, labelChosen);
  const shown = rows.length;
  useEffect(() => {
    let given = true;
    const ids = rows.slice(0, mostNamed).map(({ id }) => id);
    void session.names(ids.map((id) => ({ id, label }))).then((answer) => {
      if (given && answer.ok) setNames(new Map(ids.map((id, i) => [id, answer.value[i] ?? null])));
    });
    return () => {
      given = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- which rows these are follows from the revision and their number
  }, [session, label, revision, shown]);
  return names;
}

function Row(props: TableChangesProps & { row: StagedRow; name: RowName | null | undefined }): ReactNode {
  const { row, name, schema, session, conflicts, faulty, problems, leftOut, onGoTo } = props;
  const broken = problems.get(row.id) ?? [];
  const conflict = conflicts.get(row.id);
  const words = rowWords(row, schema, name);
  const label = labelWords(name);
  return (
    <li
      className={styles.row}
      data-state={row.state}
      data-faulty={faulty.has(row.id) || undefined}
      data-conflict={conflict !== undefined || undefined}
      data-left-out={leftOut.has(row.id) || undefined}
    >
      <div className={styles.rowHead}>
        <ChooseBox
          label={`Commit ${words}`}
          chosen={leftOut.has(row.id) ? "none" : "all"}
          onChoose={(chosen) => session.choose([row.id], chosen)}
        />
        <span className={styles.state}>{stateWords[row.state]}</span>
        <button type="button" className={styles.key} onClick={() => onGoTo(row.row)} title="Go to this row">
          {words}
        </button>
        {label !== null && <span className={styles.label}>{label}</span>}
        {faulty.has(row.id) && !conflict && (
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
      {broken.map((problem) => (
        <p key={problem.message} className={styles.broken} data-testid="would-fail">
          <TriangleAlert {...icon} />
          <button type="button" onClick={() => onGoTo(row.row, problem.columns[0])} title="Go to this cell">
            {problem.message}
          </button>
          <span>{problem.next}</span>
          {problem.rule === "unique" && row.state === "new" && (
            <Button
              look="quiet"
              hint="Give the row a value here that no other row has"
              onPress={() =>
                void session.resolve([{ id: row.id, column: problem.columns.at(-1) ?? null, take: "newKey" }])
              }
            >
              New key
            </Button>
          )}
        </p>
      ))}
      {conflict ? (
        <ConflictChoices conflict={conflict} session={session} onEdit={(column) => onGoTo(row.row, column)} />
      ) : (
        row.values.map(({ column, base, value }) => {
          const [before, after] =
            row.state === "dirty"
              ? distinctWords([base, value])
              : row.state === "deleted"
                ? distinctWords([base])
                : [null, ...distinctWords([value])];
          return (
            <div key={column} className={styles.cell}>
              <button type="button" className={styles.column} onClick={() => onGoTo(row.row, column)}>
                {column}
              </button>
              {row.state !== "new" && <del>{before}</del>}
              {row.state === "dirty" && <ArrowRight {...icon} />}
              {row.state !== "deleted" && <ins>{after}</ins>}
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
          );
        })
      )}
    </li>
  );
}
