/**
 * Operations tried on the part of a schema that they can reach give what they give on a copy of all of it: the schema, the
 * refusals, the shorter list, the plan. Over every nasty schema and operation, and random lists over one where much hangs together.
 */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openConnection } from "../../../electron/engine/connection/open-connection.ts";
import { makeDraft } from "../../../electron/engine/models/draft.ts";
import { makePlan } from "../../../electron/engine/models/plan.ts";
import { schemaMap } from "../../../electron/engine/models/schema-map.ts";
import { readSchema } from "../../../electron/engine/schema/read-schema.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { withDifference } from "../../../src-shared/model/schema-difference.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName as q } from "../../../src-shared/sql/quote-name.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { cases, specialCases } from "./cases.ts";
import { trialsOf } from "./operations.ts";

/** As in cases.test.ts: by default each case takes its share of the operations. */
const EVERY = process.env.JOINERY_EVERY_CASE === "1";
const SHARE = 12;
const LISTS = Number(process.env.JOINERY_RANDOM_PLANS ?? 40) * 4;

/** Opens a file for both ways; `expectSame` compares them. */
function bothWays(path: string) {
  const reader = openConnection(path, "read");
  const schema = readSchema(reader);
  const inOrder = (whole: DatabaseSchema) => ({
    ...whole,
    // Of a table they stand in an order; which table's come first says nothing.
    indexes: whole.indexes.toSorted((a, b) => (a.table < b.table ? -1 : a.table > b.table ? 1 : 0)),
    triggers: whole.triggers.toSorted((a, b) => (a.table < b.table ? -1 : a.table > b.table ? 1 : 0)),
    // Where the last of the part is dropped, what comes then takes its place.
    tables: whole.tables.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  });
  const draft = (operations: readonly SchemaOperation[], everything: boolean) => {
    const { difference, ...rest } = makeDraft(reader, schema, operations, { everything });
    return { ...rest, schema: inOrder(withDifference(schema, difference)) };
  };
  const plan = (operations: readonly SchemaOperation[], everything: boolean) => {
    const part = everything ? undefined : schemaMap(reader, schema).reachedBy(operations);
    const { plan: made, after } = makePlan(reader, schema, operations, part ? { part } : {});
    return { made: { ...made, warnings: made.warnings.toSorted() }, after: inOrder(after) };
  };
  return {
    schema,
    draft,
    expectSame(operations: readonly SchemaOperation[], name = "") {
      const words = `${name}: ${JSON.stringify(operations)}`;
      expect([words, draft(operations, false)]).toEqual([words, draft(operations, true)]);
      expect([words, plan(operations, false)]).toEqual([words, plan(operations, true)]);
    },
    close: () => reader.close(),
  };
}

describe.each([...cases, ...specialCases])("$name", ({ sql, setup, table: named }) => {
  test("every operation", { timeout: 60_000 }, () => {
    const both = bothWays(
      makeDatabase((db: Database.Database) => {
        db.exec(sql);
        setup?.(db);
      }),
    );
    const table = both.schema.tables.find(({ name }) => name === (named ?? "t"));
    if (!table) throw new Error("The case has no such table");
    const place = [...cases, ...specialCases].findIndex(({ sql: other }) => other === sql);
    const trials = trialsOf(both.schema, table).filter((_, i) => EVERY || i % SHARE === place % SHARE);
    for (const { name, operations } of trials) both.expectSame(operations, name);
    both.close();
  });
});

/** Tables that refer to each other and to nothing, views on views, triggers that write elsewhere, indexes over other tables. */
const TANGLED = `
  PRAGMA foreign_keys = OFF;
  CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, boss REFERENCES people, born INT DEFAULT 1900);
  CREATE TABLE films(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT COLLATE NOCASE, maker INT REFERENCES people(id), year INT CHECK (year > 1800));
  CREATE TABLE roles(film REFERENCES films, person REFERENCES people ON DELETE CASCADE, "the part" TEXT, PRIMARY KEY(film, person)) WITHOUT ROWID;
  CREATE TABLE stray(a, b REFERENCES nowhere(x), c REFERENCES people(born));
  CREATE TABLE "name"(title, note DEFAULT (1 + 1));
  CREATE TABLE log(at, what, UNIQUE(at, what));
  CREATE TABLE lonely(a INTEGER PRIMARY KEY, b, c);
  CREATE UNIQUE INDEX films_title ON films(title, year) WHERE year > 1900;
  CREATE INDEX people_born ON people(born DESC);
  CREATE VIEW old AS SELECT * FROM films WHERE year < 1950;
  CREATE VIEW older AS SELECT old.title, people.name AS who FROM old JOIN people ON people.id = old.maker;
  CREATE VIEW oldest AS SELECT who FROM older;
  CREATE VIEW apart AS SELECT a, b FROM lonely;
  CREATE TRIGGER films AFTER INSERT ON films BEGIN INSERT INTO log VALUES (1, new.title); END;
  CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE lonely SET b = new.what WHERE a = new.at; END;
  CREATE TRIGGER named AFTER UPDATE OF name ON people BEGIN UPDATE films SET title = new.name WHERE maker = new.id; END;
  CREATE TRIGGER asked AFTER INSERT ON stray BEGIN UPDATE people SET name = new.a; END;
  CREATE TRIGGER edit INSTEAD OF UPDATE OF title ON older BEGIN UPDATE films SET title = new.title; END;
  CREATE VIRTUAL TABLE words USING fts5(title, content='films', content_rowid='id');
  CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
  INSERT INTO people VALUES (1, 'Varda', NULL, 1928), (2, 'Kurosawa', 1, NULL);
  INSERT INTO films(title, maker, year) VALUES ('Ran', 2, 1985), ('Cléo', 1, 1962);
  INSERT INTO lonely VALUES (1, 2, 3);`;

/** What may be wrong with it from the start. */
const FAULTS = [
  "",
  "CREATE VIEW broken AS SELECT missing FROM people",
  "CREATE TRIGGER broken AFTER DELETE ON lonely BEGIN DELETE FROM gone; END",
  "CREATE TRIGGER broken AFTER UPDATE ON roles BEGIN UPDATE nowhere SET x = 1; END",
  "CREATE VIEW broken AS SELECT * FROM lonely, gone",
  "CREATE TABLE joinery_new_1(x)",
];
const TABLES = ["people", "films", "roles", "stray", "name", "log", "lonely", "nowhere", "gone"];
const COLUMNS = ["id", "name", "title", "maker", "born", "year", "the part", "a", "b", "at", "n1"];
const OBJECTS = [
  "old",
  "older",
  "oldest",
  "films",
  "logged",
  "named",
  "edit",
  "films_title",
  "people_born",
  "words",
  "apart",
];

const one = <T>(list: readonly T[]) => fc.constantFrom(...list);
const operation: fc.Arbitrary<SchemaOperation> = fc
  .record({ table: one(TABLES), other: one(TABLES), column: one(COLUMNS), second: one(COLUMNS), object: one(OBJECTS) })
  .chain(({ table, other, column, second, object }) =>
    one<SchemaOperation>([
      { op: "renameTable", table, to: other },
      { op: "renameTable", table, to: "n2" },
      { op: "renameTable", table: object, to: "n4" },
      { op: "renameColumn", table, column, to: "n1" },
      { op: "renameColumn", table, column, to: second },
      { op: "dropColumn", table, column },
      { op: "addColumn", table, sql: "n1 TEXT" },
      { op: "addColumn", table, sql: `n3 INT REFERENCES ${q(other)}`, position: "first" },
      { op: "changeColumn", table, column, notNull: true },
      { op: "changeColumn", table, column, type: "TEXT", default: "1" },
      { op: "changeColumn", table, column, collation: "NOCASE" },
      { op: "moveColumn", table, column, position: { after: second } },
      { op: "setPrimaryKey", table, columns: [{ name: column }] },
      { op: "setPrimaryKey", table, columns: [] },
      { op: "setTableOptions", table, strict: true },
      { op: "addForeignKey", table, columns: [column], parentTable: other },
      { op: "dropForeignKey", table, columns: [column] },
      { op: "addUnique", table, columns: [column] },
      { op: "dropUnique", table, columns: [column] },
      { op: "dropTable", table },
      { op: "dropTable", table: object },
      { op: "createTable", sql: `CREATE TABLE ${q(table)}(n1 PRIMARY KEY, x REFERENCES ${q(other)})` },
      { op: "createTable", sql: `CREATE TABLE nowhere(x PRIMARY KEY)` },
      { op: "createIndex", sql: `CREATE UNIQUE INDEX n5 ON ${q(table)}(${q(column)})` },
      { op: "redefineIndex", name: object, sql: `CREATE INDEX n6 ON ${q(table)}(${q(column)})` },
      { op: "createView", sql: `CREATE VIEW n7 AS SELECT * FROM ${q(table)}, ${q(other)}` },
      { op: "redefineView", name: object, sql: `CREATE VIEW ${q(object)} AS SELECT ${q(column)} FROM ${q(table)}` },
      { op: "createTrigger", sql: `CREATE TRIGGER n8 AFTER UPDATE ON ${q(table)} BEGIN DELETE FROM ${q(other)}; END` },
      { op: "createTrigger", sql: `CREATE TRIGGER n9 INSTEAD OF DELETE ON ${q(object)} BEGIN SELECT 1; END` },
      { op: "dropIndex", name: object },
      { op: "dropView", name: object },
      { op: "dropTrigger", name: object },
      { op: "sql", sql: `DELETE FROM ${q(table)} WHERE ${q(column)} IS NULL` },
      { op: "sql", sql: `UPDATE ${q(other)} SET ${q(column)} = 1` },
    ]),
  );

describe.each(FAULTS)("a tangled schema with %s", (fault) => {
  test("random lists of operations", { timeout: 300_000 }, () => {
    const both = bothWays(makeDatabase(`${TANGLED}; ${fault}`));
    let taken = 0;
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 5 }), (list) => {
        // Most lists end at a refusal: what came before it is a list too.
        const operations: SchemaOperation[] = [];
        for (const next of list) {
          both.expectSame([...operations, next]);
          const { refusals } = both.draft([...operations, next], false);
          if (refusals.length > 0) continue;
          taken++;
          operations.push(next);
        }
      }),
      { numRuns: Math.ceil(LISTS / FAULTS.length) },
    );
    both.close();
    expect(taken).toBeGreaterThan(0);
  });
});
