/** Which columns are shown in which format, as it is kept. */
import { type DisplayFormat, displayFormats } from "./display-format.ts";

/** By column name. */
export type Formats = Readonly<Record<string, DisplayFormat>>;

/** What was kept; formats that another version knows are left out. */
export function readFormats(kept: unknown): Formats {
  if (typeof kept !== "object" || kept === null) return {};
  const known = Object.entries(kept).filter(([, format]) => (displayFormats as string[]).includes(format));
  return Object.fromEntries(known) as Formats;
}

/** The formats with that of one column changed; null: as it is stored. */
export function withFormat(formats: Formats, column: string, format: DisplayFormat | null): Formats {
  const { [column]: _before, ...others } = formats;
  return format === null ? others : { ...others, [column]: format };
}
