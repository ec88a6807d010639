/** One clause of a column is exchanged; type, values and all other clauses stay, however the column is written. */
import { expect, test } from "vitest";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

type Change = Omit<Extract<SchemaOperation, { op: "changeColumn" }>, "op" | "table" | "column">;

/** The column `x` after the change, as its text and as SQLite reports it: `definition | type | hidden`. */
function changed(definition: string, change: Change): string {
  const path = makeDatabase(`CREATE TABLE t(y TEXT, ${definition}\n); INSERT INTO t(y) VALUES ('007')`);
  const models = openModels(path);
  models.apply({ op: "changeColumn", table: "t", column: "x", ...change });
  models.close();
  const [[sql]] = ask(path, "SELECT sql FROM sqlite_schema WHERE name = 't'") as [[string]];
  const [[type, hidden]] = ask(path, "SELECT type, hidden FROM pragma_table_xinfo('t') WHERE name = 'x'") as [
    [string, bigint],
  ];
  return `${/y TEXT, ([\s\S]*?)\s*\)$/.exec(sql)?.[1]} | ${type} | ${hidden}`;
}
const virtual = { generated: { expression: "y", kind: "virtual" } } as const;

test.each([
  ["x generated always as (y) stored", virtual, "x GENERATED ALWAYS AS (y) VIRTUAL |  | 2"],
  ["x AS (y) STORED", virtual, "x GENERATED ALWAYS AS (y) VIRTUAL |  | 2"],
  [
    "x TEXT generated  always\nas (y) stored NOT NULL",
    virtual,
    "x TEXT GENERATED ALWAYS AS (y) VIRTUAL NOT NULL | TEXT | 2",
  ],
  [
    "x VARCHAR(10) GENERATED ALWAYS AS (y) STORED COLLATE nocase",
    virtual,
    "x VARCHAR(10) GENERATED ALWAYS AS (y) VIRTUAL COLLATE nocase | VARCHAR(10) | 2",
  ],
  ["x TEXT CONSTRAINT g AS (y) STORED", virtual, "x TEXT CONSTRAINT g GENERATED ALWAYS AS (y) VIRTUAL | TEXT | 2"],
  ["x /* one */ TEXT /* two */ AS (y /* ) */) STORED", virtual, "x /* one */ TEXT /* two */ AS (y) VIRTUAL | TEXT | 2"],
  ["x NOT NULL GENERATED ALWAYS AS (y) STORED", virtual, "x NOT NULL GENERATED ALWAYS AS (y) VIRTUAL |  | 2"],
  [
    "x UNSIGNED BIG INT generated always as (y) stored",
    virtual,
    "x UNSIGNED BIG INT GENERATED ALWAYS AS (y) VIRTUAL | UNSIGNED BIG INT | 2",
  ],
  ['x "quoted type" generated always as (y)', { type: "TEXT" }, "x TEXT GENERATED ALWAYS as (y) | TEXT | 2"],
  ["x INT GENERATED ALWAYS AS (y)", { type: "TEXT" }, "x TEXT GENERATED ALWAYS AS (y) | TEXT | 2"],
  ["x INT GENERATED ALWAYS AS (y)", { type: "" }, "x GENERATED ALWAYS AS (y) |  | 2"],
  ["x generated always as (y)", { type: "TEXT" }, "x TEXT GENERATED ALWAYS as (y) | TEXT | 2"],
  ["x INT generated/* c */always as (y)", { type: "TEXT" }, "x TEXT GENERATED ALWAYS as (y) | TEXT | 2"],
  ["x VARCHAR(10) GENERATED ALWAYS AS (y)", { type: "TEXT" }, "x TEXT GENERATED ALWAYS AS (y) | TEXT | 2"],
  ["x TEXT GENERATED ALWAYS AS (y)", { generated: null }, "x TEXT | TEXT | 0"],
  ["x generated always as (y) stored", { generated: null }, "x |  | 0"],
  ["x LONG WORDS ALWAYS", { type: "INT" }, "x INT | INT | 0"],
  ["x", { type: "TEXT" }, "x TEXT | TEXT | 0"],
  ["x key", { type: "INT" }, "x INT | INT | 0"],
  ["x DEFAULT '1'", { type: "TEXT" }, "x TEXT DEFAULT '1' | TEXT | 0"],
  ["x TEXT DEFAULT 1_000 DEFAULT 2", { default: "3" }, "x TEXT DEFAULT 3 | TEXT | 0"],
  ["x TEXT CONSTRAINT d DEFAULT 1", { default: "(1) + (2)" }, "x TEXT CONSTRAINT d DEFAULT ((1) + (2)) | TEXT | 0"],
  ["x TEXT COLLATE nocase", { collation: "RTRIM" }, 'x TEXT COLLATE "RTRIM" | TEXT | 0'],
] as [string, Change, string][])("%s, %j", (definition, change, expected) => {
  expect(changed(definition, change)).toBe(expected);
});

test("the comment of the first column is edited, not the table's own", () => {
  const at = (text: string, comment: string | null) => {
    const models = openModels(makeDatabase(text));
    const { schema } = models.draft({ op: "changeColumn", table: "t", column: "x", comment });
    return schema.tables[0]?.sql?.replace('"t"', "t");
  };
  expect(at("CREATE TABLE t( -- the catalogue\n x INT, y)", "an x")).toBe(
    "CREATE TABLE t( -- the catalogue\n x INT, -- an x\n y)",
  );
  expect(at("CREATE TABLE t( -- the catalogue\n x INT, y)", null)).toBe("CREATE TABLE t( -- the catalogue\n x INT, y)");
  expect(at("CREATE TABLE t(\n /* the\n catalogue */\n x INT, y)", "an x")).toBe(
    "CREATE TABLE t(\n /* the\n catalogue */\n x INT, -- an x\n y)",
  );
  expect(at("CREATE TABLE t( /* the\n catalogue */\n x INT, y)", "an x")).toBe(
    "CREATE TABLE t( /* the\n catalogue */\n x INT, -- an x\n y)",
  );
  expect(at("CREATE TABLE t( -- the catalogue\n /* of x */ x INT, y)", "an x")).toBe(
    "CREATE TABLE t( -- the catalogue\n x INT, -- an x\n y)",
  );
  expect(at("CREATE TABLE t(\n -- of x\n x INT,\n -- of y\n y)", null)).toBe("CREATE TABLE t(\n x INT,\n -- of y\n y)");
});

test("a stored value without a type stays the text it was", () => {
  const path = makeDatabase(
    "CREATE TABLE t(y TEXT, x generated always as (y) stored); INSERT INTO t(y) VALUES ('007')",
  );
  openModels(path).apply({ op: "changeColumn", table: "t", column: "x", ...virtual });
  expect(ask(path, "SELECT x, typeof(x) FROM t")).toEqual([["007", "text"]]);
});

test.each([
  "0x10",
  "-0x1",
  "1e5",
  ".5",
  "+1",
  "- 1",
  "1_000",
  "TRUE",
  "NULL",
  "CURRENT_TIMESTAMP",
  "x'ab'",
  "'it''s'",
  "(1 + 1)",
])("the default %s is written as it is", (value) =>
  expect(changed("x TEXT", { default: value })).toBe(`x TEXT DEFAULT ${value} | TEXT | 0`),
);

test.each([
  [{ type: "int, evil int" }, "is not one type"],
  [{ type: "int check (1)" }, "is not one type"],
  [{ type: "int default 3" }, "is not one type"],
  [{ type: "int generated always" }, "is not one type"],
  [{ type: "int -- c" }, "is not one type"],
  [{ type: "int)" }, "is not one type"],
  [{ default: "1), evil int default (3" }, "is not one value"],
  [{ default: "1, evil int" }, "is not one value"],
  [{ default: "1 /* open" }, "is not one value"],
  [{ default: "'open" }, "is not one value"],
  [{ default: "1; 2" }, "is not one value"],
  [{ check: "1) , check (0" }, "is not one expression"],
  [{ check: "1) check (0" }, "is not one expression"],
  [{ check: "1, 2" }, "is not one expression"],
  [{ check: "-- nothing" }, "is not one expression"],
  [{ generated: { expression: "1) check (0", kind: "virtual" } }, "is not one expression"],
  [{ notNull: true, fill: "1), (2" }, "is not one expression"],
] as [Change, string][])("more than one piece in a field is refused: %j", (change, words) => {
  const { refusals, schema } = openModels(makeDatabase("CREATE TABLE t(x TEXT)")).draft({
    op: "changeColumn",
    table: "t",
    column: "x",
    ...change,
  });
  expect(refusals.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  expect(schema.tables[0]?.sql).toBe("CREATE TABLE t(x TEXT)");
});

test.each([
  { op: "addColumn", table: "t", sql: "a int, evil int" },
  { op: "addColumn", table: "t", sql: "a int, check (0)" },
  { op: "addColumn", table: "t", sql: "a int) strict --" },
  { op: "addCheck", table: "t", expression: "1) , check (0" },
  { op: "addCheck", table: "t", expression: "1), evil int default (1" },
] as SchemaOperation[])("and in an operation of its own: %j", (operation) => {
  expect(openModels(makeDatabase("CREATE TABLE t(x TEXT)")).draft(operation).refusals.length).toBe(1);
});
