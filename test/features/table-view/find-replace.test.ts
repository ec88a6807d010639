/** Find and replace over a view: what is found is what is shown, and a replacement is one staged step. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replaceTexts } from "../../../electron/engine/rows/replace-texts.ts";
import { findNext, replaceAll, replaceAt, type Wanted } from "../../../renderer/rows/edits/find-replace.ts";
import { addRow, typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { openTable } from "./open-table.ts";

const films = `
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, note, words INTEGER AS (length(title)));
  INSERT INTO film(id, title, year, note) VALUES (1, 'Old town', 1927, NULL), (2, 'The OLD man', 1931, 'old'),
    (3, 'New', 2027, x'6f6c64'), (4, 'Cold', 27, 5.27);
`;
const wanted = (text: string, more: Partial<Wanted> = {}): Wanted => ({
  text,
  regex: false,
  caseSensitive: false,
  column: null,
  ...more,
});

describe("finding", () => {
  it("goes from cell to cell, round the end, both ways, and knows when there is none", async () => {
    const { context } = await openTable(films, "film");
    const places: string[] = [];
    let from: { row: number; column: number } | null = null;
    for (let i = 0; i < 5; i++) {
      const found = await findNext(context, wanted("old"), from, "forward");
      if (!found) break;
      from = found.cell;
      places.push(`${from.row},${from.column}${found.wrapped ? " again" : ""}`);
    }
    expect(places).toEqual(["0,1", "1,1", "1,3", "3,1", "0,1 again"]);
    expect((await findNext(context, wanted("old"), from, "backward"))?.cell).toEqual({ row: 3, column: 1 });
    expect((await findNext(context, wanted("old", { caseSensitive: true }), null, "forward"))?.cell.row).toBe(1);
    expect(
      (await findNext(context, wanted("^\\w+$", { regex: true, column: "title" }), null, "forward"))?.cell.row,
    ).toBe(2);
    expect(await findNext(context, wanted("nowhere"), null, "forward")).toBeNull();
  });

  it("passes over what is staged to be something else", async () => {
    const { context } = await openTable(films, "film");
    await typeInto(context, { row: 0, column: 1 }, "Elsewhere");
    expect(await findNext(context, wanted("town"), null, "forward")).toBeNull();
    expect((await findNext(context, wanted("old"), null, "forward"))?.cell).toEqual({ row: 1, column: 1 });
  });
});

describe("replacing", () => {
  it("in all cells is one step; computed columns, BLOBs and NULL are left alone, numbers stay numbers", async () => {
    const { context, path, shown } = await openTable(films, "film");
    expect(await replaceAll(context, wanted("27"), "28")).toEqual({ cells: 4, tooLarge: 0 });
    expect(shown().map((row) => [row[2], row[3]])).toEqual([
      ["1928", "NULL"],
      ["1931", "old"],
      ["2028", "BLOB 3 B"],
      ["28", "5.28"],
    ]);
    await context.session.commit();
    const db = new Database(path);
    expect(db.prepare("SELECT typeof(year), typeof(note) FROM film WHERE id = 4").raw().get()).toEqual([
      "integer",
      "real",
    ]);
    db.close();
    expect(await replaceAll(context, wanted("OLD"), "new")).toEqual({ cells: 4, tooLarge: 0 });
    expect(shown().map((row) => row[1])).toEqual(["new town", "The new man", "New", "Cnew"]);
    await context.session.undo();
    expect(shown().map((row) => row[1])).toEqual(["Old town", "The OLD man", "New", "Cold"]);
    expect(await replaceAll(context, wanted("no such text"), "")).toEqual({ cells: 0, tooLarge: 0 });
  });

  it("by a regular expression uses its groups, in one column, and in rows that are staged", async () => {
    const { context, shown } = await openTable(films, "film");
    await addRow(context);
    await typeInto(context, { row: 4, column: 1 }, "Brand old");
    await typeInto(context, { row: 2, column: 1 }, "Newly old");
    const done = await replaceAll(context, wanted("(\\w+) old\\b", { regex: true, column: "title" }), "$1 young");
    expect(done.cells).toBe(3);
    expect(shown().map((row) => row[1])).toEqual(["Old town", "The young man", "Newly young", "Cold", "Brand young"]);
  });

  it("in one cell leaves the others", async () => {
    const { context, shown } = await openTable(films, "film");
    expect(await replaceAt(context, wanted("old"), "x", { row: 1, column: 1 })).toEqual({ cells: 1, tooLarge: 0 });
    expect(await replaceAt(context, wanted("old"), "x", { row: 2, column: 1 })).toEqual({ cells: 0, tooLarge: 0 });
    expect(shown()[1]?.slice(1, 4)).toEqual(["The x man", "1931", "old"]);
  });

  it("is only in the rows that are shown", async () => {
    const { context } = await openTable(films, "film");
    context.cache.setSource({
      ...context.cache.source,
      filter: [{ column: "year", operator: ">", value: 1930n }],
    });
    expect((await replaceAll(context, wanted("old"), "x")).cells).toBe(2);
  });

  it("with an expression that is none, or never ends, says so", async () => {
    const { context } = await openTable(films, "film");
    await expect(replaceAll(context, wanted("(", { regex: true }), "x")).rejects.toMatchObject({
      data: { code: "sql.syntax" },
    });
  });
});

describe("plain text", () => {
  it("is taken as it stands, whatever it and its replacement hold", () => {
    const piece = fc.constantFrom("a", "A", "$&", "\\", "]", "^", "é", "É", "😀", "\n", "-", "1", "$1");
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece, { minLength: 1 }), fc.array(piece), (all, some, other) => {
        const [whole, text, replacement] = [all.join(""), some.join(""), other.join("")];
        const question = { texts: [whole], text, regex: false, replacement };
        expect(replaceTexts({ ...question, caseSensitive: true })).toEqual([whole.replaceAll(text, () => replacement)]);
        // Of every letter, not of ASCII alone (C3).
        const fold = (s: string) => s.replaceAll("A", "a").replaceAll("É", "é");
        const [folded] = replaceTexts({ ...question, caseSensitive: false, replacement: "" });
        expect(fold(folded ?? "")).toBe(fold(whole).replaceAll(fold(text), ""));
      }),
    );
  });
});
