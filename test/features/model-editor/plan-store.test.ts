/** The plan of a draft over a real file, while the file is read anew. */
import { expect, test } from "vitest";
import type { EngineClient } from "../../../renderer/rpc/engine-client.ts";
import { PlanStore } from "../../../renderer/features/model-editor/plan/plan-store.ts";
import { draftFile, openDraft, outside, rowsOf } from "./open-draft.ts";

const rename = {
  label: "Rename a",
  operations: [{ op: "renameColumn" as const, table: "t", column: "a", to: "b" }],
};

/** The real client, whose plans come only when they are let go. */
function holding(client: EngineClient): { client: EngineClient; letGo: () => void } {
  const gate = Promise.withResolvers<void>();
  const ask: EngineClient["ask"] = async (procedure, params) => {
    const answer = await client.ask(procedure, params);
    if (procedure === "models.plan") await gate.promise;
    return answer;
  };
  return { client: Object.assign(Object.create(client) as EngineClient, { ask }), letGo: gate.resolve };
}

test("a draft whose file was read anew while it was planned is planned again, for the file as it is now", async () => {
  const file = draftFile("CREATE TABLE t(a TEXT)");
  const { client, draft, state } = await openDraft(file);
  const held = holding(client);
  const plans = new PlanStore(held.client, draft, () => Promise.resolve());
  expect(await draft.add(rename)).toBe(true);
  outside(file.path, "CREATE TABLE other(x)");
  const { settled } = state();
  const asked = plans.plan();
  await draft.refresh();
  expect(state().settled).not.toBe(settled);
  held.letGo();
  const plan = await asked;
  expect(plan?.refusals).toEqual([]);
  if (plan) expect(await plans.apply(plan)).not.toBeNull();
  expect(rowsOf(file.path, "SELECT name FROM pragma_table_info('t')")).toEqual([["b"]]);
});

test("a draft that was changed while it was planned has no plan: what was asked for is something else now", async () => {
  const { client, draft } = await openDraft(draftFile("CREATE TABLE t(a TEXT)"));
  const held = holding(client);
  const plans = new PlanStore(held.client, draft, () => Promise.resolve());
  await draft.add(rename);
  const asked = plans.plan();
  await draft.undo();
  held.letGo();
  expect(await asked).toBeNull();
});

test("a plan that was stopped is not made again", async () => {
  const { client, draft } = await openDraft(draftFile("CREATE TABLE t(a TEXT)"));
  const plans = new PlanStore(client, draft, () => Promise.resolve());
  await draft.add(rename);
  const asked = plans.plan();
  await plans.stop();
  expect(await asked).toBeNull();
});
