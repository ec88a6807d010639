/** The draft: gestures, undo, restart, application, over the real engine. */
import { describe, expect, it } from "vitest";
import * as gestures from "../../../renderer/features/model-editor/form/table-gestures.ts";
import { draftFile, openDraft, outside, rowsOf } from "./open-draft.ts";

const movies =
  "CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INTEGER); INSERT INTO movies VALUES (1, 'Alien', 1979)";
const newTable = {
  label: "New table",
  operations: [{ op: "createTable" as const, sql: "CREATE TABLE t(id INTEGER PRIMARY KEY)" }],
};

describe("a draft", () => {
  it("shows what would be, and changes nothing in the file", async () => {
    const file = draftFile(movies);
    const { draft, state, table } = await openDraft(file);
    expect(await draft.add(gestures.renameColumn("movies", "title", "name"))).toBe(true);
    expect(await draft.add(gestures.addColumn("movies", "rating REAL", "rating"))).toBe(true);
    expect(table("movies").columns.map(({ name }) => name)).toEqual(["id", "name", "year", "rating"]);
    expect(state().settled).toHaveLength(2);
    expect(rowsOf(file.path, "SELECT * FROM pragma_table_info('movies')")).toHaveLength(3);
  });

  it("takes back and again, and drops what was undone with the next gesture", async () => {
    const { draft, state, table } = await openDraft(draftFile(movies));
    await draft.add(gestures.renameTable("movies", "films"));
    await draft.add(gestures.addColumn("films", "rating REAL", "rating"));
    await draft.undo();
    expect(table("films").columns).toHaveLength(3);
    await draft.undo();
    expect(table("movies").columns).toHaveLength(3);
    expect(state().settled).toEqual([]);
    await draft.redo();
    await draft.redo();
    expect(table("films").columns).toHaveLength(4);
    await draft.undo();
    await draft.add(gestures.addColumn("films", "seen INTEGER", "seen"));
    expect(state().gestures.map(({ label }) => label)).toEqual(["Rename movies to films", "Add films.seen"]);
    await draft.redo();
    expect(table("films").columns).toHaveLength(4);
  });

  it("does not take what the engine refuses, and says why", async () => {
    const { draft, state, table } = await openDraft(draftFile(movies));
    expect(await draft.add(gestures.renameColumn("movies", "title", "year"))).toBe(false);
    expect(state().refused?.error.message).toMatch(/year/);
    expect(state().gestures).toEqual([]);
    expect(table("movies").columns[1]?.name).toBe("title");
    expect(await draft.add(gestures.addColumn("movies", "rating REAL", "rating"))).toBe(true);
    expect(state().refused).toBeNull();
  });

  it("takes one change out, but not one that others need", async () => {
    const { draft, state } = await openDraft(draftFile(movies));
    await draft.add(newTable);
    await draft.add(gestures.addColumn("t", "a", "a"));
    await draft.add(gestures.addColumn("movies", "rating REAL", "rating"));
    expect(await draft.remove(0)).toBe(false);
    expect(state().refused?.gesture.label).toBe("Without “New table”");
    expect(await draft.remove(1)).toBe(true);
    expect(state().gestures).toHaveLength(2);
  });

  it("folds together what is typed on in one text", async () => {
    const { draft, state, table } = await openDraft(draftFile(movies));
    const typed = (sql: string) => ({ label: "SQL", merge: "one", operations: [{ op: "createIndex" as const, sql }] });
    await draft.add(typed("CREATE INDEX i ON movies(title)"));
    await draft.add(typed("CREATE INDEX i ON movies(title, year)"));
    expect(state().gestures).toHaveLength(1);
    await draft.undo();
    expect(table("movies")).toBeDefined();
    expect(state().settled).toEqual([]);
  });

  it("is there after a restart that nobody announced", async () => {
    const file = draftFile(movies);
    const first = await openDraft(file);
    await first.draft.add(gestures.renameTable("movies", "films"));
    await first.draft.add(gestures.addColumn("films", "rating REAL", "rating"));
    await first.draft.undo();
    await first.workspace.flush();
    first.close();
    const { draft, state, table } = await openDraft(file);
    expect(state().gestures).toHaveLength(2);
    expect(table("films").columns).toHaveLength(3);
    await draft.redo();
    expect(table("films").columns).toHaveLength(4);
  });

  it("says when the file was changed so that it does not fit any more", async () => {
    const file = draftFile(movies);
    const { draft, state } = await openDraft(file);
    await draft.add(gestures.renameColumn("movies", "title", "name"));
    outside(file.path, "ALTER TABLE movies DROP COLUMN title");
    await draft.refresh();
    expect(state().refusals[0]?.message).toMatch(/title/);
    await draft.undo();
    expect(state().refusals).toEqual([]);
  });
});

describe("names in code", () => {
  const name = (table: string, to: string | null) => ({
    label: "Class",
    operations: [],
    names: [{ what: "class" as const, table, name: to }],
  });

  it("are undone like everything, and go along when a table is renamed", async () => {
    const { draft, state, models } = await openDraft(draftFile(movies));
    await draft.add(name("movies", "Film"));
    await draft.add({
      label: "Meaning",
      operations: [],
      names: [{ what: "meaning", table: "movies", column: "title", meaning: "url" }],
    });
    await draft.add(gestures.renameTable("movies", "pictures"));
    await draft.add(gestures.renameColumn("pictures", "title", "caption"));
    expect(models().get("pictures")?.className).toBe("Film");
    expect(Object.keys(state().names.meanings)).toEqual(['["main","pictures","caption"]']);
    await draft.undo();
    await draft.undo();
    expect(models().get("movies")?.className).toBe("Film");
    await draft.undo();
    await draft.undo();
    expect(models().get("movies")?.className).toBe("Movie");
  });

  it("stay when the draft is applied, and count for no change of the file", async () => {
    const file = draftFile(movies);
    const { draft, state, models, workspace, close } = await openDraft(file);
    await draft.add(name("movies", "Film"));
    expect(state().settled).toEqual([]);
    await draft.add(gestures.addColumn("movies", "rating REAL", "rating"));
    await draft.apply(null);
    expect(models().get("movies")?.className).toBe("Film");
    await workspace.flush();
    close();
    expect((await openDraft(file)).models().get("movies")?.className).toBe("Film");
  });
});

describe("applying", () => {
  it("does it, empties the draft, and offers the way back", async () => {
    const file = draftFile(movies);
    const { draft, state } = await openDraft(file);
    await draft.add(gestures.renameColumn("movies", "title", "name"));
    await draft.add(gestures.addUnique("movies", "", ["name"]));
    await draft.apply(state().base?.version ?? null);
    expect(rowsOf(file.path, "SELECT name, year FROM movies")).toEqual([["Alien", 1979]]);
    expect(state()).toMatchObject({ gestures: [], at: 0, settled: [], applying: false });
    expect(state().last?.reverse.length).toBeGreaterThan(0);
    expect(await draft.reverseLast()).toBe(true);
    await draft.apply(null);
    expect(rowsOf(file.path, "SELECT title FROM movies")).toEqual([["Alien"]]);
    expect(rowsOf(file.path, "SELECT sql FROM sqlite_schema")[0]?.[0]).not.toMatch(/unique/i);
  });

  it("goes one change further back with each undo, also after a restart", async () => {
    const file = draftFile(movies);
    const first = await openDraft(file);
    for (const gesture of [
      gestures.renameColumn("movies", "title", "name"),
      gestures.addColumn("movies", "rating REAL", "rating"),
      gestures.renameTable("movies", "films"),
    ]) {
      expect(await first.draft.add(gesture)).toBe(true);
      await first.draft.apply(null);
    }
    expect(await first.draft.reverseLast()).toBe(true);
    await first.draft.apply(null);
    expect(first.state().last).toMatchObject({ isUndo: true });
    await first.workspace.flush();
    first.close();
    const { draft, state } = await openDraft(file);
    const columns = () => rowsOf(file.path, "SELECT name FROM pragma_table_info('movies')").flat();
    expect(columns()).toEqual(["id", "name", "year", "rating"]);
    await draft.reverseLast();
    await draft.apply(null);
    expect(columns()).toEqual(["id", "name", "year"]);
    await draft.reverseLast();
    await draft.apply(null);
    expect(columns()).toEqual(["id", "title", "year"]);
    expect(await draft.reverseLast()).toBe(false);
    await draft.add(gestures.addColumn("movies", "seen INT", "seen"));
    await draft.apply(null);
    expect(state().applied).toHaveLength(1);
  });

  it("says what of a change is final, and that there is no way back", async () => {
    const { draft, state } = await openDraft(draftFile(movies));
    await draft.add({ label: "Delete", operations: [{ op: "sql", sql: "DELETE FROM movies" }] });
    const applied = await draft.apply(null);
    expect(applied.plan.reversible).toBe("no");
    expect(state().last).toMatchObject({ label: "Delete", reversible: "no", reverse: [] });
    expect(state().last?.lost).toEqual(["Run DELETE FROM movies: 1 row is deleted"]);
    expect(await draft.reverseLast()).toBe(false);
  });

  it("keeps the draft when the file has another schema than was planned for", async () => {
    const file = draftFile(movies);
    const { draft, state } = await openDraft(file);
    await draft.add(gestures.addColumn("movies", "rating REAL", "rating"));
    const version = state().base?.version ?? null;
    outside(file.path, "CREATE TABLE other(x)");
    await expect(draft.apply(version)).rejects.toThrow(/changed/);
    expect(state().gestures).toHaveLength(1);
    expect(rowsOf(file.path, "SELECT * FROM pragma_table_info('movies')")).toHaveLength(3);
  });

  it("that was cut off after it was done is not offered again, and not lost if it was not", async () => {
    const file = draftFile(movies);
    const first = await openDraft(file);
    await first.draft.add(gestures.addColumn("movies", "rating REAL", "rating"));
    const kept = first.workspace.get<object>("model-draft");
    first.workspace.set("model-draft", { ...kept, applying: first.state().base?.version });
    await first.workspace.flush();
    first.close();
    // Done, but nobody heard of it.
    outside(file.path, "ALTER TABLE movies ADD COLUMN rating REAL");
    const { draft, state } = await openDraft(file);
    expect(state()).toMatchObject({ at: 0, settled: [], refusals: [] });
    expect(state().gestures).toHaveLength(1);
    await draft.redo();
    expect(state().refusals).toHaveLength(1);
  });
});

describe("names for code", () => {
  const named = (table: string, name: string | null) => ({
    label: "x",
    operations: [],
    names: [{ what: "class" as const, table, name }],
  });

  it.each(["My Class", "class", "None", "1st", "", "a-b", "a.b"])("a class cannot be called %j", async (name) => {
    const { draft, state } = await openDraft(draftFile(movies));
    expect(await draft.add(named("movies", name))).toBe(false);
    expect(state().refused?.error.message).toContain("cannot be the name of a class");
    expect(state().gestures).toEqual([]);
  });

  it("two classes have two names, and an attribute is none of SQLAlchemy's", async () => {
    const { draft, state } = await openDraft(draftFile(`${movies}; CREATE TABLE films(id INTEGER PRIMARY KEY)`));
    expect(await draft.add(named("films", "Größe"))).toBe(true);
    expect(await draft.add(named("movies", "Größe"))).toBe(false);
    expect(state().refused?.error.message).toBe("Another table's class is called “Größe” already.");
    expect(await draft.add(named("films", null))).toBe(true);
    expect(await draft.add(named("movies", "Größe"))).toBe(true);
    for (const name of ["metadata", "registry", "__table__", "with", "a b"]) {
      expect(await draft.add({ label: "x", operations: [], names: [{ what: "end", key: "k", name }] })).toBe(false);
    }
  });
});
