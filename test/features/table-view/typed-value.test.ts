/** What is typed is what SQLite would store: compared with SQLite itself. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Affinity, storedText, storingAffinity, typedValue } from "../../../renderer/values/typed-value.ts";
import { sameScalar, type Scalar } from "../../../src-shared/model/cell.ts";

const declared: Record<Affinity, string> = {
  integer: "INTEGER",
  numeric: "NUMERIC",
  real: "REAL",
  text: "TEXT",
  blob: "",
};
const affinities = Object.keys(declared) as Affinity[];

const db = new Database(":memory:");
db.defaultSafeIntegers(true);
db.exec(`CREATE TABLE t(${affinities.map((a) => `"${a}" ${declared[a]}`).join(", ")})`);

function storedBySqlite(text: string, affinity: Affinity): Scalar {
  db.exec("DELETE FROM t");
  db.prepare(`INSERT INTO t("${affinity}") VALUES (?)`).run(text);
  return db.prepare(`SELECT "${affinity}" FROM t`).pluck().get() as Scalar;
}

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 25 });
const numberish = fc
  .tuple(
    fc.constantFrom("", " ", "\t ", "\n"),
    fc.constantFrom("", "+", "-", "--"),
    digits,
    fc.constantFrom("", ".", ".0", ".5", "..", ".000000000000000000001"),
    fc.constantFrom("", "e3", "E-2", "e+400", "e", "e5.5", "x", "_1"),
    fc.constantFrom("", " ", "\v", "\f\r", "\u00a0"),
  )
  .map((parts) => parts.join(""));

describe("storedText", () => {
  it("stores what SQLite stores, in the same storage class", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...affinities),
        fc.oneof(numberish, fc.double().map(String), fc.string()),
        (affinity, text) => {
          // A NUL ends a number's text for SQLite; nobody types one.
          fc.pre(!text.includes("\0"));
          const ours = storedText(text, affinity);
          const theirs = storedBySqlite(text, affinity);
          expect(
            sameScalar(ours, theirs),
            `${JSON.stringify(text)} as ${affinity}: ${String(ours)} / ${String(theirs)}`,
          ).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", 9223372036854775808],
    ["007", 7n],
    ["+5", 5n],
    ["3.0", 3n],
    ["1e3", 1000n],
    ["0x10", "0x10"],
    ["12 monkeys", "12 monkeys"],
  ])("keeps 64-bit integers exact: %s", (text, value) => {
    expect(storedText(text, "integer")).toBe(value);
    expect(storedBySqlite(text, "integer")).toBe(value);
  });
});

describe("typedValue", () => {
  it("empties numbers to NULL and texts to an empty text", () => {
    expect(typedValue("", "integer", 5n)).toBeNull();
    expect(typedValue("", "real", 5)).toBeNull();
    expect(typedValue("", "text", "x")).toBe("");
  });

  it("keeps the kind of number in a column without type", () => {
    expect(typedValue("6", "blob", 5n)).toBe(6n);
    expect(typedValue("6", "blob", 5.5)).toBe(6);
    expect(typedValue("6", "blob", "5")).toBe("6");
    expect(typedValue("6", "blob", undefined)).toBe("6");
  });

  it("changes nothing in an ANY column of a STRICT table", () => {
    const column = { affinity: "numeric", type: "ANY" } as const;
    expect(storingAffinity({ strict: true }, column)).toBe("blob");
    expect(storingAffinity({ strict: false }, column)).toBe("numeric");
  });
});
