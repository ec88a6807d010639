/** Several tabs of one table: what each keeps, what a new one begins with, what tells them apart, and the ways between. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { notesOf } from "../../../renderer/app/tabs/tab-titles.ts";
import { Tabs } from "../../../renderer/app/tabs/tabs.ts";
import { Visits } from "../../../renderer/app/tabs/visits.ts";
import type { ViewPlace } from "../../../renderer/features/table-view/use-place.ts";
import type { TableViewState } from "../../../renderer/rows/view-state.ts";
import { WorkspaceStore } from "../../../renderer/rpc/workspace-store.ts";
import { keepFilter } from "../../../src-shared/model/row-filter-json.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { joinEngine, type JoinedEngine } from "../../harness/port-pair.ts";
import { attachTo } from "./tab-handle.ts";

const album = { schema: "main", name: "Album" };
const artist = { schema: "main", name: "Artist" };
const first = 'table:["main","Album"]';
const is = (column: string, value: bigint): RowFilter => ({ column, operator: "=", value });
const where = (...filter: RowFilter[]): TableViewState => ({ filter: filter.map(keepFilter), order: [] });

let folder: string;
let joined: JoinedEngine;
let workspace: WorkspaceStore;
let tabs: Tabs;

async function start(): Promise<void> {
  joined = joinEngine(
    { kind: "file", path: join(folder, "a.db"), readOnly: false, create: true },
    join(folder, "journals"),
  );
  workspace = await WorkspaceStore.read(joined.client);
  tabs = new Tabs("database", workspace, () => {});
  attachTo(tabs);
}

async function restart(): Promise<void> {
  await workspace.flush();
  joined.close();
  await start();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "joinery-tabs-"));
  await start();
});
afterEach(() => {
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

const ids = () => tabs.all.map(({ id }) => id);
const notes = () => ids().map((id) => notesOf(tabs.all, tabs.views.words.getState()).get(id) ?? "");

test("what is opened before the tabs are on screen is opened once they are, in order", () => {
  tabs = new Tabs("database", workspace, () => {});
  const models = tabs.openModels();
  tabs.openTable(album);
  expect(tabs.isEmpty).toBe(false);
  attachTo(tabs);
  expect(ids()).toEqual([models, first]);
  expect(tabs.store.getState().activeId).toBe(first);
});

describe("tabs of one table", () => {
  test("opening a table shows the tab of it that was in front last; a new tab stands beside the one in front", () => {
    tabs.openTable(album);
    tabs.openTable(artist);
    expect(tabs.openTable(album)).toBe(first);
    const second = tabs.openTableInNewTab(album);
    expect(ids()).toEqual([first, second, 'table:["main","Artist"]']);
    tabs.openTable(artist);
    expect(tabs.openTable(album)).toBe(second);
    tabs.select(first);
    tabs.openTable(artist);
    expect(tabs.openTable(album)).toBe(first);
    expect(tabs.store.getState().count).toBe(3);
  });

  test("a new tab has the look of the one beside it and all rows; a duplicate shows the same", () => {
    tabs.openTable(album);
    const state: TableViewState = {
      ...where(is("ArtistId", 1n)),
      widths: { Title: 300 },
      order: [{ column: "Title", direction: "desc" }],
      place: { top: 5, left: 0, cell: null, ranges: [] },
    };
    tabs.views.keep(first, state);
    const second = tabs.openTableInNewTab(album);
    expect(tabs.views.read(second)).toEqual({ widths: { Title: 300 }, filter: [] });
    tabs.select(first);
    const third = tabs.duplicate(first) ?? "";
    expect(tabs.views.read(third)).toEqual(state);
    tabs.views.keep(third, where());
    expect(tabs.views.read(first)).toEqual(state);
  });

  test("a restart brings every tab back in its state, and knows workspaces of one tab a table", async () => {
    workspace.set("tabs", {
      version: 1,
      root: {
        type: "tabset",
        id: "set",
        selectedId: first,
        tabs: [{ id: first, title: "Album", data: { kind: "table", object: album } }],
      },
    });
    workspace.set(`view:${first}`, where(is("ArtistId", 1n)));
    workspace.set("closed-tabs", [{ id: "table:x", title: "x", data: { kind: "table", object: artist } }, {}]);
    await restart();
    expect(tabs.views.read(first)).toEqual(where(is("ArtistId", 1n)));
    const second = tabs.openTableInNewTab(album);
    tabs.views.keep(second, where(is("ArtistId", 2n)));
    await restart();
    expect(ids()).toEqual([first, second]);
    expect(tabs.store.getState().activeId).toBe(second);
    expect(tabs.views.read(first)).toEqual(where(is("ArtistId", 1n)));
    expect(tabs.views.read(second)).toEqual(where(is("ArtistId", 2n)));
    expect(notes()).toEqual(["ArtistId = 1", "ArtistId = 2"]);
  });

  test("a table that is opened anew begins as its last tab was left, whichever that was", () => {
    tabs.openTable(album);
    tabs.views.keep(first, where(is("ArtistId", 1n)));
    const second = tabs.openTableInNewTab(album);
    tabs.views.keep(second, where(is("ArtistId", 2n)));
    tabs.close(first);
    tabs.close(second);
    expect(tabs.openTable(album)).toBe(first);
    expect(tabs.views.read(first)).toEqual(where(is("ArtistId", 2n)));
  });

  test("closed tabs come back one by one with what each showed, and numbers are not given twice", async () => {
    tabs.openTable(album);
    tabs.views.keep(first, where(is("ArtistId", 1n)));
    const second = tabs.openTableInNewTab(album);
    tabs.views.keep(second, where(is("ArtistId", 2n)));
    tabs.close(first);
    tabs.close(second);
    expect(workspace.keys("view:")).toEqual([`view:${first}`]);
    await restart();
    tabs.reopen();
    const third = tabs.openTableInNewTab(album);
    tabs.reopen();
    expect(new Set(ids())).toEqual(new Set([first, second, third]));
    expect(tabs.views.read(second)).toEqual(where(is("ArtistId", 2n)));
    expect(tabs.views.read(first)).toEqual(where(is("ArtistId", 1n)));
    expect(tabs.store.getState().closed).toBe(0);
  });

  test("others and those to the right are closed; the first tabs are gone to by their place", () => {
    tabs.openTable(album);
    tabs.openTable(artist);
    const second = tabs.openTableInNewTab(album);
    tabs.closeOthers(first, true);
    expect(ids()).toEqual([first]);
    tabs.reopen();
    tabs.reopen();
    tabs.selectAt(0);
    expect(tabs.store.getState().activeId).toBe(first);
    tabs.selectAt(-1);
    expect(tabs.store.getState().activeId).not.toBe(first);
    tabs.closeOthers(second);
    expect(ids()).toEqual([second]);
  });

  test("a console is duplicated with its text, the models are not", () => {
    tabs.newConsole("select 1");
    const { activeId } = tabs.store.getState();
    const copy = tabs.duplicate(activeId ?? "") ?? "";
    expect(workspace.get<{ text: string }>(`console:${copy.replace("console:", "")}`)?.text).toBe("select 1");
    expect(tabs.all.map(({ title }) => title)).toEqual(["Query 1", "Query 2"]);
    expect(tabs.duplicate(tabs.openModels())).toBeNull();
  });
});

describe("what tells them apart", () => {
  test("nothing where a table has one tab; filters, and numbers where they are the same", () => {
    tabs.openTable(album);
    tabs.views.keep(first, where(is("ArtistId", 1n)));
    tabs.openTable(artist);
    expect(notes()).toEqual(["", ""]);
    tabs.duplicate(first);
    const third = tabs.openTableInNewTab(album);
    expect(tabs.all.filter(({ title }) => title === "Album")).toHaveLength(3);
    expect(notes().toSorted()).toEqual(["", "", "ArtistId = 1", "ArtistId = 1 ·2"]);
    tabs.views.keep(third, where({ ...is("ArtistId", 5n), enabled: false }));
    expect(notesOf(tabs.all, tabs.views.words.getState()).has(third)).toBe(false);
    tabs.views.keep(third, where({ anyColumn: "rock" }));
    expect(notesOf(tabs.all, tabs.views.words.getState()).get(third)).toBe("any column contains rock");
  });
});

describe("Back and Forward", () => {
  let visits: Visits;
  const places = new Map<string, ViewPlace>();
  const at = (row: number, ...filter: RowFilter[]): ViewPlace => ({
    order: [],
    filter,
    cell: { row, column: 0 },
    top: row,
  });
  /** The tab is there and shows this. */
  const stand = (id: string, place: ViewPlace) => {
    places.set(id, place);
    visits.register(id, (cell) => ({ ...(places.get(id) ?? place), ...(cell ? { cell } : {}) }));
  };
  beforeEach(() => {
    places.clear();
    visits = new Visits(tabs, workspace);
  });

  test("the way goes along into the tab that is led to, there and back and there again", () => {
    const from = tabs.openTable(album);
    stand(from, at(7, is("ArtistId", 1n)));
    const to = visits.go({ object: artist, filter: [is("ArtistId", 1n)] }, { row: 9, column: 2 });
    expect(visits.store.getState()).toMatchObject({ canGoBack: true, wanted: { id: to, place: { top: 0 } } });
    stand(to, at(0, is("ArtistId", 1n)));
    visits.back();
    expect(tabs.store.getState().activeId).toBe(from);
    expect(visits.store.getState()).toMatchObject({
      canGoBack: false,
      canGoForward: true,
      wanted: { id: from, place: { top: 7, cell: { row: 9, column: 2 }, filter: [is("ArtistId", 1n)] } },
    });
    visits.forward();
    expect(tabs.store.getState().activeId).toBe(to);
    expect(visits.store.getState()).toMatchObject({ canGoBack: true, canGoForward: false });
  });

  test("each tab has its own: one that was gone to by hand leads nowhere", () => {
    const from = tabs.openTable(album);
    stand(from, at(7));
    const other = tabs.openTableInNewTab(album);
    stand(other, at(3));
    tabs.select(from);
    const to = visits.go({ object: artist, filter: [] }, { row: 7, column: 0 });
    tabs.select(other);
    expect(visits.store.getState()).toMatchObject({ canGoBack: false, canGoForward: false });
    tabs.select(to);
    expect(visits.store.getState().canGoBack).toBe(true);
  });

  test("in a new tab the one that is there stays as it is, and Back leads to where one came from, also if that was closed", () => {
    const from = tabs.openTable(album);
    stand(from, at(7));
    const there = tabs.openTable(artist);
    tabs.views.keep(there, where(is("ArtistId", 9n)));
    tabs.select(from);
    const to = visits.go({ object: artist, filter: [is("ArtistId", 2n)] }, { row: 7, column: 0 }, true);
    expect(to).not.toBe(there);
    expect(tabs.views.read(there)).toEqual(where(is("ArtistId", 9n)));
    expect(tabs.views.read(to)?.filter).toEqual([keepFilter(is("ArtistId", 2n))]);
    expect(visits.store.getState().wanted).toBeNull();
    tabs.close(from);
    tabs.select(to);
    visits.back();
    expect(tabs.store.getState().activeId).toBe(from);
    const row = { table: artist, key: [3n] };
    const third = visits.go({ object: artist, filter: [], row }, { row: 7, column: 0 }, true);
    expect(tabs.store.getState()).toMatchObject({ activeId: third, target: { id: third, row } });
  });

  test("ways come back after a restart, with their filters; what is no way is left out", async () => {
    stand(tabs.openTable(album), at(7, is("ArtistId", 2n ** 60n)));
    const to = visits.go({ object: artist, filter: [] }, { row: 9, column: 2 });
    await restart();
    visits = new Visits(tabs, workspace);
    tabs.select(first);
    expect(visits.store.getState().canGoBack).toBe(false);
    tabs.select(to);
    expect(visits.store.getState().canGoBack).toBe(true);
    visits.back();
    expect(visits.store.getState().wanted).toMatchObject({
      id: first,
      place: { top: 7, cell: { row: 9, column: 2 }, filter: [is("ArtistId", 2n ** 60n)] },
    });
    for (const junk of [7, { [first]: null }, { [first]: { back: [{}, null, { tab: { kind: "table" } }] } }]) {
      workspace.set("ways", junk);
      visits = new Visits(tabs, workspace);
      tabs.select(to);
      tabs.select(first);
      expect(visits.store.getState().canGoBack).toBe(false);
    }
  });

  test("a tab that is made anew is led nowhere", () => {
    stand(tabs.openTable(album), at(0));
    const to = visits.go({ object: artist, filter: [] }, { row: 0, column: 0 });
    visits.left("another");
    expect(visits.store.getState().wanted?.id).toBe(to);
    visits.left(to);
    expect(visits.store.getState().wanted).toBeNull();
  });
});
