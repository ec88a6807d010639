import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import {
  countMarks,
  type PlanStep,
  planTree,
  rowsVisited,
} from "../../../renderer/features/sql-console/plan/plan-tree.ts";
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

test("rows visited: loops inside each other multiply, and what is unknown stays unknown", () => {
  const node = (id: number, parent: number, detail: string, rows?: number): PlanNode => ({
    id,
    parent,
    detail,
    ...(rows === undefined ? {} : { rows }),
  });
  expect(rowsVisited(planTree([node(1, 0, "SCAN a", 10), node(2, 0, "SEARCH b USING INDEX i (x=?)", 3)]))).toBe(40);
  const correlated = [node(1, 0, "SCAN a", 10), node(2, 0, "CORRELATED SCALAR SUBQUERY 1"), node(3, 2, "SCAN b", 5)];
  expect(rowsVisited(planTree(correlated))).toBe(60);
  expect(rowsVisited(planTree([node(1, 0, "SCAN a", 10), node(2, 0, "SCAN b")]))).toBeNull();
  expect(rowsVisited(planTree([node(1, 0, "SCAN a", 10), node(2, 0, "USE TEMP B-TREE FOR ORDER BY")]))).toBe(10);
});
