/** Questions that write files: `transfer.…`. */
import * as v from "valibot";
import { ExportOptionsSchema, ExportReportSchema, TicketSchema } from "../../model/export.ts";
import { NameSchema } from "../../model/names.ts";
import { RowSourceSchema } from "../../model/rows.ts";
import { procedure } from "../procedure.ts";
import { Nothing } from "./forms.ts";

export const transferContract = {
  /**
   * Writes all rows of a source (a table's or a result's) to the file that the user chose, in the order and with the columns
   * given; the file is there whole or not at all. Events `transfer.progress` tell how far it is.
   */
  "transfer.exportRows": procedure(
    "work",
    "never",
    v.object({
      ticket: TicketSchema,
      source: RowSourceSchema,
      columns: v.pipe(v.array(v.object({ name: NameSchema, title: NameSchema })), v.minLength(1), v.maxLength(2000)),
      options: ExportOptionsSchema,
    }),
    ExportReportSchema,
  ),
  /** Ends an export before its next row, and removes what was written of it, also after its process was ended. */
  "transfer.giveUp": procedure("work", "safe", v.object({ ticket: TicketSchema }), Nothing),
} as const;
