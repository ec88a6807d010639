/** The code as people read it, for a query as people build it. */
import { expect, test } from "vitest";
import { openQueriesRoom } from "../../../electron/engine/queries/queries-room.ts";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import { noNames } from "../../../src-shared/model/models.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import { readQuery } from "../../../src-shared/sql/query/read-query.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

function compile(sql: string, classes: Record<string, string> = {}): CompiledQuery {
  const rooms = openRooms(
    makeDatabase(`CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT, "release date" DATE);
      CREATE TABLE reviews (id INTEGER PRIMARY KEY, movie_id INTEGER REFERENCES movies(id), stars INTEGER);
      CREATE VIEW best AS SELECT movie_id, avg(stars) AS average FROM reviews GROUP BY movie_id;`),
  );
  const read = readQuery(sql, rooms.schema.read()) as { query: Query };
  const names = { ...noNames, classes };
  return openQueriesRoom(rooms.connections, rooms.schema).handlers["queries.compile"]({
    query: read.query,
    names,
  }) as CompiledQuery;
}

const grouped =
  "select m.title, count(*) as n from movies m join reviews r on r.movie_id = m.id where m.title like 'A%' and r.stars >= 4 group by m.title order by n desc limit 5";

test("Kysely", () => {
  expect(compile(grouped).code.kysely).toBe(`const { fn } = db
const rows = await db
  .selectFrom('movies as m')
  .innerJoin('reviews as r', 'r.movie_id', 'm.id')
  .select(['m.title', fn.countAll().as('n')])
  .where('m.title', 'like', 'A%')
  .where('r.stars', '>=', 4)
  .groupBy('m.title')
  .orderBy('n', 'desc')
  .limit(5)
  .execute()
`);
});

test("SQLAlchemy, with models by convention", () => {
  expect(compile(grouped).code.sqlalchemy).toBe(`from sqlalchemy import desc, func, select

from models import Movie, Review

stmt = (
    select(Movie.title, func.count().label("n"))
    .select_from(Movie)
    .join(Review, Review.movie_id == Movie.id)
    .where(Movie.title.like("A%"), Review.stars >= 4)
    .group_by(Movie.title)
    .order_by(desc("n"))
    .limit(5)
)
`);
});

test("Drizzle", () => {
  expect(compile(grouped).code.drizzle).toBe(`import { and, count, desc, eq, gte, like, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { movies, reviews } from './schema'

const m = alias(movies, 'm')
const r = alias(reviews, 'r')
const rows = await db.select({ title: m.title, n: count().as('n') })
  .from(m)
  .innerJoin(r, eq(r.movieId, m.id))
  .where(and(like(m.title, 'A%'), gte(r.stars, 4)))
  .groupBy(m.title)
  .orderBy(desc(sql\`\${sql.identifier('n')}\`))
  .limit(5)
`);
});

test("SQLAlchemy: a table twice, a view, names that Python has no words for, models called otherwise", () => {
  const { sqlalchemy } = compile(
    "select a.id, b.average from movies a left join best b on b.movie_id = a.id where a.\"release date\" > '2000-01-01' and exists (select 1 from movies c where c.title = a.title and c.id <> a.id)",
    { [JSON.stringify(["main", "movies"])]: "Film", [`{"schema":"main","name":"movies"}`]: "Film" },
  ).code;
  expect(sqlalchemy).toContain('best = table("best", column("movie_id"), column("average"))');
  expect(sqlalchemy).toContain('a = aliased(Film, name="a")');
  expect(sqlalchemy).toContain('getattr(a, "release date") > "2000-01-01"');
  expect(sqlalchemy).toContain(".correlate(a)");
});

test("what a library has no words for is said in SQL, with the reason", () => {
  const { sqlalchemy, drizzle } = compile("select m.id from reviews r right join movies m on r.movie_id = m.id").code;
  expect(sqlalchemy).toContain("# SQLAlchemy has no RIGHT JOIN: turn the join round.");
  expect(drizzle).toContain(".rightJoin(m,");
  const recursive = compile(
    "with recursive t(n) as (select 1 union all select n + 1 from t where n < 9) select n from t",
  );
  expect(recursive.code.drizzle).toContain("// Drizzle's builder has no recursive blocks.");
  expect(recursive.code.sqlalchemy).toContain('.cte("t", recursive=True)');
  expect(recursive.code.kysely).toContain(".withRecursive('t(n)', (db) =>");
});

test.each([
  ["select m.id, r.id from movies m join reviews r on r.movie_id = m.id", "“id”"],
  ["select * from movies m join reviews r on r.movie_id = m.id", "“id”"],
  ["select m.*, title from movies m", "“title”"],
  ["with b as (select id, title from movies) select b.*, a.title from movies a join b on b.id = a.id", "“title”"],
  ["select s.*, s.id from (select id, stars from reviews) as s", "“id”"],
])("Kysely: a column that an object would lose is remarked on: %s", (sql, names) => {
  const remark = `// Several columns are called ${names}: an object keeps only the last. Give them aliases to have all.\n`;
  expect(compile(sql).code.kysely).toContain(remark);
  // Rows of these are lists, or have keys of their own.
  expect(compile(sql).code.sqlalchemy).not.toContain("Several columns");
  expect(compile(sql).code.drizzle).not.toContain("Several columns");
});

test.each([
  "select m.id, r.id as review from movies m join reviews r on r.movie_id = m.id",
  "select * from movies",
  "select m.*, 1 as one from movies m",
])("Kysely: and none where there is none: %s", (sql) =>
  expect(compile(sql).code.kysely).not.toContain("Several columns"),
);
