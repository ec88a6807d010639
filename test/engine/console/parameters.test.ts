import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { looksLike, type Parameter, readLiteral, readParameter } from "../../../src-shared/model/parameter.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { inlineNamed } from "../../../src-shared/sql/inline-parameters.ts";
import { parameterNames } from "../../../src-shared/sql/parameters.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(() => {
  c = openConsole();
});
afterEach(() => c.close());

const given = (values: Record<string, Scalar>): Parameter[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

describe("bind parameters", () => {
  test("all five ways of writing them, each value in its storage class", async () => {
    await c.run(
      "SELECT ?, ?3, :a, @b, $c, ?, typeof(?1), typeof(?3), typeof(:a), typeof(@b), typeof($c)",
      given({ 1: 9223372036854775807n, 3: 1, a: "x", b: null, c: new Uint8Array([0, 255]), 7: "last" }),
    );
    const [row = []] = await c.rows();
    expect(row.slice(0, 4)).toEqual([9223372036854775807n, 1, "x", null]);
    expect([...(row[4] as Uint8Array)]).toEqual([0, 255]);
    expect(row.slice(5)).toEqual(["last", "integer", "real", "text", "null", "blob"]);
  });

  test("one value for a name in several statements, also where rows are changed", async () => {
    const report = await c.run(
      "CREATE TABLE t(a, b); INSERT INTO t VALUES (:a, :b); UPDATE t SET b = :b || :b WHERE a = :a; SELECT * FROM t",
      given({ a: 1n, b: "x" }),
    );
    expect(states(report)).toEqual(["done", "done", "done", "done"]);
    expect(report.statements[2]?.changes).toBe(1);
    expect(await c.rows(3)).toEqual([[1n, "xx"]]);
  });

  test("numbers nothing refers to, a name __proto__, one written in two ways", async () => {
    await c.run(
      "SELECT ?4, :__proto__, @a, :a, ?004",
      given({ 4: 4n, __proto: 0n, a: 1n, "004": 9n }).concat([{ name: "__proto__", value: 7n }]),
    );
    expect(await c.rows()).toEqual([[4n, 7n, 1n, 1n, 4n]]);
  });

  test("a parameter without a value fails with its name, and nothing of the script is stored", async () => {
    const report = await c.run("CREATE TABLE t(a); INSERT INTO t VALUES (:who)");
    expect(errorOf(report)).toMatchObject({ code: "sql.failed" });
    expect(errorOf(report).message).toContain(":who");
    expect(errorOf(report).next).toContain("nothing of this script was stored");
    expect(c.ask("SELECT count(*) FROM sqlite_schema")).toEqual([[0n]]);
  });

  test("SQLite's own refusals stay its own", async () => {
    expect(errorOf(await c.run("SELECT ?999999", [])).message).toMatch(/variable number|between/);
    expect(errorOf(await c.run("SELEC :a", [])).code).toBe("sql.syntax");
    expect(errorOf(await c.run("CREATE VIEW v AS SELECT :a", given({ a: 1n }))).message).toContain("parameters");
  });
});

test("names of a script: each once, none from strings, comments and quoted names", () => {
  expect(parameterNames("SELECT :a, '@no', \"$no\", /* ?9 */ ?; SELECT @a, $b -- :no\n, x FROM t[:no]")).toEqual([
    "a",
    "2",
    "b",
  ]);
  expect(parameterNames("SELECT 1")).toEqual([]);
});

test("values as they are written", () => {
  expect(readLiteral("12")).toBe(12n);
  expect(readLiteral("-1.5e3")).toBe(-1500);
  expect(readLiteral("null")).toBeNull();
  expect(readLiteral("'12'")).toBe("12");
  expect(readLiteral("it's")).toBe("it's");
  expect(readLiteral("99999999999999999999")).toBe("99999999999999999999");
  expect([...(readLiteral("x'00FF'") as Uint8Array)]).toEqual([0, 255]);
  expect(readParameter("text", " 12 ")).toBe(" 12 ");
  expect(readParameter("real", "5")).toBe(5);
  expect(() => readParameter("integer", "5.5")).toThrow(RangeError);
  expect(() => readParameter("integer", "9223372036854775808")).toThrow(RangeError);
  expect(() => readParameter("blob", "abc")).toThrow(RangeError);
  expect(looksLike("2024-01-01")).toBe("text");
});

describe("values in the places of parameters", () => {
  test.each([
    "select ?, ?, ?2, ?",
    "select ?3, ?, :a, @b, :a, ?1",
    "select :x - -:x, '?', $x /* ? */ from (select 1) where ?5 is not ?",
    "select ?01, ?1",
  ])("%s gives what binding them gives", async (sql) => {
    const names = parameterNames(sql);
    const values: Scalar[] = [-5n, "o'clock", -1.5, null, new Uint8Array([0, 255]), 9_223_372_036_854_775_807n];
    const parameters = names.map((name, i) => ({ name, value: values[i % values.length] ?? null }));
    await c.run(sql, parameters);
    const bound = await c.rows();
    expect(bound).toHaveLength(1);
    await c.run(inlineNamed(sql, new Map(parameters.map(({ name, value }) => [name, value]))));
    expect(await c.rows()).toEqual(bound);
  });
});
