/** Changed rows of one table: a line each, old and new value in the cells that differ. */
import type { ReactNode } from "react";
import type { Cell } from "../../../../src-shared/model/cell.ts";
import type { TriedRow, TriedTable } from "../../../../src-shared/model/tried.ts";
import styles from "./changes.module.css";
import { type CellWords, cellWords, changedWords, sameCell } from "./cell-words.ts";

interface ChangedRowsProps {
  readonly table: TriedTable;
  readonly rows: readonly TriedRow[];
  readonly more: ReactNode;
}

const signs = { inserted: "+", updated: "~", deleted: "−" } as const;

export function ChangedRows({ table, rows, more }: ChangedRowsProps): ReactNode {
  return (
    // It may be longer than its panel: the keyboard scrolls what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe: scrollable-region-focusable
    <section className={styles.rows} aria-label={`Changed rows of ${table.name}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Change</span>
            </th>
            {table.columns.map((name, i) => (
              <th key={name} scope="col" data-key={i < table.keyColumns}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // Rows have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={i} data-did={row.did}>
              <td className={styles.sign} title={row.did}>
                <span aria-hidden>{signs[row.did]}</span>
                <span className="visually-hidden">{row.did}</span>
              </td>
              {table.columns.map((name, column) => (
                <ChangedCell key={name} before={row.before?.[column]} after={row.after?.[column]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </section>
  );
}

function ChangedCell({ before, after }: { before: Cell | undefined; after: Cell | undefined }): ReactNode {
  if (before === undefined || after === undefined || sameCell(before, after)) {
    return <Value as="td" words={cellWords(after ?? before ?? null)} />;
  }
  const [was, is] = changedWords(before, after);
  return (
    <td className={styles.changed}>
      <Value as="del" words={was} /> <span aria-hidden>→</span> <Value as="ins" words={is} />
    </td>
  );
}

function Value({ as: Tag, words: { text, kind } }: { as: "td" | "del" | "ins"; words: CellWords }): ReactNode {
  return (
    <Tag data-kind={kind} title={text}>
      {text}
    </Tag>
  );
}
