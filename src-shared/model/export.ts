/** Rows as a file. */
import * as v from "valibot";
import { type CsvOptions, csvWith } from "../formats/csv.ts";
import type { ResultFormat } from "../formats/format.ts";
import { html } from "../formats/html.ts";
import { inserts } from "../formats/inserts.ts";
import { json, ndjson } from "../formats/json.ts";
import { markdown } from "../formats/markdown.ts";
import { NameSchema } from "./names.ts";

/** What the writers are told: all of it, whatever the format. */
interface WriterOptions {
  readonly table: string;
  readonly csv: CsvOptions;
}

interface ExportFormatRecord {
  readonly title: string;
  /** Of its files. */
  readonly ending: string;
  readonly writer: (options: WriterOptions) => ResultFormat;
}

/** The formats by id. */
export const exportFormats = {
  csv: { title: "CSV", ending: "csv", writer: (options) => csvWith(options.csv) },
  json: { title: "JSON", ending: "json", writer: json },
  ndjson: { title: "JSON, one object a line", ending: "ndjson", writer: ndjson },
  markdown: { title: "Markdown", ending: "md", writer: () => markdown },
  html: { title: "HTML", ending: "html", writer: ({ table }) => html(table) },
  sql: { title: "SQL INSERT", ending: "sql", writer: ({ table }) => inserts(table, { transaction: true }) },
} satisfies Record<string, ExportFormatRecord>;
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
