/** Expressions and conditions over values that the page shows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Evaluated } from "../../../src-shared/model/evaluate.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

function open() {
  const path = makeDatabase(`
    create table t (id integer primary key, "a b" text collate nocase, n numeric, "x""y" text, js text);
    create table other (v); insert into other values (10), (20);
  `);
  const rooms = openRooms(path);
  const evaluate = (question: {
    columns?: string[];
    rows?: Scalar[][];
    expressions?: string[];
    conditions?: RowFilter[];
  }): Evaluated =>
    rooms.rows["rows.evaluate"]({
      table: { schema: "main", name: "t" },
      columns: [],
      rows: [[]],
      expressions: [],
      conditions: [],
      ...question,
    }) as Evaluated;
  return { rooms, evaluate };
}

test("values keep their class, their column's name and its collation", () => {
  const { evaluate } = open();
  const { rows, errors } = evaluate({
    columns: ["a b", 'x"y', "n"],
    rows: [
      ["Ann", 9007199254740993n, 1.5],
      [null, new Uint8Array([1, 2]), -1n],
    ],
    expressions: [`upper("a b") || '!'`, `typeof("x""y")`, "n * 2", "(select sum(v) from other) -- all"],
    conditions: [
      { column: "a b", operator: "=", value: "ann" },
      { column: "n", operator: ">", value: 0n },
      { column: "a b", operator: "regex", value: "^a" },
    ],
  });
  expect(errors).toEqual([null, null, null, null, null, null, null]);
  expect(rows).toEqual([
    ["ANN!", "integer", 3, 30n, 1n, 1n, 1n],
    [null, "blob", -2n, 30n, 0n, 0n, null],
  ]);
});

test("one that cannot be compiled says why; one that fails for a row is NULL there", () => {
  const { evaluate } = open();
  const { rows, errors } = evaluate({
    columns: ["js"],
    rows: [['{"a":1}'], ["{"]],
    expressions: ["json_extract(js, '$.a')", "nope(js)", "1; drop table t", "js, js", "?1"],
    conditions: [{ column: "js", operator: "regex", value: "(" }],
  });
  expect(rows).toEqual([
    [1n, null, null, null, null, null],
    [null, null, null, null, null, null],
  ]);
  expect(errors[0]).toBeNull();
  expect(errors[1]).toContain("no such function: nope");
  expect(errors[2]).toContain("semicolon");
  expect(errors[3]).not.toBeNull();
  expect(errors[4]).toContain("parameter");
  expect(errors[5]).toContain("regular expression");
});

test("a regular expression that never ends is stopped, and the engine goes on", () => {
  const { evaluate } = open();
  const conditions: RowFilter[] = [{ column: "a b", operator: "regex", value: "^(a+)+$" }];
  const error = errorOf(() => evaluate({ columns: ["a b"], rows: [[`${"a".repeat(40)}!`]], conditions }));
  expect(error.code).toBe("engine.stopped");
  expect(evaluate({ expressions: ["1 + 1"] }).rows).toEqual([[2n]]);
});

test("conditions say of a value what a filter says of the row that stores it", () => {
  const { rooms, evaluate } = open();
  const value = fc.oneof(
    fc.constant(null),
    fc.bigInt({ min: -20n, max: 20n }),
    fc.constantFrom(0.5, -3.25, 7),
    fc.constantFrom("a", "A", "ab", "10", "9", "", "é"),
    fc.constant(new Uint8Array([97])),
  );
  const operator = fc.constantFrom(
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "contains",
    "startsWith",
    "like",
    "isNull",
    "isEmpty",
  );
  const { connections } = rooms;
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), operator, value, (values, how, wanted) => {
      const condition = { column: "js", operator: how, value: wanted } as RowFilter;
      const writer = connections.writer();
      const put = writer.db.prepare("insert into t (js) values (?)");
      writer.db.transaction(() => {
        writer.db.exec("delete from t");
        for (const one of values) put.run(one);
      })();
      // As stored: the column's affinity turned numbers into text.
      const stored = writer.query({ sql: "select js from t order by id", parameters: [] }).rows as Scalar[][];
      const source = { table: { schema: "main", name: "t" }, order: [], filter: [condition] };
      const page = rooms.page("t", 0, 200, source);
      // A TEXT column compares a number as text; the page's conditions on such a column carry text.
      if (typeof wanted !== "string" && wanted !== null) return;
      const said = evaluate({ columns: ["js"], rows: stored, conditions: [condition] }).rows;
      expect(said.filter(([fits]) => fits === 1n)).toHaveLength(page.rows.length);
    }),
    { numRuns: 60 },
  );
});
