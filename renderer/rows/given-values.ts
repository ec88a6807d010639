/** Places whose rows all hold some values: the rows below a parent hold its key, new ones too. */
import { sameScalar, type Scalar } from "../../src-shared/model/cell.ts";
import type { StagedRow } from "../../src-shared/model/session.ts";

export interface ColumnValue {
  readonly column: string;
  readonly value: Scalar;
}

/** Does a row that is only staged belong there? */
export function holdsGiven({ values }: Pick<StagedRow, "values">, given: readonly ColumnValue[]): boolean {
  return given.every(({ column, value }) => {
    const held = values.find((set) => set.column === column)?.value;
    return held !== undefined && sameScalar(held, value);
  });
}
