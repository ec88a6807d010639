import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { ExportOptions } from "../../../src-shared/model/export.ts";
import { resultTable } from "../../../src-shared/model/result-table.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { madeElsewhere } from "../../fixtures/made-elsewhere.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

let joined: JoinedEngine;
let folder: string;
let database: string;
beforeEach(() => {
  folder = tempFolder();
  database = join(folder, "a.db");
  joined = joinEngine({ kind: "file", path: database, readOnly: false, create: true });
  onTestFinished(() => joined.close());
});

/** As Electron main does it once the user has chosen a file. */
function chosen(path: string): string {
  const ticket = randomUUID();
  mkdirSync(joined.folder, { recursive: true });
  writeFileSync(join(joined.folder, `target-${ticket}`), path);
  return ticket;
}

const options = (more: Partial<ExportOptions> = {}): ExportOptions => ({
  format: "csv",
  table: "t",
  csv: { separator: ",", header: true, byteOrderMark: false, harmless: false },
  ...more,
});
const ask: JoinedEngine["client"]["ask"] = (...args) => joined.client.ask(...args);
const code = (thrown: unknown) => toAppErrorData(thrown).code;

/** Runs a statement and exports its result; gives the file's text. */
async function exported(sql: string, how = options(), source: Partial<RowSource> = {}): Promise<string> {
  const runId = randomUUID();
  const { statements } = await ask("console.run", { runId, sql });
  const statement = statements.length - 1;
  expect(statements[statement]?.error).toBe(null);
  await ask("console.shareRows", { runId, statement });
  const path = join(folder, "out.txt");
  const table = resultTable({ runId, statement });
  const titles = statements[statement]?.columns.map(({ name }) => name) ?? [];
  const { columns } = await ask("rows.readKeys", { table, keys: [] });
  await ask("transfer.exportRows", {
    ticket: chosen(path),
    source: { table, order: [], filter: [], ...source },
    spans: null,
    columns: columns.map((name, i) => ({ name, title: titles[i] ?? name })),
    options: how,
  });
  return readFileSync(path, "utf8");
}

test("a column that SQLite cannot compute is left out, and that is said", async () => {
  const file = madeElsewhere("CREATE TABLE t (a, s AS (slug(a)), b); INSERT INTO t (a, b) VALUES (1, 2)");
  const other = joinEngine({ kind: "file", path: file, readOnly: false });
  onTestFinished(() => other.close());
  const path = join(folder, "out.csv");
  const columns = ["a", "s", "b"].map((name) => ({ name, title: name.toUpperCase() }));
  const exportOf = (which: typeof columns) => {
    const ticket = randomUUID();
    mkdirSync(other.folder, { recursive: true });
    writeFileSync(join(other.folder, `target-${ticket}`), path);
    const source = { table: { schema: "main", name: "t" }, order: [], filter: [] };
    return other.client.ask("transfer.exportRows", {
      ticket,
      source,
      spans: null,
      columns: which,
      options: options(),
    });
  };
  expect(await exportOf(columns)).toMatchObject({ rows: 1, leftOut: ["s"] });
  expect(readFileSync(path, "utf8")).toBe("A,B\r\n1,2\r\n");
  await expect(exportOf(columns.slice(1, 2))).rejects.toThrow(
    "“s” of “t” cannot be computed: unknown function: slug().",
  );
});

describe("rows as a file", () => {
  const values = `SELECT 1 AS a, 2.0 AS b, NULL AS a, 'x,"y"' || char(10) AS t, '' AS e, x'00ff' AS z, 9007199254740993 AS big, '=1+1' AS f`;

  test("CSV", async () => {
    expect(await exported(values)).toBe(`a,b,a,t,e,z,big,f\r\n1,2.0,,"x,""y""\n","",x'00ff',9007199254740993,=1+1\r\n`);
    const csv = { separator: ";", header: false, byteOrderMark: true, harmless: true } as const;
    expect(await exported("SELECT 1, 'a,b', '=1+1', -1, '-1'", options({ csv }))).toBe("\uFEFF1;a,b;'=1+1;-1;'-1\r\n");
  });

  test("JSON and NDJSON", async () => {
    const text = await exported(values, options({ format: "json" }));
    expect(JSON.parse(text)).toEqual([
      {
        a: 1,
        b: 2,
        a_2: null,
        t: 'x,"y"\n',
        e: "",
        z: { $blob: "00ff" },
        big: { $integer: "9007199254740993" },
        f: "=1+1",
      },
    ]);
    expect(await exported("SELECT 1 AS a UNION ALL SELECT 2", options({ format: "ndjson" }))).toBe(
      '{"a":1}\n{"a":2}\n',
    );
    expect(await exported("SELECT 1 AS a WHERE 0", options({ format: "json" }))).toBe("[]\n");
  });

  test("Markdown and HTML, in which no value is more than text", async () => {
    const nasty = "SELECT '<script>alert(1)</script>|&' AS \"<b>\", 5 AS n";
    expect(await exported(nasty, options({ format: "markdown" }))).toContain("\\<script>");
    const page = await exported(nasty, options({ format: "html", table: "</title><script>" }));
    expect(page).not.toMatch(/<script|<b>/);
    expect(page).toContain('<td class="n">5</td>');
  });

  test("INSERT statements give the same rows in another database, whatever they hold", async () => {
    const scalar = fc.oneof(
      fc.constant(null),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.double({ noNaN: true }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("'", "a\0b", "\r\n", "--", ";"),
      fc.uint8Array({ maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(scalar, scalar), { minLength: 1, maxLength: 8 }), async (rows) => {
        const source = new Database(database);
        source.exec("DROP TABLE IF EXISTS given; CREATE TABLE given (a, b)");
        const insert = source.prepare("INSERT INTO given VALUES (?, ?)");
        for (const row of rows) insert.run(...row);
        const read = (db: Database.Database, table: string) =>
          db
            .prepare(`SELECT typeof(a), hex(CAST(a AS BLOB)), typeof(b), hex(CAST(b AS BLOB)) FROM ${table}`)
            .raw()
            .all();
        const expected = read(source, "given");
        source.close();
        const script = await exported("SELECT a, b FROM given", options({ format: "sql", table: "copy" }));
        const copy = new Database(":memory:");
        copy.exec(`CREATE TABLE copy (a, b);\n${script}`);
        expect(read(copy, "copy")).toEqual(expected);
        copy.close();
      }),
      { numRuns: 25 },
    );
  });

  test("in the order and with the filter of the view, of a table too", async () => {
    const source = {
      order: [{ column: "i", direction: "desc" as const }],
      filter: [{ column: "i", operator: ">" as const, value: 3n }],
    };
    const numbers = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 5) SELECT i FROM c";
    expect(await exported(numbers, options(), source)).toBe("i\r\n5\r\n4\r\n");
    await ask("console.run", { runId: "t", sql: "CREATE TABLE t (i INT, x); INSERT INTO t VALUES (4, 'b'), (1, 'a')" });
    const path = join(folder, "t.csv");
    const report = await ask("transfer.exportRows", {
      ticket: chosen(path),
      source: { table: { schema: "main", name: "t" }, order: [], filter: [] },
      spans: null,
      columns: [{ name: "x", title: "letter" }],
      options: options(),
    });
    expect(report).toEqual({ rows: 2, bytes: 14 });
    expect(readFileSync(path, "utf8")).toBe("letter\r\nb\r\na\r\n");
  });

  test("only the rows that are selected, by their places in the order that is shown", async () => {
    const sql = `CREATE TABLE n (i INTEGER PRIMARY KEY);
      INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 400) SELECT i FROM c`;
    await ask("console.run", { runId: "n", sql });
    const path = join(folder, "n.csv");
    const selected = async (spans: [number, number][], order: RowSource["order"] = []): Promise<string> => {
      await ask("transfer.exportRows", {
        ticket: chosen(path),
        source: { table: { schema: "main", name: "n" }, order, filter: [] },
        spans,
        columns: [{ name: "i", title: "i" }],
        options: options(),
      });
      return readFileSync(path, "utf8").trim().split("\r\n").slice(1).join(" ");
    };
    expect(await selected([[0, 1]])).toBe("1 2");
    expect(
      await selected(
        [
          [2, 2],
          [4, 5],
          [398, 500],
        ],
        [{ column: "i", direction: "desc" }],
      ),
    ).toBe("398 396 395 2 1");
    await expect(
      selected([
        [4, 5],
        [5, 6],
      ]).catch(code),
    ).resolves.toBe("request.invalid");
  });
});

describe("the file is there whole or not at all", () => {
  const endless =
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 300000) SELECT i, i || ' row' AS t FROM c";

  // 300,000 rows are made first, which takes a while on a busy machine.
  test("stopped: what was there stays, and nothing lies beside it", { timeout: 120_000 }, async () => {
    await ask("console.run", { runId: "r", sql: endless });
    await ask("console.shareRows", { runId: "r", statement: 0 });
    const path = join(folder, "out.csv");
    writeFileSync(path, "before");
    const ticket = chosen(path);
    const told: number[] = [];
    joined.client.on("transfer.progress", ({ rows }) => {
      told.push(rows);
      if (told.length === 1) void ask("transfer.giveUp", { ticket });
    });
    const table = resultTable({ runId: "r", statement: 0 });
    const ended = await ask("transfer.exportRows", {
      ticket,
      source: { table, order: [], filter: [] },
      spans: null,
      columns: [{ name: "t", title: "t" }],
      options: options(),
    }).catch(code);
    expect(ended).toBe("engine.stopped");
    expect(told[0]).toBeGreaterThan(0);
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder).filter((file) => file.includes(".part"))).toEqual([]);
  });

  test("only a file that was chosen is written, once; a folder that is not there is said", async () => {
    await ask("console.run", { runId: "r", sql: "SELECT 1 AS a" });
    await ask("console.shareRows", { runId: "r", statement: 0 });
    const question = (ticket: string) =>
      ask("transfer.exportRows", {
        ticket,
        source: { table: resultTable({ runId: "r", statement: 0 }), order: [], filter: [] },
        spans: null,
        columns: [{ name: "a", title: "a" }],
        options: options(),
      });
    await expect(question(randomUUID()).catch(code)).resolves.toBe("request.invalid");
    const path = join(folder, "one.csv");
    const ticket = chosen(path);
    await question(ticket);
    expect(existsSync(path)).toBe(true);
    await expect(question(ticket).catch(code)).resolves.toBe("request.invalid");
    await expect(question("../../etc/passwd").catch(code)).resolves.toBe("request.invalid");
    await expect(question(chosen(join(folder, "no", "where.csv"))).catch(code)).resolves.toBe("file.missing");
  });

  test("what a process that was ended left is removed", async () => {
    const path = join(folder, "killed.csv");
    const ticket = chosen(path);
    const part = join(folder, `.killed.csv.${ticket.slice(0, 8)}.part`);
    writeFileSync(part, "half");
    await ask("transfer.giveUp", { ticket });
    expect(existsSync(part)).toBe(false);
  });
});

test("rows of any storage class in Markdown keep their table's shape", async () => {
  const text = await exported(
    "SELECT 'a|b' || char(10) || 'c' AS t, NULL AS n UNION ALL SELECT 'x', 1",
    options({ format: "markdown" }),
  );
  expect(text.trimEnd().split("\n")).toHaveLength(4);
});
