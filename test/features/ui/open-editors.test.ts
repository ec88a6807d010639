/** What acts on data waits for what is typed, and is left out when that is refused. */
import { expect, it } from "vitest";
import {
  afterEditing,
  type EditorPlace,
  editUnderway,
  finishEditing,
  finishOrTell,
  isEditing,
  onRefusedEditor,
  openEditor,
  refusedEditors,
} from "../../../renderer/ui/open-editors.ts";

it("runs at once where nothing is typed", () => {
  const ran: string[] = [];
  afterEditing(() => ran.push("run"));
  expect(ran).toEqual(["run"]);
});

it("finishes every open editor first, and waits for the edits they make", async () => {
  const ran: string[] = [];
  const staged = Promise.withResolvers<boolean>();
  const close = openEditor(() => {
    ran.push("finish");
    return editUnderway(staged.promise);
  });
  expect(isEditing()).toBe(true);
  const run = new Promise<void>((resolve) => afterEditing(() => (ran.push("run"), resolve())));
  expect(ran).toEqual(["finish"]);
  close();
  expect(isEditing()).toBe(true);
  ran.push("staged");
  staged.resolve(true);
  await run;
  expect(ran).toEqual(["finish", "staged", "run"]);
  expect(isEditing()).toBe(false);
});

it("asks only the editors of the database and the tabs that are meant, and says where one was refused", async () => {
  const told: (string | null)[] = [];
  onRefusedEditor((place) => told.push(place?.database ?? null));
  const at = (database: string, tab: string | null): EditorPlace => ({ database, tab, show: () => {} });
  const close = [openEditor(() => false, at("a", "1")), openEditor(() => true, at("a", "2"))];
  expect(await finishEditing({ database: "b" })).toBe(true);
  expect(await finishEditing({ database: "a", tabs: ["2", "3"] })).toBe(true);
  expect(await refusedEditors({ database: "a" })).toMatchObject({ count: 1, place: { tab: "1" } });
  expect(await refusedEditors()).toMatchObject({ count: 1 });
  const ran: string[] = [];
  afterEditing(() => ran.push("b"), { database: "b" });
  expect(ran).toEqual(["b"]);
  expect(told).toEqual([]);
  expect(await finishOrTell({ database: "a" })).toBe(false);
  expect(told).toEqual(["a"]);
  for (const one of close) one();
});

it("does not run when one is refused, or fails", async () => {
  for (const refuse of [() => false, () => Promise.resolve(false), () => Promise.reject(new Error("gone"))]) {
    const close = openEditor(refuse);
    expect(await finishEditing()).toBe(false);
    close();
  }
  const failed = editUnderway(Promise.reject(new Error("gone")));
  expect(await finishEditing()).toBe(false);
  await expect(failed).rejects.toThrow("gone");
  expect(await finishEditing()).toBe(true);
});
