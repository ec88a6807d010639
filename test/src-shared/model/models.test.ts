/** Class names, relationships and what the user typed instead, over schemas that the engine read. */
import { describe, expect, it } from "vitest";
import {
  columnKey,
  endKey,
  meaningOf,
  type Model,
  type ModelNames,
  modelsOf,
  noNames,
  tableKey,
} from "../../../src-shared/model/models.ts";
import {
  attributeOf,
  classNameOf,
  plural,
  referenceOf,
  singular,
  tableNameOf,
} from "../../../src-shared/model/words.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { sharedData } from "../../fixtures/shared-data.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const table = (name: string) => ({ schema: "main", name });
const names = (part: Partial<ModelNames>): ModelNames => ({ ...noNames, ...part });

function modelsIn(source: string, typed = noNames): Map<string, Model> {
  const path = source.includes("CREATE") ? makeDatabase(source) : source;
  const schema = openRooms({ kind: "file", path, readOnly: true }).schema.read();
  return new Map(modelsOf(schema, typed).map((model) => [model.table.name, model]));
}

/** `reviews: one-to-many Review.movie` */
function ends(models: Map<string, Model>, name: string): string[] {
  return (models.get(name)?.relationships ?? []).map(
    (end) => `${end.name}: ${end.kind} ${end.targetClass}.${end.back.name}`,
  );
}

describe("words", () => {
  it("knows one from many", () => {
    const pairs = [
      ["movie", "movies"],
      ["category", "categories"],
      ["address", "addresses"],
      ["box", "boxes"],
      ["house", "houses"],
      ["case", "cases"],
      ["person", "people"],
      ["child", "children"],
      ["status", "statuses"],
      ["key", "keys"],
      ["cache", "caches"],
      ["playlist", "playlists"],
      ["analysis", "analyses"],
      ["branch", "branches"],
      ["studio", "studios"],
      ["cinema", "cinemas"],
    ] as const;
    for (const [one, many] of pairs) {
      expect([singular(many), plural(one)]).toEqual([one, many]);
    }
    for (const same of ["data", "series", "news", "status", "class", "bus", "os", "atlas", "chaos"])
      expect(singular(same)).toBe(same);
  });

  it("names classes, tables and attributes", () => {
    expect(classNameOf("order_items")).toBe("OrderItem");
    expect(classNameOf("MediaType")).toBe("MediaType");
    expect(classNameOf("Order Details")).toBe("OrderDetail");
    expect(classNameOf("2fa codes")).toBe("T2faCode");
    expect(classNameOf('"; drop')).toBe("Drop");
    expect(classNameOf("")).toBe("Table");
    expect(classNameOf("none")).toBe("None_");
    expect(classNameOf("größen")).toBe("Größen");
    expect(tableNameOf("OrderItem")).toBe("order_items");
    expect(tableNameOf("Movies")).toBe("movies");
    expect(attributeOf("OrderItem", true)).toBe("order_items");
    expect(attributeOf("OrderItem", false)).toBe("order_item");
    expect(referenceOf("MovieId")).toBe("movie");
    expect(referenceOf("parent_id")).toBe("parent");
    expect(referenceOf("id")).toBe("id");
  });
});

describe("relationships", () => {
  it("has two named ends for a foreign key", () => {
    const models = modelsIn(`CREATE TABLE movies(id INTEGER PRIMARY KEY, title);
      CREATE TABLE reviews(id INTEGER PRIMARY KEY, movie_id INTEGER REFERENCES movies(id))`);
    expect(models.get("movies")?.className).toBe("Movie");
    expect(ends(models, "movies")).toEqual(["reviews: one-to-many Review.movie"]);
    expect(ends(models, "reviews")).toEqual(["movie: many-to-one Movie.reviews"]);
  });

  it("is one-to-one when the foreign key is unique or the primary key", () => {
    const models = modelsIn(`CREATE TABLE users(id INTEGER PRIMARY KEY);
      CREATE TABLE profiles(id INTEGER PRIMARY KEY, user_id INTEGER UNIQUE REFERENCES users);
      CREATE TABLE avatars(user_id INTEGER PRIMARY KEY REFERENCES users)`);
    expect(ends(models, "users")).toEqual(["profile: one-to-one Profile.user", "avatar: one-to-one Avatar.user"]);
    expect(ends(models, "profiles")).toEqual(["user: one-to-one User.profile"]);
  });

  it("does not take a partial unique index for one", () => {
    const models = modelsIn(`CREATE TABLE users(id INTEGER PRIMARY KEY);
      CREATE TABLE mails(id INTEGER PRIMARY KEY, user_id REFERENCES users, main);
      CREATE UNIQUE INDEX one_main ON mails(user_id) WHERE main`);
    expect(ends(models, "users")).toEqual(["mails: one-to-many Mail.user"]);
  });

  it("is many-to-many through a table that holds nothing else", () => {
    const models =
      modelsIn(`CREATE TABLE students(id INTEGER PRIMARY KEY); CREATE TABLE courses(id INTEGER PRIMARY KEY);
      CREATE TABLE enrolments(student_id REFERENCES students, course_id REFERENCES courses, PRIMARY KEY(student_id, course_id));
      CREATE TABLE grades(student_id REFERENCES students, course_id REFERENCES courses, grade, PRIMARY KEY(student_id, course_id))`);
    // The association object with a column of its own stays a model.
    expect(ends(models, "students")).toEqual([
      "courses: many-to-many Course.students",
      "grades: one-to-many Grade.student",
    ]);
    expect(ends(models, "enrolments")).toEqual([]);
    expect(models.get("students")?.relationships[0]?.secondary).toEqual(table("enrolments"));
  });

  it("names the ends of a relationship with itself", () => {
    const models = modelsIn(`CREATE TABLE nodes(id INTEGER PRIMARY KEY, parent_id REFERENCES nodes);
      CREATE TABLE employees(id INTEGER PRIMARY KEY, manager_id REFERENCES employees);
      CREATE TABLE people(id INTEGER PRIMARY KEY);
      CREATE TABLE follows(follower_id REFERENCES people, friend_id REFERENCES people, PRIMARY KEY(follower_id, friend_id))`);
    expect(ends(models, "nodes")).toEqual(["parent: many-to-one Node.children", "children: one-to-many Node.parent"]);
    expect(ends(models, "employees")).toEqual([
      "manager: many-to-one Employee.manager_employees",
      "manager_employees: one-to-many Employee.manager",
    ]);
    expect(ends(models, "people")).toEqual([
      "friends: many-to-many Person.followers",
      "followers: many-to-many Person.friends",
    ]);
  });

  it("tells several foreign keys to one table apart, and never takes a column's name", () => {
    const models = modelsIn(`CREATE TABLE users(id INTEGER PRIMARY KEY, posts);
      CREATE TABLE messages(id INTEGER PRIMARY KEY, sender_id REFERENCES users, recipient_id REFERENCES users);
      CREATE TABLE posts(id INTEGER PRIMARY KEY, author REFERENCES users(id))`);
    expect(ends(models, "messages")).toEqual([
      "sender: many-to-one User.sender_messages",
      "recipient: many-to-one User.recipient_messages",
    ]);
    expect(ends(models, "posts")).toEqual(["user: many-to-one User.posts2"]);
  });

  it("leaves out what leads nowhere, and takes composite keys", () => {
    const models = modelsIn(
      `CREATE TABLE p(a, b, PRIMARY KEY(a, b)); CREATE TABLE c(x, y, z REFERENCES gone, FOREIGN KEY(x, y) REFERENCES p)`,
    );
    expect(ends(models, "c")).toEqual(["p: many-to-one P.cs"]);
    expect(models.get("c")?.relationships[0]?.via.columns).toEqual(["x", "y"]);
  });
});

describe("what the user typed", () => {
  const sql = `CREATE TABLE movies(id INTEGER PRIMARY KEY); CREATE TABLE reviews(id INTEGER PRIMARY KEY, movie_id REFERENCES movies)`;

  it("stands in place of the conventions", () => {
    const typed = names({
      classes: { [tableKey(table("Movies"))]: "Film" },
      ends: { [endKey(table("reviews"), ["movie_id"], "children")]: "opinions" },
    });
    const models = modelsIn(sql, typed);
    expect(models.get("movies")?.className).toBe("Film");
    expect(ends(models, "movies")).toEqual(["opinions: one-to-many Review.movie"]);
    expect(ends(models, "reviews")).toEqual(["movie: many-to-one Film.opinions"]);
  });

  it("is not moved aside by another table's convention", () => {
    const models = modelsIn(sql, names({ classes: { [tableKey(table("reviews"))]: "Movie" } }));
    expect(models.get("reviews")?.className).toBe("Movie");
    expect(models.get("movies")?.className).toBe("Movie2");
  });

  it("says what a column holds", () => {
    const rooms = openRooms(
      makeDatabase("CREATE TABLE t(a BOOLEAN, b TIMESTAMP, c JSON, d TEXT CHECK(d IN ('x','y')), e)"),
    );
    const [t] = modelsOf(rooms.schema.read());
    const all = (typed: ModelNames) => t?.table.columns.map((column) => meaningOf(t.table, column, typed));
    expect(all(noNames)).toEqual(["boolean", "datetime", "json", "enum", null]);
    const said = names({ meanings: { [columnKey(table("t"), "E")]: "url", [columnKey(table("t"), "a")]: "none" } });
    expect(all(said)).toEqual([null, "datetime", "json", "enum", "url"]);
  });
});

const data = sharedData("");
describe.skipIf(!data)("known databases", () => {
  it("names all relationships of Chinook", () => {
    const models = modelsIn(`${data}/chinook.db`);
    const all = [...models.values()].flatMap((m) => ends(models, m.table.name).map((e) => `${m.className}.${e}`));
    expect(all).toMatchInlineSnapshot(`
      [
        "Album.artist: many-to-one Artist.albums",
        "Album.tracks: one-to-many Track.album",
        "Artist.albums: one-to-many Album.artist",
        "Customer.support_rep: many-to-one Employee.customers",
        "Customer.invoices: one-to-many Invoice.customer",
        "Employee.customers: one-to-many Customer.support_rep",
        "Employee.reports_to: many-to-one Employee.reports_to_employees",
        "Employee.reports_to_employees: one-to-many Employee.reports_to",
        "Genre.tracks: one-to-many Track.genre",
        "Invoice.customer: many-to-one Customer.invoices",
        "Invoice.invoice_lines: one-to-many InvoiceLine.invoice",
        "InvoiceLine.invoice: many-to-one Invoice.invoice_lines",
        "InvoiceLine.track: many-to-one Track.invoice_lines",
        "MediaType.tracks: one-to-many Track.media_type",
        "Playlist.tracks: many-to-many Track.playlists",
        "Track.invoice_lines: one-to-many InvoiceLine.track",
        "Track.playlists: many-to-many Playlist.tracks",
        "Track.album: many-to-one Album.tracks",
        "Track.genre: many-to-one Genre.tracks",
        "Track.media_type: many-to-one MediaType.tracks",
      ]
    `);
  });
});
