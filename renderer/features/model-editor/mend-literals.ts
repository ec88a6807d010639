/** Texts in double quotes in stored SQL, which SQLite takes for names: shown, and mended when the user says so. */
import { toast } from "sonner";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { plural } from "../../ui/format.ts";
import type { DraftStore } from "./draft/draft-store.ts";

/** Asks with all of them listed; writes the file only on a yes. */
export async function mendLiterals(client: EngineClient, draft: DraftStore): Promise<void> {
  try {
    const found = await client.ask("models.repairLiterals", { apply: false });
    if (found.repairs.length === 0) {
      toast(found.left[0] ?? "No stored SQL writes a text in double quotes.");
      return;
    }
    const answer = await askShell("dialog.ask", {
      message: `Write ${plural(found.repairs.length, "stored text")} with single quotes in place of double ones?`,
      detail: [...found.repairs.map(({ type, name }) => `${type} ${name}`), ...found.left].join("\n"),
      buttons: ["Fix the File", "Cancel"],
      defaultButton: 0,
      cancelButton: 1,
    });
    if (answer !== 0) return;
    await draft.writing(() => client.ask("models.repairLiterals", { apply: true }));
    draft.dismiss();
    await draft.refresh();
    toast.success(`Fixed ${plural(found.repairs.length, "stored text")}`);
  } catch (thrown) {
    const { message, next } = toAppErrorData(thrown);
    toast.error(message, { description: next });
  }
}
