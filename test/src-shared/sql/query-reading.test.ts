/** SQL → document → SQL: a SELECT opened in the builder gives the same rows, and what cannot be held is refused with a reason. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Query } from "../../../src-shared/model/query.ts";
import { queryText } from "../../../src-shared/sql/query/query-text.ts";
import { readQuery } from "../../../src-shared/sql/query/read-query.ts";
import { byHand, comparable, openWorld } from "../../fixtures/query-world.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";

const RUNS = Number(process.env.RUNS ?? 100);
const chinook = sharedData("chinook.db");

describe.skipIf(chinook === null)("a SELECT in the builder", () => {
  test("what the builder writes it reads again, to the same rows", () => {
    const world = openWorld(chinook ?? "");
    fc.assert(
      fc.property(randomQuery(world.schema), (query) => {
        fc.pre(!JSON.stringify(query).includes('"nested"'));
        const text = queryText(query);
        const read = readQuery(text, world.schema);
        expect({ text, read }).toMatchObject({ read: { query: {} } });
        const again = (read as { query: Query }).query;
        const [first, second] = [world.compile(query), world.compile(again)];
        const rows = comparable(byHand(world.raw, first.sql, first.parameters), query);
        expect({ text, rows: comparable(byHand(world.raw, text), query) }).toEqual({ text, rows });
        expect({ text, rows: comparable(byHand(world.raw, second.sql, second.parameters), query) }).toEqual({
          text,
          rows,
        });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  test.each([
    "select * from Artist",
    "select Name, ArtistId as id from Artist where Name like 'A%' order by 1 desc limit 5, 3",
    "select a.Title, count(*) n, sum(Milliseconds) / 60000.0 from Album a join Track t using (AlbumId) group by a.AlbumId having n > 3 order by n desc nulls last",
    "select e.LastName, m.LastName from Employee e left join Employee m on e.ReportsTo = m.EmployeeId where m.EmployeeId is null or not (e.City = m.City)",
    "with recursive up(id, level) as (select EmployeeId, 0 from Employee where ReportsTo is null union all select e.EmployeeId, level + 1 from Employee e join up on e.ReportsTo = up.id) select * from up order by level",
    "select Country, count(distinct City) filter (where City is not null) from Customer group by Country union all select 'all', count(*) from Customer order by 1",
    "select Name from Track where AlbumId in (select AlbumId from Album where ArtistId = 1) and exists (select 1 from InvoiceLine l where l.TrackId = Track.TrackId)",
    "select case g.GenreId when 1 then 'rock' else 'other' end kind, cast(Bytes as text), -Milliseconds, g.Name collate nocase from Track, Genre g where Track.GenreId = g.GenreId limit 20",
    "select x.n from (select count(*) as n from Album group by ArtistId) as x where n between 2 and 4",
    "select Name, row_number() over (partition by AlbumId order by Milliseconds desc) from Track where Name is distinct from Composer limit 10",
    "select rowid, Name from Genre where Name glob 'R*' and Name = 'Rock' collate nocase",
  ])("%s", (sql) => {
    const world = openWorld(chinook ?? "");
    const read = readQuery(sql, world.schema);
    expect(read).toHaveProperty("query");
    const compiled = world.compile((read as { query: Query }).query);
    const rows = byHand(world.raw, compiled.sql, compiled.parameters);
    expect({ sql: compiled.sql, rows }).toEqual({ sql: compiled.sql, rows: byHand(world.raw, sql) });
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each([
    ["delete from Artist", "Only a SELECT can be opened in the builder."],
    ["select * from Artist where Name = :name", "It has the parameter :name: write a value in its place."],
    ["select Nope from Artist", "There is no column called Nope here."],
    ["select * from Nope", "There is no table or view called Nope."],
    [
      "select * from Artist natural join Album",
      "NATURAL joins by whatever columns have one name: the builder wants to know which.",
    ],
    ["select ArtistId from Artist join Album on 1", "Several sources have a column ArtistId: say which is meant."],
    ["select * from json_each('[1]')", "Functions that give rows are not in the builder yet."],
    ["values (1)", "VALUES is no query of the builder: it reads from tables."],
    ["select * from", "It is no SQL that can be read: correct it first."],
    ["select * from Artist limit 1 + 1", "LIMIT and OFFSET are numbers in the builder."],
  ])("%s is refused", (sql, refusal) => {
    expect(readQuery(sql, openWorld(chinook ?? "").schema)).toEqual({ refusal });
  });
});
