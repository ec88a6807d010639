import { existsSync, readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { reachesOutside } from "../../../src-shared/sql/reaches-outside.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(() => {
  c = openConsole();
});
afterEach(() => c.close());

describe("a script that reaches outside", () => {
  test.each([
    ["select 1; attach 'x.db' as x", [["attach", "x.db", "x"]]],
    ["ATTACH DATABASE \"y z.db\" AS 'a b'", [["attach", "y z.db", "a b"]]],
    ["attach 'a' || 'b' as c", [["attach", null, "c"]]],
    ["attach :where as c", [["attach", null, "c"]]],
    ["attach ':memory:' as m; attach '' as t; vacuum; vacuum main", []],
    ["vacuum into 'copy.db'", [["vacuumInto", "copy.db", null]]],
    ["vacuum main into (select 'x')", [["vacuumInto", null, null]]],
    [
      "Attach 'x.db' As x; vAcUuM iNtO 'y.db'",
      [
        ["attach", "x.db", "x"],
        ["vacuumInto", "y.db", null],
      ],
    ],
    ["\uFEFF/* a */ATTACH/**/'x.db'as x", [["attach", "x.db", "x"]]],
    ["select 'attach'; create table attach_me(a)", []],
    ["create trigger t after insert on x begin select 'vacuum into'; end", []],
    ["explain attach 'x' as y", []],
  ])("%s", (sql, expected) => {
    expect(reachesOutside(sql).map(({ does, file, schema }) => [does, file, schema])).toEqual(expected);
  });

  test("is refused without consent, before anything of it ran, and says what it would do", async () => {
    const copy = `${c.file}.copy`;
    const refused = c.run(
      `CREATE TABLE t(a); VACUUM INTO '${copy}'; ATTACH :db AS other`,
      [{ name: "db", value: "rel.db" }],
      {
        outside: false,
      },
    );
    const error = await refused.catch(toAppErrorData);
    expect(error).toMatchObject({ code: "sql.outside" });
    const { message } = error as { message: string };
    expect(message).toContain(`writes a copy of the database to “${copy}”`);
    expect(message).toContain(`opens “${resolve("rel.db")}” for reading and writing, as other`);
    expect(existsSync(copy)).toBe(false);
    expect(c.ask("SELECT count(*) FROM sqlite_schema")).toEqual([[0n]]);
  });

  test("is refused on a copy also with consent, in any case, and writes nothing", async () => {
    const before = readdirSync(dirname(c.file));
    for (const sql of ["Attach :f As o; Create Table o.t(a)", "Vacuum Into :f"]) {
      const tried = c.run(sql, [{ name: "f", value: `${c.file}.x` }], { onCopy: true, outside: true });
      expect(await tried.catch(toAppErrorData)).toMatchObject({ code: "sql.outside" });
      const refused = c.run(sql, [{ name: "f", value: `${c.file}.x` }], { outside: false });
      expect(await refused.catch(toAppErrorData)).toMatchObject({ code: "sql.outside" });
    }
    expect(readdirSync(dirname(c.file))).toEqual(before);
  });

  test("with consent it runs, and each statement says what it did", async () => {
    const other = `${c.file}.other`;
    const report = await c.run(
      `CREATE TABLE t(a); ATTACH '${other}' AS other; CREATE TABLE other.u(b); VACUUM INTO '${c.file}.copy'; DETACH other`,
    );
    expect(states(report)).toEqual(["done", "done", "done", "done", "done"]);
    expect(report.statements[1]?.notice).toContain(`reads and writes “${other}” too, as other`);
    expect(report.statements[3]?.notice).toBe(`A copy of the database was written to “${c.file}.copy”.`);
    expect(existsSync(other)).toBe(true);
  });
});

test("settings that SQLite ignores say so", async () => {
  await c.run("BEGIN");
  const inside = await c.run("PRAGMA foreign_keys = OFF; PRAGMA foreign_keys");
  expect(inside.statements.map(({ notice }) => notice)).toEqual([
    expect.stringContaining("inside a transaction"),
    undefined,
  ]);
  expect(await c.rows(1)).toEqual([[1n]]);
  await c.handlers["console.endTransaction"]({ action: "rollback" });
  expect((await c.run("PRAGMA foreign_keys = OFF")).statements[0]?.notice).toBeUndefined();
  expect((await c.run("PRAGMA writable_schema = ON")).statements[0]?.notice).toContain("defensive mode");
});

test.each(["SELECT load_extension('x')", "CREATE VIEW v AS SELECT load_extension('x'); SELECT * FROM v"])(
  "%s loads nothing",
  async (sql) => {
    expect(errorOf(await c.run(sql)).detail).toMatch(/not authorized|unsafe use of/);
  },
);

test("tells which tables only the console sees, temporary ones first; none before there are any", async () => {
  const outside = async () =>
    (await c.handlers["console.outside"](undefined)).tables.map(({ schema, name, columns }) => [
      `${schema}.${name}`,
      columns.map((column) => column.name).join(),
    ]);
  await c.run("CREATE TABLE mine(a)");
  expect(await outside()).toEqual([]);
  await c.run(
    `ATTACH '${c.file}.other' AS "o t"; CREATE TABLE "o t".log(line, at); CREATE TEMP VIEW draft AS SELECT a AS b FROM main.mine`,
  );
  expect(await outside()).toEqual([
    ["temp.draft", "b"],
    ["o t.log", "line,at"],
  ]);
  // Also what an open transaction has made.
  await c.run('BEGIN; CREATE TABLE "o t".more(x)');
  expect(await outside()).toHaveLength(3);
  await c.run('ROLLBACK; DROP VIEW draft; DETACH "o t"');
  expect(await outside()).toEqual([]);
});
