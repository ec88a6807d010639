/** How rows were exported last, as it is kept. */
import * as v from "valibot";
import { type ExportOptions, ExportOptionsSchema } from "../../../src-shared/model/export.ts";

const first: Omit<ExportOptions, "table"> = {
  format: "csv",
  csv: { separator: ",", header: true, byteOrderMark: false, harmless: false },
};

/** What was kept, if this version understands it; the table's name is that of these rows. */
export function exportOptions(kept: unknown, table: string): ExportOptions {
  const parsed = v.safeParse(ExportOptionsSchema, kept);
  return { ...(parsed.success ? parsed.output : first), table };
}
