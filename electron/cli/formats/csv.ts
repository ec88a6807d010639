/** RFC 4180: CRLF, a header, quotes where needed. NULL is nothing, the empty text is `""`: the two stay apart. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { plainText, type ResultFormat } from "./format.ts";

function field(value: Scalar): string {
  const text = plainText(value, "");
  const quoted = value === "" || /[",\r\n]/.test(text);
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}

const record = (values: readonly Scalar[]) => `${values.map(field).join(",")}\r\n`;

export const csv: ResultFormat = {
  // RFC 4180 knows one table only: an empty line keeps several apart.
  begin: (columns, _sample, first) => (first ? "" : "\r\n") + record(columns),
  row: record,
  end: () => "",
};
