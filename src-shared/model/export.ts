/** Rows as a file. */
import * as v from "valibot";
import { NameSchema } from "./names.ts";

/** The formats by id: how they are called, and how their files end. */
export const exportFormats = {
  csv: { title: "CSV", ending: "csv" },
  json: { title: "JSON", ending: "json" },
  ndjson: { title: "JSON, one object a line", ending: "ndjson" },
  markdown: { title: "Markdown", ending: "md" },
  html: { title: "HTML", ending: "html" },
  sql: { title: "SQL INSERT", ending: "sql" },
} as const;
export type ExportFormat = keyof typeof exportFormats;

export const exportFormatIds = Object.keys(exportFormats) as ExportFormat[];

export const ExportOptionsSchema = v.object({
  format: v.picklist(exportFormatIds),
  /** What the table is called in INSERT, and the page in HTML. */
  table: v.pipe(
    v.string(),
    v.maxLength(1000),
    v.check((name) => !name.includes("\0")),
  ),
  csv: v.object({
    separator: v.picklist([",", ";", "\t"]),
    header: v.boolean(),
    byteOrderMark: v.boolean(),
    harmless: v.boolean(),
  }),
});
export type ExportOptions = v.InferOutput<typeof ExportOptionsSchema>;

/** Stands for a file the user chose in a native dialog: the page never names one. Made by main, found by the engine. */
export const TicketSchema = v.pipe(v.string(), v.uuid());

export const ExportReportSchema = v.object({
  rows: v.number(),
  bytes: v.number(),
  /** Columns that were left out, because SQLite cannot compute them. */
  leftOut: v.optional(v.array(NameSchema)),
});
export type ExportReport = v.InferOutput<typeof ExportReportSchema>;

/** Rows by their places in the source: first and last of each run of them, in order and apart. null: all rows. */
export const RowSpansSchema = v.nullable(
  v.pipe(
    v.array(v.tuple([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.pipe(v.number(), v.safeInteger())])),
    v.minLength(1),
    v.maxLength(100_000),
    v.check((spans) =>
      spans.every(([first, last], i) => first <= last && first > (spans[i - 1]?.[1] ?? Number.NEGATIVE_INFINITY)),
    ),
  ),
);
export type RowSpans = v.InferOutput<typeof RowSpansSchema>;
