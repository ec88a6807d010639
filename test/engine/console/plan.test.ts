import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run("CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE TABLE u(c, d)");
});
afterEach(() => c.close());

const plan = async (sql: string) => (await c.handlers["console.plan"]({ sql })).nodes;
const details = async (sql: string) => (await plan(sql)).map(({ detail }) => detail);

test("is SQLite's, with its nesting, and changes when an index comes", async () => {
  const sql = "SELECT * FROM t WHERE b = :b ORDER BY a DESC; SELECT 2";
  expect(await details(sql)).toEqual(["SCAN t"]);
  await c.run("CREATE INDEX t_b ON t(b)");
  expect(await details(sql)).toEqual(["SEARCH t USING COVERING INDEX t_b (b=?)"]);
  const nested = await plan("SELECT * FROM t WHERE a IN (SELECT c FROM u ORDER BY d LIMIT 3)");
  const list = nested.find(({ detail }) => detail.startsWith("LIST SUBQUERY"));
  expect(nested.filter(({ parent }) => parent === list?.id).map(({ detail }) => detail)).toEqual([
    "SCAN u",
    "USE TEMP B-TREE FOR ORDER BY",
  ]);
});

test("nothing is run; a statement that says EXPLAIN is explained itself; one without a plan has none", async () => {
  expect(await details("DELETE FROM t")).toEqual([]);
  expect(await details("DELETE FROM u WHERE c = 1")).toEqual(["SCAN u"]);
  await c.run("INSERT INTO u VALUES (1, 2)");
  await details("DELETE FROM u WHERE c = 1");
  expect(c.ask("SELECT count(*) FROM u")).toEqual([[1n]]);
  expect(await details("EXPLAIN QUERY PLAN SELECT * FROM u")).toEqual(["SCAN u"]);
  expect(await details("/* so */ EXPLAIN SELECT * FROM u")).toEqual(["SCAN u"]);
  expect(await details("CREATE TABLE v(a)")).toEqual([]);
  expect(c.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'v'")).toEqual([[0n]]);
});

test("an error has its place in the text", async () => {
  const sql = "\n  SELECT * FROM nowhere";
  const thrown = await plan(sql).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  expect((thrown as AppError).data.place).toMatchObject({ line: 2, offset: sql.indexOf("nowhere") });
  await expect(plan("-- nothing")).rejects.toThrow("no statement");
});
