/** Copied cells in the spellings of other programs, read back by those programs where they are here. */
import { spawnSync } from "node:child_process";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CopiedCells, copyFormats } from "../../../renderer/values/copy-formats.ts";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { writeAll } from "../../../src-shared/formats/format.ts";
import { exportFormats, type ExportOptions } from "../../../src-shared/model/export.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { bytesToHex } from "../../../src-shared/model/cell-json.ts";
import { openTable, selectCells, testClipboard } from "./open-table.ts";

const strange = 'it\'s "quoted", \\ a|b <b>&amp;\r\n\ttab \u0000\u2028 é 😀';
const cells: CopiedCells = {
  table: "we ird",
  columns: ["id", "__proto__", "a, b"],
  rows: [
    [9007199254740993n, strange, 1.5],
    [-1n, null, Number.POSITIVE_INFINITY],
    [0n, new Uint8Array([0, 255]), -0],
    [1n, "", 5],
  ],
};

const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(strange, "", "'", '"""', "\\x00", "NaN"));
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  text,
  fc.uint8Array({ maxLength: 5 }),
);
const table = (rows: Scalar[][]): CopiedCells => ({ table: "t", columns: ["x", "y"], rows });

describe("formats", () => {
  it("JavaScript gives the same values back", () => {
    const run = (code: string) => new Function(`"use strict"; return ${code}`)() as unknown;
    const seen = (value: Scalar) =>
      typeof value === "bigint" && value >= -(2n ** 53n) + 1n && value < 2n ** 53n ? Number(value) : value;
    fc.assert(
      fc.property(fc.array(fc.tuple(scalar, scalar), { minLength: 1, maxLength: 4 }), (rows) => {
        expect(run(copyFormats.jsArrays.write(table(rows)))).toEqual(rows.map((row) => row.map(seen)));
      }),
    );
    const objects = run(copyFormats.jsObjects.write(cells)) as Record<string, unknown>[];
    expect(Object.keys(objects[0] ?? {})).toEqual(["id", "__proto__", "a, b"]);
    expect(run(copyFormats.jsArrays.write({ table: "t", columns: ["x"], rows: [[1n], ["a"]] }))).toEqual([1, "a"]);
  });

  it("JSON is JSON, with every digit of its integers", () => {
    const json = copyFormats.jsonObjects.write(cells);
    expect(json).toContain('"id": {"$integer":"9007199254740993"}');
    expect((JSON.parse(json) as Record<string, unknown>[]).map((row) => row["a, b"])).toEqual([
      1.5,
      { $real: "Infinity" },
      -0,
      5,
    ]);
    fc.assert(
      fc.property(fc.array(fc.tuple(text, scalar), { minLength: 1 }), (rows) => {
        const back = JSON.parse(copyFormats.jsonArrays.write(table(rows))) as unknown[][];
        expect(back.map(([first]) => first)).toEqual(rows.map(([first]) => first));
      }),
    );
  });

  it("INSERT gives the same rows back", () => {
    const db = new Database(":memory:");
    db.defaultSafeIntegers(true);
    db.exec('CREATE TABLE "we ird"(id, "__proto__", "a, b")');
    db.exec(copyFormats.insert.write(cells));
    expect(db.prepare('SELECT * FROM "we ird"').raw().all()).toEqual(
      cells.rows.map((row) => row.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value))),
    );
    db.close();
  });

  it("Python and its csv module give the same values back", ({ skip }) => {
    const rows = fc.sample(fc.tuple(scalar, scalar), { numRuns: 150, seed: 7 });
    const program = [
      "import sys, json, csv, io",
      "given = json.load(sys.stdin)",
      "kind = lambda v: ['n'] if v is None else ['i', str(v)] if isinstance(v, int) else ['r', v.hex()] if isinstance(v, float) else ['b', v.hex()] if isinstance(v, bytes) else ['t', v]",
      "out = [[kind(v) for v in row] for row in eval(given['python'])]",
      "lines = list(csv.reader(io.StringIO(given['csv'], newline='')))",
      "json.dump([out, lines], sys.stdout)",
    ].join("\n");
    const texts: Scalar[][] = rows.map((row) => row.map((value) => (typeof value === "string" ? value : "x,\r\ny")));
    const input = JSON.stringify({
      python: copyFormats.python.write(table(rows)),
      csv: copyFormats.csvHeaders.write(table(texts)),
    });
    const ran = spawnSync("python3", ["-c", program], { input, encoding: "utf8" });
    if (ran.error) skip("There is no python3 on this machine.");
    expect(ran.stderr).toBe("");
    const [values, lines] = JSON.parse(ran.stdout) as [string[][][], string[][]];
    const expected = (value: Scalar): string[] => {
      if (value === null) return ["n"];
      if (typeof value === "bigint") return ["i", value.toString()];
      if (typeof value === "string") return ["t", value];
      if (value instanceof Uint8Array) return ["b", bytesToHex(value).toLowerCase()];
      return ["r"];
    };
    values.forEach((row, i) =>
      row.forEach((value, j) => {
        const want = expected(rows[i]?.[j] ?? null);
        expect(want[0] === "r" ? value.slice(0, 1) : value).toEqual(want);
      }),
    );
    expect(lines).toEqual([["x", "y"], ...texts]);
  });

  it("a table of Markdown or HTML is not broken by what it holds", () => {
    const lines = copyFormats.markdown.write(cells).split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[1]).toBe("| ---: | --- | ---: |");
    for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(4);
    expect(copyFormats.html.write(cells)).toContain("&lt;b&gt;&amp;amp;");
    expect(copyFormats.html.write(cells).match(/<td/g)).toHaveLength(12);
  });

  it("CSV tells NULL from an empty text; TSV has headers", () => {
    expect(copyFormats.csv.write({ table: "t", columns: ["a", "b"], rows: [[null, ""]] })).toBe(',""');
    expect(copyFormats.headers.write({ table: "t", columns: ["a", "b"], rows: [[1n, "x"]] })).toBe("a\tb\n1\tx");
  });
});

describe("what is copied", () => {
  const columns = ["snake_case", "a", "a"];
  const rows: Scalar[][] = [
    [Number.POSITIVE_INFINITY, new Uint8Array([0, 255]), " pad "],
    [null, "", "*stars* _under_ `code` [x] ~~y~~ a_b"],
    [-0, 9007199254740993n, "a\r\nb\0"],
  ];
  const copied = (format: keyof typeof copyFormats) => copyFormats[format].write({ table: "t", columns, rows });
  const options: ExportOptions = {
    format: "csv",
    table: "t",
    csv: { separator: ",", header: true, byteOrderMark: false, harmless: false },
  };
  const exported = (format: ExportOptions["format"]) => writeAll(exportFormats[format].writer(options), columns, rows);

  it("is what a file of the same format holds", () => {
    expect(`${copied("csvHeaders")}\r\n`).toBe(exported("csv"));
    expect(`${copied("markdown")}\n`).toBe(exported("markdown"));
    expect(exported("html")).toContain(copied("html"));
    expect(exported("sql")).toBe(`BEGIN;\n${copied("insert")}\nCOMMIT;\n`);
    expect(JSON.parse(copied("jsonObjects"))).toEqual(JSON.parse(exported("json")));
  });

  it("is spelled as docs/values.md says", () => {
    expect(copied("csvHeaders")).toBe(
      `snake_case,a,a\r\nInf,x'00ff'," pad "\r\n,"",*stars* _under_ \`code\` [x] ~~y~~ a_b\r\n-0.0,9007199254740993,"a\r\nb\0"`,
    );
    expect(copied("markdown").split("\n").slice(2)).toEqual([
      "| Inf | x'00ff' |  pad  |",
      "| NULL |  | \\*stars\\* \\_under\\_ \\`code\\` \\[x\\] \\~\\~y\\~\\~ a_b |",
      "| -0.0 | 9007199254740993 | a<br>b␀ |",
    ]);
    expect(copied("html")).toContain('<td class="null">NULL</td>');
    expect(copied("insert")).toContain("VALUES (9e999, x'00ff', ' pad ');");
    expect(copied("insert")).toContain("('a' || char(13) || '\nb' || char(0))");
    // Of two columns of one name neither is lost.
    expect(Object.keys((JSON.parse(copied("jsonObjects")) as object[])[0] ?? {})).toEqual(["snake_case", "a", "a_2"]);
    expect(copied("pythonDicts")).toContain('"a_2"');
  });
});

describe("one gesture for many cells", () => {
  const sql = `CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
    INSERT INTO t VALUES (1, 10, 'a'), (2, NULL, 'b'), (3, 30, NULL);`;

  it("fills down, and copies the selection in a format", async () => {
    const { context, shown } = await openTable(sql, "t");
    expect(await gestures.fillDown(context, selectCells(0, 1, 2, 2))).toBeNull();
    expect(shown()).toEqual([
      ["1", "10", "a"],
      ["2", "10", "a"],
      ["3", "10", "a"],
    ]);
    expect(context.session.store.getState().undoLabel).toBe("Fill down");
    await context.session.undo();
    expect(shown()[2]).toEqual(["3", "30", "NULL"]);
    // One row takes what is above it.
    expect(await gestures.fillDown(context, selectCells(1, 1))).toBeNull();
    expect(shown()[1]?.[1]).toBe("10");
    const board = testClipboard();
    expect(await copySelection(context, board, selectCells(0, 1, 1, 2), "pythonDicts")).toBeNull();
    expect(board.text).toBe('[\n  {"n": 10, "s": "a"},\n  {"n": 10, "s": "b"}\n]');
  });

  it("sets what was typed everywhere, by each column's rules, in one step", async () => {
    const { context, shown } = await openTable(sql, "t");
    expect(await gestures.setAllTyped(context, selectCells(0, 1, 2, 2), "07")).toBeNull();
    expect(shown().map((row) => row.slice(1))).toEqual([
      ["7", "07"],
      ["7", "07"],
      ["7", "07"],
    ]);
    await context.session.undo();
    expect(context.session.store.getState().counts.dirty).toBe(0);
  });
});
