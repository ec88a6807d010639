/** What reads a table through the arguments of a virtual table is followed, or named and refused with ways out. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

const FTS5 = `CREATE TABLE d(id INTEGER PRIMARY KEY, title TEXT, body TEXT, other TEXT);
  INSERT INTO d VALUES (3, 'one', 'the apple', 'x'), (7, 'two', 'a pear', 'y');
  CREATE VIRTUAL TABLE ft USING fts5(title, body, content='d', content_rowid='id', tokenize="unicode61 remove_diacritics 0");
  INSERT INTO ft(ft) VALUES ('rebuild');
  CREATE TRIGGER d_ai AFTER INSERT ON d BEGIN INSERT INTO ft(rowid, title, body) VALUES (new.id, new.title, new.body); END;
  CREATE TRIGGER d_ad AFTER DELETE ON d BEGIN INSERT INTO ft(ft, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;
  CREATE VIRTUAL TABLE words USING fts5vocab('ft', 'row');`;
const FTS4 = `CREATE TABLE d(id INTEGER PRIMARY KEY, title TEXT, body TEXT, other TEXT);
  INSERT INTO d VALUES (3, 'one', 'the apple', 'x'), (7, 'two', 'a pear', 'y');
  CREATE VIRTUAL TABLE ft USING fts4(content="d", title, body); INSERT INTO ft(ft) VALUES ('rebuild');
  CREATE VIRTUAL TABLE words USING fts4aux(ft);`;

/** Finds a row through the index, and writes one that it finds afterwards. */
function works(path: string, { index = "ft", id = "id", table = "d", columns = "title, body" } = {}): void {
  expect(ask(path, `SELECT rowid, ${columns} FROM ${index} WHERE ${index} MATCH 'apple'`)).toEqual([
    [3n, "one", "the apple"],
  ]);
  ask(path, `INSERT INTO ${table}(${id}, ${columns}) VALUES (9, 'n', 'fresh')`);
  if (ask(path, "SELECT 1 FROM sqlite_schema WHERE name = 'd_ai'").length === 0) return;
  expect(ask(path, `SELECT rowid FROM ${index} WHERE ${index} MATCH 'fresh'`)).toEqual([[9n]]);
  ask(path, `INSERT INTO ${index}(${index}) VALUES ('integrity-check')`);
}

describe.each([
  ["FTS5", FTS5],
  ["FTS4", FTS4],
])("%s over a table", (name, sql) => {
  const refused: [string, SchemaOperation, RegExp][] = [
    [
      "a column that it has goes",
      { op: "dropColumn", table: "d", column: "body" },
      /“ft” \(fts[45]\) reads “body” of “d”/,
    ],
    ["the table goes", { op: "dropTable", table: "d" }, /“ft” \(fts[45]\) reads “d”/],
    [
      "a column that it has gets another name",
      { op: "renameColumn", table: "d", column: "body", to: "content text" },
      /reads “body” of “d”/,
    ],
    [
      "a text without the column",
      { op: "redefineTable", table: "d", sql: "CREATE TABLE d(id INTEGER PRIMARY KEY, title TEXT, other TEXT)" },
      /“ft”/,
    ],
    [
      "the index that another shows goes",
      { op: "dropTable", table: "ft" },
      /“words” \((fts5vocab|fts4aux)\) reads “ft”/,
    ],
  ];
  test.each(refused)("refused with ways out: %s", (_what, operation, words) => {
    const path = makeDatabase(sql);
    const models = openModels(path);
    const { refusals } = models.plan(operation);
    expect(refusals[0]?.message).toMatch(words);
    models.close();
    for (const { label, operations } of refusals[0]?.choices ?? []) {
      const copy = join(tempFolder(), "copy.db");
      copyFileSync(path, copy);
      const other = openModels(copy);
      const plan = other.plan(...operations);
      const left = plan.refusals.filter(({ message }) => !/d_a[id]/.test(message));
      expect(left, "of a way out").toEqual([]);
      if (plan.refusals.length > 0) continue;
      other.apply(...operations);
      if (label.startsWith("Make")) works(copy, { columns: 'title, "content text"' });
      other.close();
    }
    expect(refusals[0]?.choices.length).toBe(operation.op === "renameColumn" ? 2 : 1);
  });

  test("a column that it does not have is nobody's, and the table's and the index's new names are followed", () => {
    const path = makeDatabase(sql);
    const models = openModels(path);
    models.apply({ op: "dropColumn", table: "d", column: "other" });
    const operations: SchemaOperation[] = [
      { op: "renameTable", table: "d", to: "docs" },
      { op: "renameTable", table: "ft", to: "search" },
    ];
    const plan = models.plan(...operations);
    expect(plan.warnings.join("\n")).toContain("reads the rows of “d”");
    models.apply(...operations);
    // Statements inside of triggers are followed by SQLite.
    works(path, { index: "search", table: "docs" });
    expect(ask(path, "SELECT term FROM words WHERE term = 'apple'")).not.toEqual([]);
    ask(path, "DELETE FROM docs WHERE id = 9");
    models.apply(...plan.reverse);
    works(path);
    expect(ask(path, "SELECT term FROM words WHERE term = 'apple'")).not.toEqual([]);
  });

  test.runIf(name === "FTS5")("the column of its rowids is followed", () => {
    const path = makeDatabase(sql);
    const models = openModels(path);
    const { plan } = models.apply({ op: "renameColumn", table: "d", column: "id", to: "key" });
    works(path, { id: "key" });
    ask(path, 'DELETE FROM d WHERE "key" = 9');
    models.apply(...plan.reverse);
    works(path);
    expect(models.plan({ op: "dropColumn", table: "d", column: "id" }).refusals).not.toEqual([]);
  });
});

test("arguments of modules that Joinery does not know are named", () => {
  const models = openModels(
    makeDatabase("CREATE TABLE costs(a); CREATE VIRTUAL TABLE r USING rtree(id, costs, b, +c)"),
  );
  for (const operation of [
    { op: "renameTable", table: "costs", to: "c2" },
    { op: "dropTable", table: "costs" },
  ] as const) {
    const { refusals, warnings } = models.plan(operation);
    expect(refusals).toEqual([]);
    expect(warnings.join()).toContain("“r” (rtree) has “costs” among its arguments");
  }
});

test("an index over a view, and one whose rows are found by rowid", () => {
  const path =
    makeDatabase(`CREATE TABLE d(a TEXT PRIMARY KEY NOT NULL); INSERT INTO d VALUES ('apple'); CREATE VIEW v AS SELECT rowid AS n, a FROM d;
    CREATE VIRTUAL TABLE ft USING fts5(a, content=v, content_rowid=n); CREATE VIRTUAL TABLE own USING fts5(a, content=[d]);`);
  const models = openModels(path);
  expect(models.plan({ op: "dropView", name: "v" }).refusals[0]?.message).toContain("“ft” (fts5) reads “v”");
  const without = models.plan({ op: "setTableOptions", table: "d", withoutRowid: true });
  expect(without.refusals[0]?.message).toContain("“own” (fts5) reads “d”");
  expect(models.plan({ op: "dropTable", table: "own" }).refusals).toEqual([]);
});
