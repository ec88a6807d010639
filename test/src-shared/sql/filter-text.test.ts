/** The language of the filter row: what its texts mean, and that writing a condition and reading it again changes nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../src-shared/model/schema.ts";
import {
  type FilteredColumn,
  filterHint,
  formatFilterText,
  parseFilterText,
  type TextFilter,
} from "../../../src-shared/sql/filter-text.ts";

const text = { name: "t", affinity: "text" } as const;
const integer = { name: "i", affinity: "integer" } as const;
const bool = { name: "b", affinity: "numeric", type: "BOOLEAN" } as const;
const any = { name: "a", affinity: "blob" } as const;

describe("what is typed", () => {
  it.each<[string, Pick<Column, "name" | "affinity">, object | null]>([
    ["", text, null],
    ["  ", text, null],
    [">", integer, null],
    ["=", integer, null],
    ["smith", text, { operator: "contains", value: "smith" }],
    ["10", integer, { operator: "contains", value: "10" }],
    [">10", integer, { operator: ">", value: 10n }],
    ["=007", any, { operator: "=", value: "007" }],
    ["=7", any, { operator: "=", value: 7n }],
    ["=007", integer, { operator: "=", value: 7n }],
    ["> 10", text, { operator: ">", value: "10" }],
    [">=-1.5", integer, { operator: ">=", value: -1.5 }],
    ["<9223372036854775807", integer, { operator: "<", value: 2n ** 63n - 1n }],
    ["<9223372036854775808", integer, { operator: "<", value: 2 ** 63 }],
    ["<>x", text, { operator: "<>", value: "x" }],
    ["!=x", text, { operator: "<>", value: "x" }],
    ["=null", text, { operator: "isNull", value: null }],
    ["<>NULL", text, { operator: "isNotNull", value: null }],
    ['="NULL"', text, { operator: "=", value: "NULL" }],
    ['=""', text, { operator: "=", value: "" }],
    ["='10'", any, { operator: "=", value: "10" }],
    ["=10", any, { operator: "=", value: 10n }],
    ["10~20", integer, { operator: "between", low: 10n, high: 20n }],
    ["2020-01-01~2020-12-31", text, { operator: "between", low: "2020-01-01", high: "2020-12-31" }],
    ['"a"~"b"', text, { operator: "between", low: "a", high: "b" }],
    ["~/notes", text, { operator: "contains", value: "~/notes" }],
    ["/^a+b$/", text, { operator: "regex", value: "^a+b$" }],
    ["/", text, { operator: "contains", value: "/" }],
    ["//", text, { operator: "contains", value: "//" }],
    ["%a_b%", text, { operator: "like", value: "%a_b%" }],
    ["a_b", text, { operator: "contains", value: "a_b" }],
    ['">10"', text, { operator: "contains", value: ">10" }],
    ['"say ""hi"""', text, { operator: "contains", value: 'say "hi"' }],
    ["true", bool, { operator: "=", value: 1n }],
    ["=False", bool, { operator: "=", value: 0n }],
    ["true", text, { operator: "contains", value: "true" }],
    ["it's", text, { operator: "contains", value: "it's" }],
    ["NULL", integer, { operator: "isNull", value: null }],
    ["NULL", text, { operator: "contains", value: "NULL" }],
    ["> 5,000,000", integer, { operator: ">", value: 5_000_000n }],
    ["=5 000 000.5", integer, { operator: "=", value: 5_000_000.5 }],
    ["1'000~2'000", integer, { operator: "between", low: 1000n, high: 2000n }],
    ["5,000", integer, { operator: "contains", value: "5000" }],
    ["5,000", text, { operator: "contains", value: "5,000" }],
    ["=5,000", text, { operator: "=", value: "5,000" }],
    // Neither groups of three nor a decimal point.
    [">1,2", integer, { operator: ">", value: "1,2" }],
    [">1,000,00", integer, { operator: ">", value: "1,000,00" }],
    [">1,000 000", integer, { operator: ">", value: "1,000 000" }],
    ["/^x/i", text, { operator: "regex", value: "^x" }],
    ["/^x/g", text, { operator: "contains", value: "/^x/g" }],
  ])("%s over %o", (typed, column, expected) => {
    expect(parseFilterText(typed, column)).toEqual(expected && { column: column.name, ...expected });
  });
});

describe("the label beside a key", () => {
  const through = {
    table: { schema: "main", name: "album" },
    columns: ["n"],
    parentColumns: ["id"],
    label: "title",
    collation: "NOCASE",
  };
  const key: FilteredColumn = { name: "n", affinity: "integer", label: { through, affinity: "text" } };
  const code: FilteredColumn = { ...key, affinity: "text" };
  it.each<[string, FilteredColumn, object, string]>([
    ["@love", key, { operator: "contains", value: "love", through }, "love"],
    ["love", key, { operator: "contains", value: "love", through }, "love"],
    ["bl%", key, { operator: "like", value: "bl%", through }, "bl%"],
    ["/^b/", key, { operator: "regex", value: "^b", through }, "/^b/"],
    ["@=Blue", key, { operator: "=", value: "Blue", through }, "@=Blue"],
    ["@>m", key, { operator: ">", value: "m", through }, "@>m"],
    ["@12", key, { operator: "contains", value: "12", through }, "@12"],
    ["12", key, { operator: "contains", value: "12" }, "12"],
    [">12", key, { operator: ">", value: 12n }, ">12"],
    ["1,5", key, { operator: "contains", value: "1,5" }, "1,5"],
    ["NULL", key, { operator: "isNull", value: null }, "=NULL"],
    ["@=NULL", key, { operator: "isNull", value: null, through }, "@=NULL"],
    ["love", code, { operator: "contains", value: "love" }, "love"],
    ["@love", code, { operator: "contains", value: "love", through }, "@love"],
  ])("%s", (typed, column, expected, written) => {
    const read = parseFilterText(typed, column);
    expect(read).toEqual({ column: "n", ...expected });
    expect(read && formatFilterText(read, column)).toBe(written);
    expect(read && parseFilterText(written, column)).toEqual(read);
  });

  it("is not said where another label stands there, or none; and a text has no hint that numbers are meant", () => {
    const read = parseFilterText("love", key);
    const other = { ...key, label: { through: { ...through, label: "artist" }, affinity: "text" as const } };
    expect(read && formatFilterText(read, other)).toBeNull();
    expect(read && formatFilterText(read, { name: "n", affinity: "integer" })).toBeNull();
    expect(read && filterHint(read, key)).toBeNull();
    expect(parseFilterText("@love", { name: "n", affinity: "integer" })).toMatchObject({ value: "@love" });
  });
});

describe("a hint", () => {
  const nocase = { ...text, collation: "NOCASE" };
  it.each<[string, FilteredColumn, string | null]>([
    ["1..3", integer, "this column holds numbers"],
    ["in (1,2)", integer, "this column holds numbers"],
    ["1e5", integer, null],
    ["2009-03", bool, null],
    ["NULL", text, "=NULL"],
    ["null", any, "=NULL"],
    ["A~C", text, '"A"~"C"'],
    ["/x/g", text, "/…/"],
    ["1,2", integer, "1.2"],
    [">1,2", integer, "is no number"],
    ["=abc", integer, "is no number"],
    ["NULL", integer, null],
    ["> 5,000", integer, null],
    ["1,2", text, null],
    ['"A"~"C"', text, null],
    ["~/notes", text, null],
    ["/x/i", text, null],
    [">abc", text, null],
    ["smith", text, null],
    ["=Ärger", nocase, "only A to Z"],
    ["<>МОСКВА", nocase, "Without <> texts are searched"],
    [">é", nocase, "written as they are stored"],
    ["Ärger", nocase, null],
    ["=anger", nocase, null],
    ["=日本", nocase, null],
    ["=Ärger", text, null],
  ])("of %s over %o is %s", (typed, column, words) => {
    const read = parseFilterText(typed, column);
    const hint = read && filterHint(read, column);
    if (words === null) expect(hint).toBeNull();
    else expect(hint).toContain(words);
  });
});

const affinity = fc.constantFrom<Column["affinity"][]>("text", "integer", "real", "numeric", "blob");
const word = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("'", '"', "~", "/", "%", "=", "<", ">", "!", "1", ".", "-", " ", "N", "\n") }),
  fc.constantFrom("NULL", "null", "10", "1e5", "-0", "/x/", "1~2"),
);
const scalar = fc.oneof(word, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.double({ noNaN: true }));
const condition = (name: string): fc.Arbitrary<TextFilter> =>
  fc.oneof(
    fc.record({ column: fc.constant(name), operator: fc.constantFrom("=", "<>", "<", "<=", ">", ">="), value: scalar }),
    fc.record({ column: fc.constant(name), operator: fc.constant("contains"), value: word }),
    fc.record({ column: fc.constant(name), operator: fc.constantFrom("like", "regex"), value: word }),
    fc.record({
      column: fc.constant(name),
      operator: fc.constantFrom("isNull", "isNotNull"),
      value: fc.constant(null),
    }),
    fc.record({ column: fc.constant(name), operator: fc.constant("between"), low: scalar, high: scalar }),
  ) as fc.Arbitrary<TextFilter>;

it("what can be written is read again as the same condition, and what is compared with a text always can", () => {
  fc.assert(
    fc.property(affinity, condition("c"), (ofColumn, made) => {
      const column = { name: "c", affinity: ofColumn };
      const written = formatFilterText(made, column);
      if (written !== null) expect(parseFilterText(written, column)).toEqual(made);
      const always = made.operator === "contains" || made.operator === "isNull" || made.operator === "isNotNull";
      const compared = "value" in made && typeof made.value === "string" && /^[<>=]/.test(made.operator);
      const numbers =
        ofColumn !== "text" && "value" in made && typeof made.value !== "string" && /^[<>=]/.test(made.operator);
      if (always || compared || numbers) expect(written).not.toBeNull();
    }),
    { numRuns: 2000 },
  );
});

it("any text is a condition or none, and never throws; a condition read from it can be written", () => {
  fc.assert(
    fc.property(word, affinity, (typed, ofColumn) => {
      const column = { name: "c", affinity: ofColumn };
      const read = parseFilterText(typed, column);
      if (read !== null) expect(formatFilterText(read, column)).not.toBeNull();
    }),
    { numRuns: 2000 },
  );
});
