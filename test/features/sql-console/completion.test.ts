import { describe, expect, test } from "vitest";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { complete } from "../../../renderer/features/sql-console/completion.ts";
import { withOutside } from "../../../renderer/features/sql-console/outside-tables.ts";
import type { SqlWords } from "../../../src-shared/model/sql-words.ts";

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
    tableFunctions: [],
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

describe("what is no table of the file", () => {
  const functions: SqlWords = {
    functions: [
      { name: "left_pad", kind: "scalar", arities: [2, 3] },
      { name: "abs", kind: "scalar", arities: [1] },
    ],
    tableFunctions: [
      { name: "json_each", columns: ["key", "value"], arguments: ["json", "root"] },
      { name: "sqlite_stmt", columns: ["sql"], arguments: [] },
    ],
    pragmas: ["index_info", "table_info"],
    collations: [],
    modules: [],
  };
  const other = (schemaName: string, name: string, columns: string[]): Table => ({
    ...table(name, columns),
    schema: schemaName,
  });
  const seen = withOutside(
    { ...schema, indexes: [{ schema: "main", name: "by year", table: "movies" } as DatabaseSchema["indexes"][number]] },
    [other("temp", "movies", ["draft"]), other("Old Files", "log", ["line"])],
  );
  const at = (marked: string, kinds?: string[]): string[] => {
    const position = marked.indexOf("|");
    const offers = complete(marked.replace("|", ""), position, seen, true, functions)?.offers ?? [];
    return offers.filter(({ kind }) => (kinds ?? ["column"]).includes(kind)).map(({ insert }) => insert);
  };

  test("temporary tables hide those of the file; attached ones are written with their database", () => {
    expect(at("select * from |", ["table", "view", "schema"])).toEqual([
      "temp.movies",
      "main.movies",
      "reviews",
      '"best movies"',
      '"Old Files".log',
      "temp.",
      '"Old Files".',
    ]);
    expect(at("select | from movies")).toEqual(["draft"]);
    expect(at("select | from main.movies")).toEqual(["id", "title", "year"]);
    expect(at('select l.| from "Old Files".log l')).toEqual(["line"]);
    expect(at('select * from "Old Files".|', ["table"])).toEqual(["log"]);
  });

  test("table-valued functions and their columns", () => {
    expect(at("select * from movies join |", ["function"])).toEqual(["json_each(", "sqlite_stmt"]);
    expect(at("select j.| from movies, json_each(movies.data) as j")).toEqual(['"key"', "value"]);
    expect(at("select json_each.| from reviews r join json_each(r.rating, '$') on true")).toEqual(['"key"', "value"]);
    expect(at("insert into reviews (|")).toEqual(["id", "movie_id", "rating", '"Order"']);
    expect(at("delete from |", ["function"])).toEqual([]);
  });

  test("rows without a FROM: excluded, new, old", () => {
    const columns = ["id", "movie_id", "rating", '"Order"'];
    expect(at("insert into reviews values (1) on conflict do update set rating = excluded.|")).toEqual(columns);
    expect(at("insert into main.movies values (1) on conflict do update set year = excluded.|")).toEqual([
      "id",
      "title",
      "year",
    ]);
    expect(at("create trigger t after update of id on reviews begin select new.|")).toEqual(columns);
    expect(at("create temp trigger t after update on reviews when old.|")).toEqual(columns);
    expect(at("select new.| from reviews")).toEqual([]);
  });

  test("names that the query gives, where it can use them", () => {
    expect(at("select id, rating * 2 as twice from reviews order by |")[0]).toBe("twice");
    expect(at("select count(*) n from reviews group by id having abs(|")).toContain("n");
    expect(at("select id, rating * 2 as twice from reviews where |")).not.toContain("twice");
    expect(at("select id as inner_id from reviews where id in (select id from movies order by |")).not.toContain(
      "inner_id",
    );
  });

  test("the columns of a compound are those of its first arm", () => {
    expect(at("with a as (select * from movies except select * from reviews) select a.| from a")).toEqual(["draft"]);
    expect(at("select s.| from (select id as k from reviews union select id from main.movies) s")).toEqual(["k"]);
  });

  test("arguments: how many a function takes, the indexes and tables of a pragma", () => {
    const details = complete("select ", 7, seen, true, functions)?.offers.filter(({ kind }) => kind === "function");
    expect(details?.map(({ label, detail }) => [label, detail])).toEqual([
      ["left_pad", "(2 or 3 arguments)"],
      ["abs", "(x)"],
    ]);
    expect(at("pragma index_info(|", ["value"])).toEqual(['"by year"']);
    expect(at('pragma "Old Files".table_info(|', ["table"])).toEqual(["log"]);
  });
});
