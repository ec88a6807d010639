/** What happens in the sample database when someone edits it: its triggers and rules, on a copy in memory. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeFilmClub } from "../../examples/make-film-club.ts";

let image: Buffer;
let db: Database.Database;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "film-club-"));
  makeFilmClub(join(folder, "club.db"));
  image = readFileSync(join(folder, "club.db"));
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  db = new Database(image);
  db.pragma("foreign_keys = ON");
  db.pragma("trusted_schema = OFF"); // as Joinery opens files
});

afterEach(() => {
  db.close();
});

const row = (sql: string, ...values: unknown[]) => db.prepare(sql).get(...values) as Record<string, unknown>;
const found = (word: string) =>
  db.prepare("SELECT rowid FROM movie_search WHERE movie_search MATCH ?").pluck().all(word);

test.each(["OFF", "ON"])(
  "an edited film is touched and found by its new words (recursive triggers %s)",
  (recursive) => {
    db.pragma(`recursive_triggers = ${recursive}`);
    const before = row("SELECT updated_at FROM movies WHERE id = 1");
    for (const title of ["Zanzibarbarella", "Quokkaville"])
      db.prepare("UPDATE movies SET title = ? WHERE id = 1").run(title);
    expect(found("quokkaville")).toEqual([1]);
    expect(found("zanzibarbarella")).toEqual([]);
    expect(row("SELECT updated_at FROM movies WHERE id = 1")).not.toEqual(before);
    db.exec("INSERT INTO movie_search (movie_search, rank) VALUES ('integrity-check', 1)");
  },
);

test("a film comes into the full text and leaves it again", () => {
  const { lastInsertRowid } = db.prepare("INSERT INTO movies (title, year) VALUES ('Wombat Étude', 2024)").run();
  expect(found("etude")).toContain(Number(lastInsertRowid)); // diacritics do not matter
  db.prepare("DELETE FROM movies WHERE id = ?").run(lastInsertRowid);
  expect(found("wombat")).toEqual([]);
});

test("the cast list can be written to: insert by name, update, delete", () => {
  const person = row("SELECT name FROM people ORDER BY id DESC");
  db.prepare("INSERT INTO cast_list (movie_id, person, character, billing) VALUES (1, ?, 'the Wombat', 99)").run(
    person["name"],
  );
  const credit = row("SELECT * FROM cast_list WHERE character = 'the Wombat'");
  expect(credit).toMatchObject({ movie_id: 1, person: person["name"], billing: 99 });
  db.prepare("UPDATE cast_list SET character = 'the Quokka' WHERE credit_id = ?").run(credit["credit_id"]);
  expect(row("SELECT character, job FROM credits WHERE id = ?", credit["credit_id"])).toEqual({
    character: "the Quokka",
    job: "cast",
  });
  db.prepare("DELETE FROM cast_list WHERE credit_id = ?").run(credit["credit_id"]);
  expect(row("SELECT count(*) AS n FROM credits WHERE id = ?", credit["credit_id"])).toEqual({ n: 0 });
});

test("a loan marks its copy as out, and its return puts it back", () => {
  const { id } = row("SELECT id FROM copies WHERE status = 'on shelf'");
  const status = () => row("SELECT status FROM copies WHERE id = ?", id)["status"];
  const lend = "INSERT INTO loans (copy_id, member_id, lent_at, due_on) VALUES (?, 1, 1782800000, '2026-07-14')";
  const { lastInsertRowid } = db.prepare(lend).run(id);
  expect(status()).toBe("on loan");
  expect(() => db.prepare(lend).run(id)).toThrow(/UNIQUE constraint failed: loans.copy_id/);
  db.prepare("UPDATE loans SET returned_at = 1782900000 WHERE id = ?").run(lastInsertRowid);
  expect(status()).toBe("on shelf");
});

test("a sold-out screening refuses one more ticket", () => {
  const { hall_id, starts_at } = row("SELECT hall_id, starts_at FROM screenings ORDER BY starts_at DESC");
  const sell = db.prepare(
    "INSERT INTO tickets (hall_id, starts_at, seat, price, sold_at) VALUES (?, ?, ?, 8.5, 1782800000)",
  );
  const { seats } = row("SELECT seats FROM halls WHERE id = ?", hall_id);
  for (let seat = 1; seat <= Number(seats); seat++) sell.run(hall_id, starts_at, `X${seat}`);
  expect(() => sell.run(hall_id, starts_at, "Z1")).toThrow("This screening is sold out.");
});

test("changes of members are logged with old and new values", () => {
  const { name } = row("SELECT name FROM members WHERE id = 7");
  db.prepare("UPDATE members SET name = 'Wilma Wombat' WHERE id = 7").run();
  const entry = row("SELECT * FROM audit_log ORDER BY id DESC");
  expect(entry).toMatchObject({ table_name: "members", row_id: 7, action: "update" });
  expect(JSON.parse(String(entry["old_values"]))).toMatchObject({ name });
  expect(JSON.parse(String(entry["new_values"]))).toMatchObject({ name: "Wilma Wombat" });
});

test("a cinema that moves is found at its new place", () => {
  db.prepare("UPDATE cinemas SET longitude = 100.5, latitude = 13.75 WHERE id = 3").run();
  expect(db.prepare("SELECT id FROM cinema_locations WHERE min_lon > 100 AND max_lon < 101").pluck().all()).toEqual([
    3,
  ]);
});

test("a moved screening takes its tickets along; one that is dropped loses them", () => {
  const { hall_id, starts_at, n } = row(
    "SELECT hall_id, starts_at, count(*) AS n FROM tickets GROUP BY 1, 2 ORDER BY n DESC",
  );
  const sold = (at: unknown) =>
    row("SELECT count(*) AS n FROM tickets WHERE hall_id = ? AND starts_at = ?", hall_id, at)["n"];
  const later = "2031-01-01 20:00:00";
  db.prepare("UPDATE screenings SET starts_at = ? WHERE hall_id = ? AND starts_at = ?").run(later, hall_id, starts_at);
  expect(sold(later)).toBe(n);
  db.prepare("DELETE FROM screenings WHERE hall_id = ? AND starts_at = ?").run(hall_id, later);
  expect(sold(later)).toBe(0);
});

test.each([
  ["a rating of eleven", "UPDATE reviews SET rating = 11 WHERE id = 1", /rating_from_1_to_10/],
  ["an unknown status", "UPDATE movies SET status = 'eaten' WHERE id = 1", /movie_status/],
  ["broken JSON", "UPDATE movies SET details = '{' WHERE id = 1", /details_is_json/],
  [
    "text in a STRICT integer",
    "UPDATE payments SET amount_cents = 'much' WHERE id = 1",
    /cannot store TEXT value in INTEGER column/,
  ],
  ["a generated column", "UPDATE movies SET decade = 1990 WHERE id = 1", /cannot UPDATE generated column/],
  [
    "a ticket to nowhere",
    "UPDATE tickets SET starts_at = '1999-01-01 00:00:00' WHERE id = 1",
    /FOREIGN KEY constraint failed/,
  ],
])("refuses %s", (_what, sql, message) => {
  expect(() => db.exec(sql)).toThrow(message);
});
