/**
 * The SQLAlchemy code that is shown: Python at least accepts it, and where SQLAlchemy is at hand it runs on models of the
 * database and gives the rows of the SQL.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openQueriesRoom } from "../../../electron/engine/queries/queries-room.ts";
import { toTagged } from "../../../src-shared/model/cell-json.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import { modelsOf } from "../../../src-shared/model/models.ts";
import { readQuery } from "../../../src-shared/sql/query/read-query.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { byHand, comparable, LIMIT, openWorld } from "../../fixtures/query-world.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const RUNS = Number(process.env.RUNS ?? 100);
const script = resolve("test/fixtures/run-sqlalchemy.py");

/** The first Python that has SQLAlchemy; else the first there is. A system's own may have it where the one on PATH has not. */
const pythons = ["python3", "/usr/bin/python3"].filter((each) => spawnSync(each, ["-c", "pass"]).status === 0);
const withSqlAlchemy = pythons.find((each) => spawnSync(each, ["-c", "import sqlalchemy"]).status === 0);
const hasPython = pythons.length > 0;
const hasSqlAlchemy = withSqlAlchemy !== undefined;
if (!hasPython) process.stderr.write("There is no python3: the SQLAlchemy code is not looked at.\n");
else if (!hasSqlAlchemy) process.stderr.write("Python has no SQLAlchemy: the SQLAlchemy code is compiled, not run.\n");

function python(input: object, ...options: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(withSqlAlchemy ?? pythons[0] ?? "python3", [script, ...options], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr });
  return JSON.parse(stdout);
}

/** To the digits that every SQLite gives: since 3.43 sum() and avg() round less, and Python has a SQLite of its own. */
const digits = (real: unknown) => Number(Number(real).toPrecision(12));

/** Cells as texts; reals as JavaScript writes them (Python has 5.0 for its 5). */
function shape(rows: unknown[][]): string[][] {
  return rows.map((row) =>
    row.map((cell) => JSON.stringify(cell, (key, value: unknown) => (key === "real" ? digits(value) : value))),
  );
}

describe.each(["chinook.db", "sakila.db"])("SQLAlchemy code on %s", (name) => {
  const file = sharedData(name);

  test.skipIf(file === null || !hasPython)("is Python", () => {
    const world = openWorld(file ?? "");
    const queries = fc.sample(randomQuery(world.schema, { related: name === "chinook.db" }), RUNS);
    python({ codes: queries.map((query) => world.compile(query).code.sqlalchemy) }, "--syntax");
  });

  test.skipIf(file === null || !hasSqlAlchemy)("runs in Python to the rows of the SQL", () => {
    const world = openWorld(file ?? "");
    const queries = fc.sample(randomQuery(world.schema, { related: name === "chinook.db" }), RUNS);
    const compiled = queries.map((query) => world.compile(query));
    const models = Object.fromEntries(
      modelsOf(world.schema)
        .filter(({ table }) => table.kind === "table" && table.columns.some(({ primaryKey }) => primaryKey > 0))
        .map(({ className, table }) => [className, table.name]),
    );
    const codes = compiled.map(({ code }) => code.sqlalchemy);
    const answers = python({ path: world.path, models, codes, limit: LIMIT }) as (unknown[][] | string)[];
    const wrong: object[] = [];
    let ran = 0;
    queries.forEach((query, at) => {
      const rows = byHand(world.raw, compiled[at]?.sql ?? "", compiled[at]?.parameters);
      if (typeof rows === "string") return;
      if (rows.length > 0) ran++;
      const expected = comparable(shape(rows.map((row) => row.map((cell) => toTagged(cell as Scalar)))), query);
      const answer = answers[at];
      const given = typeof answer === "string" ? answer : comparable(shape(answer ?? []), query);
      if (!isDeepStrictEqual(given, expected)) wrong.push({ sql: compiled[at]?.sql, code: codes[at], given, expected });
    });
    // Some are enough to see what is wrong.
    expect(wrong.slice(0, 3)).toEqual([]);
    // A test whose queries all came back empty would show nothing.
    expect(ran).toBeGreaterThan(RUNS / 6);
  });
});

const STATEMENTS = [
  "select upper(title) as t from movies order by t desc nulls last, id limit 2",
  "select title, count(*) as n from movies join reviews on movie_id = movies.id group by title order by n desc, title",
  "select length(title) as n, count(*) as c from movies group by n having count(*) > 1 order by n",
  "select id as a from movies union select stars as a from reviews order by a desc",
  "select title as t from movies union all select 'x' union all select title from movies except select 'x' order by t",
  "select data from movies where data = 'a' or data like 'a%' or data <> x'61'",
  "select id from movies where data in ('a', x'61', null) or title in (5.0, 7, 'Up')",
  "select id from movies where title > null or id between 1 and null or title not like null or title glob null",
  "select id from movies where null is not distinct from title or title is not 'Up' or (title = 'Up') is null",
  "with recursive t(n) as (select 1 union all select n + 1 from t where n < 9) select n, n * n as q from t order by q desc",
  "with b as (select id, title from movies order by id limit 2) select b.title, r.stars from b left join reviews r on r.movie_id = b.id",
  "with b as (select id from movies union select stars from reviews) select max(id) as m from b",
  "select s.n, s.title from (select title, count(*) as n from movies group by title) as s where s.n > 0 order by s.n desc, s.title",
  'select "case".title, "select".title as t, count(*) as n from movies "case" join movies "select" on "select".id > "case".id group by t, "case".title order by t desc, n',
  "select m.title, r.stars from movies m full join reviews r on r.movie_id = m.id",
  "select a.title, b.title as other from movies a cross join movies b where a.id < b.id",
  "select b.average, m.title from best b join movies m on m.id = b.movie_id where b.average >= 2",
  "select title from movies m where exists (select 1 from reviews r where r.movie_id = m.id and r.stars > 3)",
  "select title, (select max(stars) from reviews r where r.movie_id = m.id) as top from movies m order by top desc nulls last",
  "select title collate nocase as t from movies where title = 'up' collate nocase order by title collate nocase desc",
  "select case when id > 1 then 'many' else null end as c, cast(title as integer) as i, -id as n, title || '!' || id as s from movies",
  "select id / 2 as h, id % 2 as r, id & 1 as a, id << 2 as l, (id + 1) * 2 as p, 7 / 2 as q, 1.0 * id as f from movies",
  "select -(id || 5) as a, (-id) || 5 as b, id * (2 || id) as c, id || 2 * id as d, -(id -> '$') as e, -(id % 3) as f from movies",
  "select id - (id - 1) - (id + 1) as a, id * (id + 1) / (id % 3 + 1) as b, (id & 3) + 1 as c, 1 - (id | 4) as d, - -id as e from movies",
  "select (id > 1) + 1 as a, (id = 1) || 'x' as b, not id > 2 as c, (title is null) = 0 as d, (id > 1) = (id > 2) as e from movies",
  "select id from movies where (id > 1 and title > 'A' or id = 1) and not (id = 2 or id = 3) and (id in (1, 4)) = 1",
  "select title, rank() over (partition by released order by id desc) as r, sum(id) over () as s from movies",
  "select count(*) filter (where stars > 3) as good, count(distinct stars) as d, group_concat(stars) as g from reviews",
  "select released from movies where released > '2009-01-01' and released < 5 or max(released, '2000') = '2000'",
  "select max(released) as m from movies having max(released) > '2000'",
  "select m.id from reviews r right join movies m on r.movie_id = m.id",
  "select distinct stars from reviews order by stars limit 2 offset 1",
  'select "odd name", "class" from odd where "odd name" is not null and not ("class" = 1 and id = 1)',
  "select 1 as one, 'a:b' as two, null as three",
  "select metadata, registry, keys, id from metas where metadata = 'a' or registry > 1 order by metadata desc",
  "select a.metadata, b.metadata as other from metas a join metas b on b.id > a.id where b.registry is not null",
  "select cast(t.id as text) as id, upper(m.metadata) as u from texts t join metas m on m.id = t.id",
  "select m.*, r.stars from movies m, reviews r where r.movie_id = m.id",
];

test.skipIf(!hasSqlAlchemy)("SQLAlchemy code of statements as people write them runs to their rows", () => {
  const path = makeDatabase(`
    CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT, released DATE, data BLOB);
    CREATE TABLE reviews (id INTEGER PRIMARY KEY, movie_id INTEGER REFERENCES movies(id), stars INTEGER);
    CREATE TABLE odd (id INTEGER PRIMARY KEY, "odd name" TEXT, "class" INTEGER);
    CREATE TABLE metas (id INTEGER PRIMARY KEY, metadata TEXT, registry INTEGER, keys TEXT);
    CREATE TABLE texts (id INTEGER PRIMARY KEY);
    INSERT INTO metas VALUES (1, 'a', 5, 'k'), (2, 'b', 2, NULL), (3, 'c', NULL, 'k'); INSERT INTO texts VALUES (1), (2);
    CREATE VIEW best AS SELECT movie_id, avg(stars) AS average FROM reviews GROUP BY movie_id;
    INSERT INTO movies VALUES (1, 'Up', '2009-05-28', x'61'), (2, 'Coco', '2017-11-22', 'a'), (3, 'WALL-E', NULL, NULL), (4, 'up', '', 5);
    INSERT INTO reviews VALUES (1, 1, 5), (2, 1, 3), (3, 2, 4), (4, NULL, 1), (5, 3, 3);
    INSERT INTO odd VALUES (1, 'x', 1), (2, NULL, 2), (3, 'y', NULL);`);
  const rooms = openRooms(path);
  const schema = rooms.schema.read();
  const { handlers } = openQueriesRoom(rooms.connections, rooms.schema);
  const codes = STATEMENTS.map((statement) => {
    const read = readQuery(statement, schema);
    if (!("query" in read)) throw new Error(`${statement}: ${read.refusal}`);
    const { query } = read;
    return (handlers["queries.compile"]({ query }) as CompiledQuery).code.sqlalchemy;
  });
  const models = { Movie: "movies", Review: "reviews", Odd: "odd", Meta: "metas", Text: "texts" };
  const answers = python({ path, models, codes, limit: LIMIT }) as (unknown[][] | string)[];
  const raw = new Database(path, { readonly: true });
  raw.defaultSafeIntegers(true);
  const sorted = (rows: unknown[][]) => shape(rows).map(String).sort();
  STATEMENTS.forEach((statement, at) => {
    const answer = answers[at];
    const rows = byHand(raw, statement);
    if (typeof rows === "string") throw new Error(`${statement}: ${rows}`);
    const expected = sorted(rows.map((row) => row.map((cell) => toTagged(cell as Scalar))));
    const given = typeof answer === "string" ? answer : sorted(answer ?? []);
    expect({ code: codes[at], rows: given }).toEqual({ code: codes[at], rows: expected });
  });
  raw.close();
});
