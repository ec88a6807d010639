/** The plan of a draft over a real file, while the file is read anew. */
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { EngineClient } from "../../../renderer/rpc/engine-client.ts";
import { isRefused, PlanStore } from "../../../renderer/features/model-editor/plan/plan-store.ts";
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

test("why an application failed stays, also when the plan is asked for again, until it is done or the draft is another one", async () => {
  const file = draftFile("CREATE TABLE t(a TEXT)");
  const { client, draft, state } = await openDraft(file);
  const plans = new PlanStore(client, draft, () => Promise.resolve());
  await draft.add(rename);
  const plan = await plans.plan();
  if (!plan) throw new Error("no plan");
  const other = new Database(file.path);
  other.exec("BEGIN EXCLUSIVE");
  expect(await plans.apply(plan)).toBeNull();
  const failed = () => plans.store.getState().failed?.code;
  expect(failed()).toBe("file.locked");
  other.exec("ROLLBACK");
  other.close();
  // What a panel that opens does.
  await draft.refresh();
  const again = await plans.plan();
  expect(again?.refusals).toEqual([]);
  expect(failed()).toBe("file.locked");
  await draft.undo();
  expect(failed()).toBeUndefined();
  await draft.redo();
  const last = await plans.plan();
  if (last) expect(await plans.apply(last)).not.toBeNull();
  expect(state().last?.label).toBe("Rename a");
}, 60_000);

test("there is one verdict: what the plan refuses is not tried on a copy, and cannot be applied", async () => {
  const file = draftFile("CREATE TABLE t(a TEXT); INSERT INTO t VALUES (1), (1)");
  const { client, draft, state } = await openDraft(file);
  const plans = new PlanStore(client, draft, () => Promise.resolve());
  await draft.add({ label: "Unique", operations: [{ op: "addUnique", table: "t", columns: ["a"] }] });
  await plans.dryRun();
  expect(plans.store.getState()).toMatchObject({ dryRun: null, error: null, busy: null });
  expect(isRefused(plans.store.getState(), state().settled)).toBe(true);
  await draft.undo();
  expect(isRefused(plans.store.getState(), state().settled)).toBe(false);
});
