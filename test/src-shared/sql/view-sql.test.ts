/** The SQL that is shown gives the rows that are shown: asked of SQLite beside the engine, with random filters. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { needsRegexp, viewSql } from "../../../src-shared/sql/view-sql.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

const columns = ["id", 'na"me', "n", "free"].map((name) => ({ name }));
const table = { schema: "main", name: "odd 'table'" };
let folder: string;
let joined: JoinedEngine;
let db: Database.Database;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-view-sql-"));
  const path = join(folder, "a.db");
  db = new Database(path);
  db.exec(`CREATE TABLE "odd 'table'"(id INTEGER PRIMARY KEY, "na""me" TEXT COLLATE NOCASE, n REAL, free)`);
  const insert = db.prepare(`INSERT INTO "odd 'table'" VALUES (?, ?, ?, ?)`);
  const texts = ["Ab", "aB%", "b_", "", "it's", "é", null, "10", "abab", "*[x]?", "Ärger É", "straße"];
  for (let i = 0; i < 200; i++) {
    const free = [5n, 5.5, "Ab", null, Buffer.from("ab"), "10", ""][i % 7];
    insert.run(BigInt(i), texts[i % texts.length], i % 9 === 0 ? null : (i % 13) / 2, free);
  }
  joined = joinEngine({ kind: "file", path, readOnly: true });
});
afterAll(() => {
  db.close();
  joined.close();
  rmSync(folder, { recursive: true });
});

const scalar = fc.constantFrom(
  "É",
  "ÄRGER é",
  "ab",
  "Ab",
  "",
  "%b",
  "it's",
  "*",
  "é",
  5n,
  5.5,
  10n,
  null,
  new Uint8Array([97, 98]),
);
const text = fc.constantFrom("É", "är%É", "STRAẞE", "ab", "B", "", "%b", "_", "it's", "*", "1", "5.5", "é");
const column = fc.constantFrom(...columns.map(({ name }) => name));
const cased = fc.constantFrom({}, { caseSensitive: true }, { caseSensitive: false });
const leaf: fc.Arbitrary<RowFilter> = fc.oneof(
  fc
    .tuple(column, fc.constantFrom("=", "<>", "<", "<=", ">", ">="), scalar, cased)
    .map(([c, operator, value, more]) => ({ column: c, operator, value, ...more }) as RowFilter),
  fc
    .tuple(column, fc.constantFrom("contains", "startsWith", "endsWith", "like", "glob"), text, fc.boolean())
    .map(([c, operator, value, sensitive]) => {
      // GLOB tells letters apart unless it is told not to, which the text does not say.
      return {
        column: c,
        operator,
        value,
        ...(operator !== "glob" && sensitive ? { caseSensitive: true } : {}),
      } as RowFilter;
    }),
  fc
    .tuple(column, fc.constantFrom("isNull", "isNotNull", "isEmpty", "isNotEmpty"))
    .map(([c, operator]) => ({ column: c, operator, value: null }) as RowFilter),
  fc.tuple(column, scalar, scalar).map(([c, low, high]): RowFilter => ({ column: c, operator: "between", low, high })),
  fc.tuple(column, fc.array(scalar)).map(([c, values]): RowFilter => ({ column: c, operator: "in", values })),
  text.map((anyColumn): RowFilter => ({ anyColumn })),
  fc.constantFrom<RowFilter[]>({ rawSql: "n > 2 OR free -- much" }, { rawSql: "id % 2" }),
);
const { filter } = fc.letrec<{ filter: RowFilter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("filter"), { maxLength: 3 }).map((all): RowFilter => ({ all })),
    fc.array(tie("filter"), { maxLength: 3 }).map((any): RowFilter => ({ any })),
    tie("filter").map((not): RowFilter => ({ not })),
    leaf.map((part): RowFilter => ({ ...part, enabled: false })),
  ),
}));

describe("the SQL behind a view", () => {
  it("gives the same rows as the engine", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(filter, { maxLength: 3 }), async (parts) => {
        const source = { table, order: [{ column: "id", direction: "desc" as const }], filter: parts };
        const page = await joined.client.ask("rows.readPage", { source, offset: 0, limit: 1000 });
        const sql = viewSql({ ...source, columns });
        const ids = db.prepare(`SELECT id FROM (${sql})`).pluck().all();
        expect(ids).toEqual(page.rows.map(([id]) => Number(id)));
      }),
      { numRuns: 300 },
    );
  });

  it.each(["^a", "B$", "É", "^5\\.0$", "[", "it's|\\*", "(?<x>b).", "\\p{Lu}"])(
    "a regular expression finds the same rows in a console: %s",
    async (value) => {
      for (const caseSensitive of [undefined, true, false]) {
        const part = {
          column: 'na"me',
          operator: "regex",
          value,
          ...(caseSensitive === undefined ? {} : { caseSensitive }),
        };
        const other = { ...part, column: "n" };
        const source = { table, order: [], filter: [{ any: [part, other] }] as RowFilter[] };
        const ids = await joined.client.ask("rows.readPage", { source, offset: 0, limit: 1000 }).then(
          ({ rows }) => rows.map(([id]) => id),
          () => "no regular expression",
        );
        const runId = crypto.randomUUID();
        const { statements } = await joined.client.ask("console.run", { runId, sql: viewSql({ ...source, columns }) });
        if (ids === "no regular expression") expect(statements[0]?.error?.code).toBe("sql.syntax");
        else {
          const found = await joined.client.ask("console.readRows", { runId, statement: 0, offset: 0, limit: 1000 });
          expect(found.rows.map(([id]) => id)).toEqual(ids);
        }
      }
    },
  );

  it("reads well, orders as shown, and says when SQLite alone cannot run it", () => {
    const shown = viewSql({
      table: { schema: "main", name: "film" },
      columns: [{ name: "title" }],
      filter: [
        { column: "year", operator: ">", value: 1930n },
        { rawSql: "seen", enabled: false },
      ],
      order: [
        { column: "year", direction: "desc" },
        { column: "title", direction: "asc" },
      ],
    });
    expect(shown).toBe('SELECT "title"\nFROM "main"."film"\nWHERE "year" > 1930\nORDER BY "year" DESC, "title"');
    const regex = viewSql({ table, columns, order: [], filter: [{ column: "n", operator: "regex", value: "^a" }] });
    expect(needsRegexp(regex)).toBe(true);
    expect(needsRegexp(shown)).toBe(false);
  });
});
