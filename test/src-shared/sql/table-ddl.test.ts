/** What a form reads of CREATE TABLE texts. */
import { describe, expect, it } from "vitest";
import { writeTerm } from "../../../src-shared/sql/ddl/key-term.ts";
import {
  foreignKeysOf,
  primaryKeyOf,
  readTableDdl,
  ruleOfKey,
  type TableDdl,
} from "../../../src-shared/sql/table-ddl.ts";

function read(sql: string): TableDdl {
  const ddl = readTableDdl(sql);
  if (!ddl) throw new Error(`Not read: ${sql}`);
  return ddl;
}
function column(ddl: TableDdl, name: string) {
  const found = ddl.columns.find((c) => c.name === name);
  if (!found) throw new Error(`No column ${name}`);
  return found;
}
const rich = `CREATE TABLE t( -- head
  id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT IGNORE AUTOINCREMENT, -- the id, with ) and , inside
  /* doc of a */
  a text NOT NULL ON CONFLICT REPLACE DEFAULT ('x--y' || (1)) COLLATE nocase UNIQUE ON CONFLICT FAIL,
  b int /* end */ CHECK (b IN (1, 2)), -- about b
  c int REFERENCES p(x) ON DELETE CASCADE ON UPDATE SET NULL MATCH full DEFERRABLE INITIALLY DEFERRED,
  g text GENERATED ALWAYS AS (a || 'x') STORED,
  CONSTRAINT u UNIQUE(a COLLATE nocase DESC, b) ON CONFLICT REPLACE,
  FOREIGN KEY(a, b) REFERENCES q ON UPDATE NO ACTION NOT DEFERRABLE,
  CHECK ((a) <> (b)) -- last
)`;

describe("reading", () => {
  it("finds what no PRAGMA reports", () => {
    const ddl = read(rich);
    const clauses = (name: string) => column(ddl, name).clauses;
    expect(clauses("id")[0]).toMatchObject({ kind: "PrimaryKey", name: "k", conflict: "IGNORE", autoincrement: true });
    expect(clauses("a").map(({ kind, conflict, expression }) => [kind, conflict, expression])).toEqual([
      ["NotNull", "REPLACE", ""],
      ["Default", null, "('x--y' || (1))"],
      ["Collate", null, "nocase"],
      ["Unique", "FAIL", ""],
    ]);
    expect(clauses("b")[0]?.expression).toBe("b IN (1, 2)");
    expect(clauses("c")[0]?.reference).toEqual({
      parentTable: "p",
      parentColumns: ["x"],
      onDelete: "CASCADE",
      onUpdate: "SET NULL",
      match: "full",
      deferrable: "DEFERRABLE INITIALLY DEFERRED",
    });
    expect(clauses("c").length).toBe(1);
    expect(clauses("g")[0]).toMatchObject({ kind: "Generated", expression: "a || 'x'", stored: true });
    expect(ddl.sql.slice(clauses("g")[0]?.start, clauses("g")[0]?.end)).toBe("GENERATED ALWAYS AS (a || 'x') STORED");
    const type = column(ddl, "g").type;
    expect(type && ddl.sql.slice(type.start, type.end)).toBe("text");
    const [unique, key, check] = ddl.constraints;
    expect(unique).toMatchObject({ kind: "Unique", name: "u", conflict: "REPLACE", columns: ["a", "b"] });
    expect(unique?.terms.map(writeTerm)).toEqual(["a COLLATE nocase DESC", "b"]);
    expect(key).toMatchObject({ kind: "ForeignKey", columns: ["a", "b"] });
    expect(key?.reference).toMatchObject({ onUpdate: "NO ACTION", deferrable: "NOT DEFERRABLE", parentColumns: [] });
    expect(check?.expression).toBe("(a) <> (b)");
  });

  it("gives each column the comment that speaks of it", () => {
    const comments = (sql: string) => read(sql).columns.map(({ comment }) => comment?.text ?? null);
    expect(comments(rich)).toEqual(["the id, with ) and , inside", "doc of a", "about b", null, null]);
    expect(comments("CREATE TABLE t(a, /*doc b*/ b, /*doc c*/ c)")).toEqual([null, "doc b", "doc c"]);
    expect(comments("CREATE TABLE t(\n a INT, -- one\n b INT -- two\n)")).toEqual(["one", "two"]);
    expect(comments("CREATE TABLE t(\n -- one\n a INT,\n -- two\n b INT)")).toEqual(["one", "two"]);
  });

  it("takes the comment at the opening bracket for the table's own", () => {
    const both = (sql: string) => [read(sql).comment?.text ?? null, read(sql).columns[0]?.comment?.text ?? null];
    expect(both("create table movies ( -- the catalogue\n id integer, b)")).toEqual(["the catalogue", null]);
    expect(both("create table movies( /* the\ncatalogue */\n id integer, b)")).toEqual(["the\ncatalogue", null]);
    expect(both("create table movies -- the catalogue\n(id integer, b)")).toEqual(["the catalogue", null]);
    expect(both("create table movies ( -- the catalogue\n -- of id\n id integer)")).toEqual(["the catalogue", "of id"]);
    expect(both("create table movies ( /* of id */ id integer)")).toEqual([null, "of id"]);
    // On lines of its own: the table's, unless the other columns have theirs before them too.
    expect(both("create table movies (\n /* the catalogue */\n id integer, -- a\n b)")).toEqual(["the catalogue", "a"]);
    expect(both("create table movies (\n -- the\n -- catalogue\n id integer,\n b)")).toEqual(["the catalogue", null]);
    expect(both("create table movies (\n -- of id\n id integer,\n -- of b\n b)")).toEqual([null, "of id"]);
    expect(both("create table movies (\n -- all\n -- of id\n id integer,\n -- of b\n b)")).toEqual(["all", "of id"]);
    expect(both("create table movies (\n -- all\n /* of id */ id integer, b)")).toEqual(["all", "of id"]);
    expect(both("create table movies (\n -- of id\n id integer)")).toEqual([null, "of id"]);
  });

  it("gives null for what is no list of columns", () => {
    expect(readTableDdl("CREATE TABLE t AS SELECT 1")).toBeNull();
    expect(readTableDdl("CREATE VIRTUAL TABLE t USING fts5(a)")).toBeNull();
    expect(readTableDdl("nonsense")).toBeNull();
  });
});

describe("foreign keys", () => {
  it("are called by where they stand, in the order of the schema, each with its own DEFERRABLE", () => {
    const sql = `CREATE TABLE t(
      x REFERENCES p NOT NULL REFERENCES q NOT NULL DEFERRABLE INITIALLY DEFERRED,
      y REFERENCES p UNIQUE NOT DEFERRABLE, FOREIGN KEY (x) REFERENCES p DEFERRABLE, FOREIGN KEY (x) REFERENCES p DEFERRABLE)`;
    expect(foreignKeysOf(read(sql)).map(({ deferrable }) => deferrable)).toEqual([
      null,
      "DEFERRABLE INITIALLY DEFERRED",
      "NOT DEFERRABLE",
      "DEFERRABLE",
      "DEFERRABLE",
    ]);
    const key = { columns: ["x"], parentTable: "p", parentColumns: [], onUpdate: "NO ACTION", onDelete: "NO ACTION" };
    const table = { sql, foreignKeys: [key, key, key, key, key] };
    expect([1, 4].map((at) => ruleOfKey(table, at))).toEqual([
      { column: "x", sql: "REFERENCES q" },
      { sql: "FOREIGN KEY (x) REFERENCES p DEFERRABLE", nth: 1 },
    ]);
    expect(ruleOfKey({ sql: "CREATE TABLE t AS SELECT 1", foreignKeys: [key] }, 0)).toBeUndefined();
  });
});

describe("primary keys", () => {
  it("are read from a column or from the table", () => {
    const key = (sql: string) => primaryKeyOf(read(sql));
    expect(key(rich)).toEqual({
      name: "k",
      columns: [{ name: "id", collation: null, descending: false }],
      autoincrement: true,
      conflict: "IGNORE",
    });
    expect(key('CREATE TABLE t(a, "b c", PRIMARY KEY("b c" COLLATE rtrim DESC, a))')).toEqual({
      name: null,
      columns: [
        { name: "b c", collation: "rtrim", descending: true },
        { name: "a", collation: null, descending: false },
      ],
      autoincrement: false,
      conflict: null,
    });
    expect(key("CREATE TABLE t(a INTEGER, PRIMARY KEY(a AUTOINCREMENT))")?.autoincrement).toBe(true);
    expect(key("CREATE TABLE t(a)")).toBeNull();
  });
});
