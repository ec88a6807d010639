/** A summary in the words of the status bar. */
import { realText } from "../../../src-shared/model/cell-text.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Summary } from "../../../src-shared/model/summary.ts";
import { formatCount, groupDigits } from "../../ui/format.ts";
import { lookOf } from "../../values/cell-look.ts";

/**
 * A number as figures are read: digits in groups from 10,000 on, because 1,914 is no year; twelve digits of a real, because sums of
 * tenths show what binary fractions leave.
 */
export function figure(value: bigint | number): string {
  const text = typeof value === "bigint" ? value.toString() : realText(Number(value.toPrecision(12)));
  return /^-?\d{1,4}(\.|$)/.test(text) ? text : groupDigits(text);
}

/** A number that was made here (an average, the end of a step): two digits behind the point, none for a whole one. */
export function roundFigure(value: number): string {
  if (Number.isSafeInteger(value)) return figure(BigInt(value));
  const rounded = Math.abs(value) < 1 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100;
  return Number.isSafeInteger(rounded) ? figure(BigInt(rounded)) : figure(rounded);
}

function valueWords(cell: Cell): string {
  if (typeof cell === "bigint" || typeof cell === "number") return figure(cell);
  return lookOf(cell, { type: "" }).text;
}

/** `Σ 1,234`, `⌀ 3.2`, `min 1`, `max 9`, `5 distinct`, `2 NULL`; what says nothing is left out. */
export function summaryWords(summary: Summary): string[] {
  const { sum, average, numbers, nulls, cells, distinct, min, max, tooLong } = summary;
  const words: string[] = [];
  if (numbers > 0 && sum.value !== null && (typeof sum.value === "bigint" || typeof sum.value === "number")) {
    words.push(`Σ ${sum.quality === "overflow" ? "≈ " : ""}${figure(sum.value)}`);
  }
  if (average !== null) words.push(`⌀ ${roundFigure(average)}`);
  // The first and the last of names by the alphabet say nothing.
  if (cells > nulls && isOrdered(min) && isOrdered(max)) words.push(`min ${valueWords(min)}`, `max ${valueWords(max)}`);
  words.push(`${formatCount(distinct.values)}${distinct.quality === "atLeast" ? "+" : ""} distinct`);
  if (nulls > 0) words.push(`${formatCount(nulls)} NULL`);
  if (tooLong > 0) words.push(`${formatCount(tooLong)} too long to compare`);
  return words;
}

/** Numbers, and dates as texts. */
function isOrdered(cell: Cell): boolean {
  return typeof cell === "bigint" || typeof cell === "number" || (typeof cell === "string" && isDate.test(cell));
}

const isDate = /^\d{4}-\d\d(-\d\d|$)/;
