/**
 * The reader of CREATE TABLE texts against SQLite: what SQLite accepts is read, and the facts are the ones its PRAGMAs report.
 * JOINERY_RANDOM_TABLES=20000 for more.
 */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDdlFacts } from "../../../electron/engine/schema/ddl-facts.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import { readTable } from "../../../src-shared/sql/ddl/read-table.ts";
import type { Clause, Place, TableParts } from "../../../src-shared/sql/ddl/table-parts.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { nameOf } from "../../../src-shared/sql/script-tokens.ts";
import { primaryKeyOf } from "../../../src-shared/sql/table-ddl.ts";
import { oddNames } from "../../fixtures/odd-names.ts";

const TABLES = Number(process.env.JOINERY_RANDOM_TABLES ?? 400);

/** What SQLite makes of the text; null when it refuses it. */
function asked(sql: string) {
  const db = new Database(":memory:");
  try {
    db.exec(sql);
    const [name, stored] = db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'")
      .raw()
      .get() as [string, string];
    const rows = (query: string) => db.prepare(query).raw().all(name) as (string | number | null)[][];
    const indexes = rows("SELECT name, origin FROM pragma_index_list(?) ORDER BY seq DESC");
    return {
      name,
      stored,
      columns: rows('SELECT name, type, "notnull", dflt_value, hidden FROM pragma_table_xinfo(?)'),
      key: rows("SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk").flat(),
      uniques: indexes
        .filter(([, origin]) => origin === "u")
        .map(([index]) =>
          (
            db
              .prepare('SELECT name, coll, "desc" FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno')
              .raw()
              .all(index) as [string, string, number][]
          ).map(([column, collation, descending]) => `${column} ${foldName(collation)} ${descending}`),
        ),
      keys: rows(
        'SELECT id, "from", "table", "to", on_delete, on_update, match FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq',
      ),
      options: rows("SELECT wr, strict FROM pragma_table_list WHERE name = ?")[0],
      autoincrement:
        db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'").pluck().get() === 1,
    };
  } catch {
    return null;
  } finally {
    db.close();
  }
}

const text = (sql: string, { start, end }: Place) => sql.slice(start, end);

/** The reader's facts in the form of `asked`. */
function read(sql: string) {
  const parts = readTable(sql);
  if (!parts) return null;
  const collations = readDdlFacts(sql).collations;
  const collationOf = (column: string) => foldName(collations.get(foldName(column)) ?? "BINARY");
  const column = (written: string) => parts.columns.find(({ name }) => foldName(name) === foldName(written))?.name;
  const term = (name: string, collation: string | null, descending: boolean) =>
    `${column(name)} ${collation === null ? collationOf(name) : foldName(collation)} ${descending ? 1 : 0}`;
  const all = [
    ...parts.columns.flatMap(({ name, clauses }) => clauses.map((clause) => ({ clause, own: name }))),
    ...parts.constraints.map((clause) => ({ clause, own: null })),
  ];
  const uniques = all
    .filter(({ clause }) => clause.kind === "Unique")
    .map(({ clause, own }) =>
      own === null
        ? clause.listed.map(({ name, collation, descending }) => term(name ?? "", collation, descending))
        : [term(own, null, false)],
    );
  const keys = all
    .filter(({ clause }) => clause.kind === "ForeignKey")
    .flatMap(({ clause, own }, id) => {
      const from = own === null ? clause.listed.map(({ name }) => column(name ?? "")) : [own];
      const { parentTable, parentColumns, onDelete, onUpdate } = clause.reference as NonNullable<Clause["reference"]>;
      return from.map((name, i) => [
        id,
        name,
        parentTable,
        parentColumns[i] ?? null,
        onDelete ?? "NO ACTION",
        onUpdate ?? "NO ACTION",
        "NONE",
      ]);
    });
  return {
    name: parts.name,
    columns: parts.columns.map(({ name, type, clauses }) => {
      const value = clauses.findLast(({ kind }) => kind === "Default");
      const generated = clauses.find(({ kind }) => kind === "Generated");
      return [
        name,
        type ? text(sql, type) : "",
        notNull(clauses),
        value ? text(sql, value.expression) : null,
        generated,
      ];
    }),
    key: primaryKeyOf(parts)?.columns.map(({ name }) => column(name)) ?? [],
    uniques,
    keys,
    options: [parts.withoutRowid ? 1 : 0, parts.strict ? 1 : 0],
    autoincrement: primaryKeyOf(parts)?.autoincrement ?? false,
  };
}

/** The columns of the primary key with their collations. */
function primaryKeyTerms(parts: TableParts, sql: string): string[] {
  const { collations } = readDdlFacts(sql);
  const listed = parts.constraints.find(({ kind }) => kind === "PrimaryKey")?.listed;
  const terms = listed ?? primaryKeyOf(parts)?.columns.map(({ name }) => ({ name, collation: null })) ?? [];
  return terms.map(({ name, collation }) => {
    const column = parts.columns.find((c) => foldName(c.name) === foldName(name ?? ""))?.name ?? "";
    return `${column} ${foldName(collation ?? collations.get(foldName(column)) ?? "BINARY")} 0`;
  });
}

/** A NULL clause takes nothing back. */
const notNull = (clauses: readonly Clause[]) => (clauses.some(({ kind }) => kind === "NotNull") ? 1 : 0);

/** Every part lies inside of its whole and none overlaps another; between them are blanks, comments, commas and brackets. */
function expectSpans(parts: TableParts): void {
  const { sql, inside, columns, constraints } = parts;
  const blank = /^(?:\s|,|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/;
  const between = (from: number, to: number) => {
    expect(from).toBeLessThanOrEqual(to);
    expect(sql.slice(from, to)).toMatch(blank);
  };
  let at = inside.start;
  for (const part of [...columns, ...constraints]) {
    between(at, part.start);
    at = part.end;
  }
  between(at, inside.end);
  expect(sql[inside.start - 1]).toBe("(");
  expect(sql[inside.end]).toBe(")");
  for (const { start, end, namePlace, type, typeWordsEnd, clauses } of columns) {
    expect(namePlace.start).toBe(start);
    if (type) between(namePlace.end, type.start);
    let own = Math.max(type?.end ?? namePlace.end, clauses[0] ? 0 : typeWordsEnd);
    for (const clause of clauses) {
      // Only words that SQLite cuts off a type may stand between it and a clause.
      if (clause !== clauses[0] || own >= typeWordsEnd) between(own, clause.start);
      own = clause.end;
    }
    expect(own).toBe(end);
  }
}

function expectRead(sql: string): void {
  const truth = asked(sql);
  if (!truth) return;
  const { stored, columns, ...facts } = truth;
  const parts = readTable(stored);
  expect(parts, `not read: ${stored}`).not.toBeNull();
  expectSpans(parts as TableParts);
  const { columns: own, uniques, ...mine } = read(stored) as NonNullable<ReturnType<typeof read>>;
  const { uniques: indexed, keys, ...others } = facts;
  expect(mine).toEqual({ ...others, keys: inOrder(keys) });
  // One index serves all rules on the same columns, the primary key among them.
  for (const index of indexed) expect(uniques).toContainEqual(index);
  const plain = (columns: readonly string[]) => columns.map((column) => column.replace(/ \d$/, "")).join("\n");
  const served = [...indexed.map(plain), plain(primaryKeyTerms(parts as TableParts, stored))];
  // A WITHOUT ROWID table sorts by its key: what has the same columns is served by it, with any collation.
  for (const columns of facts.options?.[0] === 1 ? [] : uniques) expect(served).toContain(plain(columns));
  expect(own.length).toBe(columns.length);
  for (const [i, [name, type, required, fallback, hidden]] of columns.entries()) {
    const [ownName, ownType, ownRequired, ownFallback, generated] = own[i] as [string, string, number, string, Clause];
    expect(ownName).toBe(name);
    // Of a type in square brackets and more SQLite keeps odd characters.
    if (ownType.startsWith("[")) expect(String(type)).toContain(nameOf(/^[^\]]*\]/.exec(ownType)?.[0] ?? ""));
    else expect(typeForm(ownType)).toBe(typeForm(String(type)));
    // A key of a WITHOUT ROWID or STRICT table is NOT NULL without a word.
    if (ownRequired === 1) expect(required).toBe(1);
    if (fallback === null) expect(ownFallback ?? null).toBeNull();
    else expect(withoutBrackets(ownFallback)).toBe(withoutBrackets(String(fallback)));
    expect(generated ? (generated.stored ? 3 : 2) : 0).toBe(hidden);
  }
}

/** Foreign keys in the order of the text, counted from 0. */
const inOrder = (keys: readonly (readonly unknown[])[]) => {
  const ids = [...new Set(keys.map(([id]) => id))];
  return keys.map(([id, ...key]) => [ids.indexOf(id), ...key]);
};

/** SQLite takes quotes off, and knows a few types by number, which it gives in capitals. */
const typeForm = (type: string) => nameOf(/^(?:"[^"]*"|'[^']*')/.exec(type)?.[0] ?? type).toUpperCase();
const withoutBrackets = (sql: string) => (sql.startsWith("(") ? sql.slice(1, -1).trim() : sql);

const pick = <T>(...list: readonly T[]) => fc.constantFrom(...list);
const gap = pick(" ", " ", " ", "\n", "\t", " /* a, ) comment -- */ ", " -- line ), CHECK (\n", "/**/");
const quotedName = (name: string) =>
  pick(quoteName(name), `\`${name.replaceAll("`", "``")}\``, ...(name.includes("]") ? [] : [`[${name}]`]));
const words = ["a", "b", "key", "x y", "generated", "always", "stored", "desc", "like", ...oddNames];
const bare = pick(
  "a",
  "b",
  "key",
  "generated",
  "always",
  "temp",
  "c1",
  "éé",
  "left",
  "indexed",
  "window",
  "current_date",
);
const collation = pick("nocase", "NOCASE", '"nocase"', "rtrim", "[binary]");
const expressionOf = (column: string) =>
  pick(
    "1",
    `(${column}) > 0`,
    `${column} IN (1, 2, '), (')`,
    "'it''s' || \"a\"\"b\" IS NOT NULL",
    "CASE WHEN 1 THEN 2 END",
    "1_000 + 0x1F",
    "x'00ff' -- end\n",
    "/* ( */ 1",
    "CAST(1 AS VARCHAR(3))",
  );
const conflict = pick("", "", "", "ON CONFLICT IGNORE", "ON CONFLICT replace");
const named = (clause: string) =>
  pick(
    clause,
    clause,
    `CONSTRAINT k ${clause}`,
    `CONSTRAINT "a ) b" ${clause}`,
    `CONSTRAINT k CONSTRAINT 'two' ${clause}`,
  );
const literal = pick(
  "1",
  "-1",
  "+1",
  "- 1",
  "1_000",
  "0x10",
  "-0x1",
  "1e5",
  ".5",
  "1.",
  "TRUE",
  "NULL",
  "CURRENT_TIMESTAMP",
  "current_date",
  "(1 + (2))",
  "( 'a)' )",
  "x'ab'",
  '"dq"',
  "'it''s'",
  "bare",
  "key",
  "[br]",
  "(random())",
  "1_0.5e1_0",
  "( -- c\n 1)",
);
const action = pick("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION", "no /**/ action");
const deferral = pick("", "", "DEFERRABLE", "NOT DEFERRABLE INITIALLY IMMEDIATE", "DEFERRABLE INITIALLY DEFERRED");
const references = fc
  .tuple(
    pick("p", '"odd p"', "'str'", "[x ( y]"),
    pick("", "(x)", '("a, b")', "('x')"),
    fc.array(
      fc.tuple(pick("ON DELETE", "ON UPDATE"), action).map((part) => part.join(" ")),
      { maxLength: 2 },
    ),
    pick("", "", "MATCH full"),
    deferral,
  )
  .map(([table, columns, actions, match, defer]) => ["REFERENCES", table, columns, ...actions, match, defer].join(" "));

const clauseOf = (column: string) =>
  fc.oneof(
    conflict.chain((on) => named(`NOT NULL ${on}`)),
    conflict.chain((on) => named(`UNIQUE ${on}`)),
    conflict.chain((on) => named(`NULL ${on}`)),
    fc
      .tuple(pick("", "ASC", "DESC"), conflict, pick("", "", "AUTOINCREMENT"))
      .chain((parts) => named(`PRIMARY KEY ${parts.join(" ")}`)),
    expressionOf(column).chain((expression) => named(`CHECK (${expression}\n)`)),
    literal.chain((value) => named(`DEFAULT ${value}`)),
    collation.chain((name) => named(`COLLATE ${name}`)),
    references.chain(named),
    fc
      .tuple(
        pick("GENERATED ALWAYS AS", "AS", "generated  always\nas", "generated/**/always as"),
        pick("1", "(1)", "'a' || 2"),
        pick("", "STORED", "VIRTUAL"),
      )
      .chain(([as, value, kind]) => named(`${as} (${value}) ${kind}`)),
    pick("CONSTRAINT alone", "DEFERRABLE INITIALLY DEFERRED"),
  );
const type = pick(
  "",
  "",
  "INT",
  "INTEGER",
  "integer",
  "text",
  "VARCHAR(10)",
  "DECIMAL( 10 , -5 )",
  "UNSIGNED BIG INT",
  '"quoted type"',
  "'single'",
  "[br]",
  "LONG WORDS ALWAYS",
  "INT GENERATED",
  "int always",
  "key",
  "TIMESTAMP WITH zone",
  "DOUBLE /* in */ PRECISION",
  "N(+1_0, 2)",
  "çA",
);

const columnSql = (written: string) =>
  fc
    .tuple(type, fc.array(clauseOf(written), { maxLength: 4 }))
    .map(([declared, clauses]) => [written, declared, ...clauses]);
const tableConstraint = (columns: readonly string[]) => {
  const terms = fc.uniqueArray(fc.constantFrom(...columns), { minLength: 1, maxLength: 2 });
  const listed = terms.chain((list) =>
    fc.tuple(
      ...list.map((column) =>
        fc
          .tuple(pick("", "", "COLLATE nocase", 'COLLATE "rtrim"'), pick("", "", "ASC", "DESC"))
          .map((more) => [pickForm(column), ...more].join(" ")),
      ),
    ),
  );
  const pickForm = (column: string) => column;
  return fc.oneof(
    fc.tuple(listed, conflict).chain(([list, on]) => named(`UNIQUE (${list.join(" , ")}) ${on}`)),
    fc
      .tuple(listed, pick("", "", " AUTOINCREMENT"), conflict)
      .chain(([list, auto, on]) => named(`PRIMARY KEY (${list.join(",")}${auto}) ${on}`)),
    fc
      .tuple(expressionOf(columns[0] as string), conflict)
      .chain(([expression, on]) => named(`CHECK ( ${expression}\n) ${on}`)),
    fc.tuple(terms, references).chain(([list, to]) => named(`FOREIGN KEY (${list.join(",")}) ${to}`)),
    fc.constant("CONSTRAINT nothing"),
  );
};
const table = fc
  .record({
    head: pick("CREATE TABLE", "create table if not exists", "CREATE TABLE main ."),
    name: pick("t", '"odd ""t"', "'str t'", "[a(b]", "key"),
    columns: fc.uniqueArray(fc.oneof(bare, fc.constantFrom(...words).chain(quotedName)), {
      minLength: 1,
      maxLength: 4,
      selector: (name) => foldName(nameOf(name)),
    }),
    options: pick("", "", "", "STRICT", "WITHOUT ROWID", "without rowid , strict"),
  })
  .chain((t) =>
    fc.tuple(
      fc.constant(t),
      fc.tuple(...t.columns.map(columnSql)),
      fc.array(fc.tuple(tableConstraint(t.columns), pick(",", ",", "")), { maxLength: 3 }),
      fc.array(gap, { minLength: 24, maxLength: 24 }),
    ),
  )
  .map(([{ head, name, options }, columns, constraints, gaps]) => {
    let next = 0;
    const blank = () => gaps[next++ % gaps.length] as string;
    const body = columns
      .map((pieces) => pieces.filter((piece) => piece !== "").join(blank()))
      .join(`${blank()},${blank()}`);
    const rules = constraints.map(([sql, comma], i) => `${i === 0 ? "," : comma}${blank()}${sql}${blank()}`).join("");
    return `${head}${blank()}${name}${blank()}(${blank()}${body}${rules}${blank()})${blank()}${options}`;
  });

describe("the reader of tables", () => {
  test("reads what SQLite accepts, with the facts of its PRAGMAs", { timeout: 120_000 }, () => {
    let accepted = 0;
    fc.assert(
      fc.property(table, (sql) => {
        if (asked(sql)) accepted++;
        expectRead(sql);
      }),
      { numRuns: TABLES },
    );
    // Texts that SQLite refuses prove nothing.
    expect(accepted).toBeGreaterThan(TABLES / 8);
  });

  test("takes the keywords for names that SQLite does", () => {
    const db = new Database(":memory:");
    const accepts = (sql: string) => {
      try {
        db.exec(`BEGIN; ${sql}; ROLLBACK`);
        return true;
      } catch {
        if (db.inTransaction) db.exec("ROLLBACK");
        return false;
      }
    };
    const wrong = KEYWORDS.split(" ").flatMap((word) =>
      [
        `CREATE TABLE t(${word} x)`,
        `CREATE TABLE t(x ${word})`,
        `CREATE TABLE t(x COLLATE nocase DEFAULT ${word})`,
      ].filter((sql) => accepts(sql) !== (readTable(sql) !== null)),
    );
    db.close();
    expect(wrong).toEqual([]);
  });

  test.each([
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIRTUAL TABLE t USING fts5(a)",
    "CREATE TABLE t(a); CREATE TABLE u(b)",
    "CREATE TABLE t(a CHECK (1)",
    "CREATE TABLE t(a DEFAULT)",
    "CREATE TABLE t(a, CHECK (1), b)",
    "CREATE TABLE t(a) WITHOUT",
    "CREATE TABLE t(a 'unterminated)",
    "",
  ])("gives null for %s", (sql) => expect(readTable(sql)).toBeNull());
});

/** https://www.sqlite.org/lang_keywords.html */
const KEYWORDS =
  "ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHIN WITHOUT";
