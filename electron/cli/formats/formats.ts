/** The formats by name. */
import { csv } from "../../../src-shared/formats/csv.ts";
import type { ResultFormat } from "../../../src-shared/formats/format.ts";
import { json, ndjson } from "../../../src-shared/formats/json.ts";
import { markdown } from "../../../src-shared/formats/markdown.ts";
import { table } from "./table.ts";

export const formats = {
  table,
  csv: () => csv,
  json,
  ndjson,
  markdown: () => markdown,
} as const satisfies Record<string, () => ResultFormat>;
export type FormatName = keyof typeof formats;

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
