/** Applying the draft: planned, asked about when something would be lost for good, then done in one transaction. */
import { askShell } from "../../rpc/shell-client.ts";
import type { EditorViewStore } from "./editor-view.ts";
import type { PlanStore } from "./plan/plan-store.ts";
import { lossesOf } from "./plan/plan-words.ts";

interface ApplyParts {
  readonly plans: PlanStore;
  readonly view: EditorViewStore;
}

/** What is in the way is shown in the plan. */
export async function applyDraft({ plans, view }: ApplyParts): Promise<void> {
  const plan = await plans.plan();
  if (!plan || plan.refusals.length > 0) {
    view.showPlan(true);
    return;
  }
  const losses = lossesOf(plan);
  if (losses.length > 0) {
    const answer = await askShell("dialog.ask", {
      message: "Applying the draft loses data that no undo brings back.",
      detail: losses.join("\n"),
      buttons: ["Apply and Lose It", "Cancel"],
      defaultButton: 1,
      cancelButton: 1,
    });
    if (answer !== 0) return;
  }
  // That it is done, and how to undo it, is said in the bar of the draft.
  view.showPlan((await plans.apply(plan)) === null);
}
