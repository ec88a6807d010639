/** Any page of any table, in any order and with any filter, is what SQLite gives when asked directly. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Condition, OrderTerm } from "../../../src-shared/model/rows.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { oddNames } from "../../fixtures/odd-names.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -3n, max: 12n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-1.5, 0.5, 2, 1e300),
  fc.constantFrom("", "a", "A", "b ", "b", "Ab%", "10", "é", "x\0y"),
  fc.constantFrom(new Uint8Array(), new Uint8Array([97]), new Uint8Array([255, 0])),
);

const kinds = ["TEXT", "INTEGER", "REAL", "NUMERIC", "", "TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM"];
const key = ["rowid", "integer primary key", "without rowid"] as const;

const database = fc.record({
  key: fc.constantFrom(...key),
  columns: fc.uniqueArray(fc.constantFrom(...oddNames), {
    minLength: 1,
    maxLength: 4,
    selector: (n) => n.toLowerCase(),
  }),
  kinds: fc.array(fc.constantFrom(...kinds), { minLength: 4, maxLength: 4 }),
  rows: fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { maxLength: 40 }),
  ids: fc.uniqueArray(fc.bigInt({ min: -100n, max: 1000n }), { minLength: 40, maxLength: 40 }),
});
const question = fc.record({
  offset: fc.nat(45),
  limit: fc.integer({ min: 1, max: 50 }),
  order: fc.array(fc.record({ column: fc.nat(3), direction: fc.constantFrom("asc" as const, "desc" as const) }), {
    maxLength: 2,
  }),
  filter: fc.array(
    fc.record({
      column: fc.nat(3),
      operator: fc.constantFrom("=", "<>", "<", "<=", ">", ">=", "isNull", "isNotNull", "contains", "like"),
      value,
    }),
    { maxLength: 2 },
  ),
});

/** The condition as a person would write it for SQLite. */
function direct({ column, operator }: Condition): string {
  const c = quoteName(column);
  if (operator === "isNull") return `${c} ISNULL`;
  if (operator === "isNotNull") return `${c} NOTNULL`;
  if (operator === "=") return `${c} IS ?`;
  if (operator === "<>") return `NOT (${c} IS ?)`;
  if (operator === "like") return `${c} LIKE ?`;
  if (operator === "contains") return `typeof(${c}) != 'blob' AND instr(lower(${c}), lower(?))`;
  return `${c} ${operator} ?`;
}

const asSearched = ({ operator, value }: Condition): Scalar =>
  (operator === "like" || operator === "contains") && (typeof value === "bigint" || typeof value === "number")
    ? String(value)
    : value;

it("readPage gives what SQLite gives", () => {
  fc.assert(
    fc.property(database, fc.array(question, { minLength: 1, maxLength: 6 }), (made, questions) => {
      const width = made.columns.length;
      const at = (i: number) => made.columns[i % width] as string;
      const definitions = made.columns.map((name, i) => `${quoteName(name)} ${made.kinds[i]}`);
      const id = made.key === "rowid" ? "rowid" : "the id";
      if (made.key !== "rowid") definitions.unshift('"the id" INTEGER PRIMARY KEY');
      const path = makeDatabase((db) => {
        db.exec(`CREATE TABLE t(${definitions.join()}) ${made.key === "without rowid" ? "WITHOUT ROWID" : ""}`);
        const names = [id, ...made.columns].map(quoteName).join();
        const insert = db.prepare(`INSERT INTO t(${names}) VALUES (${"?,".repeat(width)}?)`);
        made.rows.forEach((row, i) => insert.run(made.ids[i], ...row.slice(0, width)));
      });
      const rooms = openRooms(path);
      const oracle = new Database(path, { readonly: true });
      oracle.defaultSafeIntegers(true);
      try {
        for (const asked of questions) {
          const order: OrderTerm[] = asked.order.map((term) => ({ ...term, column: at(term.column) }));
          const filter = asked.filter.map((condition) => ({
            ...condition,
            column: at(condition.column),
          })) as Condition[];
          const where = filter.length > 0 ? `WHERE ${filter.map((c) => `(${direct(c)})`).join(" AND ")}` : "";
          const last = order.at(-1)?.direction ?? "asc";
          const by = [...order.map((o) => `${quoteName(o.column)} ${o.direction}`), `${quoteName(id)} ${last}`].join();
          const parameters = filter.filter((c) => !c.operator.startsWith("is")).map(asSearched);
          const all = oracle
            .prepare(`SELECT ${quoteName(id)}, * FROM t ${where} ORDER BY ${by}`)
            .raw()
            .all(...parameters) as Scalar[][];
          const expected = all.slice(asked.offset, asked.offset + asked.limit);
          const page = rooms.page("t", asked.offset, asked.limit, { order, filter });
          expect(page.rows).toEqual(expected.map((row) => row.slice(1)));
          expect(page.keys).toEqual(expected.map((row) => row.slice(0, 1)));
          expect(page).toMatchObject({ offset: asked.offset, placement: "exact" });
          const { rows: total, quality } = page.total;
          const honest = quality === "exact" ? total === all.length : quality === "atLeast" && total <= all.length;
          expect([page.total, all.length, honest]).toEqual([page.total, all.length, true]);
        }
      } finally {
        oracle.close();
        rooms.close();
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
