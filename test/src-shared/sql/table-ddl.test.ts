/** What a form reads of CREATE TABLE texts, and its edits of them: each is made with SQLite and read back. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import {
  primaryKeyOf,
  withComment,
  withPrimaryKey,
  withClauseText,
  addConstraintText,
} from "../../../src-shared/sql/edit-table-ddl.ts";
import { readTableDdl, type TableDdl } from "../../../src-shared/sql/table-ddl.ts";

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
/** Columns of the primary key as SQLite has them, when the text is made with it. */
function keyOf(sql: string): string[] {
  const db = new Database(":memory:");
  db.exec(sql);
  const rows = db.prepare("SELECT name FROM pragma_table_xinfo('t') WHERE pk > 0 ORDER BY pk").pluck().all();
  db.close();
  return rows as string[];
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
      deferrable: null,
    });
    expect(ddl.sql.slice(clauses("c")[1]?.start, clauses("c")[1]?.end)).toBe("DEFERRABLE INITIALLY DEFERRED");
    expect(clauses("g")[0]).toMatchObject({ kind: "Generated", expression: "a || 'x'", stored: true });
    expect(ddl.sql.slice(clauses("g")[0]?.start, clauses("g")[0]?.end)).toBe("GENERATED ALWAYS AS (a || 'x') STORED");
    const type = column(ddl, "g").type;
    expect(type && ddl.sql.slice(type.start, type.end)).toBe("text");
    const [unique, key, check] = ddl.constraints;
    expect(unique).toMatchObject({ kind: "Unique", name: "u", conflict: "REPLACE", columns: ["a", "b"] });
    expect(unique?.written).toEqual(["a COLLATE nocase DESC", "b"]);
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

  it("gives null for what is no list of columns", () => {
    expect(readTableDdl("CREATE TABLE t AS SELECT 1")).toBeNull();
    expect(readTableDdl("CREATE VIRTUAL TABLE t USING fts5(a)")).toBeNull();
    expect(readTableDdl("nonsense")).toBeNull();
  });
});

describe("editing", () => {
  it("moves a primary key between columns and constraint, and keeps the rest", () => {
    const plain = "CREATE TABLE t(\n  a INTEGER PRIMARY KEY, -- one\n  b INT, -- two\n  c -- three\n)";
    const both = withPrimaryKey(read(plain), {
      columns: [
        { name: "c", descending: false },
        { name: "a", descending: true },
      ],
      autoincrement: false,
    });
    expect(both).toBe(
      'CREATE TABLE t(\n  a INTEGER, -- one\n  b INT, -- two\n  c, -- three\n  PRIMARY KEY ("c", "a" DESC)\n)',
    );
    expect(keyOf(both)).toEqual(["c", "a"]);
    const back = withPrimaryKey(read(both), { columns: [{ name: "a", descending: false }], autoincrement: true });
    expect(back).toBe(
      "CREATE TABLE t(\n  a INTEGER PRIMARY KEY AUTOINCREMENT, -- one\n  b INT, -- two\n  c -- three\n)",
    );
    expect(keyOf(back)).toEqual(["a"]);
    expect(primaryKeyOf(read(back))).toEqual({ columns: [{ name: "a", descending: false }], autoincrement: true });
    expect(keyOf(withPrimaryKey(read(both), null))).toEqual([]);
    expect(keyOf(withPrimaryKey(read(back), null))).toEqual([]);
  });

  it("keeps the name and conflict clause of a primary key", () => {
    const moved = withPrimaryKey(read("CREATE TABLE t(a CONSTRAINT k PRIMARY KEY ON CONFLICT REPLACE, b)"), {
      columns: [{ name: "b", descending: false }],
      autoincrement: false,
    });
    expect(moved).toBe('CREATE TABLE t(a, b CONSTRAINT "k" PRIMARY KEY ON CONFLICT REPLACE)');
  });

  it("writes, changes and takes away comments", () => {
    let sql = "CREATE TABLE t(\n  a INT,\n  b INT\n)";
    const comment = (name: string, text: string) => {
      const ddl = read(sql);
      sql = withComment(ddl, column(ddl, name), text);
      return sql;
    };
    expect(comment("a", "one")).toBe("CREATE TABLE t(\n  a INT, -- one\n  b INT\n)");
    expect(comment("b", "two\nlines")).toBe("CREATE TABLE t(\n  a INT, -- one\n  b INT -- two lines\n)");
    expect(comment("a", "uno")).toContain("a INT, -- uno\n");
    expect(comment("a", "")).toBe("CREATE TABLE t(\n  a INT,\n  b INT -- two lines\n)");
    sql = "CREATE TABLE t(a, b)";
    expect(comment("a", "x */ y")).toBe("CREATE TABLE t(a /* x * / y */, b)");
    expect(keyOf(sql)).toEqual([]);
  });

  it("adds and takes away constraints beside comments", () => {
    const added = addConstraintText(read("CREATE TABLE t(a, b -- last\n)"), "UNIQUE (a)");
    expect(keyOf(added)).toEqual([]);
    const ddl = read(added);
    const unique = ddl.constraints[0];
    expect(unique?.columns).toEqual(["a"]);
    const gone = withClauseText(ddl, unique as NonNullable<typeof unique>, null);
    expect(read(gone).constraints).toEqual([]);
    expect(gone).toContain("b -- last");
    const first = read("CREATE TABLE t(a, b, UNIQUE(a), CHECK(b > 0))");
    expect(withClauseText(first, first.constraints[0] as (typeof first.constraints)[0], null)).toBe(
      "CREATE TABLE t(a, b, CHECK(b > 0))",
    );
  });
});
