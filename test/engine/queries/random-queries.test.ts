/**
 * Issue 6, "Shown by": random queries on real databases give the same rows as the SQL that is shown, run by hand; and the
 * Kysely code that is shown, run for real, compiles to that SQL.
 */
import { stripTypeScriptTypes } from "node:module";
import fc from "fast-check";
import { Kysely, SqliteDialect, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/sqlite";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src-shared/model/cell.ts";
import { QuerySchema } from "../../../src-shared/model/query.ts";
import { inlineParameters } from "../../../src-shared/sql/inline-parameters.ts";
import { byHand, comparable, openWorld } from "../../fixtures/query-world.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";

/** More of them on demand: `RUNS=5000 npx vitest run test/engine/queries`. */
const RUNS = Number(process.env.RUNS ?? 100);

/** Runs the code up to its `execute()`, which becomes `compile()`. */
function evaluate(code: string, db: Kysely<unknown>): { sql: string; parameters: readonly unknown[] } {
  const body = stripTypeScriptTypes(code.replaceAll(/^import .*$/gm, ""))
    .replace("const rows = await ", "return ")
    .replace(/\.execute\(\)\s*$/, ".compile()");
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function("db", "sql", "jsonArrayFrom", "jsonObjectFrom", body);
  return run(db, sql, jsonArrayFrom, jsonObjectFrom) as { sql: string; parameters: readonly unknown[] };
}

describe.each(["chinook.db", "sakila.db"])("random queries on %s", (name) => {
  const file = sharedData(name);
  test.skipIf(file === null)("give the rows of the SQL that is shown, and so does the Kysely code", () => {
    const world = openWorld(file ?? "");
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: world.raw }) });
    let ran = 0;
    fc.assert(
      fc.property(randomQuery(world.schema, { related: name === "chinook.db" }), (query) => {
        const kept = JSON.parse(JSON.stringify(query)) as unknown;
        expect(v.parse(QuerySchema, kept)).toEqual(query);
        const compiled = world.compile(query);
        expect({ sql: compiled.sql, error: compiled.error }).toEqual({ sql: compiled.sql, error: null });
        const shown = inlineParameters(compiled.sql, compiled.parameters);
        const expected = byHand(world.raw, compiled.sql, compiled.parameters);
        const literally = byHand(world.raw, shown);
        expect({ shown, rows: comparable(literally, query) }).toEqual({ shown, rows: comparable(expected, query) });
        let rows: Cell[][] | string;
        try {
          rows = world.run(query).rows;
        } catch (thrown) {
          rows = (thrown as { data?: { detail: string } }).data?.detail ?? String(thrown);
        }
        expect({ shown, rows }).toEqual({ shown, rows: expected });
        const kysely = evaluate(compiled.code.kysely, db);
        const { kysely: code } = compiled.code;
        expect({ code, sql: kysely.sql }).toEqual({ code, sql: compiled.sql });
        const given = comparable(byHand(world.raw, kysely.sql, kysely.parameters), query);
        expect({ code, rows: given }).toEqual({ code, rows: comparable(expected, query) });
        if (typeof expected !== "string" && expected.length > 0) ran++;
      }),
      // Shrinking would run hundreds of other queries; the one that failed says enough.
      { numRuns: RUNS, endOnFailure: true },
    );
    // A test whose queries all came back empty would show nothing.
    expect(ran).toBeGreaterThan(RUNS / 6);
  });
});
