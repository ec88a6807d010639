/** Texts of CREATE statements, edited, and the operations they come to. */
import { describe, expect, it } from "vitest";
import { ddlChanges } from "../../../renderer/features/model-editor/ddl/ddl-changes.ts";
import { createHead } from "../../../src-shared/sql/create-head.ts";

const own = [
  { kind: "table", name: "t", sql: "CREATE TABLE t(\n  a INT, -- one\n  b TEXT\n)" },
  { kind: "index", name: "i", sql: "CREATE INDEX i ON t(a)" },
  { kind: "trigger", name: "tr", sql: "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END" },
] as const;
const text = own.map(({ sql }) => `${sql};\n`).join("\n");
const changes = (edit: (sql: string) => string, dropped: string[] = []) =>
  ddlChanges(own, edit(text), new Set(dropped));

describe("heads of CREATE statements", () => {
  it("are read with every kind of name", () => {
    const head = (sql: string) => createHead(sql) && `${createHead(sql)?.kind} ${createHead(sql)?.name}`;
    expect(head('CREATE TABLE IF NOT EXISTS main."a b"(x)')).toBe("table a b");
    expect(head("create unique index [i] on t(a)")).toBe("index i");
    expect(head("/* c */ CREATE VIRTUAL TABLE f USING fts5(a)")).toBe("virtual f");
    expect(head("CREATE TEMPORARY TRIGGER `x``y` AFTER")).toBe("trigger x`y");
    expect(head("CREATE TABLE")).toBeNull();
    expect(head("CREATE TABLE (")).toBeNull();
    expect(head("SELECT 1")).toBeNull();
  });
});

describe("an edited text", () => {
  it("comes to nothing when nothing was edited", () => {
    expect(changes((sql) => sql).operations).toEqual([]);
    expect(changes((sql) => `${sql}\n\n;`).operations).toEqual([]);
  });

  it("redefines the table for a column more, and for a comment", () => {
    const sql = "CREATE TABLE t(\n  a INT, -- two\n  b TEXT, c\n)";
    expect(changes((t) => t.replace(own[0].sql, sql)).operations).toEqual([{ op: "redefineTable", table: "t", sql }]);
  });

  it("takes a column of another name at its place for renamed, unless told otherwise", () => {
    const renamed = changes((sql) => sql.replace("a INT", "alpha INT"));
    expect(renamed.choices).toEqual([{ from: "a", to: "alpha" }]);
    expect(renamed.operations).toEqual([{ op: "renameColumn", table: "t", column: "a", to: "alpha" }]);
    const dropped = changes((sql) => sql.replace("a INT", "alpha INT"), ["a"]);
    expect(dropped.operations).toMatchObject([{ op: "redefineTable", table: "t" }]);
    expect(dropped.choices).toEqual(renamed.choices);
  });

  it("renames and redefines where both were done", () => {
    const both = changes((sql) =>
      sql.replace("CREATE TABLE t(", "CREATE TABLE things(").replace("a INT", "alpha BIGINT"),
    );
    expect(both.name).toBe("things");
    expect(both.operations).toMatchObject([
      { op: "renameTable", table: "t", to: "things" },
      { op: "renameColumn", table: "things", column: "a", to: "alpha" },
      { op: "redefineTable", table: "things" },
    ]);
  });

  it("adds, changes and drops indexes and triggers", () => {
    const edited = changes((sql) =>
      sql.replace("ON t(a)", "ON t(a, b)").replace(`${own[2].sql};`, "CREATE VIEW v AS SELECT 1;"),
    );
    expect(edited.operations).toEqual([
      { op: "dropTrigger", name: "tr" },
      { op: "redefineIndex", name: "i", sql: "CREATE INDEX i ON t(a, b)" },
      { op: "createView", sql: "CREATE VIEW v AS SELECT 1" },
    ]);
    expect(edited.places[0]).toBeNull();
    expect(text.replace("ON t(a)", "ON t(a, b)").slice(edited.places[1] ?? 0)).toMatch(/^CREATE INDEX/);
  });

  it("says what cannot stand there, and where", () => {
    expect(changes((sql) => `${sql}DROP TABLE t`).error?.offset).toBe(text.length);
    expect(changes((sql) => sql.replace(own[0].sql, "CREATE INDEX j ON t(b)")).error?.message).toMatch(/missing/);
    expect(changes((sql) => `${sql}${own[1].sql}`).error?.message).toMatch(/twice/);
    expect(changes((sql) => `${sql}CREATE TEMP VIEW v AS SELECT 1`).error?.message).toMatch(/TEMP/);
    expect(changes((sql) => `${sql}\0`).error?.message).toMatch(/NUL/);
  });
});
