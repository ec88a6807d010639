/** A table of the diagram: its name, and its columns with keys and types. */
import type { Node, NodeProps } from "@xyflow/react";
import { Fragment, memo, type PointerEvent, type ReactNode } from "react";
import type { TableColour } from "../data/colours.ts";
import type { DiagramTable } from "../data/diagram-data.ts";
import type { Box } from "../layout/boxes.ts";
import { arrowShape, keyShape } from "../picture/key-marks.ts";
import styles from "./diagram.module.css";
import { useHotColumns } from "./hot.ts";
import { shownName } from "../../../../../src-shared/formats/shown-name.ts";

export interface TableNodeData extends Record<string, unknown> {
  readonly table: DiagramTable;
  readonly box: Box;
  readonly colour: TableColour | null;
  /** Begins to draw a foreign key; absent where nothing can be drawn. */
  readonly onGrip: ((event: PointerEvent, table: DiagramTable, column: number) => void) | null;
}

export type TableNodeType = Node<TableNodeData, "table">;

/** The name in the parts it may be broken into. */
const partsOf = (title: string) => title.slice(0, 60).split(/(?<=[_.\s-])|(?<=[a-z])(?=[A-Z])/);

/** The size of the name where only names can be read: as large as fits into the box. */
function farSize({ width, height }: Box, title: string): number {
  const parts = partsOf(title);
  const letters = Math.max(5, ...parts.map(({ length }) => length));
  return Math.floor(Math.min((width * 1.45) / letters, (height * 0.8) / Math.min(parts.length, 3), 64));
}

export const TableNode = memo(function TableNode({ data }: NodeProps<TableNodeType>): ReactNode {
  const { table, box, colour, onGrip } = data;
  const title = shownName(table.title);
  return (
    <div
      className={`${styles.table} ${colour ? styles[colour] : ""}`}
      data-table={table.id}
      data-open={box.rows.length > 0 || undefined}
      style={{ "--fit": `${farSize(box, title)}px` } as Record<string, string>}
    >
      <div className={styles.head} title={table.title.length > 20 ? table.title.slice(0, 1000) : undefined}>
        <span className={styles.title} data-unnamed={table.title === "" || undefined}>
          {title}
        </span>
        {table.mark !== null && (
          <span className={styles.draftMark} role="img" aria-label={table.mark}>
            {table.mark === "new" ? "+" : "●"}
          </span>
        )}
        {table.className !== null && <span className={styles.className}>{shownName(table.className)}</span>}
      </div>
      <Rows table={table} box={box} onGrip={onGrip} />
      <span className={styles.far} aria-hidden>
        <span>
          {partsOf(title).map((part, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- parts of a name have no names
            <Fragment key={place}>
              {part}
              <wbr />
            </Fragment>
          ))}
        </span>
      </span>
    </div>
  );
});

function Rows({ table, box, onGrip }: Pick<TableNodeData, "table" | "box" | "onGrip">): ReactNode {
  const hot = useHotColumns(table.id);
  return (
    <div className={styles.rows}>
      {box.rows.map(({ column: place }) => {
        const column = table.columns[place];
        if (!column) return null;
        return (
          <div
            key={place}
            className={styles.row}
            data-column={place}
            data-primary={column.primaryKey || undefined}
            data-hot={hot.includes(place) || undefined}
          >
            <KeyMark primary={column.primaryKey} foreign={column.foreignKey} />
            <span className={styles.column} data-unnamed={column.name === "" || undefined}>
              {shownName(column.name)}
            </span>
            <span className={styles.type}>{column.type === "" ? "" : shownName(column.type)}</span>
            {onGrip && (
              <>
                <Grip side="left" onDown={(event) => onGrip(event, table, place)} />
                <Grip side="right" onDown={(event) => onGrip(event, table, place)} />
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Where a line is drawn from. For the mouse only: the keyboard has the command. */
function Grip({ side, onDown }: { side: "left" | "right"; onDown: (event: PointerEvent) => void }): ReactNode {
  return (
    <span
      className={`${styles.grip} ${styles[side]} nodrag nopan`}
      title="Drag to a column or a table: a foreign key"
      onPointerDown={onDown}
      aria-hidden
    />
  );
}

function KeyMark({ primary, foreign }: { primary: boolean; foreign: boolean }): ReactNode {
  if (!primary && !foreign) return <span className={styles.mark} />;
  return (
    <svg className={styles.mark} viewBox="0 0 12 12" width={12} height={12} aria-hidden>
      <path d={primary ? keyShape : arrowShape} />
    </svg>
  );
}

/** How a table is read out. */
export function tableWords(table: DiagramTable): string {
  const { columns } = table;
  const foreign = columns.filter((column) => column.foreignKey).map(({ name }) => name);
  const primary = columns.filter((column) => column.primaryKey).map(({ name }) => name);
  return [
    `${shownName(table.title)}${table.className === null ? "" : ` (${table.className})`}`,
    ...(table.mark === null ? [] : [`${table.mark} in the draft`]),
    `${columns.length} columns`,
    ...(primary.length > 0 ? [`primary key ${primary.join(", ")}`] : []),
    ...(foreign.length > 0 ? [`foreign keys in ${foreign.join(", ")}`] : []),
  ]
    .join("; ")
    .slice(0, 1000);
}
