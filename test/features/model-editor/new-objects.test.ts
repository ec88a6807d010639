/** What the dialogs make: relationships of every kind and virtual tables, applied to a file and used. */
import { describe, expect, it } from "vitest";
import {
  type NewRelationship,
  obstacleOf,
  relationshipGesture,
  suggestedCarrier,
} from "../../../renderer/features/model-editor/new/relationship.ts";
import { ftsOperations, rtreeOperations } from "../../../renderer/features/model-editor/new/virtual-sql.ts";
import { draftFile, openDraft, outside, rowsOf } from "./open-draft.ts";

const sql = `CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, plot TEXT);
  INSERT INTO movies VALUES (1, 'Alien', 'In space no one can hear you scream'), (2, 'Amélie', 'A shy waitress');
  CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE places(country TEXT, town TEXT, PRIMARY KEY(country, town));
  CREATE TABLE loose(x)`;

async function made(kind: NewRelationship["kind"], from: string, to: string, more: Partial<NewRelationship> = {}) {
  const own = await openDraft(draftFile(sql));
  const [a, b] = [own.table(from), own.table(to)];
  const wanted = {
    kind,
    from: a,
    to: b,
    carrier: suggestedCarrier(own.schema(), kind, a, b),
    own: "",
    back: "",
    required: false,
    onDelete: "NO ACTION",
    ...more,
  };
  expect(obstacleOf(wanted)).toBeNull();
  expect([await own.draft.add(relationshipGesture(wanted)), own.state().refused?.error.message]).toEqual([
    true,
    undefined,
  ]);
  await own.draft.apply(null);
  const ends = (name: string) =>
    own
      .models()
      .get(name)
      ?.relationships.map((end) => `${end.name}: ${end.kind} ${end.targetClass}.${end.back.name}`);
  return { ...own, ends };
}

describe("a new relationship", () => {
  it("is many-to-one with a column of its own", async () => {
    const { ends, table } = await made("many-to-one", "movies", "people", { own: "director", onDelete: "SET NULL" });
    expect(ends("movies")).toEqual(["director: many-to-one Person.movies"]);
    expect(table("movies").sql).toContain("person_id INTEGER REFERENCES people(id) ON DELETE SET NULL");
  });

  it("is one-to-many: the column stands on the other side", async () => {
    const { ends } = await made("one-to-many", "movies", "people", { own: "cast", back: "movie" });
    expect(ends("movies")).toEqual(["cast: one-to-many Person.movie"]);
  });

  it("is one-to-one", async () => {
    const { ends } = await made("one-to-one", "movies", "people");
    expect(ends("movies")).toEqual(["person: one-to-one Person.movie"]);
  });

  it("is many-to-many through a table that is made", async () => {
    const { ends, table } = await made("many-to-many", "movies", "people", { own: "cast", back: "films" });
    expect(ends("movies")).toEqual(["cast: many-to-many Person.films"]);
    expect(table("movie_people").columns.map(({ name, primaryKey }) => [name, primaryKey])).toEqual([
      ["movie_id", 1],
      ["person_id", 2],
    ]);
  });

  it("is one of a model with itself", async () => {
    const { ends } = await made("many-to-one", "people", "people");
    expect(ends("people")).toEqual(["parent: many-to-one Person.children", "children: one-to-many Person.parent"]);
    const friends = await made("many-to-many", "people", "people", { own: "friends", back: "friend_of" });
    expect(friends.ends("people")).toEqual([
      "friends: many-to-many Person.friend_of",
      "friend_of: many-to-many Person.friends",
    ]);
  });

  it("takes keys of several columns", async () => {
    const { ends, table } = await made("many-to-one", "movies", "places", { required: false });
    expect(ends("movies")).toEqual(["place: many-to-one Place.movies"]);
    expect(table("movies").foreignKeys[0]?.columns).toEqual(["place_country", "place_town"]);
    const linked = await made("many-to-many", "movies", "places");
    expect(linked.ends("movies")).toEqual(["places: many-to-many Place.movies"]);
  });

  it("needs a key to point to", async () => {
    const { table, schema } = await openDraft(draftFile(sql));
    const [from, to] = [table("movies"), table("loose")];
    const carrier = suggestedCarrier(schema(), "many-to-one", from, to);
    const wanted = {
      kind: "many-to-one" as const,
      from,
      to,
      carrier,
      own: "",
      back: "",
      required: false,
      onDelete: "NO ACTION",
    };
    expect(obstacleOf(wanted)).toMatch(/loose.*no primary key/);
  });
});

describe("a new virtual table", () => {
  it("searches a table's texts and stays in step with it", async () => {
    const file = draftFile(sql);
    const { draft, state, table } = await openDraft(file);
    const fts = {
      name: "movie search",
      columns: ["title", "plot"],
      content: table("movies"),
      tokenizer: "porter" as const,
    };
    const operations = ftsOperations({ ...fts, foldAccents: true, prefix: "2 3", triggers: true });
    expect([await draft.add({ label: "FTS", operations }), state().refused?.error.message]).toEqual([true, undefined]);
    await draft.apply(null);
    const found = (words: string) =>
      rowsOf(file.path, `SELECT rowid FROM "movie search" WHERE "movie search" MATCH '${words}'`);
    expect(found("screaming")).toEqual([[1]]);
    expect(found("amelie")).toEqual([[2]]);
    outside(
      file.path,
      "UPDATE movies SET plot = 'A killer doll' WHERE id = 1; INSERT INTO movies VALUES (3, 'Dolls', ''); DELETE FROM movies WHERE id = 2",
    );
    expect(found("scream")).toEqual([]);
    expect(found("doll")).toEqual([[1], [3]]);
    expect(found("amelie")).toEqual([]);
    expect(await draft.reverseLast()).toBe(true);
    await draft.apply(null);
    expect(rowsOf(file.path, "SELECT name FROM sqlite_schema WHERE name LIKE '%search%'")).toEqual([]);
  });

  it("keeps texts of its own, with every way to find", async () => {
    const file = draftFile(sql);
    const { draft, state } = await openDraft(file);
    for (const tokenizer of ["unicode61", "porter", "trigram", "ascii"] as const) {
      for (const foldAccents of [true, false]) {
        const name = `f_${tokenizer}_${foldAccents}`;
        const operations = ftsOperations({
          name,
          columns: ["a"],
          content: null,
          tokenizer,
          foldAccents,
          prefix: "",
          triggers: true,
        });
        expect([await draft.add({ label: name, operations }), state().refused?.error.message]).toEqual([
          true,
          undefined,
        ]);
      }
    }
    await draft.apply(null);
    expect(rowsOf(file.path, "SELECT count(*) FROM pragma_table_list WHERE type = 'virtual'")).toEqual([[8]]);
  });

  it("is an R*Tree of boxes", async () => {
    const file = draftFile(sql);
    const { draft, state } = await openDraft(file);
    const operations = rtreeOperations({ name: "boxes", dimensions: ["x", "y"], integers: true, auxiliary: ["label"] });
    expect([await draft.add({ label: "boxes", operations }), state().refused?.error.message]).toEqual([
      true,
      undefined,
    ]);
    await draft.apply(null);
    outside(file.path, "INSERT INTO boxes VALUES (1, 0, 10, 0, 10, 'here')");
    expect(rowsOf(file.path, "SELECT label FROM boxes WHERE min_x < 5 AND max_x > 5")).toEqual([["here"]]);
  });
});
