/** What the editors of the cell panel make of values: classes, dates, bytes, JSON. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertValue, storedAs } from "../../../renderer/values/convert-value.ts";
import { pickableDate } from "../../../renderer/values/date-text.ts";
import { readHex, writeHex } from "../../../renderer/values/hex-text.ts";
import { compactJson, jsonError, prettyJson } from "../../../renderer/values/pretty-json.ts";
import { lookOf } from "../../../renderer/values/cell-look.ts";
import { choicesOf } from "../../../renderer/rows/edits/edit-start.ts";
import { withEditedTokens } from "../../../renderer/values/edited-json.ts";
import { columnKey, type ModelNames, noNames, withMeanings } from "../../../src-shared/model/models.ts";
import { openTable } from "./open-table.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom("", " 12 ", "1e3", "0x10", "abc", "9223372036854775808", "1.50", "-0"),
  fc.uint8Array({ maxLength: 4 }),
);

describe("a storage class that is chosen", () => {
  it("converts without cutting anything off", () => {
    expect(convertValue("12", "integer")).toBe(12n);
    expect(convertValue("12.5", "integer")).toBeUndefined();
    expect(convertValue("12 apples", "integer")).toBeUndefined();
    expect(convertValue(9007199254740993n, "text")).toBe("9007199254740993");
    expect(convertValue(5n, "real")).toBe(5);
    expect(convertValue("é", "blob")).toEqual(new Uint8Array([0xc3, 0xa9]));
    expect(convertValue(new Uint8Array([0xff]), "text")).toBeUndefined();
    expect(convertValue(undefined, "text")).toBe("");
  });

  it("is what the column keeps, as SQLite says", () => {
    const db = new Database(":memory:");
    db.defaultSafeIntegers(true);
    db.exec("CREATE TABLE t(text TEXT, integer INTEGER, real REAL, numeric NUMERIC, blob BLOB)");
    fc.assert(
      fc.property(scalar, fc.constantFrom("text", "integer", "real", "numeric", "blob"), (value, affinity) => {
        db.exec("DELETE FROM t");
        db.prepare(`INSERT INTO t(${affinity}) VALUES (?)`).run(value);
        const stored = db.prepare(`SELECT typeof(${affinity}), ${affinity} FROM t`).raw().get() as [string, Scalar];
        const ours = storedAs(value, affinity as "text");
        expect(storageName(ours)).toBe(stored[0]);
        // How many digits of a real a text shows is SQLite's own affair.
        if (affinity !== "text" || typeof value !== "number") expect(plain(ours)).toEqual(plain(stored[1]));
      }),
    );
    db.close();
  });
});

const plain = (value: Scalar): unknown => (value instanceof Uint8Array ? [...value] : value === 0 ? 0 : value);
function storageName(value: Scalar): string {
  if (value === null) return "null";
  if (value instanceof Uint8Array) return "blob";
  return { bigint: "integer", number: "real", string: "text" }[typeof value as "bigint"];
}

describe("dates", () => {
  const picked = (cell: Scalar, next: string, column = { name: "x", type: "" }) =>
    pickableDate(cell, column)?.withText(next);

  it("keep the form they had", () => {
    expect(picked("2026-01-31", "2026-02-01")).toBe("2026-02-01");
    expect(picked("2026-01-31 10:20", "2026-02-01T11:22")).toBe("2026-02-01 11:22");
    expect(picked("2026-01-31 10:20", "2026-02-01T11:22:33")).toBe("2026-02-01 11:22:33");
    expect(picked("2026-01-31T10:20:30.125+02:00", "2026-02-01T11:22:33")).toBe("2026-02-01T11:22:33.125+02:00");
    expect(picked("10:20:30", "11:22")).toBe("11:22:00");
    expect(picked(1_700_000_000n, "2023-11-14T22:13:21", { name: "created_at", type: "INTEGER" })).toBe(1_700_000_001n);
    expect(pickableDate(1_700_000_000n, { name: "created_at", type: "" })?.text).toBe("2023-11-14T22:13:20");
  });

  it("are not seen where there are none", () => {
    for (const text of ["", "2026-13-41", "2026-01-31 ", "12", "2026-01-31T", "noon", "25:61:00"]) {
      expect(pickableDate(text, { name: "date", type: "DATE" })).toBeNull();
    }
    expect(pickableDate(1_700_000_000n, { name: "bytes", type: "INTEGER" })).toBeNull();
    expect(pickableDate(12n, { name: "created_at", type: "INTEGER" })).toBeNull();
    expect(picked("2026-01-31", "")).toBeUndefined();
  });
});

describe("bytes and JSON", () => {
  it("hexadecimal text gives the same bytes back, and says what is wrong", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(readHex(writeHex(bytes))).toEqual(bytes);
      }),
    );
    expect(readHex("0x89, 0x50\n4E")).toEqual(new Uint8Array([0x89, 0x50, 0x4e]));
    expect(readHex("8g")).toContain("“g”");
    expect(readHex("123")).toContain("half a byte");
  });

  it("compact and indented JSON are the same tokens: no digit and no repeated name is lost", () => {
    const text = '{"n": 9007199254740993, "n": 1.50,\n "a": [ ], "s": "a, b: {c}"}';
    expect(compactJson(text)).toBe('{"n":9007199254740993,"n":1.50,"a":[],"s":"a, b: {c}"}');
    fc.assert(
      fc.property(fc.json(), (json) => {
        const compact = compactJson(json) ?? "";
        expect(JSON.parse(compact)).toEqual(JSON.parse(json));
        expect(compactJson(prettyJson(json) ?? json)).toBe(compact);
      }),
    );
    expect(compactJson("[1,")).toBeNull();
    expect(jsonError("[1,")).not.toBeNull();
  });
});

describe("what the model editor says that a column holds", () => {
  const columns = "id integer primary key, done int, at int, doc text, was boolean, s text check (s in ('a', 'b'))";
  const said = (meanings: Record<string, "boolean" | "unixTime" | "json" | "none">): ModelNames => ({
    ...noNames,
    meanings: Object.fromEntries(
      Object.entries(meanings).map(([column, meaning]) => [columnKey({ schema: "main", name: "t" }, column), meaning]),
    ),
  });

  it("chooses looks and editors, and takes them back", async () => {
    const { context } = await openTable(
      `create table t (${columns}); insert into t values (1, 1, 1, '{', 1, 'a')`,
      "t",
    );
    const { table } = context.rows;
    const meant = withMeanings(table, said({ done: "boolean", at: "unixTime", doc: "json", was: "none" }));
    const column = (name: string, of = meant) => of.columns.find((c) => c.name === name) as (typeof of.columns)[number];
    expect(lookOf(1n, column("done"))).toEqual({ text: "true", kind: "boolean" });
    expect(choicesOf(column("done"))?.map(({ label }) => label)).toEqual(["true", "false"]);
    expect(lookOf(1n, column("was")).kind).toBe("integer");
    expect(choicesOf(column("was"))).toBeUndefined();
    expect(lookOf("{", column("doc")).kind).toBe("json");
    expect(pickableDate(1_700_000_000n, column("at"))?.note).toBe("Unix seconds, shown in UTC");
    expect(choicesOf(column("s"))?.map(({ text }) => text)).toEqual(["a", "b"]);
    const unsaid = withMeanings(table, noNames);
    expect(lookOf(1n, column("done", unsaid)).kind).toBe("integer");
    expect(lookOf(1n, column("was", unsaid)).kind).toBe("boolean");
  });
});

describe("JSON that is edited in another layout than it is stored in", () => {
  const edited = (stored: string, change: (shown: string) => string): string =>
    withEditedTokens(stored, change(prettyJson(stored) ?? ""));

  it("keeps blanks, indents and line ends of what is not edited", () => {
    const four = '{\r\n    "a": 1,\r\n    "b": [1, 2]\r\n}\r\n';
    expect(edited(four, (shown) => shown.replace('"a": 1', '"a": 10'))).toBe(four.replace('"a": 1', '"a": 10'));
    const loose = '{"a": 1, "b" : [1,2]}';
    expect(edited(loose, (shown) => shown.replace("1,\n    2", "1,\n    22"))).toBe('{"a": 1, "b" : [1,22]}');
    expect(edited('{"a":1}', (shown) => shown.replace("1", "2"))).toBe('{"a":2}');
  });

  it("lays new entries out like the others", () => {
    const four = '{\r\n    "a": 1\r\n}';
    expect(edited(four, (shown) => shown.replace("1", '1, "b": []'))).toBe('{\r\n    "a": 1,\r\n    "b": []\r\n}');
    expect(edited('{"a": 1, "c": 3}', (shown) => shown.replace("1", '1, "b": 2'))).toBe('{"a": 1, "b": 2, "c": 3}');
    expect(edited('{"a":[]}', (shown) => shown.replace("[]", "[1]"))).toBe('{"a":[1]}');
    expect(edited("[\n\t[]\n]", (shown) => shown.replace("[]", "[1]"))).toBe("[\n\t[\n\t\t1\n\t]\n]");
    expect(edited("[\n\t[\n\t\t1\n\t]\n]", (shown) => shown.replace(/1\s*/, ""))).toBe("[\n\t[]\n]");
  });

  it("is what was typed, whatever the layouts", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.constantFrom(undefined, 1, "\t"), (a, b, indent) => {
        const stored = JSON.stringify(JSON.parse(a), null, indent);
        expect(compactJson(withEditedTokens(stored, b))).toBe(compactJson(b));
        expect(withEditedTokens(stored, a)).toBe(stored);
      }),
    );
  });
});
