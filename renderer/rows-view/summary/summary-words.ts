/** A summary in the words of the status bar. */
import { realText } from "../../../src-shared/model/cell-text.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Summary } from "../../../src-shared/model/summary.ts";
import { formatCount, groupDigits } from "../../ui/format.ts";
import { lookOf } from "../../values/cell-look.ts";

/** A number with its digits in groups; twelve digits of a real, because sums of tenths show what binary fractions leave. */
export function figure(value: bigint | number): string {
  if (typeof value === "bigint") return value.toLocaleString("en-US");
  return groupDigits(realText(Number(value.toPrecision(12))));
}

function valueWords(cell: Cell): string {
  if (typeof cell === "bigint" || typeof cell === "number") return figure(cell);
  const { text } = lookOf(cell, { type: "" });
  return text.length > 24 ? `${text.slice(0, 23)}…` : text || "∅";
}

/** `Σ 1,234`, `⌀ 3.2`, `min 1`, `max 9`, `5 distinct`, `2 NULL`; what says nothing is left out. */
export function summaryWords(summary: Summary): string[] {
  const { sum, average, numbers, nulls, cells, distinct, min, max, tooLong } = summary;
  const words: string[] = [];
  if (numbers > 0 && sum.value !== null && (typeof sum.value === "bigint" || typeof sum.value === "number")) {
    words.push(`Σ ${sum.quality === "overflow" ? "≈ " : ""}${figure(sum.value)}`);
  }
  if (average !== null) words.push(`⌀ ${figure(average)}`);
  if (cells > nulls && min !== null && max !== null) words.push(`min ${valueWords(min)}`, `max ${valueWords(max)}`);
  words.push(`${formatCount(distinct.values)}${distinct.quality === "atLeast" ? "+" : ""} distinct`);
  if (nulls > 0) words.push(`${formatCount(nulls)} NULL`);
  if (tooLong > 0) words.push(`${formatCount(tooLong)} too long to compare`);
  return words;
}
