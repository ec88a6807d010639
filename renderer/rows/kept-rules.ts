/** Conditional formats: which values of a column get which ground. */
import { type KeptFilter, keepFilter, readKeptFilter } from "../../src-shared/model/row-filter-json.ts";
import type { RowFilter } from "../../src-shared/model/row-filter.ts";
import { type GridTint, gridTints } from "../ui/data-grid/grid-source.ts";

export interface FormatRule {
  /** The column whose menu it is in. */
  readonly column: string;
  readonly condition: RowFilter;
  readonly tint: GridTint;
  /** The whole row gets the ground, not the cell alone. */
  readonly row: boolean;
}

export interface KeptRule {
  readonly column: string;
  readonly condition: KeptFilter;
  readonly tint: string;
  readonly row: boolean;
}

/** Rules in a form JSON can carry. */
export function keepRules(rules: readonly FormatRule[]): KeptRule[] {
  return rules.map((rule) => ({ ...rule, condition: keepFilter(rule.condition) }));
}

/** What was kept; rules that do not fit the table any more are left out. */
export function readRules(kept: unknown, columns: readonly string[]): FormatRule[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one: Partial<KeptRule> | null): FormatRule[] => {
    const condition = readKeptFilter(one?.condition, columns);
    const tint = gridTints.find((known) => known === one?.tint);
    if (!one?.column || !columns.includes(one.column) || !condition || !tint) return [];
    return [{ column: one.column, condition, tint, row: one.row === true }];
  });
}
