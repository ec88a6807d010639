/** Cells of results as rows of tables: real engine, real session, joined by a MessageChannel. */
import { describe, expect, test } from "vitest";
import { editStartOf } from "../../../renderer/rows/edits/edit-start.ts";
import { revertCells } from "../../../renderer/rows/edits/revert-cells.ts";
import { setNull } from "../../../renderer/rows/edits/table-gestures.ts";
import { openResult } from "./open-result.ts";

const SCHEMA = `
  CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INT, sequel INT REFERENCES film);
  CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT);
  CREATE TABLE made (film INT REFERENCES film, country TEXT REFERENCES country, PRIMARY KEY (film, country)) WITHOUT ROWID;
  INSERT INTO film VALUES (1, 'One', 2001, 2), (2, 'Two', 2002, NULL), (3, 'Three', 2003, NULL);
  INSERT INTO country VALUES ('FR', 'France'), ('DE', 'Germany');
  INSERT INTO made VALUES (1, 'FR'), (2, 'FR'), (2, 'DE');
`;

const shown = (sql: string) => openResult(SCHEMA, sql);

describe("a cell of a result", () => {
  test("is staged as its table's row, shows everywhere, and is committed as that", async () => {
    const result = await shown(
      "SELECT f.id, f.title, c.code, c.name AS land FROM film f JOIN made ON film = f.id JOIN country c ON c.code = country ORDER BY 1, 3",
    );
    expect(result.rows.fileRows).toBe(3);
    // A declared key that is not the address: its rowid was looked up with the page.
    expect(await result.type(0, "land", "Frankreich")).toBe(null);
    expect([0, 1, 2].map((row) => result.value(row, "land"))).toEqual(["Frankreich", "Germany", "Frankreich"]);
    expect([result.tone(0, "land"), result.tone(2, "land"), result.tone(0, "title")]).toEqual([
      "changed",
      "changed",
      undefined,
    ]);
    expect(result.rows.row(2).tone).toBe("changed");
    expect(result.rows.row(1).tone).toBe(null);
    await result.type(1, "title", "Zwei");
    const staged = [...result.session.store.getState().index.rows()];
    expect(staged.map(({ row, values }) => [row.table.name, values[0]?.base, values[0]?.value])).toEqual([
      ["country", "France", "Frankreich"],
      ["film", "Two", "Zwei"],
    ]);
    expect((await result.session.commit()).ok).toBe(true);
    expect(await result.ask("SELECT group_concat(name) FROM country")).toEqual([["Frankreich,Germany"]]);
    // The result is as of before; what was committed shows, and is what the next edit is based on.
    expect(result.value(0, "land")).toBe("Frankreich");
    expect(result.tone(0, "land")).toBe(undefined);
    expect(await result.type(2, "land", "F")).toBe(null);
    expect((await result.session.commit()).ok).toBe(true);
  });

  test("of a row that an outer join did not find is not edited", async () => {
    const result = await shown(
      "SELECT f.id, s.id AS next, s.title FROM film f LEFT JOIN film s ON s.id = f.sequel ORDER BY 1",
    );
    expect(editStartOf(result.rows, { row: 0, column: 2 })).toMatchObject({ text: "Two" });
    expect(editStartOf(result.rows, { row: 1, column: 2 })).toBe(null);
    expect((await result.type(1, "title", "x"))?.code).toBe("row.notAddressable");
    expect(await result.type(0, "title", "Other")).toBe(null);
    expect([...result.session.store.getState().index.rows()][0]?.row).toMatchObject({ key: [2n] });
  });

  test("keeps the rules of its column: types, NOT NULL, what is calculated", async () => {
    const result = await shown("SELECT id, year, title, year + 1 AS later FROM film ORDER BY id");
    await result.type(0, "year", "1999");
    expect(result.value(0, "year")).toBe(1999n);
    expect(await setNull(result.context, result.range(0, "title"))).toBe(null);
    const { problems } = await result.context.client.ask("session.check", { only: null });
    expect(problems.map((problem) => problem.message)).toEqual(["“title” must have a value (NOT NULL)."]);
    expect(await revertCells(result.context, result.range(0, "title"))).toBe(null);
    expect((await result.type(0, "later", "5"))?.message).toBe("None of these cells can be changed.");
    expect(await revertCells(result.context, result.range(0, "year"))).toBe(null);
    expect(result.session.store.getState().index.size).toBe(0);
  });

  test("whose key is edited is found by the new one after the commit", async () => {
    const result = await shown("SELECT id, title FROM film WHERE id = 3");
    await result.type(0, "id", "33");
    expect((await result.session.commit()).ok).toBe(true);
    expect(result.value(0, "id")).toBe(33n);
    await result.type(0, "title", "Dreiunddreißig");
    expect((await result.session.commit()).ok).toBe(true);
    expect(await result.ask("SELECT title FROM film WHERE id = 33")).toEqual([["Dreiunddreißig"]]);
  });

  test("that another program has changed meanwhile is a conflict, never overwritten", async () => {
    const result = await shown("SELECT id, title FROM film ORDER BY id");
    await result.ask("UPDATE film SET title = 'theirs' WHERE id = 1 RETURNING id");
    await result.type(0, "title", "mine");
    const outcome = await result.session.commit();
    expect(outcome.ok).toBe(false);
    expect(await result.ask("SELECT title FROM film WHERE id = 1")).toEqual([["theirs"]]);
  });

  test("is edited where columns of one name stand beside one another", async () => {
    const result = await shown("SELECT a.id, a.title, b.id, b.title FROM film a JOIN film b ON b.id = a.sequel");
    expect(result.rows.columns.map(({ name, title }) => title ?? name)).toEqual(["id", "title", "id", "title"]);
    await result.type(0, "title:1", "second");
    expect(result.value(0, "title")).toBe("One");
    expect(result.value(0, "title:1")).toBe("second");
    // Hidden or moved columns change nothing of that.
    result.rows.setLayout({ order: ["title:1", "title"], hidden: ["id:1"] });
    expect(result.value(0, "title:1")).toBe("second");
    expect(await result.type(0, "title", "first")).toBe(null);
    expect((await result.session.commit()).ok).toBe(true);
    expect(await result.ask("SELECT title FROM film WHERE id < 3 ORDER BY id")).toEqual([["first"], ["second"]]);
  });
});
