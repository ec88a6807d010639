/** The storage class of a value, and the others it can be given. */
import type { ReactNode } from "react";
import { type Cell, type Scalar, type StorageClass, storageOf } from "../../../src-shared/model/cell.ts";
import type { Affinity } from "../../values/typed-value.ts";
import { convertValue, storedAs } from "../../values/convert-value.ts";
import styles from "./cell-panel.module.css";

interface StorageChoiceProps {
  readonly cell: Cell | undefined;
  readonly affinity: Affinity;
  readonly notNull: boolean;
  readonly onValue: (value: Scalar) => void;
}

const classes: readonly StorageClass[] = ["null", "integer", "real", "text", "blob"];

/** Offers the classes that the value can be given and the column would keep. */
export function StorageChoice({ cell, affinity, notNull, onValue }: StorageChoiceProps): ReactNode {
  const now = cell === undefined ? "default" : storageOf(cell);
  const valueAs = (to: StorageClass): Scalar | undefined => {
    const value = convertValue(cell, to);
    const kept = value !== undefined && storageOf(storedAs(value, affinity)) === to;
    return kept && !(to === "null" && notNull) ? value : undefined;
  };
  return (
    <select
      className={styles.storage}
      aria-label="Storage class"
      value={now}
      onChange={(event) => {
        const value = valueAs(event.target.value as StorageClass);
        if (value !== undefined) onValue(value);
      }}
    >
      {now === "default" && <option value="default">default</option>}
      {classes.map((name) => (
        <option key={name} value={name} disabled={name !== now && valueAs(name) === undefined}>
          {name.toUpperCase()}
        </option>
      ))}
    </select>
  );
}
