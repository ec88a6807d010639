import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definitionAt } from "../../../renderer/features/sql-console/definitions/definition-at.ts";
import { definitionText } from "../../../renderer/features/sql-console/definitions/definition-words.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { type ConsoleFixture, openConsole } from "../../engine/console/console-fixture.ts";
import { openSchemaRoom } from "../../../electron/engine/schema/schema-room.ts";

let c: ConsoleFixture;
let schema: DatabaseSchema;
beforeAll(async () => {
  c = openConsole();
  const db = new Database(c.file);
  db.exec(`CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT 'x');
    CREATE TABLE reviews(id INTEGER PRIMARY KEY, movie INT REFERENCES movies, stars);
    CREATE INDEX by_title ON movies(title);
    CREATE VIEW best AS SELECT title FROM movies;
    CREATE TRIGGER watch AFTER INSERT ON movies BEGIN SELECT 1; END;`);
  db.close();
  schema = await openSchemaRoom(c.connections).handlers["schema.read"](undefined);
});
afterAll(() => c.close());

/** Kind and first lines of what is defined at the `|`. */
function defined(marked: string): string | null {
  const found = definitionAt(marked.replace("|", ""), marked.indexOf("|"), schema, undefined);
  if (!found) return null;
  const { title, lines } = definitionText(found.definition);
  return [title, ...lines.slice(0, 2).map(({ code, words }) => `${code} ${words}`.trim())].join(" | ");
}

describe("definitions", () => {
  test.each([
    ["select * from mov|ies", "movies | id integer, primary key | title text, not null, default 'x'"],
    ["select ti|tle from movies", "movies.title | text, not null, default 'x'"],
    [
      "select m.title from movies m where |m.id = 1",
      "m = movies | id integer, primary key | title text, not null, default 'x'",
    ],
    ["select r.mov|ie from reviews r", "reviews.movie | int, → movies.id"],
    ["with a as (select title from movies) select * from |a", "a | title text"],
    ["drop index by_ti|tle", "by_title | title"],
    ["drop trigger watch|", "watch"],
    ["select coal|esce(1, 2)", "coalesce(a, b, …) | The first value that is not NULL."],
    [
      "pragma journal_m|ode",
      "journal_mode | How transactions are made safe; wal is kept in the file. | delete · truncate · persist · memory · wal · off",
    ],
    ["select main.best.ti|tle from best", "best.title | text"],
  ])("%s", (sql, expected) => {
    expect(defined(sql)).toBe(expected);
  });
  test.each(["select 'mov|ies'", "-- mov|ies", "select nob|ody from movies", "sel|ect 1", " | "])("none: %s", (sql) => {
    expect(defined(sql)).toBeNull();
  });
});
