/** Filters: groups, every operator, SQL of the user's own, and regular expressions that never end. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { FindQuestion } from "../../../src-shared/model/find.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { errorOf, type OpenRooms, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { joinEngine } from "../../harness/port-pair.ts";

const words = ["", "a", "A", "b ", "Ab%", "a_b", "10", "2.5", "é", "É", "x\0y", "y", "[a]*", "ab"];
const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -3n, max: 12n }),
  fc.constantFrom(-1.5, 2.5, 10),
  fc.constantFrom(...words),
  fc.constantFrom(new Uint8Array(), new Uint8Array([97])),
);
const columns = ["x", "n", "c", "any"] as const;
const column = fc.constantFrom(...columns);
const kept = fc.constantFrom(undefined, undefined, undefined, true, false);
const cased = fc.constantFrom(undefined, true, false);
const patterns = ["^a", "b\\s*$", "[0-9]", "^.$", "\\.", "a|é"];

const { filter } = fc.letrec<{ filter: RowFilter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({
      column,
      operator: fc.constantFrom(
        ...(["=", "<>", "<", "<=", ">", ">=", "contains", "startsWith", "endsWith"] as const),
        ...(["like", "glob", "isNull", "isNotNull", "isEmpty", "isNotEmpty"] as const),
      ),
      value,
      caseSensitive: cased,
      enabled: kept,
    }),
    fc.record({
      column,
      operator: fc.constant("regex" as const),
      value: fc.constantFrom(...patterns),
      caseSensitive: cased,
    }),
    fc.record({ column, operator: fc.constant("between" as const), low: value, high: value, enabled: kept }),
    fc.record({ column, operator: fc.constant("in" as const), values: fc.array(value, { maxLength: 4 }) }),
    fc.record({ anyColumn: fc.constantFrom(...words), caseSensitive: cased, enabled: kept }),
    fc.record({ rawSql: fc.constantFrom("n > 2 -- more", "x LIKE 'a%' /* (; */ OR c IS NULL", "1", "(n)", "NULL") }),
    fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }), enabled: kept }),
    fc.record({ any: fc.array(tie("filter"), { maxLength: 3 }), enabled: kept }),
    fc.record({ not: tie("filter"), enabled: kept }),
  ) as fc.Arbitrary<RowFilter>,
}));

/** Of these words' letters JavaScript folds each to one other. */
const lower = (text: string): string => text.toLowerCase();
/** The same in SQL, which knows ASCII only. */
const lowerSql = (cell: string): string => `replace(lower(${cell}), 'É', 'é')`;

/** Whether a row fulfils a filter, told by SQLite for the parts and by JavaScript for text and groups; null is neither. */
function holds(db: Database.Database, row: Record<string, Scalar>, part: RowFilter): boolean | null | "off" {
  const ask = (sql: string): boolean | null => {
    const result = db
      .prepare(`SELECT (${sql}) IS TRUE, (${sql}) IS NULL FROM t WHERE id = ?`)
      .raw()
      .get(row.id) as bigint[];
    return result[1] === 1n ? null : result[0] === 1n;
  };
  const textIn = (name: string): string | null => {
    const text = db.prepare(`SELECT CAST("${name}" AS TEXT) FROM t WHERE id = ?`).pluck().get(row.id) as string | null;
    return row[name] instanceof Uint8Array ? null : text;
  };
  const search = (name: string, wanted: Scalar, sensitive: boolean, test: (text: string, w: string) => boolean) => {
    const text = textIn(name);
    if (text === null || wanted === null) return null;
    const other = wanted instanceof Uint8Array ? Buffer.from(wanted).toString() : String(wanted);
    return sensitive ? test(text, other) : test(lower(text), lower(other));
  };
  if (part.enabled === false) return "off";
  if ("all" in part || "any" in part) {
    const every = "all" in part;
    const results = ("all" in part ? part.all : part.any).map((p) => holds(db, row, p)).filter((r) => r !== "off");
    if (results.length === 0) return "off";
    if (results.includes(!every)) return !every;
    return results.includes(null) ? null : every;
  }
  if ("not" in part) {
    const inner = holds(db, row, part.not);
    return inner === "off" ? "off" : inner !== true;
  }
  if ("rawSql" in part) return ask(`${part.rawSql}\n`);
  if ("anyColumn" in part) {
    const found = [...columns, "id"].map((name) =>
      search(name, part.anyColumn, part.caseSensitive ?? false, (t, w) => t.includes(w)),
    );
    return found.includes(true) ? true : found.includes(null) ? null : false;
  }
  const { operator, caseSensitive } = part;
  const collate = caseSensitive === undefined ? "" : caseSensitive ? " COLLATE BINARY" : " COLLATE NOCASE";
  const cell = `"${part.column}"${collate}`;
  const sensitive = caseSensitive ?? false;
  switch (operator) {
    case "between":
      return ask(`${cell} >= ${sqlLiteral(part.low)} AND ${cell} <= ${sqlLiteral(part.high)}`);
    case "in":
      return part.values.length === 0 ? false : ask(part.values.map((v) => `${cell} IS ${sqlLiteral(v)}`).join(" OR "));
    case "=":
    case "<>": {
      const accented = caseSensitive === false && typeof part.value === "string" && /[éÉ]/.test(part.value);
      const is = accented
        ? `${lowerSql(`"${part.column}"`)} IS ${sqlLiteral(lower(String(part.value)))}`
        : `${cell} IS ${sqlLiteral(part.value)}`;
      return ask(operator === "=" ? is : `NOT ${is}`);
    }
    case "contains":
      return search(part.column, part.value, sensitive, (t, w) => t.includes(w));
    case "startsWith":
      return search(part.column, part.value, sensitive, (t, w) => t.startsWith(w));
    case "endsWith":
      return search(part.column, part.value, sensitive, (t, w) => t.endsWith(w));
    case "regex":
      return search(part.column, part.value, true, (t, w) => new RegExp(w, sensitive ? "u" : "iu").test(t));
    case "isNull":
      return row[part.column] === null;
    case "isNotNull":
      return row[part.column] !== null;
    case "isEmpty":
    case "isNotEmpty": {
      const cellValue = row[part.column] ?? null;
      if (cellValue === null) return null;
      const empty = cellValue === "" || (cellValue instanceof Uint8Array && cellValue.length === 0);
      return empty === (operator === "isEmpty");
    }
    case "like":
    case "glob": {
      if (operator === "like" && sensitive) return "off";
      const pattern =
        typeof part.value === "bigint" || typeof part.value === "number" ? String(part.value) : part.value;
      const folded = operator === "like" ? /[éÉ]/.test(String(pattern)) : caseSensitive === false;
      const own = folded ? lowerSql(`"${part.column}"`) : `"${part.column}"`;
      const wanted = folded && typeof pattern === "string" ? lower(pattern) : pattern;
      return ask(`${own} ${operator} ${sqlLiteral(wanted)}`);
    }
    default:
      return ask(`${cell} ${operator} ${sqlLiteral(part.value)}`);
  }
}

/** LIKE that tells a from A has no counterpart here; `likeCases` below shows it. */
function isToldElsewhere(part: RowFilter): boolean {
  if ("all" in part) return part.all.some(isToldElsewhere);
  if ("any" in part) return part.any.some(isToldElsewhere);
  if ("not" in part) return isToldElsewhere(part.not);
  return "operator" in part && part.operator === "like" && "caseSensitive" in part && part.caseSensitive === true;
}

it("a random filter keeps the rows for which it is true", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 12 }),
      fc.array(filter, { minLength: 1, maxLength: 12 }),
      (made, filters) => {
        const path = makeDatabase((db) => {
          db.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT, n INTEGER, c TEXT COLLATE NOCASE, "any")`);
          const insert = db.prepare("INSERT INTO t(x, n, c, any) VALUES (?, ?, ?, ?)");
          for (const row of made) insert.run(...row);
          db.exec("CREATE VIEW v AS SELECT x, n, c, any, id FROM t");
        });
        const rooms = openRooms(path);
        const db = new Database(path, { readonly: true });
        db.defaultSafeIntegers(true);
        const rows = db.prepare("SELECT * FROM t").all() as Record<string, Scalar>[];
        for (const one of filters.filter((part) => !isToldElsewhere(part))) {
          const expected = rows.filter((row) => holds(db, row, one) === true || holds(db, row, one) === "off");
          expect(rooms.page("t", 0, 200, { filter: [one] }).keys?.map(([id]) => id)).toEqual(
            expected.map((row) => row.id),
          );
          expect(rooms.page("v", 0, 200, { filter: [one] }).rows.length).toBe(expected.length);
        }
        db.close();
        rooms.close();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

describe("operators", () => {
  const open = () =>
    openRooms(
      makeDatabase(`CREATE TABLE t(a TEXT, b); INSERT INTO t VALUES
        ('Anna', 1), ('anna', 2), ('a*b', 3), ('A%', 4), (NULL, 5), ('Hannah', 'ANNA'), (x'616e6e61', 6)`),
    );
  const found = (rooms: OpenRooms, ...filter: RowFilter[]) =>
    rooms.page("t", 0, 50, { filter }).keys?.map(([key]) => Number(key));

  it("like tells a from A when asked", () => {
    const rooms = open();
    expect(found(rooms, { column: "a", operator: "like", value: "a%" })).toEqual([1, 2, 3, 4]);
    expect(found(rooms, { column: "a", operator: "like", value: "a%", caseSensitive: true })).toEqual([2, 3]);
    expect(found(rooms, { column: "a", operator: "like", value: "_*b", caseSensitive: true })).toEqual([3]);
  });

  it("begins, ends and is like a text of letters that are no ASCII, and of wildcards", () => {
    const rooms = openRooms(
      makeDatabase(`CREATE TABLE t(a TEXT); INSERT INTO t VALUES
        ('éclair'), ('Éclat'), ('eclair'), ('un éclair'), ('a[bc'), ('A[bc'), ('abc'), ('a]c'), ('[é]'), (NULL)`),
    );
    expect(found(rooms, { column: "a", operator: "startsWith", value: "écl" })).toEqual([1, 2]);
    expect(found(rooms, { column: "a", operator: "startsWith", value: "écl", caseSensitive: true })).toEqual([1]);
    expect(found(rooms, { column: "a", operator: "endsWith", value: "éclair", caseSensitive: true })).toEqual([1, 4]);
    expect(found(rooms, { column: "a", operator: "like", value: "a[b%" })).toEqual([5, 6]);
    expect(found(rooms, { column: "a", operator: "like", value: "a[b%", caseSensitive: true })).toEqual([5]);
    expect(found(rooms, { column: "a", operator: "like", value: "a]%", caseSensitive: true })).toEqual([8]);
    expect(found(rooms, { column: "a", operator: "like", value: "[é]", caseSensitive: true })).toEqual([9]);
    expect(found(rooms, { column: "a", operator: "glob", value: "a[[b]*" })).toEqual([5, 7]);
    expect(found(rooms, { column: "a", operator: "glob", value: "[[]É]", caseSensitive: false })).toEqual([9]);
  });

  it("tells the infinities, the largest reals and NULL from each other", () => {
    const rooms = openRooms(
      makeDatabase(
        "CREATE TABLE t(a REAL); INSERT INTO t VALUES (9e999), (-9e999), (NULL), (1.7976931348623157e308), (0)",
      ),
    );
    expect(found(rooms, { column: "a", operator: "=", value: Infinity })).toEqual([1]);
    expect(found(rooms, { column: "a", operator: "=", value: -Infinity })).toEqual([2]);
    expect(found(rooms, { column: "a", operator: "=", value: null })).toEqual([3]);
    expect(found(rooms, { column: "a", operator: ">=", value: Number.MAX_VALUE })).toEqual([1, 4]);
    expect(found(rooms, { column: "a", operator: "in", values: [-Infinity, null] })).toEqual([2, 3]);
    expect(found(rooms, { column: "a", operator: "<>", value: Infinity })).toEqual([2, 3, 4, 5]);
  });

  it("any column", () => {
    const rooms = open();
    expect(found(rooms, { anyColumn: "anna" })).toEqual([1, 2, 6]);
    expect(found(rooms, { anyColumn: "ANNA", caseSensitive: true })).toEqual([6]);
    expect(found(rooms, { anyColumn: "^an+a$|5", operator: "regex" })).toEqual([1, 2, 5, 6]);
  });

  it("a thousand conditions, and groups fifty deep but not fifty-one", () => {
    const rooms = open();
    const many = Array.from(
      { length: 1000 },
      (_, i): RowFilter => ({ column: "b", operator: "<>", value: BigInt(i + 100) }),
    );
    expect(found(rooms, { all: many })).toHaveLength(7);
    const nested = (depth: number): RowFilter => (depth === 0 ? { rawSql: "1" } : { not: nested(depth - 1) });
    expect(found(rooms, nested(48))).toHaveLength(7);
    expect(errorOf(() => found(rooms, nested(60))).code).toBe("sql.syntax");
  });
});

describe("SQL of the user's own", () => {
  it.each([
    "1) UNION SELECT * FROM secret WHERE (1",
    "1; DROP TABLE t",
    "1 /* and so on",
    "a = 'x",
    "a = ?",
    "a = :name",
    "1\0",
    "",
    "-- nothing",
    "((1)",
    "nothere = 1",
    'a = "x"',
    "count(*) > 1",
    "1, 2",
    "1 LIMIT 1",
  ])("%j is no condition", (rawSql) => {
    const rooms = openRooms(makeDatabase("CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE TABLE secret(a)"));
    const error = errorOf(() => rooms.page("t", 0, 10, { filter: [{ rawSql }] }));
    expect(error.code).toBe("sql.syntax");
    expect(error.message).toContain("not one SQL condition");
    expect(errorOf(() => rooms.rows["rows.count"]({ source: source({ rawSql }) })).code).toBe("sql.syntax");
    // Switched off, it does no harm.
    expect(rooms.page("t", 0, 10, { filter: [{ rawSql, enabled: false }] }).rows).toEqual([[1n]]);
  });
});

const source = (filter: RowFilter) => ({ table: { schema: "main", name: "t" }, order: [], filter: [filter] });

it("a regular expression that never ends is stopped, and the engine goes on", () => {
  const rooms = openRooms(makeDatabase(`CREATE TABLE t(a); INSERT INTO t VALUES (printf('%.*c', 60, 'a') || 'b')`));
  const endless: RowFilter = { column: "a", operator: "regex", value: "^(a+)+$" };
  const began = performance.now();
  const error = errorOf(() => rooms.page("t", 0, 10, { filter: [endless] }));
  expect(error).toMatchObject({ code: "engine.stopped", message: expect.stringContaining("regular expression") });
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(rooms.page("t").rows).toHaveLength(1);
  expect(rooms.connections.reader().db.inTransaction).toBe(false);
  expect(errorOf(() => rooms.page("t", 0, 10, { filter: [{ ...endless, value: "(" }] }))).toMatchObject({
    code: "sql.syntax",
    message: "This is not a regular expression.",
  });
});

describe("letters beyond ASCII", () => {
  const texts = [
    "Ärger",
    "ÜBER den Fluß",
    "Москва",
    "ΣΊΣΥΦΟΣ",
    "straẞe",
    "K\u212Alvin",
    "İstanbul ı",
    "ǅ",
    "aÄbÖ%_",
    null,
    5,
  ];
  /** A database of them, and the texts that a filter finds. */
  const open = () => {
    const rooms = openRooms(
      makeDatabase((db) => {
        db.exec("CREATE TABLE t(id INTEGER PRIMARY KEY, x)");
        for (const text of texts) db.prepare("INSERT INTO t(x) VALUES (?)").run(text);
      }),
    );
    const found = (one: RowFilter) => rooms.page("t", 0, 50, { filter: [one] }).rows.map((row) => row.at(-1));
    return { rooms, found };
  };

  it.each([
    ["ärger", ["Ärger"]],
    ["ÄRG", ["Ärger"]],
    ["über DEN fluß", ["ÜBER den Fluß"]],
    ["FLUẞ", ["ÜBER den Fluß"]],
    ["москва", ["Москва"]],
    ["МОСКВА", ["Москва"]],
    // Sigma has two small forms.
    ["σίσυφος", ["ΣΊΣΥΦΟΣ"]],
    ["STRAßE", ["straẞe"]],
    ["Ǆ", ["ǅ"]],
    ["äBö%_", ["aÄbÖ%_"]],
    // No other letter is one of these: nothing is folded that would become ASCII.
    ["\u212A", ["K\u212Alvin"]],
    ["İ", ["İstanbul ı"]],
    ["ı", ["İstanbul ı"]],
    ["i\u0307", []],
  ])("%s finds %j", (text, expected) => {
    const { found } = open();
    expect(found({ column: "x", operator: "contains", value: text })).toEqual(expected);
    expect(found({ anyColumn: text })).toEqual(expected);
    const [whole] = expected;
    if (whole === undefined) return;
    expect(found({ column: "x", operator: "contains", value: text, caseSensitive: true })).toEqual(
      texts.filter((each) => String(each).includes(text)),
    );
  });

  it.each(["startsWith", "endsWith", "=", "like"] as const)(
    "%s folds them too, and is exact by the switch",
    (operator) => {
      const { found } = open();
      const cased = { caseSensitive: operator === "like" ? undefined : false };
      expect(found({ column: "x", operator, value: "МОСКВА", ...cased })).toEqual(["Москва"]);
      expect(found({ column: "x", operator, value: "ärger", ...cased })).toEqual(["Ärger"]);
      expect(found({ column: "x", operator, value: "ärger", caseSensitive: true })).toEqual([]);
    },
  );

  it("find, replace and the parents' list do as the filter", async () => {
    const { rooms } = open();
    const source = { table: { schema: "main", name: "t" }, order: [], filter: [] };
    const from = { row: 0, column: -1 };
    const ask = {
      source,
      columns: ["x"],
      text: "москва",
      regex: false,
      caseSensitive: false,
      from,
      direction: "forward",
    };
    expect(rooms.rows["rows.find"](ask as FindQuestion)).toEqual({ row: 2, column: 0 });
    const { texts: replaced } = await rooms.rows["rows.replaceTexts"]({
      texts: ["Ärger ÄRGER", "σΣς", "ẞß", "😀É"],
      text: "ärger",
      regex: false,
      caseSensitive: false,
      replacement: "-",
    });
    expect(replaced).toEqual(["- -", "σΣς", "ẞß", "😀É"]);
    const again = (text: string, given: string) =>
      rooms.rows["rows.replaceTexts"]({ texts: [given], text, regex: false, caseSensitive: false, replacement: "-" });
    expect((await again("σ", "σΣς.")).texts).toEqual(["---."]);
    expect((await again("😀é", "😀É.")).texts).toEqual(["-."]);
    const parent = { table: source.table, columns: ["id"], label: "x" };
    const { choices } = await rooms.rows["rows.parents"]({ parent, text: "über", limit: 5 });
    expect(choices.map(({ label }) => label)).toEqual(["ÜBER den Fluß"]);
  });

  it("a text of every letter there is can be searched for", () => {
    const all = Array.from({ length: 0x2_000 }, (_, code) => String.fromCharCode(code + 0x80)).join("");
    expect(open().found({ column: "x", operator: "contains", value: all })).toEqual([]);
  });
});

it("in SQL of one's own it is stopped as well, whatever asks: a page, a view of a page, a count, an order", async () => {
  const rooms = openRooms(makeDatabase(`CREATE TABLE t(a); INSERT INTO t VALUES (printf('%.*c', 60, 'a') || 'b')`));
  const stopped = { code: "engine.stopped", message: expect.stringContaining("regular expression") };
  for (const rawSql of ["joinery_regexp('^(a+)+$', '', a)", `NOT "JOINERY_REGEXP"('^(a+)+$', '', a)`]) {
    const filter: RowFilter[] = [{ all: [{ not: { rawSql } }] }];
    expect(errorOf(() => rooms.page("t", 0, 10, { filter }))).toMatchObject(stopped);
    const given = rooms.rows["rows.buildOrder"]({ source: { ...source({ rawSql }), filter }, view: "v" });
    await expect(given).rejects.toMatchObject({ data: stopped });
    expect(rooms.page("t").rows).toHaveLength(1);
  }
}, 60_000);

it.each([60, 3000])(
  "a filter of groups within groups %i deep is refused at once, at the port and within",
  async (deep) => {
    const nested = (begin: RowFilter, wrap: (inner: RowFilter) => RowFilter): RowFilter => {
      let filter = begin;
      for (let i = 0; i < deep; i++) filter = wrap(filter);
      return filter;
    };
    const joined = joinEngine({ kind: "file", path: makeDatabase("CREATE TABLE t(a)"), readOnly: true });
    onTestFinished(() => joined.close());
    const rooms = openRooms(makeDatabase("CREATE TABLE t(a)"));
    const refused = { code: "sql.syntax", message: expect.stringContaining("groups within groups") };
    for (const wrap of [
      (not: RowFilter): RowFilter => ({ not }),
      (one: RowFilter): RowFilter => ({ all: [one] }),
      (one: RowFilter): RowFilter => ({ any: [{ rawSql: "1" }, one] }),
    ]) {
      const filter = [nested({ rawSql: "a" }, wrap)];
      const question = { source: { ...source({ rawSql: "a" }), filter }, offset: 0, limit: 10, view: "v" };
      await expect(joined.client.ask("rows.readPage", question)).rejects.toMatchObject({ data: refused });
      expect(errorOf(() => rooms.page("t", 0, 10, { filter }))).toMatchObject(refused);
    }
  },
);
