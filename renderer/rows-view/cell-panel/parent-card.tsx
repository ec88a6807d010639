/** The row that a foreign key refers to, beside its cell: what it is called, its first fields, the way there, another one. */
import { ArrowUpRight, Search } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import { toTagged } from "../../../src-shared/model/cell-json.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import { rowKeyText, type RowPage } from "../../../src-shared/model/rows.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";
import { editStartOf } from "../../rows/edits/edit-start.ts";
import { HeldCell } from "../../rows/edits/held-cell.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { typeInto } from "../../rows/edits/table-gestures.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../ui/error-words.tsx";
import { lookOf } from "../../values/cell-look.ts";
import type { ParentOfCell, Parents } from "../relations/use-parents.ts";
import { ParentPicker } from "./parent-picker.tsx";
import styles from "./parent-card.module.css";

/** Fields of the parent that are shown here; all of them are in its table. */
const mostFields = 6;
const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface ParentCardProps {
  readonly context: GestureContext;
  readonly parents: Pick<Parents, "parentOf" | "followParent" | "editStart">;
  readonly cursor: CellPlace;
  readonly editable: boolean;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** Nothing where the cell belongs to no foreign key. */
export function ParentCard({ context, parents, cursor, editable, onFailure }: ParentCardProps): ReactNode {
  const { rows, session } = context;
  const parent = parents.parentOf(cursor);
  const read = useParentRow(context, parent, rows.at(cursor.row)?.file?.generation ?? 0);
  const [picking, setPicking] = useState<string | null>(null);
  const chooser = useRef<HTMLDivElement>(null);
  if (!parent) return null;
  const { relation, values, to, fresh, label } = parent;
  const table = shownName(relation.parent.name);
  const { page, error } = read ?? {};
  const key = page?.keys?.[0];
  const staged = key && session.store.getState().index.table(relation.parent)?.byKey.get(rowKeyText(key));
  const cells = fresh ? stagedCells(fresh.row) : page?.rows[0] && withStaged(page, staged ?? undefined);
  const named = label === null ? undefined : cells?.get(label);
  const fields = [...(cells ?? [])].filter(
    ([name, cell]) => name !== label && !relation.parentColumns.includes(name) && cell !== null,
  );
  const start = editable ? parents.editStart(cursor, editStartOf(rows, cursor)) : null;
  const place = JSON.stringify([cursor, values.map((value) => toTagged(value))]);
  const held = HeldCell.at(rows, cursor);
  const typeOf = (column: string): string => relation.parent.columns.find(({ name }) => name === column)?.type ?? "";
  return (
    <section className={styles.card} aria-label={`Refers to ${table}`} data-testid="parent-card">
      <header>
        <h3>
          <ArrowUpRight {...icon} /> {table}
        </h3>
        <span className={styles.key}>{to ? values.map((value) => editText(value) ?? "BLOB").join(", ") : "NULL"}</span>
        {to && (
          <Button
            look="quiet"
            hint="Go to this row; with Ctrl in a new tab"
            onPress={({ ctrlKey, metaKey }) => void parents.followParent(cursor, ctrlKey || metaKey).then(onFailure)}
          >
            Go to <kbd>F4</kbd>
          </Button>
        )}
      </header>
      {error && <ErrorWords look="line" error={error} />}
      {!to && <p className={styles.note}>Refers to no row.</p>}
      {to && !fresh && page && page.rows.length === 0 && (
        <p className={styles.missing}>There is no row of {table} with this key.</p>
      )}
      {cells && named !== undefined && named !== null && (
        <p className={styles.label}>{lookOf(named, { type: typeOf(label ?? "") }).text || "empty"}</p>
      )}
      {(fresh || staged) && (
        <p className={styles.note}>
          {fresh
            ? "New row, not committed"
            : staged?.state === "deleted"
              ? "Will be deleted by the commit"
              : "Changed, not committed"}
        </p>
      )}
      {fields.length > 0 && (
        <dl className={styles.fields}>
          {fields.slice(0, mostFields).map(([name, cell]) => (
            <div key={name}>
              <dt>{shownName(name)}</dt>
              <dd>{lookOf(cell, { type: typeOf(name) }).text}</dd>
            </div>
          ))}
        </dl>
      )}
      {start?.search && held && (
        <div className={styles.choose} ref={chooser}>
          {picking === place ? (
            <ParentPicker
              start={start}
              label={table}
              onChoose={(text) => {
                setPicking(null);
                void typeInto(context, held, text).then(onFailure);
              }}
              onClose={(refocus) => {
                setPicking(null);
                if (refocus) requestAnimationFrame(() => chooser.current?.querySelector("button")?.focus());
              }}
            />
          ) : (
            <Button look="quiet" onPress={() => setPicking(place)}>
              <Search {...icon} /> Choose another row of {table}…
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function stagedCells(row: StagedRow): Map<string, Cell> {
  return new Map(row.values.flatMap(({ column, value }) => (value === undefined ? [] : [[column, value] as const])));
}

/** The cells of the one row of a page, with what is staged of it. */
function withStaged(page: RowPage, staged: StagedRow | undefined): Map<string, Cell> {
  const cells = new Map(page.columns.map((name, i) => [name, page.rows[0]?.[i] ?? null]));
  for (const { column, value } of staged?.values ?? []) if (value !== undefined) cells.set(column, value);
  return cells;
}

interface ReadParent {
  readonly question: string;
  readonly page?: RowPage;
  readonly error?: AppErrorData;
}

/** The parent as the file has it; what was read of it stays until the new answer is there. `version`: when it is to be read again. */
function useParentRow({ client }: GestureContext, parent: ParentOfCell | null, version: number): ReadParent | null {
  const to = parent && !parent.fresh ? parent.to : null;
  const about =
    to && JSON.stringify([objectKey(to.object), parent?.relation.parentColumns, parent?.values.map(tagged)]);
  const [answer, setAnswer] = useState<ReadParent | null>(null);
  useEffect(() => {
    if (about === null || !to) return;
    let given = true;
    const source = { table: to.object, order: [], filter: to.filter };
    client.ask("rows.readPage", { source, offset: 0, limit: 1 }).then(
      (page) => given && setAnswer({ question: about, page }),
      (thrown) => given && setAnswer({ question: about, error: toAppErrorData(thrown) }),
    );
    return () => {
      given = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `to` is made with every rendering; `about` says when it is another
  }, [client, about, version]);
  return answer?.question === about ? answer : null;
}

const tagged = (value: Scalar): unknown => (value === null ? null : toTagged(value));
