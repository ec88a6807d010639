/** Which columns are shown in which format, as it is kept. */
import { type DisplayFormat, displayFormatIds, type OwnSqlFormat, sqlOf } from "./display-format.ts";

/** A format of ours, or an expression of the user's own. */
export type ColumnFormat = DisplayFormat | OwnSqlFormat;
/** By column name. */
export type Formats = Readonly<Record<string, ColumnFormat>>;

/** What is kept of a column, by its name: a column may be called `constructor`. */
export function ofColumn<T>(kept: Readonly<Record<string, T>>, column: string): T | undefined {
  return Object.hasOwn(kept, column) ? kept[column] : undefined;
}

/** What was kept; formats that another version knows are left out. */
export function readFormats(kept: unknown): Formats {
  if (typeof kept !== "object" || kept === null) return {};
  const known = Object.entries(kept).filter(
    ([, format]) =>
      typeof format === "string" &&
      ((displayFormatIds as string[]).includes(format) || sqlOf(format as ColumnFormat) !== null),
  );
  return Object.fromEntries(known) as Formats;
}

/** The formats with that of one column changed; null: as it is stored. */
export function withFormat(formats: Formats, column: string, format: ColumnFormat | null): Formats {
  const { [column]: _before, ...others } = formats;
  return format === null ? others : { ...others, [column]: format };
}
