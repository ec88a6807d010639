/** `joinery schema plan|apply` as a shell runs it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { AppliedPlan, SchemaOperation, SchemaPlan } from "../../src-shared/model/schema-change.ts";
import { cli, testFolder } from "./run-cli.ts";

const SQL = `
CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, code TEXT, year INT);
INSERT INTO film VALUES (1, 'Ran', '007', 1985), (2, 'Cléo', '12', NULL);
`;

function made(operations: unknown): { file: string; changes: string } {
  const folder = testFolder();
  const file = join(folder, "test.db");
  new Database(file).exec(SQL).close();
  const changes = join(folder, "changes.json");
  writeFileSync(changes, typeof operations === "string" ? operations : JSON.stringify(operations));
  return { file, changes };
}

const query = (file: string, sql: string): unknown[] => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare(sql).raw(true).all();
  db.close();
  return rows;
};

const GOOD: SchemaOperation[] = [
  { op: "renameColumn", table: "film", column: "title", to: "name" },
  { op: "addColumn", table: "film", sql: "rating REAL", position: "first" },
];

describe("schema plan and apply", () => {
  test("a plan is printed with routes and costs, and nothing is written; applied, it is done, and its reverse undoes it", async () => {
    const { file, changes } = made(GOOD);
    const before = query(file, "SELECT sql FROM sqlite_schema");
    const plan = await cli(["schema", "plan", file, changes]);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    expect(plan.stdout).toMatch(
      /^1\. Rename column “title” of “film” to “name”\n {3}native; can be reversed\n {5}ALTER TABLE/,
    );
    expect(plan.stdout).toMatch(/2\. Add column rating REAL to “film”\n {3}rebuild, 2 rows; can be reversed/);
    expect(query(file, "SELECT sql FROM sqlite_schema")).toEqual(before);
    const applied = await cli(["schema", "apply", file, "-", "--json"], {
      input: JSON.stringify({ operations: GOOD }),
    });
    expect(applied.code).toBe(0);
    expect(query(file, "SELECT rating, id, name FROM film")).toEqual([
      [null, 1, "Ran"],
      [null, 2, "Cléo"],
    ]);
    const { plan: done } = JSON.parse(applied.stdout) as AppliedPlan;
    const back = await cli(["schema", "apply", file, "-"], { input: JSON.stringify(done.reverse) });
    expect(back).toMatchObject({ code: 0, stderr: "" });
    expect(query(file, "SELECT id, title, code, year FROM film")).toEqual(query(file, "SELECT * FROM film"));
  });

  test("a refusal is exit code 1, with the rows in the way and the choices; nothing is written", async () => {
    const { file, changes } = made([...GOOD, { op: "changeColumn", table: "film", column: "year", notNull: true }]);
    for (const action of ["plan", "apply"]) {
      const { code, stderr } = await cli(["schema", action, file, changes]);
      expect(code).toBe(1);
      expect(stderr).toContain("'Cléo'");
      expect(stderr).toContain("possible: Delete these rows");
      expect(stderr).toContain("joinery: operation 3: Change column “year” of “film”: 1 row has no value in “year”.");
    }
    expect(query(file, "SELECT title FROM film")).toHaveLength(2);
    const { refusals } = JSON.parse((await cli(["schema", "plan", file, changes, "--json"])).stdout) as SchemaPlan;
    expect(refusals[0]).toMatchObject({ operation: 2, code: "schema.refused" });
  });

  test("lossy conversions are shown one by one and done when accepted", async () => {
    const { file, changes } = made([{ op: "changeColumn", table: "film", column: "code", type: "INTEGER" }]);
    const refused = await cli(["schema", "apply", file, changes]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("'007' → 7");
    const done = await cli(["schema", "apply", file, changes, "--accept-lossy"]);
    expect(done.code).toBe(0);
    expect(query(file, "SELECT code FROM film")).toEqual([[7], [12]]);
  });

  const losing: [SchemaOperation[], string][] = [
    [[{ op: "dropColumn", table: "film", column: "year" }], "1 value of “year” would go"],
    [[{ op: "sql", sql: "UPDATE film SET year = NULL" }, GOOD[0] as SchemaOperation], "2 rows get other values"],
  ];
  test.each(losing)(
    "what cannot be undone is listed, and done with --lose-data only: %j",
    async (operations, words) => {
      const { file, changes } = made(operations);
      const refused = await cli(["schema", "apply", file, changes]);
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toContain(words);
      expect(refused.stderr).toContain("--lose-data");
      expect(query(file, "SELECT title, year FROM film WHERE id = 1")).toEqual([["Ran", 1985]]);
      expect((await cli(["schema", "apply", file, changes, "--lose-data"])).code).toBe(0);
      expect(query(file, "SELECT * FROM film")[0]).not.toContain(1985);
    },
  );

  test("what is no list of operations says where, and a whole new database can be made", async () => {
    const { file, changes } = made([{ op: "renameTable", table: "film" }]);
    const wrong = await cli(["schema", "plan", file, changes]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("0.to");
    expect((await cli(["schema", "plan", file, made("{").changes])).code).toBe(2);
    expect((await cli(["schema", "plan", file, "nowhere.json"])).code).toBe(3);
    expect((await cli(["schema", "plan", file])).code).toBe(2);
    const fresh = join(testFolder(), "fresh.db");
    const create = JSON.stringify([{ op: "createTable", sql: "CREATE TABLE t (a)" }]);
    expect((await cli(["schema", "apply", fresh, "-"], { input: create })).code).toBe(3);
    expect((await cli(["schema", "apply", fresh, "-", "--create"], { input: create })).code).toBe(0);
    expect(query(fresh, "SELECT name FROM sqlite_schema")).toEqual([["t"]]);
  });
});
