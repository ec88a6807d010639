/** Rules of the schema that need no database. */
import { describe, expect, it } from "vitest";
import { affinityOf, strictAffinityOf } from "../../../electron/engine/schema/affinity.ts";
import { readDdlFacts } from "../../../electron/engine/schema/ddl-facts.ts";
import { foldName, sameName } from "../../../electron/engine/schema/same-name.ts";

describe("affinity", () => {
  // The examples of https://www.sqlite.org/datatype3.html §3.1.1
  it.each([
    ["BIGINT", "integer"],
    ["UNSIGNED BIG INT", "integer"],
    ["CHARINT", "integer"],
    ["FLOATING POINT", "integer"],
    ["VARYING CHARACTER(255)", "text"],
    ["clob", "text"],
    ["BLOB", "blob"],
    ["", "blob"],
    ["DOUBLE PRECISION", "real"],
    ["DECIMAL(10,5)", "numeric"],
    ["DATETIME", "numeric"],
    ["STRING", "numeric"],
  ])("%s is %s", (type, affinity) => expect(affinityOf(type)).toBe(affinity));
  it("of ANY keeps values in a STRICT table only", () => {
    expect([affinityOf("ANY"), strictAffinityOf("ANY")]).toEqual(["numeric", "blob"]);
  });
});

describe("names", () => {
  it("are equal without regard to the case of ASCII letters only", () => {
    expect(sameName("Tab_1", "tAB_1")).toBe(true);
    expect(sameName("É", "é")).toBe(false);
    expect(foldName("İK")).toBe("İk");
  });
});

describe("facts of the DDL", () => {
  it("collations, choices and AUTOINCREMENT", () => {
    const facts = readDdlFacts(`CREATE TABLE "a b" (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      Name TEXT COLLATE nocase CHECK ((Name IN ('x', 'it''s'))),
      n INT CHECK (n IN (1, -2, 9223372036854775807)),
      m CHECK (m NOT IN (1)), o CHECK (o IN (1, 2.5)), p CHECK (p IN ('a') OR p IS NULL),
      [q r] TEXT, CHECK ([q r] IN ('only')))`);
    expect(facts.autoincrement).toBe(true);
    expect([...facts.collations]).toEqual([["name", "nocase"]]);
    expect([...facts.choices]).toEqual([
      ["name", ["x", "it's"]],
      ["n", [1n, -2n, 9223372036854775807n]],
      ["q r", ["only"]],
    ]);
  });
  it("are none, and no error, where the text is not understood", () => {
    for (const sql of [null, "", "CREATE TABLE t(a CHECK", "CREATE TABLE t AS SELECT 1 COLLATE x", "check collate"]) {
      expect(readDdlFacts(sql)).toMatchObject({ autoincrement: false, collations: new Map(), choices: new Map() });
    }
  });
});
