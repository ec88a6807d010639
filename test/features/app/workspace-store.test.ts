/** What is kept of a workspace, over the real engine. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkspaceStore } from "../../../renderer/rpc/workspace-store.ts";
import { joinEngine, type JoinedEngine } from "../../harness/port-pair.ts";

let folder: string;
let joined: JoinedEngine;
const open = () =>
  joinEngine({ kind: "file", path: join(folder, "a.db"), readOnly: false, create: true }, join(folder, "journals"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-workspace-"));
  joined = open();
});
afterEach(() => {
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("WorkspaceStore", () => {
  test("brings back after a restart what was set, within a second and without a flush", async () => {
    const store = await WorkspaceStore.read(joined.client);
    const asked = vi.spyOn(joined.client, "ask");
    for (const text of ["s", "se", "select 1"]) store.set("console:1", { text });
    store.set("tree", 1);
    store.set("tree", undefined);
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce(), { timeout: 1000 });
    await asked.mock.results[0]?.value;
    joined.close();
    joined = open();
    const again = await WorkspaceStore.read(joined.client);
    expect(again.get("console:1")).toEqual({ text: "select 1" });
    expect(again.get("tree")).toBeUndefined();
    expect(again.keys("console:")).toEqual(["console:1"]);
  });

  test("sends again what could not be written, the newest value winning", async () => {
    const store = await WorkspaceStore.read(joined.client);
    const asked = vi.spyOn(joined.client, "ask").mockRejectedValueOnce(new Error("the process was ended"));
    store.set("sidebar", 1);
    await store.flush();
    store.set("sidebar", 2);
    await store.flush();
    expect(asked).toHaveBeenLastCalledWith("workspace.write", { items: [{ key: "sidebar", value: "2" }] });
    const again = await WorkspaceStore.read(joined.client);
    expect(again.get("sidebar")).toBe(2);
    store.close();
  });

  test("text that is no JSON is as if it were not there", async () => {
    await joined.client.ask("workspace.write", { items: [{ key: "tabs", value: "{broken" }] });
    const store = await WorkspaceStore.read(joined.client);
    expect(store.get("tabs")).toBeUndefined();
  });
});
