/** What the diagram knows of a schema: keys, neighbours, search, what is kept, what a drag means. */
import { expect, test } from "vitest";
import {
  diagramOf,
  type DiagramData,
  keyWords,
} from "../../../../renderer/features/model-editor/diagram/data/diagram-data.ts";
import {
  type DragEnd,
  drawnKey,
  drawnWords,
} from "../../../../renderer/features/model-editor/diagram/data/drawn-key.ts";
import { findInDiagram } from "../../../../renderer/features/model-editor/diagram/data/find-in-diagram.ts";
import {
  placesOf,
  readKept,
  withColour,
  withKeptPlaces,
  withoutPlaces,
} from "../../../../renderer/features/model-editor/diagram/data/kept-diagram.ts";
import { neighboursOf, partOf } from "../../../../renderer/features/model-editor/diagram/data/neighbours.ts";
import { made, schemaOf } from "./made.ts";

const film = `
  CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, boss INTEGER REFERENCES person);
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT NOT NULL, Lead INTEGER NOT NULL REFERENCES PERSON(ID) ON DELETE CASCADE,
    second INTEGER REFERENCES person);
  CREATE TABLE poster(film INTEGER PRIMARY KEY REFERENCES film, picture BLOB);
  CREATE TABLE hall(cinema TEXT, nr INTEGER, PRIMARY KEY(cinema, nr)) WITHOUT ROWID;
  CREATE TABLE show(id INTEGER PRIMARY KEY, cinema TEXT NOT NULL, hall INTEGER NOT NULL, film REFERENCES gone(id),
    FOREIGN KEY(cinema, hall) REFERENCES hall(cinema, nr));
  CREATE VIEW v AS SELECT * FROM film;
  CREATE VIRTUAL TABLE words USING fts5(body);
`;
const diagram = diagramOf(await schemaOf(film));
const named = (data: DiagramData, name: string) => {
  const table = data.tables.find(({ title }) => title === name);
  if (!table) throw new Error(`no ${name}`);
  return table;
};
const end = (table: string, column: string | null): DragEnd => {
  const of = named(diagram, table);
  return { table: of, column: column === null ? null : of.columns.findIndex(({ name }) => name === column) };
};

test("tables and virtual tables are drawn, views and shadow tables are not; a key whose parent is gone is none", () => {
  expect(diagram.tables.map(({ title }) => title)).toEqual(["film", "hall", "person", "poster", "show", "words"]);
  const words = diagram.keys.map((key) => keyWords(key, new Map(diagram.tables.map((table) => [table.id, table]))));
  expect(words.sort()).toEqual([
    "film.Lead → person.id, on delete cascade",
    "film.second → person.id",
    "person.boss → person.id",
    "poster.film → film.id",
    "show (cinema, hall) → hall (cinema, nr)",
  ]);
  expect(named(diagram, "show").columns.find(({ name }) => name === "film")?.foreignKey).toBe(true);
});

test("an end says whether there may be none, and whether there is at most one", () => {
  const key = (child: string, column: string) => {
    const table = named(diagram, child);
    const at = table.columns.findIndex(({ name }) => name === column);
    return diagram.keys.find((each) => each.child === table.id && each.childColumns[0] === at);
  };
  expect(key("film", "Lead")).toMatchObject({ optional: false, unique: false });
  expect(key("film", "second")).toMatchObject({ optional: true, unique: false });
  expect(key("poster", "film")).toMatchObject({ optional: false, unique: true });
  expect(key("show", "cinema")).toMatchObject({ optional: false, unique: false, parentColumns: [0, 1] });
});

test("neighbours are found in both directions, step by step; only keys between them are in their part", () => {
  // 0 ← 1 ← 2 ← 3 ← 4, and 5 alone.
  const chain = made(
    [2, 2, 2, 2, 2, 2],
    [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
      [2, 2],
    ],
  );
  expect([...neighboursOf(chain, "t2", 1)].sort()).toEqual(["t1", "t2", "t3"]);
  expect([...neighboursOf(chain, "t2", 2)].sort()).toEqual(["t0", "t1", "t2", "t3", "t4"]);
  expect([...neighboursOf(chain, "t5", 3)]).toEqual(["t5"]);
  const part = partOf(chain, neighboursOf(chain, "t2", 1));
  expect(part.keys.map(({ id }) => id)).toEqual(["k1", "k2", "k4"]);
});

test("search finds tables before columns, whole names before parts, and columns of a table by its name", () => {
  const found = (text: string) =>
    findInDiagram(diagram.tables, text).map(({ table, column }) =>
      column === null ? table.title : `${table.title}.${table.columns[column]?.name}`,
    );
  expect(found("FILM")).toEqual(["film", "poster.film", "show.film"]);
  expect(found("hall")[0]).toBe("hall");
  expect(found("person.n")).toEqual(["person.name"]);
  expect(found("  ")).toEqual([]);
  expect(found("nothing like it")).toEqual([]);
});

test("a drag from column to column refers to the one that is a key, whichever way it was drawn", () => {
  expect(drawnKey(end("film", "title"), end("person", "id"))).toMatchObject({
    child: { name: "film" },
    columns: ["title"],
    parent: { name: "person" },
    parentColumns: ["id"],
  });
  expect(drawnKey(end("person", "id"), end("film", "title"))).toMatchObject({ child: { name: "film" } });
  expect(drawnKey(end("film", "id"), end("person", "id"))).toMatchObject({ child: { name: "film" } });
  expect(drawnKey(end("film", "id"), end("film", "id"))).toBeNull();
});

test("a key dropped on a table makes a new column there, of the key's type and a name that is free", () => {
  const drawn = drawnKey(end("person", "id"), end("show", null));
  expect(drawn).toMatchObject({
    child: { name: "show" },
    columns: ["person_id"],
    newColumns: [{ name: "person_id", type: "INTEGER" }],
    parentColumns: ["id"],
  });
  expect(drawn && drawnWords(drawn)).toBe("show.person_id (new column) → person.id");
  // hall has a key of two columns; show has columns of these names already.
  expect(drawnKey(end("hall", "nr"), end("show", null))).toMatchObject({
    columns: ["cinema_2", "hall_nr"],
    parentColumns: ["cinema", "nr"],
  });
  expect(drawnKey(end("poster", "film"), end("show", null))?.newColumns).toEqual([{ name: "film_2", type: "INTEGER" }]);
});

test("a table's own key dropped on itself makes a tree; what can have no keys takes none", () => {
  expect(drawnKey(end("film", "id"), end("film", null))).toMatchObject({
    columns: ["parent_id"],
    parentColumns: ["id"],
  });
  expect(drawnKey(end("film", "id"), end("words", null))).toBeNull();
  expect(drawnKey(end("film", "title"), end("words", "body"))).toBeNull();
});

test("a column dropped on a table refers to its primary key, where that is one column", () => {
  expect(drawnKey(end("film", "title"), end("person", null))).toMatchObject({ parentColumns: ["id"], newColumns: [] });
  expect(drawnKey(end("film", "title"), end("hall", null))).toBeNull();
  expect(drawnKey(end("film", null), end("person", "id"))).toBeNull();
});

test("what was kept is read as far as it is understood", () => {
  expect(readKept(undefined)).toMatchObject({ columns: "all", around: null, colours: {}, views: {} });
  expect(readKept({ columns: "many", colours: { a: "red", b: "plaid" }, list: true })).toMatchObject({
    columns: "all",
    colours: {},
    list: true,
  });
  const kept = withColour(withKeptPlaces(readKept(null), new Map([["a", { x: 1.4, y: 2 }]]), true), ["a"], "teal");
  expect(readKept(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

test("each view has its own places; one without any borrows what was moved by hand, until it is arranged afresh", () => {
  const all = withKeptPlaces(readKept(null), new Map([["a", { x: 100, y: 50 }]]), true);
  const names = { ...all, columns: "none" as const };
  expect(placesOf(all)).toEqual({ places: new Map([["a", { x: 100, y: 50 }]]), grown: false });
  expect(placesOf(names)).toEqual({ places: new Map([["a", { x: 100, y: 50 }]]), grown: true });
  expect(placesOf(withoutPlaces(names)).places.size).toBe(0);
  expect(placesOf({ ...all, around: { table: "a", depth: 1 } }).places.size).toBe(0);
  // Tables that are not shown now keep their place.
  const more = withKeptPlaces(all, new Map([["b", { x: 1, y: 1 }]]), false);
  expect([...placesOf(more).places.keys()]).toEqual(["a", "b"]);
});
