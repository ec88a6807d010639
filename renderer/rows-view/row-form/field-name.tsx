/** What a field of the row's form is called: its name with the marks of the header, and its declared type. */
import { ArrowUpRight, Equal, KeyRound, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type StorageClass, storageOf } from "../../../src-shared/model/cell.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { GridColumn } from "../../ui/data-grid/grid-source.ts";
import styles from "./row-form.module.css";

const icon = { size: 12, strokeWidth: 1.5, "aria-hidden": true } as const;
const marks = { key: KeyRound, foreignKey: ArrowUpRight, generated: Equal, failed: TriangleAlert } as const;

/** Classes that a column of this affinity gives to what is stored in it; others are worth a word. */
const usual: Readonly<Record<Column["affinity"], readonly StorageClass[]>> = {
  integer: ["integer"],
  real: ["real"],
  numeric: ["integer", "real"],
  text: ["text"],
  blob: ["integer", "real", "text", "blob"],
};

interface FieldNameProps {
  readonly column: Column;
  readonly mark: Pick<GridColumn, "badge" | "said">;
  /** undefined: left open in a new row. */
  readonly cell: Cell | undefined;
}

export function FieldName({ column, mark, cell }: FieldNameProps): ReactNode {
  const Mark = mark.badge && marks[mark.badge];
  const stored = cell === undefined || cell === null ? null : storageOf(cell);
  const odd = stored !== null && !usual[column.affinity].includes(stored);
  return (
    <span className={styles.name} title={[column.name, mark.said].filter(Boolean).join(", ")}>
      {Mark && <Mark {...icon} />}
      <span>{column.name}</span>
      {column.notNull && (
        <b title="NOT NULL: it must have a value">
          <span aria-hidden>*</span>
          <span className="visually-hidden">NOT NULL</span>
        </b>
      )}
      <small>
        {column.type}
        {odd && <em title={`Stored as ${stored.toUpperCase()}`}> {stored.toUpperCase()}</em>}
      </small>
    </span>
  );
}
