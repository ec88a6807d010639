/**
 * Random schemas with random rows × random operations in one plan: applied, reversed and applied again, or refused with the file
 * as it was. A plan that is clean applies, and so does its way back. JOINERY_RANDOM_PLANS=2000 for more, JOINERY_SEED to see one again.
 */
import { copyFileSync } from "node:fs";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName as q } from "../../../src-shared/sql/quote-name.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";
import { type DatabaseState, differences, stateOf } from "./lossless.ts";
import { openModels } from "./open-models.ts";

const PLANS = Number(process.env.JOINERY_RANDOM_PLANS ?? 40);
const TABLES = ["t", "u", 'odd "one"', "select"];
const COLUMNS = ["a", "b", "rowid", "c d", "ü"];
const TYPES = ["", "INT", "INTEGER", "TEXT", "REAL", "NUMERIC", "BLOB", "VARCHAR(10)", "ANY"];
const CLAUSES = [
  "",
  "",
  "",
  "NOT NULL DEFAULT 0",
  "DEFAULT 'x'",
  "DEFAULT (1 + 2)",
  "UNIQUE",
  "COLLATE NOCASE",
  "CHECK (1 = 1)",
  "CONSTRAINT named CHECK (2 = 2)",
  "NOT NULL ON CONFLICT REPLACE DEFAULT 'r'",
  "/* a comment */",
  "-- a line\n",
];
/** What a column that is added can bring with it; `?` is its name. */
const BROUGHT = [
  "DEFAULT 1 CHECK (? > 1)",
  "DEFAULT 2 CHECK (? > 1)",
  "UNIQUE DEFAULT 2",
  "UNIQUE",
  "DEFAULT 1 REFERENCES t",
  "DEFAULT 9 REFERENCES u DEFERRABLE INITIALLY DEFERRED",
  "NOT NULL",
  "NOT NULL DEFAULT NULL",
  'NOT NULL AS ("a")',
  'AS (typeof("a")) STORED UNIQUE',
  'AS ("a") CHECK (? IS NOT NULL)',
  "COLLATE NOCASE DEFAULT 'x' CHECK (? <> 'X')",
];
const VALUES = [
  "1",
  "2",
  "-7",
  "1.5",
  "'x'",
  "'X'",
  "'12'",
  "'007'",
  "NULL",
  "x'00ff'",
  "9223372036854775807",
  "9e999",
  "''",
];

const pick = <T>(list: readonly T[]) => fc.constantFrom(...list);

const tableSql = (name: string) =>
  fc
    .record({
      key: pick(["none", "integer", "autoincrement", "int", "composite", "without rowid"]),
      columns: fc.array(fc.tuple(pick(TYPES), pick(CLAUSES)), { minLength: 1, maxLength: 4 }),
      generated: fc.boolean(),
      parent: fc.option(pick(TABLES)),
      rows: fc.array(fc.array(pick(VALUES), { minLength: 5, maxLength: 5 }), { maxLength: 6 }),
      index: fc.boolean(),
      view: fc.boolean(),
      trigger: fc.boolean(),
      unique: fc.boolean(),
    })
    .map((t) => {
      const columns = t.columns.map(([type, clauses], i) => `${q(COLUMNS[i] as string)} ${type} ${clauses}`.trim());
      const keyed = t.key !== "none" && t.key !== "composite";
      const keys: Record<string, string> = {
        integer: "INTEGER PRIMARY KEY",
        autoincrement: "INTEGER PRIMARY KEY AUTOINCREMENT",
        int: "INT PRIMARY KEY",
        "without rowid": "TEXT PRIMARY KEY",
      };
      const all = [
        ...(keyed ? [`id ${keys[t.key]}`] : []),
        ...columns,
        ...(t.generated ? [`g AS (length("a")) ${t.index ? "STORED" : "VIRTUAL"}`] : []),
        ...(t.parent === null ? [] : [`p INTEGER`]),
        ...(t.key === "composite" ? [`PRIMARY KEY ("a"${t.columns.length > 1 ? ', "b"' : ""})`] : []),
        ...(t.parent === null ? [] : [`FOREIGN KEY (p) REFERENCES ${q(t.parent)} ON DELETE CASCADE`]),
      ];
      const names = columns.map((_, i) => q(COLUMNS[i] as string));
      return [
        `CREATE TABLE ${q(name)} (${all.join(",\n ")}\n)${t.key === "without rowid" ? " WITHOUT ROWID" : ""}`,
        ...(t.index ? [`CREATE INDEX ${q(`i ${name}`)} ON ${q(name)} ("a" DESC)`] : []),
        ...(t.unique && !t.index
          ? [`CREATE UNIQUE INDEX ${q(`u ${name}`)} ON ${q(name)} ("a" COLLATE NOCASE) WHERE "a" > 0`]
          : []),
        ...(t.view ? [`CREATE VIEW ${q(`v ${name}`)} AS SELECT "a" FROM ${q(name)}`] : []),
        ...t.rows.map(
          (row, i) =>
            `INSERT OR IGNORE INTO ${q(name)} (${keyed ? "id, " : ""}${names.join(", ")}) VALUES (${keyed ? `${i * 3 + 1}, ` : ""}${row.slice(0, names.length).join(", ")})`,
        ),
        ...(t.trigger
          ? [`CREATE TRIGGER ${q(`tr ${name}`)} AFTER UPDATE ON ${q(name)} BEGIN SELECT new."a"; END`]
          : []),
      ];
    });

const schemas = fc
  .tuple(...TABLES.map(tableSql), fc.integer({ min: 1, max: TABLES.length }), fc.boolean())
  .map((parts) => {
    const analyze = parts.at(-1) as boolean;
    const count = parts.at(-2) as number;
    return [...(parts.slice(0, TABLES.length) as string[][]).slice(0, count).flat(), ...(analyze ? ["ANALYZE"] : [])];
  });

/** Numbers by which an operation is chosen once the schema is known. */
const choices = fc.array(fc.array(fc.nat({ max: 997 }), { minLength: 5, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

function operationOf(
  schema: DatabaseSchema,
  [kind = 0, which = 0, column = 0, x = 0, y = 0]: number[],
  place: number,
): SchemaOperation | null {
  const tables = schema.tables.filter((table) => table.kind === "table");
  const table = tables[which % tables.length] as Table;
  const t = table.name;
  const c = table.columns[column % table.columns.length]?.name ?? "";
  const other = table.columns[x % table.columns.length]?.name ?? "";
  const fresh = `n${place} ${x % 3}`;
  const change = (what: Partial<SchemaOperation>) =>
    ({ op: "changeColumn", table: t, column: c, ...what }) as SchemaOperation;
  const all: (() => SchemaOperation)[] = [
    () => ({ op: "renameTable", table: t, to: `T ${fresh}` }),
    () => ({ op: "renameColumn", table: t, column: c, to: fresh }),
    () => ({
      op: "addColumn",
      table: t,
      sql: `${q(fresh)} ${TYPES[x % TYPES.length]} ${CLAUSES[y % CLAUSES.length]}`.trim(),
    }),
    () => ({ op: "addColumn", table: t, sql: `${q(fresh)} INT`, position: x % 2 === 0 ? "first" : { after: c } }),
    () => ({
      op: "addColumn",
      table: t,
      sql: `${q(fresh)} ${TYPES[x % TYPES.length]} ${BROUGHT[y % BROUGHT.length]?.replace("?", q(fresh))}`.trim(),
      ...(x % 5 === 0 ? { fill: VALUES[y % VALUES.length] as string } : {}),
    }),
    () => ({ op: "sql", sql: `UPDATE ${q(t)} SET ${q(c)} = ${VALUES[y % VALUES.length]}` }),
    () => change({ generated: { expression: `${q(other)} || 1`, kind: y % 2 === 0 ? "stored" : "virtual" } } as never),
    () => ({ op: "dropColumn", table: t, column: c }),
    () => ({ op: "moveColumn", table: t, column: c, position: x % 2 === 0 ? "first" : { after: other } }),
    () => change({ type: TYPES[x % TYPES.length], ...(y % 2 === 0 ? { acceptLossy: true } : {}) } as never),
    () => change({ notNull: x % 2 === 0, ...(y % 2 === 0 ? { fill: "'f'" } : {}) } as never),
    () => change({ default: x % 3 === 0 ? null : x % 3 === 1 ? "5" : "1 + 1" } as never),
    () => change({ collation: x % 2 === 0 ? "NOCASE" : null } as never),
    () => change({ check: x % 2 === 0 ? null : `${q(c)} IS NOT 'zz'` } as never),
    () => change({ comment: x % 2 === 0 ? null : "a, comment)" } as never),
    () => ({
      op: "addCheck",
      table: t,
      ...(x % 2 === 0 ? { name: fresh } : {}),
      expression: y % 2 === 0 ? "3 = 3" : `typeof(${q(c)}) <> 'real'`,
    }),
    () => ({ op: "addUnique", table: t, columns: x % 2 === 0 ? [c] : [...new Set([c, other])] }),
    () => ({ op: "dropConstraint", table: t, name: "named" }),
    () => ({ op: "dropCheck", table: t, expression: "1 = 1" }),
    () => ({ op: "renameConstraint", table: t, name: "named", to: fresh }),
    () => ({
      op: "setTableOptions",
      table: t,
      ...(x % 2 === 0 ? { strict: !table.strict } : { withoutRowid: !table.withoutRowid }),
      acceptLossy: true,
    }),
    () => ({
      op: "setPrimaryKey",
      table: t,
      columns: x % 3 === 0 ? [] : [{ name: c, descending: y % 2 === 0 }],
      ...(x % 5 === 1 ? { autoincrement: true } : {}),
    }),
    () => ({
      op: "addForeignKey",
      table: t,
      columns: [c],
      parentTable: (tables[x % tables.length] as Table).name,
      onDelete: "SET NULL",
    }),
    () => ({ op: "dropForeignKey", table: t, columns: ["p"] }),
    () => ({
      op: "createIndex",
      sql: `CREATE ${x % 3 === 0 ? "UNIQUE " : ""}INDEX ${q(`i ${fresh}`)} ON ${q(t)} (${q(c)}, ${q(other)} DESC)`,
    }),
    () => ({ op: "createView", sql: `CREATE VIEW ${q(`v ${fresh}`)} AS SELECT * FROM ${q(t)}` }),
    () => ({ op: "redefineTable", table: t, sql: table.sql ?? "" }),
    () => ({ op: "dropTable", table: t }),
  ];
  return all[kind % all.length]?.() ?? null;
}

/** What is different when each operation is a plan of its own; nothing when one of them alone is refused. */
function oneByOne(path: string, operations: readonly SchemaOperation[], after: DatabaseState): string[] {
  const models = openModels(path);
  try {
    for (const operation of operations) models.apply(operation);
  } catch {
    return [];
  } finally {
    models.close();
  }
  const sequence = { objects: ["table sqlite_sequence"], sequence: true };
  return differences(stateOf(path), after, { byTokens: true, statistics: true, ...sequence });
}

test("random plans are reversible as they say, or refused and nothing is touched", { timeout: 600_000 }, () => {
  const folder = tempFolder({ inMemory: true });
  let file = 0;
  const seed = Number(process.env.JOINERY_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`random plans: JOINERY_SEED=${seed}\n`);
  const told = { applied: 0, reversed: 0, refused: 0 };
  fc.assert(
    fc.property(schemas, choices, (statements, chosen) => {
      const path = `${folder}/${file++}.db`;
      const db = new Database(path);
      db.pragma("foreign_keys = OFF");
      db.pragma("synchronous = OFF");
      for (const sql of statements) {
        try {
          db.exec(sql);
        } catch {
          // Not every text that comes out is one that SQLite takes.
        }
      }
      const empty = db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get() === 0;
      db.close();
      if (empty) return;
      const models = openModels(path);
      try {
        const operations: SchemaOperation[] = [];
        for (const [place, numbers] of chosen.entries()) {
          const { schema, refusals } = models.draft(...operations);
          const next =
            refusals.length > 0 || !schema.tables.some(({ kind }) => kind === "table")
              ? null
              : operationOf(schema, numbers, place);
          if (next) operations.push(next);
        }
        if (operations.length === 0) return;
        const before = stateOf(path);
        const copy = `${path}-one-by-one`;
        copyFileSync(path, copy);
        const plan = models.plan(...operations);
        if (plan.refusals.length > 0) {
          try {
            models.apply(...operations);
          } catch (thrown) {
            expect((thrown as Error).message).toBe(plan.refusals[0]?.message);
            expect(differences(before, stateOf(path))).toEqual([]);
            told.refused++;
            return;
          }
          // Rows that would have been in the way are gone by the end of the plan.
          expect(plan.refusals[0]?.detail).toBeDefined();
          return;
        }
        const { plan: applied } = models.apply(...operations);
        expect(applied.reversible, "what was applied says of its way back what the plan said").toBe(plan.reversible);
        told.applied++;
        const after = stateOf(path);
        expect(after.integrity).toEqual(before.integrity);
        expect(oneByOne(copy, operations, after), "one by one").toEqual([]);
        if (plan.reversible === "no") return;
        expect(models.plan(...plan.reverse).refusals, "the way back").toEqual([]);
        models.apply(...plan.reverse);
        if (plan.reversible !== "exact") return;
        const keys = operations.some(({ op }) => op === "setPrimaryKey" || op === "setTableOptions");
        // SQLite keeps its table of sequences once there was a reason for it.
        const sequence = keys ? { sequence: true, objects: ["table sqlite_sequence"] } : {};
        expect(
          differences(before, stateOf(path), { byTokens: true, statistics: true, ...sequence }),
          "reversed",
        ).toEqual([]);
        models.apply(...operations);
        expect(
          differences(after, stateOf(path), { byTokens: true, statistics: true, ...sequence }),
          "applied again",
        ).toEqual([]);
        told.reversed++;
      } finally {
        models.close();
      }
    }),
    { numRuns: PLANS, seed },
  );
  process.stdout.write(`random plans: ${JSON.stringify(told)}\n`);
  expect(told.reversed).toBeGreaterThan(0);
});
