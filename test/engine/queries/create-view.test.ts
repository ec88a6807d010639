import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openQueriesRoom } from "../../../electron/engine/queries/queries-room.ts";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import { readQuery } from "../../../src-shared/sql/query/read-query.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

function open(readOnly = false) {
  const path = makeDatabase("CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'it''s'), (2, NULL)");
  const rooms = openRooms({ kind: "file", path, readOnly });
  const queries = openQueriesRoom(rooms.connections, rooms.schema).handlers;
  const read = (sql: string): Query => (readQuery(sql, rooms.schema.read()) as { query: Query }).query;
  return { path, queries, read };
}

test("a view holds the query with its values", () => {
  const { path, queries, read } = open();
  void queries["queries.createView"]({ name: 'odd "name"', query: read("select a from t where b = 'it''s'") });
  const db = new Database(path, { readonly: true });
  expect(db.prepare('SELECT * FROM "odd ""name"""').raw().all()).toEqual([[1]]);
  db.close();
});

test("a taken name, an empty one, a query SQLite does not accept and a read-only file are refused; nothing is stored", () => {
  const { path, queries, read } = open();
  const query = read("select a from t");
  const make = (name: string, of = query) => errorOf(() => queries["queries.createView"]({ name, query: of }));
  expect(make("T").message).toContain("There is a table called “t” already.");
  expect(make(" ").message).toBe("A view needs a name.");
  const broken: Query = { ...query, select: { ...query.select, groupBy: [{ kind: "raw", sql: "nope(a)" }] } };
  expect(make("v", broken).detail).toContain("no such function: nope");
  const db = new Database(path, { readonly: true });
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'view'").pluck().get()).toBe(0);
  db.close();
  const closed = open(true);
  expect(
    errorOf(() => closed.queries["queries.createView"]({ name: "v", query: closed.read("select a from t") })).code,
  ).toBe("file.readOnly");
});

test("SQL of the user's own cannot leave its place", () => {
  const { queries, read } = open();
  const query = read("select a from t");
  const raw = (sql: string): Query => ({
    ...query,
    select: { ...query.select, items: [{ kind: "value", value: { kind: "raw", sql }, alias: "x" }] },
  });
  const compile = (sql: string) => queries["queries.compile"]({ query: raw(sql) }) as CompiledQuery;
  expect(compile("a -- b").error).toBeNull();
  expect(compile("1) from t; drop table t; --").error).not.toBeNull();
  expect(compile("a, b").columns).toBeNull();
});

test("names of any kind reach SQLite whole, also through Kysely's strings", () => {
  const path = makeDatabase(
    'CREATE TABLE "a.b as c" ("x desc" INTEGER, "__proto__" TEXT); INSERT INTO "a.b as c" VALUES (1, \'p\')',
  );
  const rooms = openRooms(path);
  const queries = openQueriesRoom(rooms.connections, rooms.schema).handlers;
  const sql = 'select "x desc", "__proto__" from "a.b as c" where "x desc" = 1 order by "x desc" desc';
  const { query } = readQuery(sql, rooms.schema.read()) as { query: Query };
  const compiled = queries["queries.compile"]({ query }) as CompiledQuery;
  expect(compiled.columns?.map(({ name }) => name)).toEqual(["x desc", "__proto__"]);
  expect(queries["queries.run"]({ query, limit: 5 })).toMatchObject({ rows: [[1n, "p"]], more: false });
  expect(compiled.code.kysely).toContain("sql.id('a.b as c')");
});
