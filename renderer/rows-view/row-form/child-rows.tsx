/**
 * The rows that refer to the active row, table by table: read when one is unfolded, or with every row where that was
 * chosen. Rows that others refer to unfold in turn, nested below.
 */
import { ChevronDown, ChevronRight, Pin } from "lucide-react";
import { Fragment, type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview } from "../../../src-shared/model/cell.ts";
import { toTagged } from "../../../src-shared/model/cell-json.ts";
import { type RowPage, rowKeyText, type RowTotal } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatCount } from "../../ui/format.ts";
import { lookOf } from "../../values/cell-look.ts";
import {
  childrenDestination,
  childrenOf,
  childTitle,
  type Destination,
  type Relation,
} from "../../rows/relations/relations.ts";
import { relationText } from "../../rows/relations/unfolded-relations.ts";
import type { Relations } from "../relations/use-relations.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { countText, useChildCounts } from "../relations/use-child-counts.ts";
import styles from "./row-form.module.css";

interface ChildRowsProps {
  readonly context: GestureContext;
  readonly relations: Relations;
  readonly cursor: CellPlace | null;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** Rows of a table that are shown here; all of them are in its own tab. */
const mostShown = 50;
const mostCounted = 100_000;

export function ChildRows({ context, relations, cursor, onFailure }: ChildRowsProps): ReactNode {
  const { rows, client } = context;
  const shown = cursor ? rows.at(cursor.row) : undefined;
  const row = shown?.file?.keyText ?? "";
  const version = shown?.file?.generation ?? 0;
  const all = relations.children.map((relation) => ({ relation, to: relations.childrenOfRow(relation, shown) }));
  const counts = useChildCounts(client, all, row, version);
  const pinned = useSyncExternalStore(
    (listener) => relations.unfolded.subscribe(listener),
    () => relations.unfolded.all,
  );
  if (!cursor || !shown) return <p className={styles.nothing}>Select a row to see what refers to it here.</p>;
  if (relations.children.length === 0) {
    return <p className={styles.nothing}>No foreign key of another table refers to {rows.table.name}.</p>;
  }
  const counted = all.map((one) => ({ ...one, total: counts.get(relationText(one.relation)) }));
  const isEmpty = ({ total }: (typeof counted)[number]): boolean => total?.quality === "exact" && total.rows === 0;
  const most = Math.max(...counted.map(({ total }) => total?.rows ?? 0));
  const fullest = counted.find(({ total }) => most > 0 && total?.rows === most);
  const noPin = !all.some(({ relation }) => pinned.has(relationText(relation)));
  return (
    <section className={styles.fields} aria-label="Rows that refer to this" data-testid="child-rows">
      {/* What is known to be empty comes last. */}
      {[...counted.filter((one) => !isEmpty(one)), ...counted.filter(isEmpty)].map((one) => (
        <Children
          // Another row has other children; what is unfolded stays so.
          key={relationText(one.relation)}
          client={client}
          relations={relations}
          relation={one.relation}
          title={childTitle(one.relation, relations.children)}
          counted={one.total}
          first={noPin && one === fullest}
          to={one.to}
          row={row}
          version={version}
          onGo={(inNewTab) => onFailure(relations.followChildren(one.relation, cursor, inNewTab))}
        />
      ))}
    </section>
  );
}

interface ChildrenProps {
  readonly client: EngineClient;
  readonly relations: Relations;
  readonly relation: Relation;
  readonly title: string;
  /** Their number, as far as it is known before they are read. */
  readonly counted?: RowTotal | undefined;
  /** Shown without being asked for: it has the most rows. */
  readonly first?: boolean;
  readonly to: Destination | null;
  /** Which row they refer to. */
  readonly row: string;
  /** Changes when they are to be read again. */
  readonly version: number;
  /** Shows all of them in a tab of their table; absent below another table's rows. */
  readonly onGo?: (inNewTab: boolean) => void;
}

interface Answer {
  readonly question: string;
  /** The row and the relation it is about, whenever it was read. */
  readonly about: string;
  /** null: the rows are not read here. */
  readonly page?: RowPage | null;
  readonly total?: RowTotal;
  readonly error?: AppErrorData;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

function Children(props: ChildrenProps): ReactNode {
  const { client, relations, relation, title, counted, first = false, to, row, version, onGo } = props;
  const { unfolded } = relations;
  const always = useSyncExternalStore(
    (listener) => unfolded.subscribe(listener),
    () => unfolded.all.has(relationText(relation)),
  );
  /** What was chosen here; it stays for other rows, until the choice for all of them changes. */
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? (always || first);
  const about = JSON.stringify([row, to?.object]);
  const question = open && to ? JSON.stringify([version, about]) : null;
  const [answer, setAnswer] = useState<Answer | null>(null);
  /** The row here that is unfolded itself, by its key: rows that are read anew may stand elsewhere. */
  const [unfoldedRow, setUnfoldedRow] = useState<string | null>(null);
  useEffect(() => {
    if (question === null || !to) return;
    let given = true;
    const read = async (): Promise<void> => {
      try {
        const source = { table: to.object, order: [], filter: to.filter };
        const total = await client.ask("rows.countSome", { source, most: mostCounted });
        // Where no index leads to them, a large table would be read to its end, and everything else would wait for it.
        const isFar = total.quality !== "exact" && total.rows < mostCounted;
        const page = isFar ? null : await client.ask("rows.readPage", { source, offset: 0, limit: mostShown });
        if (given) setAnswer({ question, about, page, total });
      } catch (thrown) {
        if (given) setAnswer({ question, about, error: toAppErrorData(thrown) });
      }
    };
    void read();
    return () => {
      given = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `to` is made with every rendering; the question says when it is another
  }, [client, question]);
  // What is read anew, because the file was written, takes the place of what is there: nothing folds or blinks meanwhile.
  const now = question !== null && answer?.about === about ? answer : null;
  const page = now?.page;
  return (
    <div className={styles.children}>
      <div className={styles.childHead}>
        <Button look="quiet" aria-expanded={open} isDisabled={!to} onPress={() => setChosen(!open)}>
          {open ? <ChevronDown {...icon} /> : <ChevronRight {...icon} />} {title}
        </Button>
        <span className={styles.count} data-none={counted?.rows === 0 || undefined}>
          {/* Where all of them can be shown, that says how many. */}
          {now?.total && onGo ? "" : countText(counted)}
        </span>
        <span className={styles.gap} />
        <Button
          look="quiet"
          square
          aria-label={`Always unfold ${title}`}
          aria-pressed={always}
          hint={always ? "Read with every row; press to read it only when unfolded" : "Read it with every row"}
          onPress={() => {
            unfolded.set(relation, !always);
            setChosen(null);
          }}
        >
          <Pin {...icon} />
        </Button>
        {now?.total && onGo && (
          <Button
            look="quiet"
            hint="In their table's tab; with Ctrl in a new one"
            onPress={({ ctrlKey, metaKey }) => onGo(ctrlKey || metaKey)}
          >
            Show {now.total.quality === "exact" ? `all ${formatCount(now.total.rows)}` : "all"}
          </Button>
        )}
      </div>
      {now?.error && <ErrorWords look="line" error={now.error} />}
      {page === null && (
        <p className={styles.none}>
          {relation.child.name} is large and has no index on {relation.columns.join(", ")}: its rows are looked for in
          its own tab.
        </p>
      )}
      {page && page.rows.length === 0 && <p className={styles.none}>No row refers to this one.</p>}
      {page && page.rows.length > 0 && (
        <ChildTable
          client={client}
          page={page}
          relations={relations}
          relation={relation}
          version={version}
          open={unfoldedRow}
          onOpen={setUnfoldedRow}
        />
      )}
    </div>
  );
}

interface ChildTableProps {
  readonly client: EngineClient;
  readonly page: RowPage;
  readonly relations: Relations;
  readonly relation: Relation;
  readonly version: number;
  /** The key of the row that is unfolded. */
  readonly open: string | null;
  readonly onOpen: (row: string | null) => void;
}

/** Without the columns of the foreign key: they say what is known here. Rows that others refer to unfold in turn. */
function ChildTable({ client, page, relations, relation, version, open, onOpen }: ChildTableProps): ReactNode {
  const { child } = relation;
  const further = useMemo(() => childrenOf(child, relations.schema), [child, relations.schema]);
  const places = page.columns.flatMap((name, place) => (relation.columns.includes(name) ? [] : [place]));
  const typeOf = (place: number) => child.columns.find(({ name }) => name === page.columns[place])?.type ?? "";
  const below = (row: readonly Cell[]) =>
    further.map((next) => {
      const values = next.parentColumns.map((column) => row[page.columns.indexOf(column)] ?? null);
      const scalars = values.map((value) => (isPreview(value) ? null : value));
      return (
        <Children
          key={relationText(next)}
          client={client}
          relations={relations}
          relation={next}
          title={childTitle(next, further)}
          to={childrenDestination(next, scalars)}
          row={JSON.stringify(scalars.map((value) => (value === null ? null : toTagged(value))))}
          version={version}
        />
      );
    });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Rows of ${child.name}`}>
      <table>
        <thead>
          <tr>
            {further.length > 0 && (
              <th scope="col">
                <span className={styles.unseen}>Unfold</span>
              </th>
            )}
            {places.map((place) => (
              <th key={place} scope="col">
                {page.columns[place]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row, i) => {
            const key = page.keys?.[i] ? rowKeyText(page.keys[i]) : String(i);
            return (
              <Fragment key={key}>
                <tr>
                  {further.length > 0 && (
                    <td>
                      <Button
                        look="quiet"
                        square
                        aria-label={`Rows that refer to row ${i + 1} of ${child.name}`}
                        aria-expanded={open === key}
                        onPress={() => onOpen(open === key ? null : key)}
                      >
                        {open === key ? <ChevronDown {...icon} /> : <ChevronRight {...icon} />}
                      </Button>
                    </td>
                  )}
                  {places.map((place) => {
                    const look = lookOf(row[place] ?? null, { type: typeOf(place) });
                    return (
                      <td key={place} data-kind={look.kind}>
                        {look.text.slice(0, 80)}
                      </td>
                    );
                  })}
                </tr>
                {open === key && (
                  <tr>
                    <td colSpan={places.length + 1} className={styles.nested}>
                      {below(row)}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
