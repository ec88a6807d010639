/** The diagram in words, for screen readers and for those who would rather read: what refers to what. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import type { DiagramData, DiagramKey, DiagramTable } from "../data/diagram-data.ts";
import styles from "./list.module.css";
import { shownName } from "../../../../../src-shared/formats/shown-name.ts";

interface DiagramListProps {
  readonly data: DiagramData;
  /** A table to go to, until `onShown`. */
  readonly wanted: { readonly id: string } | null;
  readonly onShown: () => void;
  readonly onOpen: (table: DiagramTable) => void;
  readonly onMenu: (table: DiagramTable, at?: { x: number; y: number }) => void;
}

const names = (table: DiagramTable | undefined, columns: readonly number[]) =>
  columns.map((at) => table?.columns[at]?.name ?? "?").join(", ");

export function DiagramList({ data, wanted, onShown, onOpen, onMenu }: DiagramListProps): ReactNode {
  const list = useRef<HTMLTableElement>(null);
  const byId = new Map(data.tables.map((table) => [table.id, table]));
  const goTo = (id: string) => {
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] button`);
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  useEffect(() => {
    if (!wanted) return;
    goTo(wanted.id);
    onShown();
  }, [wanted, onShown]);
  const link = (key: DiagramKey, other: DiagramTable | undefined, words: string) => (
    <li key={key.id}>
      <button type="button" className={styles.link} onClick={() => other && goTo(other.id)}>
        {words}
      </button>
    </li>
  );
  return (
    <div className={styles.scroll} data-testid="diagram-list">
      <table ref={list} className={styles.list} aria-label="Tables and their foreign keys">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Columns</th>
            <th scope="col">Refers to</th>
            <th scope="col">Referred to by</th>
          </tr>
        </thead>
        <tbody>
          {data.tables.map((table) => (
            <tr
              key={table.id}
              data-row={table.id}
              onContextMenu={(event) => {
                event.preventDefault();
                onMenu(table);
              }}
            >
              <th scope="row">
                <button
                  type="button"
                  className={styles.table}
                  onClick={() => onOpen(table)}
                  onKeyDown={(event: KeyboardEvent<HTMLElement>) => {
                    if (!(event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) return;
                    event.preventDefault();
                    const box = event.currentTarget.getBoundingClientRect();
                    onMenu(table, { x: box.left + 24, y: box.bottom });
                  }}
                >
                  {shownName(table.title)}
                </button>
                {table.className !== null && <span className={styles.className}>{table.className.slice(0, 100)}</span>}
              </th>
              <td className={styles.count}>{table.columns.length}</td>
              <td>
                <ul>
                  {data.keys
                    .filter(({ child }) => child === table.id)
                    .map((key) => {
                      const parent = byId.get(key.parent);
                      return link(key, parent, `${names(table, key.childColumns)} → ${parent?.title ?? ""}`);
                    })}
                </ul>
              </td>
              <td>
                <ul>
                  {data.keys
                    .filter(({ parent }) => parent === table.id)
                    .map((key) => {
                      const child = byId.get(key.child);
                      return link(key, child, `${child?.title ?? ""}.${names(child, key.childColumns)}`);
                    })}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
