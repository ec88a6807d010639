/** Of two rules with one name, the same columns or the same text, the one that was chosen is changed, and no other. */
import { expect, test } from "vitest";
import { readTableDdl } from "../../../src-shared/sql/table-ddl.ts";
import type { RuleName } from "../../../src-shared/sql/ddl/rules.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { openModels } from "./open-models.ts";

type Op<K extends SchemaOperation["op"]> = Extract<SchemaOperation, { op: K }>;

const PARENTS = "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE q(id INTEGER PRIMARY KEY);";

/** The table's text after the operations, in one line. */
function after(sql: string, ...operations: SchemaOperation[]): string {
  const { schema, refusals } = openModels(makeDatabase(PARENTS + sql)).draft(...operations);
  expect(refusals).toEqual([]);
  return (
    schema.tables
      .find(({ name }) => name === "t")
      ?.sql?.replace(/\s+/g, " ")
      .replace('"t"', "t") ?? ""
  );
}
function refusalOf(sql: string, ...operations: SchemaOperation[]) {
  const { refusals } = openModels(makeDatabase(PARENTS + sql)).draft(...operations);
  expect(refusals.length).toBe(1);
  return refusals[0] as (typeof refusals)[number];
}
/** What the rule at a place among all of a table is called. */
function rule(sql: string, at: number): RuleName {
  const ddl = readTableDdl(sql);
  const all = [...(ddl?.columns.flatMap(({ clauses }) => clauses) ?? []), ...(ddl?.constraints ?? [])];
  const found = all[at];
  if (!found) throw new Error(`no rule ${at}`);
  return found.rule;
}

const drop = (rule_: RuleName, name = "chk"): SchemaOperation => ({
  op: "dropConstraint",
  table: "t",
  name,
  rule: rule_,
});

test("two CHECKs of one name: either is dropped alone, and renamed alone", () => {
  const sql = "CREATE TABLE t(a INT, CONSTRAINT chk CHECK (a > 0), CONSTRAINT CHK CHECK (a < 9))";
  expect(after(sql, drop(rule(sql, 1)))).toBe("CREATE TABLE t(a INT, CONSTRAINT chk CHECK (a > 0))");
  expect(after(sql, drop(rule(sql, 0)))).toBe("CREATE TABLE t(a INT, CONSTRAINT CHK CHECK (a < 9))");
  const to = { op: "renameConstraint", table: "t", name: "chk", to: "top", rule: rule(sql, 1) } as const;
  expect(after(sql, to)).toBe('CREATE TABLE t(a INT, CONSTRAINT chk CHECK (a > 0), CONSTRAINT "top" CHECK (a < 9))');
});

test("a CHECK and a UNIQUE of one name, at a column and of the table", () => {
  const sql = "CREATE TABLE t(a INT CONSTRAINT k CHECK (a > 0) CONSTRAINT k UNIQUE, CONSTRAINT k UNIQUE (a))";
  expect(after(sql, drop(rule(sql, 0), "k"))).toBe(
    "CREATE TABLE t(a INT CONSTRAINT k UNIQUE, CONSTRAINT k UNIQUE (a))",
  );
  expect(after(sql, drop(rule(sql, 1), "k"))).toContain("t(a INT CONSTRAINT k CHECK (a > 0), CONSTRAINT k UNIQUE (a))");
  expect(after(sql, drop(rule(sql, 2), "k"))).toContain("t(a INT CONSTRAINT k CHECK (a > 0) CONSTRAINT k UNIQUE)");
});

test("two foreign keys on one column, named and not", () => {
  for (const [first, second] of [
    ["REFERENCES p(id) ON DELETE CASCADE DEFERRABLE", "REFERENCES q(id)"],
    ["CONSTRAINT f REFERENCES p(id)", "CONSTRAINT f REFERENCES q(id)"],
  ]) {
    const sql = `CREATE TABLE t(x INT ${first} ${second})`;
    const key = (at: number): SchemaOperation => ({
      op: "dropForeignKey",
      table: "t",
      columns: ["x"],
      rule: rule(sql, at),
    });
    expect(after(sql, key(1))).toBe(`CREATE TABLE t(x INT ${first})`);
    expect(after(sql, key(0))).toBe(`CREATE TABLE t(x INT ${second})`);
  }
});

test("a rule takes the place of another, which may share its name with a third", () => {
  const sql =
    "CREATE TABLE t(a INT CONSTRAINT k CHECK (a > 0), b INT UNIQUE, /* two */ CONSTRAINT k CHECK (a < 9), UNIQUE (a))";
  const check = { op: "addCheck", table: "t", name: "k", expression: "a <> 5" } as const;
  expect(after(sql, { ...check, rule: rule(sql, 0) })).toContain('t(a INT CONSTRAINT "k" CHECK (a <> 5), b INT UNIQUE');
  expect(after(sql, { ...check, rule: rule(sql, 2) })).toContain(
    '/* two */ CONSTRAINT "k" CHECK (a <> 5), UNIQUE (a))',
  );
  const unique: Op<"addUnique"> = { op: "addUnique", table: "t", columns: ["b", "a"], onConflict: "IGNORE" };
  expect(after(sql, { ...unique, rule: rule(sql, 1) })).toContain("b INT, /* two */");
  expect(after(sql, { ...unique, rule: rule(sql, 3) })).toContain(
    'CHECK (a < 9), UNIQUE ("b", "a") ON CONFLICT IGNORE)',
  );
  expect(refusalOf(sql, check).message).toContain("There is a constraint “k” already");
});

test("a list without `rule` that could mean two is refused, with each as a choice", () => {
  const sql = "CREATE TABLE t(x INT REFERENCES p(id) REFERENCES q(id), UNIQUE (x), UNIQUE (x COLLATE NOCASE))";
  const { message, choices } = refusalOf(sql, { op: "dropForeignKey", table: "t", columns: ["x"] });
  expect(message).toContain("There are 2 rules that this could mean: foreign key on x");
  expect(choices.map(({ label }) => label)).toEqual(["REFERENCES p(id) (at “x”)", "REFERENCES q(id) (at “x”)"]);
  expect(after(sql, ...(choices[1]?.operations ?? []))).toContain("t(x INT REFERENCES p(id), UNIQUE (x)");
  expect(refusalOf(sql, { op: "dropUnique", table: "t", columns: ["x"] }).choices.length).toBe(2);
});

test("rules alike to the letter: one goes, and the plan says that the other still holds", () => {
  const sql = "CREATE TABLE t(a INT, CHECK (a > 0), CHECK (A  > 0), UNIQUE (a), UNIQUE (a))";
  const models = openModels(makeDatabase(sql));
  const check = { op: "dropCheck", table: "t", expression: "a > 0" } as const;
  const plan = models.plan({ ...check, rule: rule(sql, 1) }, { op: "dropUnique", table: "t", columns: ["a"] });
  expect(plan.refusals).toEqual([]);
  expect(plan.warnings).toEqual([
    "Another rule that says the same still holds: CHECK (a > 0).",
    "Another rule that says the same still holds: UNIQUE (a).",
  ]);
  expect(rule(sql, 1)).toEqual({ sql: "CHECK (A  > 0)", nth: 1 });
  expect(after(sql, { ...check, rule: rule(sql, 1) })).toBe(
    "CREATE TABLE t(a INT, CHECK (a > 0), UNIQUE (a), UNIQUE (a))",
  );
  expect(after(sql, check, check)).toBe("CREATE TABLE t(a INT, UNIQUE (a), UNIQUE (a))");
});

test("a rule stays the chosen one after earlier operations of the list, and is refused, not mistaken, when it changed", () => {
  const sql = "CREATE TABLE t(a INT, b INT, CONSTRAINT chk CHECK (a > 0), CONSTRAINT chk CHECK (a < 9))";
  const [first, second] = [rule(sql, 0), rule(sql, 1)];
  const rest = after(sql, { op: "addColumn", table: "t", sql: "c", position: "first" }, drop(first), drop(second));
  expect(rest).not.toContain("CHECK");
  // Taken back out of the list, the first drop does not let the second take its place.
  expect(after(sql, drop(second))).toContain("CHECK (a > 0)");
  const rename = { op: "renameColumn", table: "t", column: "a", to: "z" } as const;
  expect(refusalOf(sql, rename, drop(second)).message).toContain("does not stand there as it did");
});

test("one of a column's CHECKs is edited, with its name; others stay", () => {
  const sql = "CREATE TABLE t(a INT CONSTRAINT low CHECK (a > 0) CHECK (a < 9))";
  const change = { op: "changeColumn", table: "t", column: "a" } as const;
  expect(after(sql, { ...change, check: "a > 1", rule: rule(sql, 0) })).toBe(
    "CREATE TABLE t(a INT CONSTRAINT low CHECK (a > 1) CHECK (a < 9))",
  );
  expect(after(sql, { ...change, check: null, rule: rule(sql, 1) })).toBe(
    "CREATE TABLE t(a INT CONSTRAINT low CHECK (a > 0))",
  );
  expect(refusalOf(sql, { ...change, check: "a = 1" }).choices.length).toBe(2);
});

test("UNIQUE and PRIMARY KEY with COLLATE and DESC can be dropped, and are written as they were", () => {
  const sql = "CREATE TABLE t(a TEXT, b TEXT, PRIMARY KEY (a COLLATE NOCASE DESC), UNIQUE (b COLLATE NOCASE, a DESC))";
  expect(after(sql, { op: "dropUnique", table: "t", columns: ["b", "a"] })).not.toContain("UNIQUE");
  expect(after(sql, { op: "setPrimaryKey", table: "t", columns: [] })).not.toContain("PRIMARY");
  expect(
    after(
      "CREATE TABLE t(a TEXT, b TEXT)",
      { op: "setPrimaryKey", table: "t", columns: [{ name: "a", collation: "NOCASE", descending: true }] },
      { op: "addUnique", table: "t", columns: [{ name: "b", collation: "NOCASE" }, "a"] },
    ),
  ).toBe('CREATE TABLE t(a TEXT, b TEXT, PRIMARY KEY ("a" COLLATE "NOCASE" DESC), UNIQUE ("b" COLLATE "NOCASE", "a"))');
});

test("odd lists of constraints keep their letters", () => {
  const sql = "CREATE TABLE t(a INT, CHECK(a) CHECK(a>1)CONSTRAINT x CONSTRAINT y UNIQUE(a), CONSTRAINT alone)";
  expect(after(sql, { op: "addColumn", table: "t", sql: "b", position: "first" })).toBe(
    "CREATE TABLE t( b,a INT, CHECK(a) CHECK(a>1)CONSTRAINT x CONSTRAINT y UNIQUE(a), CONSTRAINT alone)",
  );
  expect(after(sql, drop(rule(sql, 2), "y"))).toContain("CHECK(a) CHECK(a>1) CONSTRAINT alone");
});
