/** The Drizzle code that is shown, run for real on random queries: it gives the rows of the SQL. */
import { stripTypeScriptTypes } from "node:module";
import { drizzle } from "drizzle-orm/better-sqlite3";
import * as orm from "drizzle-orm";
import * as core from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drizzleKeys, drizzleVariable } from "../../../electron/engine/queries/code/drizzle-names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { byHand, comparable, openWorld } from "../../fixtures/query-world.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";

const RUNS = Number(process.env.RUNS ?? 60);

/** What `./schema` would export. */
function tablesOf(schema: DatabaseSchema): Record<string, unknown> {
  const columnOf = ({ name, affinity }: Table["columns"][number]) =>
    affinity === "integer" ? core.integer(name) : affinity === "real" ? core.real(name) : core.text(name);
  return Object.fromEntries(
    schema.tables.map((table) => {
      const keys = drizzleKeys(table);
      const columns = table.columns.map((column) => [keys.get(column.name), columnOf(column)]);
      return [drizzleVariable(table.name), core.sqliteTable(table.name, Object.fromEntries(columns))];
    }),
  );
}

function evaluate(code: string, scope: Record<string, unknown>): { sql: string; params: unknown[] } {
  const body = stripTypeScriptTypes(code.replaceAll(/^import .*$/gm, "")).replace("const rows = await ", "return ");
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function(...Object.keys(scope), body);
  return (run(...Object.values(scope)) as { toSQL(): { sql: string; params: unknown[] } }).toSQL();
}

describe.each(["chinook.db", "sakila.db"])("Drizzle code on %s", (name) => {
  const file = sharedData(name);
  test.skipIf(file === null)("gives the rows of the SQL", () => {
    const world = openWorld(file ?? "");
    const db = drizzle({ client: world.raw });
    const scope = { ...orm, ...core, ...tablesOf(world.schema), db };
    let ran = 0;
    fc.assert(
      fc.property(randomQuery(world.schema, { related: name === "chinook.db" }), (query) => {
        const { sql, parameters, code } = world.compile(query);
        // What Drizzle has no words for is shown as SQL, with the reason.
        if (code.drizzle.includes("db.all(")) return;
        const expected = comparable(byHand(world.raw, sql, parameters), query);
        const drizzled = evaluate(code.drizzle, scope);
        const rows = comparable(byHand(world.raw, drizzled.sql, drizzled.params), query);
        expect({ code: code.drizzle, sql: drizzled.sql, rows }).toEqual({
          code: code.drizzle,
          sql: drizzled.sql,
          rows: expected,
        });
        ran++;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(ran).toBeGreaterThan(RUNS / 2);
  });
});
