/**
 * Issue 6, "Shown by": random queries on real databases give the same rows as the SQL that is shown, run by hand; and the
 * Kysely code that is shown, run for real, compiles to that SQL.
 */
import { chmodSync, copyFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { Kysely, SqliteDialect, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/sqlite";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { openQueriesRoom } from "../../../electron/engine/queries/queries-room.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { CompiledQuery, FirstRows } from "../../../src-shared/model/compiled-query.ts";
import { type Query, QuerySchema } from "../../../src-shared/model/query.ts";
import { inlineParameters } from "../../../src-shared/sql/inline-parameters.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";

const RUNS = Number(process.env.RUNS ?? 150);
const LIMIT = 100;
/** Rows kept of each table of the copy: random joins of whole tables, sorted, would take for ever. */
const KEPT = 150;

function trim(path: string): void {
  const db = new Database(path);
  db.pragma("foreign_keys = OFF");
  const names = (type: string) =>
    db.prepare<[string], string>("SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL").pluck().all(type);
  for (const trigger of names("trigger")) db.exec(`DROP TRIGGER "${trigger}"`);
  for (const table of names("table").filter((each) => !each.startsWith("sqlite_"))) {
    try {
      db.exec(`DELETE FROM "${table}" WHERE rowid NOT IN (SELECT rowid FROM "${table}" LIMIT ${KEPT})`);
    } catch {
      // A shadow table or a table without rowid stays as it is: they are small.
    }
  }
  db.close();
}

function openWorld(file: string) {
  const path = join(tempFolder(), "copy.db");
  copyFileSync(file, path);
  chmodSync(path, 0o644);
  trim(path);
  const rooms = openRooms(path);
  const queries = openQueriesRoom(rooms.connections, rooms.schema).handlers;
  const raw = new Database(path, { readonly: true });
  raw.defaultSafeIntegers(true);
  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  return {
    schema: rooms.schema.read(),
    raw,
    kysely,
    compile: (query: Query) => queries["queries.compile"]({ query }) as CompiledQuery,
    run: (query: Query) => queries["queries.run"]({ query, limit: LIMIT }) as FirstRows,
  };
}

/** At most LIMIT rows of a statement, as arrays; or SQLite's complaint. */
function byHand(raw: Database.Database, text: string, parameters: readonly unknown[] = []): Cell[][] | string {
  const rows: Cell[][] = [];
  try {
    for (const row of raw
      .prepare<unknown[], Scalar[]>(text)
      .raw(true)
      .iterate(...parameters)) {
      if (rows.push(row) === LIMIT) break;
    }
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return rows;
}

/**
 * SQLite may plan otherwise when it sees a value than when it is bound; then rows that are equal to ORDER BY come in another
 * order, and a LIMIT takes others of them.
 */
function comparable(rows: Cell[][] | string, query: Query): unknown {
  if (typeof rows === "string") return rows;
  const limited = rows.length === LIMIT || /"(limit|offset)":\d/.test(JSON.stringify(query));
  return limited ? rows.length : rows.map((row) => row.map(String).join("\u0001")).sort();
}

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
        const kysely = evaluate(compiled.code.kysely, world.kysely);
        const { kysely: code } = compiled.code;
        expect({ code, sql: kysely.sql }).toEqual({ code, sql: compiled.sql });
        expect({ code, rows: byHand(world.raw, kysely.sql, kysely.parameters) }).toEqual({ code, rows: expected });
        if (typeof expected !== "string" && expected.length > 0) ran++;
      }),
      // Shrinking would run hundreds of other queries; the one that failed says enough.
      { numRuns: RUNS, endOnFailure: true },
    );
    // A test whose queries all came back empty would show nothing.
    expect(ran).toBeGreaterThan(RUNS / 6);
  });
});
