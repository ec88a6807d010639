/** Staged edits and a change of the schema: they stay staged under the new names, or are named before. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CommitReport, RowEdit, SessionDelta, SessionState } from "../../../src-shared/model/session.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask, insert, remove, row, set } from "../session/open-session.ts";
import { type OpenModels, openModels } from "./open-models.ts";

const SQL = `
  CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, year INT);
  CREATE TABLE other (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
  INSERT INTO film VALUES (1, 'Ran', 1985), (2, 'Cléo', 1962), (3, 'Playtime', 1967);
  INSERT INTO other VALUES ('a', 1);
`;

async function stagedOn(sql = SQL) {
  const path = makeDatabase(sql);
  const journalFolder = tempFolder();
  // The app has a process for the session and one for the models; they share the journal.
  const session = openModels(path, { journalFolder });
  const models = openModels(path, { journalFolder });
  const stage = (...edits: RowEdit[]) =>
    session.engine.handlers["session.stage"]({ label: "Test", edits }) as SessionDelta;
  return { path, journalFolder, session, models, stage };
}

const read = async (open: OpenModels) => (await open.engine.handlers["session.read"](undefined)) as SessionState;

describe("staged edits", () => {
  test("follow renames of tables and columns, through undo, redo and commit", async () => {
    const { path, session, models, stage } = await stagedOn();
    stage(set(row("film", 1n), "title", "RAN", "Ran"));
    stage(
      insert("film", "n1", { title: "M", year: 1931n }),
      remove(row("film", 3n)),
      set(row("other", "a"), "v", 2n, 1n),
    );
    models.apply(
      { op: "renameColumn", table: "film", column: "title", to: "name" },
      { op: "renameTable", table: "film", to: "movie" },
      { op: "renameColumn", table: "other", column: "k", to: "key" },
      { op: "changeColumn", table: "movie", column: "year", default: "1900" },
    );
    expect(models.events.map(({ name }) => name)).toEqual(["schema.renamed", "database.changed", "session.changed"]);
    const { rows, counts } = await read(session);
    expect(counts).toEqual({ new: 1, dirty: 2, deleted: 1, tables: 2 });
    expect(rows[0]).toMatchObject({
      row: { table: { name: "movie" }, key: [1n] },
      values: [{ column: "name", value: "RAN" }],
    });
    await session.engine.handlers["session.undo"](undefined);
    await session.engine.handlers["session.redo"](undefined);
    expect((await read(session)).counts).toEqual(counts);
    // A further edit of the same row meets the one that is staged.
    stage(set(row("movie", 1n), "year", 1986n, 1985n));
    expect((await read(session)).counts.dirty).toBe(2);
    const report = (await session.engine.handlers["session.commit"]({ only: null })) as CommitReport;
    expect([report.inserted, report.updated, report.deleted]).toEqual([1, 2, 1]);
    expect(ask(path, "SELECT name, year FROM movie ORDER BY id")).toEqual([
      ["RAN", 1986n],
      ["Cléo", 1962n],
      ["M", 1931n],
    ]);
    const history = (await session.engine.handlers["session.history"]({ before: null, limit: 5 })) as {
      commits: unknown[];
    };
    expect(history.commits).toHaveLength(1);
  });

  test("keep what they were based on when the type of a column changes, and are no conflict", async () => {
    const { path, session, models, stage } =
      await stagedOn(`CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, n TEXT, k);
      INSERT INTO t VALUES (1, '12', '5', 1), (2, '30', '6', 2), (3, '31', '7', 3);`);
    stage(set(row("t", 1n), "code", "13", "12"), remove(row("t", 2n)));
    stage(set(row("t", 3n), "k", 9n, 3n));
    models.apply(
      { op: "changeColumn", table: "t", column: "code", type: "INTEGER" },
      { op: "renameColumn", table: "t", column: "code", to: "number" },
      { op: "changeColumn", table: "t", column: "n", type: "REAL", acceptLossy: true },
    );
    const { rows } = await read(session);
    expect(rows[0]?.values).toEqual([{ column: "number", base: 12n, value: 13n }]);
    const report = (await session.engine.handlers["session.commit"]({ only: null })) as CommitReport;
    expect([report.updated, report.deleted]).toEqual([2, 1]);
    expect(ask(path, "SELECT number, n, k FROM t")).toEqual([
      [13n, 5, 1n],
      [31n, 7, 9n],
    ]);
    await session.engine.handlers["session.undoCommit"]({ commitId: report.commitId as number });
    expect((await session.engine.handlers["session.commit"]({ only: null })) as CommitReport).toMatchObject({
      inserted: 1,
      updated: 2,
    });
    expect(ask(path, "SELECT number, n FROM t")).toEqual([
      [12n, 5],
      [30n, 6],
      [31n, 7],
    ]);
  });

  test("follow two tables that take each other's name", async () => {
    const { session, models, stage } = await stagedOn(
      "CREATE TABLE a (x); CREATE TABLE b (y); INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);",
    );
    stage(set(row("a", 1n), "x", 10n, 1n), set(row("b", 1n), "y", 20n, 2n));
    models.apply(
      { op: "renameTable", table: "a", to: "c" },
      { op: "renameTable", table: "b", to: "a" },
      { op: "renameTable", table: "c", to: "b" },
    );
    const { rows } = await read(session);
    expect(rows.map(({ row: { table }, values }) => [table.name, values[0]?.column, values[0]?.value])).toEqual([
      ["b", "x", 10n],
      ["a", "y", 20n],
    ]);
  });

  test("that would have no place are named before, and others do not mind", async () => {
    const { session, models, stage } = await stagedOn();
    stage(set(row("film", 1n), "year", 1984n, 1985n), insert("other", "n1", { k: "b" }));
    const { refusals } = models.plan({ op: "dropColumn", table: "film", column: "year" });
    expect(refusals[0]?.message).toBe(
      "1 pending change has no place after this: An edited row of “film”: “year” is not there, or is computed, afterwards.",
    );
    expect(models.refused({ op: "dropColumn", table: "film", column: "year" }).message).toBe(refusals[0]?.message);
    expect(models.refused({ op: "dropTable", table: "other" }).detail).toContain(
      "A new row of “other”: its table goes",
    );
    expect(models.refused({ op: "setTableOptions", table: "film", withoutRowid: true }).message).toContain(
      "told apart in another way",
    );
    models.apply(
      { op: "dropColumn", table: "film", column: "title" },
      { op: "addColumn", table: "other", sql: "w", position: "first" },
    );
    expect((await read(session)).counts).toMatchObject({ dirty: 1, new: 1 });
    expect((await session.engine.handlers["session.commit"]({ only: null })) as CommitReport).toMatchObject({
      updated: 1,
      inserted: 1,
    });
  });

  test("are followed by the next start when the change was cut off right after COMMIT", async () => {
    const { path, journalFolder, session, stage } = await stagedOn();
    stage(set(row("film", 1n), "title", "RAN", "Ran"), insert("film", "x", { title: "New" }));
    session.close();
    const [file] = readdirSync(journalFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".journal"),
    );
    const journal = join(journalFolder, file as string);
    const renames = (to: string) =>
      JSON.stringify([{ from: "film", to, columns: [{ from: "title", to: "name" }], converted: [] }]);
    const cutOff = (to: string) =>
      ask(journal, "INSERT OR REPLACE INTO about VALUES ('renamedTables', ?)", renames(to));
    const open = async () => {
      const next = openModels(path, { journalFolder });
      const { rows } = await read(next);
      next.close();
      return rows.map((one) => [one.row.table.name, one.values[0]?.column]);
    };
    // Before COMMIT: the file has the old names.
    cutOff("movie");
    expect(await open()).toEqual([
      ["film", "title"],
      ["film", "title"],
    ]);
    ask(path, "ALTER TABLE film RENAME TO movie; ALTER TABLE movie RENAME COLUMN title TO name");
    cutOff("movie");
    expect(await open()).toEqual([
      ["movie", "name"],
      ["movie", "name"],
    ]);
  });
});
