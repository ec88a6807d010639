import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { madeElsewhere } from "../fixtures/made-elsewhere.ts";
import { cli, testFolder } from "./run-cli.ts";

const DDL = `
CREATE TABLE "a b"(id INTEGER PRIMARY KEY, n INT DEFAULT 9223372036854775807 CHECK (n IN (1, 9223372036854775807)));
CREATE INDEX i ON "a b"(n);
CREATE TRIGGER tr AFTER INSERT ON "a b" BEGIN SELECT 1; END;
CREATE VIEW v AS SELECT 1 AS x -- the end
;
CREATE VIEW broken AS SELECT * FROM nowhere;
CREATE VIRTUAL TABLE f USING fts5(words);
`;

function made(): string {
  const file = join(testFolder(), "test.db");
  new Database(file).exec(DDL).close();
  return file;
}

/** sqlite_schema's statements, in the order they were made. */
function schemaOf(file: string): unknown[] {
  const db = new Database(file);
  const sql = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").pluck().all();
  db.close();
  return sql;
}

describe("schema show", () => {
  test("prints SQL that makes the same schema again, and names what is broken", async () => {
    const file = made();
    const { code, stdout, stderr } = await cli(["schema", "show", file]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^joinery: “broken” cannot be read: no such table: main\.\w+\. Create what is missing, .+\n$/,
    );
    const again = join(testFolder(), "again.db");
    expect(await cli(["exec", again, "--create", "-"], { input: stdout })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(schemaOf(again)).toEqual(schemaOf(file));
  });

  test("names columns that cannot be computed", async () => {
    const file = madeElsewhere("CREATE TABLE t (a, s AS (slug(a)))");
    expect((await cli(["schema", "show", file])).stderr).toBe(
      "joinery: The column “s” of “t” cannot be computed: unknown function: slug(). The other columns can be read. It needs a function of the program that made it.\n",
    );
  });

  test("shows only what belongs to the tables named, in any case", async () => {
    const file = made();
    const { stdout } = await cli(["schema", "show", file, "A B"]);
    expect(stdout).toMatch(/^CREATE TABLE "a b".*;\nCREATE INDEX i .*;\nCREATE TRIGGER tr .*;\n$/s);
    const missing = await cli(["schema", "show", file, "a b", "nope"]);
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toMatch(/^joinery: There is no table or view “nope”\. /);
  });

  test("as JSON keeps integers exact", async () => {
    const { stdout } = await cli(["schema", "show", made(), "a b", "--json"]);
    const { tables, indexes, triggers } = JSON.parse(stdout) as Record<string, { name: string; columns: unknown[] }[]>;
    expect([tables?.length, indexes?.map(({ name }) => name), triggers?.map(({ name }) => name)]).toEqual([
      1,
      ["i"],
      ["tr"],
    ]);
    expect(tables?.[0]?.columns[1]).toMatchObject({ name: "n", choices: [1, { $integer: "9223372036854775807" }] });
  });
});

test("a missing database: no option is named that this verb does not have", async () => {
  const { code, stderr } = await cli(["schema", "show", "nowhere.db"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^joinery: There is no file .*nowhere\.db.* Check the name\.$/m);
});

const CHINOOK = fileURLToPath(new URL("../../../shared/data/chinook.db", import.meta.url));
describe.skipIf(!existsSync(CHINOOK))("Chinook (skipped when ../shared/data is absent)", () => {
  test("tables, and the same rows as SQLite gives", async () => {
    const { stdout } = await cli(["schema", "show", CHINOOK, "--json"]);
    const { tables } = JSON.parse(stdout) as { tables: { name: string; kind: string }[] };
    expect(tables.filter(({ kind }) => kind === "table")).toHaveLength(11);
    const sql = "SELECT * FROM Track ORDER BY TrackId";
    const { stdout: rows } = await cli(["exec", CHINOOK, "--readonly", "-c", sql, "--format", "json"]);
    const db = new Database(CHINOOK, { readonly: true });
    expect(JSON.parse(rows)).toEqual(db.prepare(sql).all());
    db.close();
  });
});
