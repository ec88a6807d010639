/** Conditions from what was typed into a form, and back. */
import { editText } from "../../../src-shared/model/cell-text.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Between, Comparison, ComparisonOperator } from "../../../src-shared/model/row-filter.ts";
import type { Through } from "../../../src-shared/model/through.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { isNumeric } from "../grid-columns.ts";
import { storedText, storingAffinity } from "../../values/typed-value.ts";
import { takesValue } from "./filter-words.ts";

/** A condition as a form holds it. */
export interface ConditionDraft {
  readonly column: string;
  readonly operator: ComparisonOperator | "between";
  readonly text: string;
  /** The upper end of `between`. */
  readonly high: string;
  readonly caseSensitive: boolean;
  /** It is about this column of the row that the column refers to. */
  readonly through?: Through | undefined;
}

/** As one mostly asks: of numbers which one it is, of texts what they hold. */
export function firstOperator(column: Column | undefined): ComparisonOperator {
  return column && isNumeric(column) ? "=" : "contains";
}

const searches: readonly string[] = ["contains", "startsWith", "endsWith", "like", "glob", "regex"];

/** A condition from a form: values take the column's affinity, except where text is searched. */
export function conditionOf(table: Table, column: Column, draft: ConditionDraft): Comparison | Between {
  const { operator, text, high } = draft;
  const through = draft.through && draft.column === column.name && draft.through.columns.includes(column.name);
  const cased = {
    ...(draft.caseSensitive ? { caseSensitive: true } : {}),
    ...(through ? { through: draft.through } : {}),
  };
  const value = (typed: string): Scalar => (through ? typed : storedText(typed, storingAffinity(table, column)));
  if (operator === "between") return { column: column.name, operator, low: value(text), high: value(high), ...cased };
  if (!takesValue(operator)) return { column: column.name, operator, value: null, ...cased };
  return { column: column.name, operator, value: searches.includes(operator) ? text : value(text), ...cased };
}

/** A condition as a form begins with it; a BLOB has no text to edit. */
export function draftOf(condition: Comparison | Between): ConditionDraft {
  const { column, operator, through } = condition;
  const caseSensitive = condition.caseSensitive === true;
  if (condition.operator === "between") {
    const [text, high] = [editText(condition.low) ?? "", editText(condition.high) ?? ""];
    return { column, operator, text, high, caseSensitive, through };
  }
  return { column, operator, text: editText(condition.value) ?? "", high: "", caseSensitive, through };
}
