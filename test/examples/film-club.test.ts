/** The sample database is the first thing a user sees, and what the screenshots, the guide and many tests stand on. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parse } from "sqlite3-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { APPLICATION_ID, makeFilmClub, USER_VERSION } from "../../examples/make-film-club.ts";
import { contentDigest } from "./content-digest.ts";
import { decodePng } from "./decode-png.ts";

/** Changes only when the sample is meant to change: then take the new one from the failing test, and look at the data. */
const DIGEST = "b7418a8a88c2170f01011efe4a264ea9e39b5b90c8d9badd79b6bd936395cb86";

let folder: string;
let path: string;
let db: Database.Database;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "film-club-"));
  path = join(folder, "film-club.db");
  makeFilmClub(path);
  db = new Database(path, { readonly: true });
});

afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const one = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .pluck()
    .get(...values) as number;
const ddl = (name: string) => db.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").pluck().get(name) as string;

describe("the file", () => {
  test("stands alone in its folder, made whole", () => {
    expect(readdirSync(folder)).toEqual(["film-club.db"]);
    expect(statSync(path).size).toBeLessThan(16 * 1024 * 1024);
  });

  test("has its marks: application id, version, page size, rollback journal, no free pages", () => {
    const value = (pragma: string) => db.pragma(pragma, { simple: true });
    expect(value("application_id")).toBe(APPLICATION_ID);
    expect(value("user_version")).toBe(USER_VERSION);
    expect(value("page_size")).toBe(4096);
    expect(value("journal_mode")).toBe("delete");
    expect(value("freelist_count")).toBe(0);
    expect(value("encoding")).toBe("UTF-8");
  });

  test("is sound: pages, foreign keys, full text and R*Tree", () => {
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    expect(one("SELECT rtreecheck('cinema_locations')")).toBe("ok");
    const copy = new Database(readFileSync(path));
    copy.exec("INSERT INTO movie_search (movie_search, rank) VALUES ('integrity-check', 1)"); // throws when it disagrees
    copy.close();
  });

  test("has the same content every time, also in a folder that was not there", () => {
    const again = join(folder, "deep", "er", "again.db");
    makeFilmClub(again);
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
    expect(contentDigest(db)).toBe(DIGEST);
  });

  test("replaces what is there, and leaves nothing when it cannot write", () => {
    const target = join(folder, "deep", "other.db");
    writeFileSync(target, "something else");
    makeFilmClub(target);
    expect(readFileSync(target).subarray(0, 15).toString("latin1")).toBe("SQLite format 3");
    expect(() => makeFilmClub(join(folder, "deep"))).toThrow(/EISDIR|EPERM|ENOTEMPTY|EEXIST/);
    rmSync(join(folder, "deep"), { recursive: true });
    expect(readdirSync(folder)).toEqual(["film-club.db"]);
  });
});

describe("the rows", () => {
  test.each([
    ["studios", 60, 70],
    ["people", 2000, 3000],
    ["genres", 20, 30],
    ["movies", 1200, 1600],
    ["movie_genres", 2000, 4500],
    ["credits", 12_000, 20_000],
    ["cinemas", 10, 20],
    ["halls", 15, 40],
    ["screenings", 2000, 4000],
    ["tickets", 5000, 12_000],
    ["members", 900, 1000],
    ["copies", 1500, 2500],
    ["loans", 5000, 9000],
    ["reviews", 5000, 5500],
    ["payments", 3000, 5000],
    ["door_log", 2000, 2001],
    ["newsletters", 40, 60],
    ["audit_log", 200, 300],
  ])("%s has between %i and %i", (table, low, high) => {
    const count = one(`SELECT count(*) FROM ${table}`);
    expect(count).toBeGreaterThanOrEqual(low);
    expect(count).toBeLessThanOrEqual(high);
  });

  test("are about 50,000", () => {
    const tables = db.pragma("table_list") as { name: string; type: string }[];
    const ordinary = tables.filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"));
    const total = ordinary.reduce((sum, { name }) => sum + one(`SELECT count(*) FROM "${name}"`), 0);
    expect(total).toBeGreaterThan(45_000);
    expect(total).toBeLessThan(60_000);
  });

  test("hold every kind of value", () => {
    expect(one("SELECT count(*) FROM movies WHERE original_title IS NULL")).toBeGreaterThan(100);
    expect(one("SELECT count(*) FROM movies WHERE tagline = ''")).toBeGreaterThan(100);
    expect(one("SELECT max(length(body)) FROM reviews")).toBeGreaterThan(3000);
    expect(one("SELECT count(*) FROM reviews WHERE body GLOB '*[😀-🫿🌀-🗿]*'")).toBeGreaterThan(100);
    expect(one("SELECT count(*) FROM copies WHERE rfid_tag > 9007199254740993")).toBeGreaterThan(100);
    expect(one("SELECT count(*) FROM copies WHERE rfid_tag < -9007199254740993")).toBeGreaterThan(100);
    expect(one("SELECT count(*) FROM people WHERE native_name GLOB '*[一-龯]*'")).toBeGreaterThan(50);
    const types = db.prepare("SELECT DISTINCT typeof(value) FROM settings ORDER BY 1").pluck().all();
    expect(types).toEqual(["blob", "integer", "null", "real", "text"]);
    expect(
      one("SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM door_log)) FROM door_log"),
    ).toBeGreaterThan(0);
  });

  test("keep whole numbers INTEGER, not REAL", () => {
    expect(one("SELECT count(*) FROM payments WHERE typeof(receipt) = 'real'")).toBe(0);
    expect(one("SELECT count(*) FROM payments WHERE typeof(receipt) = 'integer'")).toBeGreaterThan(100);
    expect(one("SELECT count(*) FROM copies WHERE typeof(price) = 'real'")).toBeGreaterThan(100);
  });

  test("write dates as text and as Unix epoch, and they agree", () => {
    expect(one("SELECT count(*) FROM loans WHERE date(due_on) IS NOT due_on")).toBe(0);
    expect(one("SELECT count(*) FROM loans WHERE date(lent_at, 'unixepoch', '+14 days') <> due_on")).toBe(0);
    expect(one("SELECT count(*) FROM screenings WHERE datetime(starts_at) IS NOT starts_at")).toBe(0);
  });

  test("make sense together", () => {
    const wrong = (from: string) => expect([from, one(`SELECT count(*) FROM ${from}`)]).toEqual([from, 0]);
    wrong("movies m JOIN movies f ON f.id = m.sequel_of WHERE m.year <= f.year");
    wrong("members m JOIN members i ON i.id = m.invited_by WHERE i.joined_on > m.joined_on");
    wrong("reviews r JOIN members m ON m.id = r.member_id WHERE date(r.posted_at) < m.joined_on");
    wrong("copies WHERE (status = 'on loan') <> (id IN (SELECT copy_id FROM loans WHERE returned_at IS NULL))");
    wrong(
      "loans a JOIN loans b ON a.copy_id = b.copy_id AND a.id < b.id WHERE b.lent_at < coalesce(a.returned_at, 1e12)",
    );
    wrong(
      "(SELECT count(*) AS sold, hall_id FROM tickets GROUP BY hall_id, starts_at) t JOIN halls h ON h.id = t.hall_id WHERE sold > seats",
    );
    wrong(
      "cinemas c LEFT JOIN cinema_locations l ON l.id = c.id WHERE l.id IS NULL OR abs(l.min_lon - c.longitude) > 0.001",
    );
    expect(one("SELECT avg(rating) FROM reviews")).toBeGreaterThan(6);
    expect(one("SELECT count(DISTINCT rating) FROM reviews")).toBe(10);
  });

  test("carry posters that are PNGs of 120 x 180", () => {
    const posters = db.prepare("SELECT poster FROM movies WHERE poster IS NOT NULL").pluck().all() as Buffer[];
    expect(posters.length).toBe(150);
    for (const png of posters) {
      expect(png.length).toBeGreaterThan(1000);
      expect(png.length).toBeLessThan(12_000);
    }
    const pictures = posters.slice(0, 12).map(decodePng);
    for (const { width, height, pixels } of pictures) {
      expect([width, height, pixels.length]).toEqual([120, 180, 120 * 180 * 3]);
      expect(new Set(pixels).size).toBeGreaterThan(30); // a picture, not a blank sheet
    }
    expect(new Set(posters.map((png) => png.toString("base64"))).size).toBe(150);
  });
});

describe("the schema", () => {
  const foreignKeys = (table: string) =>
    db.pragma(`foreign_key_list(${table})`) as { id: number; table: string; from: string; to: string }[];
  const columns = (table: string) =>
    db.pragma(`table_xinfo(${table})`) as { name: string; type: string; pk: number; hidden: number }[];
  const kind = (table: string) =>
    (db.pragma("table_list") as { name: string; type: string; wr: number; strict: number }[]).find(
      ({ name }) => name === table,
    );

  test("has foreign keys to itself, over two columns, and through a link table", () => {
    expect(foreignKeys("movies")).toContainEqual(
      expect.objectContaining({ table: "movies", from: "sequel_of", to: "id" }),
    );
    expect(foreignKeys("members")).toContainEqual(expect.objectContaining({ table: "members", from: "invited_by" }));
    const toScreening = foreignKeys("tickets").filter(({ table }) => table === "screenings");
    expect(new Set(toScreening.map(({ id }) => id)).size).toBe(1);
    expect(toScreening.map(({ from }) => from)).toEqual(["hall_id", "starts_at"]);
    expect(columns("screenings").filter(({ pk }) => pk > 0).length).toBe(2);
    expect(
      foreignKeys("movie_genres")
        .map(({ table }) => table)
        .sort(),
    ).toEqual(["genres", "movies"]);
    expect(one("SELECT count(*) FROM movies WHERE sequel_of IS NOT NULL")).toBeGreaterThan(20);
  });

  test("has every kind of table", () => {
    expect(kind("movie_genres")?.wr).toBe(1);
    expect(kind("payments")?.strict).toBe(1);
    expect(kind("settings")).toMatchObject({ wr: 1, strict: 1 });
    expect(kind("movie_search")?.type).toBe("virtual");
    expect(kind("cinema_locations")?.type).toBe("virtual");
    expect(columns("door_log").every(({ pk }) => pk === 0)).toBe(true);
    expect(ddl("audit_log")).toContain("AUTOINCREMENT");
  });

  test("has virtual and stored generated columns", () => {
    expect(columns("movies").find(({ name }) => name === "decade")?.hidden).toBe(2);
    expect(columns("people").find(({ name }) => name === "name")?.hidden).toBe(3);
    expect(db.prepare("SELECT count(*) FROM people WHERE name <> given_name || ' ' || family_name").pluck().get()).toBe(
      0,
    );
  });

  test("declares booleans, decimals, dates, JSON and named CHECKs", () => {
    const types = new Set(["movies", "copies", "loans", "members"].flatMap(columns).map(({ type }) => type));
    for (const type of ["BOOLEAN", "DECIMAL(8, 2)", "REAL", "DATE", "DATETIME", "BLOB"]) expect(types).toContain(type);
    expect(ddl("movies")).toMatch(/CONSTRAINT movie_status CHECK \(status IN \(/);
    expect(ddl("movies")).toMatch(/json_valid\(details\)/);
    expect(one("SELECT count(DISTINCT details ->> '$.language') FROM movies")).toBeGreaterThan(5);
  });

  test("has partial, expression and unique indexes", () => {
    const indexes = (table: string) =>
      db.pragma(`index_list(${table})`) as { name: string; unique: number; partial: number; origin: string }[];
    expect(indexes("loans")).toContainEqual(
      expect.objectContaining({ name: "one_open_loan_per_copy", unique: 1, partial: 1 }),
    );
    expect(db.pragma("index_info(people_by_name)")).toContainEqual(expect.objectContaining({ cid: -2 })); // -2 = expression
    expect(indexes("movies").some(({ origin }) => origin === "u")).toBe(true);
  });

  test("keeps its comments", () => {
    expect(ddl("movies")).toContain("/* The club's catalogue");
    expect(ddl("people")).toContain("-- text, YYYY-MM-DD; NULL when unknown");
    expect(ddl("cast_list")).toContain("INSTEAD OF");
  });

  test("can be read by the parser that edits DDL in place", () => {
    const statements = db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all() as {
      name: string;
      sql: string;
    }[];
    expect(statements.filter(({ sql }) => parse(sql).status !== "ok").map(({ name }) => name)).toEqual([]);
    expect(statements.length).toBeGreaterThan(50);
  });
});
