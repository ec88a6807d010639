import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { countMarks, type PlanStep, planTree } from "../../../renderer/features/sql-console/plan/plan-tree.ts";
import type { PlanNode } from "../../../src-shared/model/query-plan.ts";

const db = new Database(":memory:");
db.exec(`CREATE TABLE t(a INTEGER PRIMARY KEY, b, c); CREATE TABLE u(x, y); CREATE INDEX t_b ON t(b)`);

/** SQLite's own plan, so that a change of its words fails here. */
function tree(sql: string): PlanStep[] {
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as PlanNode[];
  return planTree(rows.map(({ id, parent, detail }) => ({ id, parent, detail })));
}
const marks = (sql: string) => Object.fromEntries(countMarks(tree(sql)));

describe("marks", () => {
  test.each([
    ["SELECT * FROM t", { scan: 1 }],
    ["SELECT * FROM t AS many ORDER BY c", { scan: 1, sort: 1 }],
    ["SELECT b FROM t", { indexScan: 1 }],
    ["SELECT * FROM t WHERE b = 1", { search: 1 }],
    ["SELECT * FROM t WHERE a = 1", { search: 1 }],
    ["SELECT c, count(*) FROM t GROUP BY c", { scan: 1, temporary: 1 }],
    ["SELECT * FROM t WHERE b = 1 ORDER BY b, c", { search: 1, sort: 1 }],
    ["SELECT * FROM u JOIN u AS v ON u.x = v.y", { scan: 1, automatic: 1 }],
    ["WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT * FROM n", {}],
    ["SELECT * FROM json_each('[1]')", {}],
    ["VALUES (1), (2)", {}],
  ])("%s", (sql, expected) => {
    // A recursive step scans its own queue: that is SQLite's word for it, and no table's row.
    expect(marks(sql)).toEqual(expected);
  });
});

test("steps stand below the one they belong to", () => {
  const [outer, list] = tree("SELECT * FROM u WHERE x IN (SELECT b FROM t WHERE c = 1)");
  expect(outer?.detail).toBe("SCAN u");
  expect(list?.detail).toMatch(/^LIST SUBQUERY/);
  expect(list?.steps[0]).toMatchObject({ detail: "SCAN t", mark: "scan", steps: [] });
});
