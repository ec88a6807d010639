import { describe, expect, test } from "vitest";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { complete } from "../../../renderer/features/sql-console/completion.ts";

function table(name: string, columns: string[], kind: Table["kind"] = "table"): Table {
  return {
    schema: "main",
    name,
    kind,
    columns: columns.map((column) => ({
      name: column,
      type: "TEXT",
      affinity: "text",
      notNull: false,
      defaultSql: null,
      primaryKey: 0,
      kind: "ordinary",
      collation: "BINARY",
    })),
    identity: { kind: "rowid", alias: "rowid", column: null },
    withoutRowid: false,
    strict: false,
    autoincrement: false,
    foreignKeys: [],
    module: null,
    owner: null,
    readOnlyReason: null,
    sql: null,
    error: null,
  };
}

const schema: DatabaseSchema = {
  version: 1,
  tables: [
    table("movies", ["id", "title", "year"]),
    table("reviews", ["id", "movie_id", "rating", "Order"]),
    table("best movies", ["title"], "view"),
  ],
  indexes: [],
  triggers: [],
};

/** Offers at the `|`, of the kinds asked for. */
function offersAt(marked: string, kinds = ["column", "table", "view"], explicit = true): string[] | null {
  const position = marked.indexOf("|");
  const completion = complete(marked.replace("|", ""), position, schema, explicit);
  if (!completion) return null;
  return completion.offers.filter((o) => kinds.includes(o.kind)).map((o) => o.insert);
}

describe("tables", () => {
  test.each([
    "select * from |",
    "select * from mo|",
    "select 1; delete from |",
    "update |",
    "insert into |",
    "select * from movies, |",
    "select * from movies m join |",
  ])("%s", (sql) => {
    expect(offersAt(sql)).toEqual(["movies", "reviews", '"best movies"']);
  });
  test("a CTE comes first", () => {
    expect(offersAt("with recent as (select title from movies) select * from |")?.[0]).toBe("recent");
  });
});

describe("columns", () => {
  test("bare columns of the tables in the statement, also when FROM comes after the cursor", () => {
    expect(offersAt("select | from movies", ["column"])).toEqual(["id", "title", "year"]);
    expect(offersAt("select * from movies where |", ["column"])).toEqual(["id", "title", "year"]);
    expect(offersAt("update movies set |", ["column"])).toEqual(["id", "title", "year"]);
  });
  test("names that several tables have are written with their table", () => {
    expect(offersAt("select | from movies m join reviews r on 1", ["column"])).toEqual([
      "m.id",
      "title",
      "year",
      "r.id",
      "movie_id",
      "rating",
      '"Order"',
    ]);
  });
  test("of an alias", () => {
    expect(offersAt("select m.| from movies as m, reviews r")).toEqual(["id", "title", "year"]);
    expect(offersAt("select m.id, r.ra| from movies as m join reviews r on r.movie_id = m.id")).toContain("rating");
    expect(offersAt("select * from movies m where m.|")).toEqual(["id", "title", "year"]);
  });
  test("of a CTE, with its own names or those of its SELECT", () => {
    expect(offersAt("with a as (select id as n, title from movies) select a.| from a")).toEqual(["n", "title"]);
    expect(offersAt("with a(x, y) as (select 1, 2) select | from a", ["column"])).toEqual(["x", "y"]);
    expect(offersAt("with a as (select * from movies) select | from a", ["column"])).toEqual(["id", "title", "year"]);
  });
  test("of a subquery", () => {
    expect(offersAt("select s.| from (select id as n, max(year) latest from movies) s")).toEqual(["n", "latest"]);
  });
  test("of the table an INSERT names, less those already written", () => {
    expect(offersAt("insert into reviews(id, |", ["column"])).toEqual(["movie_id", "rating", '"Order"']);
  });
  test("only the statement at the cursor counts", () => {
    expect(offersAt("select * from reviews; select | from movies; select * from reviews", ["column"])).toEqual([
      "id",
      "title",
      "year",
    ]);
  });
  test("after a schema's name: its tables", () => {
    expect(offersAt("select * from main.|")).toEqual(["movies", "reviews", '"best movies"']);
  });
});

describe("nothing", () => {
  test.each(["select 'it|", "select 'mo|vies'", "-- sel|", "/* fr|om */ select 1", "select :na|"])("in %s", (sql) => {
    expect(offersAt(sql)).toBeNull();
  });
  test("when nothing was typed and nobody asked", () => {
    expect(offersAt("select * from movies |", undefined, false)).toBeNull();
  });
});

test("keywords follow the case that is typed", () => {
  expect(offersAt("SEL|", ["keyword"])).toContain("SELECT");
  expect(offersAt("sel|", ["keyword"])).toContain("select");
});

describe("joins", () => {
  const related: DatabaseSchema = {
    ...schema,
    tables: schema.tables.map((one) =>
      one.name === "reviews"
        ? {
            ...one,
            foreignKeys: [
              {
                columns: ["movie_id"],
                parentTable: "Movies",
                parentColumns: ["id"],
                onUpdate: "NO ACTION",
                onDelete: "CASCADE",
              },
            ],
          }
        : one,
    ),
  };
  const joinsAt = (marked: string, explicit = false) =>
    complete(marked.replace("|", ""), marked.indexOf("|"), related, explicit)
      ?.offers.filter(({ kind }) => kind === "join")
      .map(({ insert }) => insert) ?? null;

  test("the condition of a foreign key is offered after ON, from either side, unasked", () => {
    expect(joinsAt("select * from movies m join reviews r on |")).toEqual(["r.movie_id = m.id"]);
    expect(joinsAt("select * from reviews join movies on |")).toEqual(["reviews.movie_id = movies.id"]);
  });
  test("the one just joined is meant, also when more follow", () => {
    expect(joinsAt("select * from movies a join movies b on 1 join reviews r on | join movies z on 1")).toEqual([
      "r.movie_id = b.id",
      "r.movie_id = a.id",
    ]);
  });
  test("where no key leads there, nothing comes unasked", () => {
    expect(joinsAt("select * from movies a join movies b on |")).toBeNull();
    expect(joinsAt("create trigger x after insert on |")).toBeNull();
  });
});

describe("words of this build", () => {
  const words = {
    functions: [{ name: "json_pretty", kind: "scalar" as const, arities: [1, 2] }],
    pragmas: ["journal_mode", "table_info"],
    collations: ["BINARY", "UNI"],
    modules: ["fts5"],
  };
  const at = (marked: string) =>
    complete(marked.replace("|", ""), marked.indexOf("|"), schema, true, words)?.offers.map(({ insert }) => insert);
  test.each([
    ["pragma |", ["journal_mode", "table_info"]],
    ["pragma main.|", ["journal_mode", "table_info"]],
    ["pragma journal_mode = |", ["delete", "truncate", "persist", "memory", "wal", "off"]],
    ["pragma table_info(|", ["movies", "reviews", '"best movies"']],
    ["pragma journal_mode = wal |", []],
    ["select * from movies order by title collate |", ["BINARY", "UNI"]],
    ["create virtual table x using |", ["fts5"]],
  ])("%s", (sql, expected) => {
    expect(at(sql)).toEqual(expected);
  });
  test("functions", () => {
    expect(at("select js|")).toContain("json_pretty(");
    expect(at("select js|")).not.toContain("abs(");
  });
});

test("snippets are offered where a statement begins, others inside", () => {
  expect(offersAt("sel|", ["snippet"])?.[0]).toMatch(/^select #\{1:/);
  expect(offersAt("select ca| from movies", ["snippet"])?.[0]).toMatch(/^case when/);
});
