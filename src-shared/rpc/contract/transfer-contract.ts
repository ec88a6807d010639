/** Questions that write files: `transfer.…`. */
import * as v from "valibot";
import { ExportOptionsSchema, ExportReportSchema, RowSpansSchema, TicketSchema } from "../../model/export.ts";
import { NameSchema, ObjectNameSchema } from "../../model/names.ts";
import { RowKeySchema, RowSourceSchema } from "../../model/rows.ts";
import { procedure } from "../procedure.ts";
import { Nothing } from "./forms.ts";

export const transferContract = {
  /**
   * Writes rows of a source (a table's or a result's; all, or those of the spans) to the file that the user chose, in the order and
   * with the columns given; the file is there whole or not at all. Events `transfer.progress` tell how far it is.
   */
  "transfer.exportRows": procedure(
    "work",
    "never",
    v.object({
      ticket: TicketSchema,
      source: RowSourceSchema,
      spans: RowSpansSchema,
      columns: v.pipe(v.array(v.object({ name: NameSchema, title: NameSchema })), v.minLength(1), v.maxLength(2000)),
      options: ExportOptionsSchema,
    }),
    ExportReportSchema,
  ),
  /**
   * Writes one value to the file that the user chose: a BLOB's bytes, a TEXT's in UTF-8, a number as it is written. It is read once,
   * and does not come through the page. The file is there whole or not at all.
   */
  "transfer.saveValue": procedure(
    "work",
    "never",
    v.object({ ticket: TicketSchema, table: ObjectNameSchema, key: RowKeySchema, column: NameSchema }),
    v.object({ bytes: v.number() }),
  ),
  /** Ends an export before its next row or piece, and removes what was written of it, also after its process was ended. */
  "transfer.giveUp": procedure("work", "safe", v.object({ ticket: TicketSchema }), Nothing),
} as const;
