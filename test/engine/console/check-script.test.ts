import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run("CREATE TABLE t(a UNIQUE, b); INSERT INTO t VALUES (1, 'x')");
});
afterEach(() => c.close());

/** Marks as `severity at "text that begins there"`. */
async function marks(sql: string): Promise<string[]> {
  const { marks: found } = await c.handlers["console.check"]({ sql });
  return found.map(({ severity, offset }) => `${severity} ${sql.slice(offset).split(/[\s,;()]/)[0]}`);
}

describe("marks", () => {
  test.each([
    ["select a from t; selec 1; select nope from t", ["error selec", "error nope"]],
    ["select * from nowhere", ["error nowhere"]],
    ["select nofun(a) from t", ["error nofun"]],
    ["select a from t where (a = 1", ["error "]],
    ["select 'never ended", ["error 'never"]],
    ["insert into t(a, c) values (1, 2)", ["error c"]],
    ["select load_extension('x')", []],
    ["select #fff; update t set b = #1", ["error #fff", "error #1"]],
    ["select\u00a0a from t; select 1 as\u200bx; select 'a\u00a0b'", ["error ", "warning \u200bx"]],
    ["pragma jornal_mode = wal", ["warning jornal_mode"]],
    ["pragma main.journal_mode = wal", []],
    ["delete from t; update t set b = (select 1 where 1)", ["warning delete", "warning update"]],
    ["delete from t where a = 1; select :p, ?1, @x", []],
    // Names that will be there by then.
    ["create table u(x); insert into u values (1); select x from u; selec", ["error selec"]],
    ["attach ':memory:' as m; select * from m.t", []],
    ["alter table t rename to v; select * from v", []],
    ["", []],
  ])("%s", async (sql, expected) => {
    expect(await marks(sql)).toEqual(expected);
  });

  test("temporary tables and an open transaction of the console count", async () => {
    await c.run("CREATE TEMP TABLE mine(z); BEGIN; CREATE TABLE open_one(y)");
    expect(await marks("select z from mine; select y from open_one; select n from mine")).toEqual(["error n"]);
  });
});

test("nothing is run, whatever the script would do", async () => {
  const before = c.ask("PRAGMA data_version");
  await marks(
    `delete from t where 1; drop table t; pragma user_version = 9; pragma journal_mode = wal; vacuum into '${c.file}2';
     explain pragma user_version = 8; attach '${c.file}3' as x; begin; create table n(a)`,
  );
  expect(c.ask("PRAGMA data_version")).toEqual(before);
  expect(c.ask("SELECT count(*) FROM t")).toEqual([[1n]]);
  expect(c.ask("PRAGMA user_version")).toEqual([[0n]]);
  expect(c.ask("PRAGMA journal_mode")).toEqual([["delete"]]);
  expect(c.connections.console().db.inTransaction).toBe(false);
});

test("words are those of this build", async () => {
  const words = await c.handlers["console.words"](undefined);
  expect(words.functions.find(({ name }) => name === "group_concat")).toEqual({
    name: "group_concat",
    kind: "window",
    arities: [1, 2],
  });
  expect(words.functions.map(({ name }) => name)).toContain("json_pretty");
  expect(words.functions.every(({ name }) => /^[a-z_]/i.test(name))).toBe(true);
  expect(words.pragmas).toContain("journal_mode");
  expect(words.collations).toEqual(["BINARY", "NOCASE", "RTRIM"]);
  expect(words.modules).toContain("fts5");
  const called = new Map(words.tableFunctions.map((one) => [one.name, one]));
  expect(called.get("json_each")).toMatchObject({ arguments: ["json", "root"] });
  expect(called.get("json_each")?.columns).toContain("fullkey");
  expect(called.get("pragma_table_info")).toMatchObject({ arguments: ["arg", "schema"] });
  // A module that rows can only be had from by CREATE VIRTUAL TABLE.
  expect(called.has("fts5")).toBe(false);
});
