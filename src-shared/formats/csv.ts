/**
 * RFC 4180: CRLF, a header, quotes where needed, also around blanks at the ends, which some readers take away. NULL is nothing, the
 * empty text is `""`: the two stay apart.
 */
import type { Scalar } from "../model/cell.ts";
import { plainText } from "../model/cell-text.ts";
import type { ResultFormat } from "./format.ts";

export interface CsvOptions {
  readonly separator: "," | ";" | "\t";
  /** The names of the columns come first. */
  readonly header: boolean;
  /** Begins with the mark by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean;
  /** Texts that a spreadsheet would calculate get an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). */
  readonly harmless: boolean;
}

const FORMULA = /^[=+\-@\t\r\0]/;

export function csvWith({ separator, header, byteOrderMark, harmless }: CsvOptions): ResultFormat {
  const special = new RegExp(`["\\r\\n${separator}]|^\\s|\\s$`);
  const field = (value: Scalar): string => {
    const plain = plainText(value, "");
    const text = harmless && typeof value === "string" && FORMULA.test(plain) ? `'${plain}` : plain;
    return value === "" || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const record = (values: readonly Scalar[]) => `${values.map(field).join(separator)}\r\n`;
  return {
    begin(columns, _sample, first) {
      const head = header ? record(columns) : "";
      // RFC 4180 knows one table only: an empty line keeps several apart.
      return first ? `${byteOrderMark ? "\uFEFF" : ""}${head}` : `\r\n${head}`;
    },
    row: record,
    end: () => "",
  };
}

export const csv: ResultFormat = csvWith({ separator: ",", header: true, byteOrderMark: false, harmless: false });
