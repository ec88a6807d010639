/** The rows that refer to the active row, table by table; each is read when it is unfolded. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { RowPage, RowTotal } from "../../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import { Button } from "../../../ui/button.tsx";
import type { CellPlace } from "../../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { formatCount } from "../../../ui/format.ts";
import { lookOf } from "../cell-look.ts";
import type { Destination, Relation } from "../relations/relations.ts";
import type { Relations } from "../relations/use-relations.ts";
import type { GestureContext } from "../table-gestures.ts";
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
  const shown = cursor && rows.at(cursor.row);
  if (!cursor || !shown) return <p className={styles.nothing}>Select a row to see what refers to it here.</p>;
  if (relations.children.length === 0) {
    return <p className={styles.nothing}>No foreign key of another table refers to {rows.table.name}.</p>;
  }
  const several = (relation: Relation): boolean =>
    relations.children.filter((other) => other.child === relation.child).length > 1;
  return (
    <section className={styles.fields} aria-label="Rows that refer to this" data-testid="child-rows">
      {relations.children.map((relation) => {
        const to = relations.childrenOfRow(relation, shown);
        const key = relation.columns.join(", ");
        return (
          <Children
            // Another row has other children; what is unfolded stays so.
            key={`${relation.child.name} ${key}`}
            client={client}
            relation={relation}
            title={several(relation) ? `${relation.child.name} by ${key}` : relation.child.name}
            to={to}
            version={`${shown.file?.keyText} ${shown.file?.generation}`}
            onGo={() => onFailure(relations.followChildren(relation, cursor))}
          />
        );
      })}
    </section>
  );
}

interface ChildrenProps {
  readonly client: EngineClient;
  readonly relation: Relation;
  readonly title: string;
  readonly to: Destination | null;
  /** Changes when they are to be read again. */
  readonly version: string;
  readonly onGo: () => void;
}

interface Answer {
  readonly question: string;
  /** null: the rows are not read here. */
  readonly page?: RowPage | null;
  readonly total?: RowTotal;
  readonly error?: AppErrorData;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

function Children({ client, relation, title, to, version, onGo }: ChildrenProps): ReactNode {
  const [open, setOpen] = useState(false);
  const question = open && to ? JSON.stringify([version, to.object]) : null;
  const [answer, setAnswer] = useState<Answer | null>(null);
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
        if (given) setAnswer({ question, page, total });
      } catch (thrown) {
        if (given) setAnswer({ question, error: toAppErrorData(thrown) });
      }
    };
    void read();
    return () => {
      given = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `to` is made with every rendering; the question says when it is another
  }, [client, question]);
  const now = answer?.question === question ? answer : null;
  const page = now?.page;
  return (
    <div className={styles.children}>
      <div className={styles.childHead}>
        <Button look="quiet" aria-expanded={open} isDisabled={!to} onPress={() => setOpen(!open)}>
          {open ? <ChevronDown {...icon} /> : <ChevronRight {...icon} />} {title}
        </Button>
        {now?.total && (
          <Button look="quiet" onPress={onGo}>
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
      {page && page.rows.length > 0 && <ChildTable page={page} relation={relation} />}
    </div>
  );
}

/** Without the columns of the foreign key: they say what is known here. */
function ChildTable({ page, relation }: { page: RowPage; relation: Relation }): ReactNode {
  const places = page.columns.flatMap((name, place) => (relation.columns.includes(name) ? [] : [place]));
  const typeOf = (place: number) => relation.child.columns.find(({ name }) => name === page.columns[place])?.type ?? "";
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Rows of ${relation.child.name}`}>
      <table>
        <thead>
          <tr>
            {places.map((place) => (
              <th key={place} scope="col">
                {page.columns[place]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row, i) => (
            <tr key={page.keys?.[i] ? JSON.stringify(page.keys[i], (_, v) => (typeof v === "bigint" ? `${v}` : v)) : i}>
              {places.map((place) => {
                const look = lookOf(row[place] ?? null, { type: typeOf(place) });
                return (
                  <td key={place} data-kind={look.kind}>
                    {look.text.slice(0, 80)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
