/** Applying the draft: planned, asked about when something would be lost for good, then done in one transaction. */
import { lossesOf } from "../../../src-shared/model/plan-losses.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { finishOrTell } from "../../ui/open-editors.ts";
import type { EditorViewStore } from "./editor-view.ts";
import type { PlanStore } from "./plan/plan-store.ts";

interface ApplyParts {
  /** Handle of the database: what is typed in another one does not matter. */
  readonly database: string;
  readonly plans: PlanStore;
  readonly view: EditorViewStore;
}

/** What is in the way is shown in the plan. */
export async function applyDraft({ database, plans, view }: ApplyParts): Promise<void> {
  if (!(await finishOrTell({ database }))) return;
  const plan = await plans.plan();
  if (!plan || plan.refusals.length > 0) {
    view.showPlan(true);
    return;
  }
  const losses = lossesOf(plan);
  if (losses.length > 0) {
    const answer = await askShell("dialog.ask", {
      message: "Applying the draft does what no undo brings back.",
      detail: losses.map(({ words }) => words).join("\n"),
      buttons: ["Apply for Good", "Cancel"],
      defaultButton: 1,
      cancelButton: 1,
    });
    if (answer !== 0) return;
  }
  // That it is done, and how to undo it, or why it failed, is said in the bar of the draft.
  if ((await plans.apply(plan)) !== null) view.showPlan(false);
}
