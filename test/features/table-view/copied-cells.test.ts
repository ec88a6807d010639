/** Copied cells in any window of Joinery: their values, and the text beside them, which is all that other programs get. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOnClipboard, dataOfCells, textOfCells } from "../../../renderer/rows/edits/copied-cells.ts";
import { copySelection, pasteOver, pasteRows } from "../../../renderer/rows/edits/copy-paste.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { openTable, selectCells, testClipboard } from "./open-table.ts";

const sql = `CREATE TABLE t(id INTEGER PRIMARY KEY, any, b BLOB, txt TEXT);
  INSERT INTO t VALUES (1, x'deadbeef', NULL, '{
  "a": 1
}'), (2, 1.5, '', '"quoted"'), (3, '007', x'', 'a' || char(13, 10) || char(9) || 'b'), (4, NULL, NULL, ''), (5, 9007199254740993, NULL, NULL);`;

/** A window of its own: nothing is known there but what is on the clipboard. */
const open = () => openTable(sql, "t");

describe("cells of our own", () => {
  it("keep NULL, BLOBs and storage classes in another window", async () => {
    const board = testClipboard();
    expect(await copySelection((await open()).context, board, selectCells(0, 1, 4, 1), "cells")).toBeNull();
    expect(board.text).toBe("x'deadbeef'\n1.5\n007\n\n9007199254740993");
    const { context: other } = await open();
    expect(await pasteOver(other, board, selectCells(0, 2))).toBeNull();
    expect([0, 1, 2, 3, 4].map((row) => other.rows.value(row, 2))).toEqual([
      new Uint8Array([0xde, 0xad, 0xbe, 0xef]),
      1.5,
      "007",
      null,
      9007199254740993n,
    ]);
  });

  it("are one value when one cell was copied, whatever its text looks like", async () => {
    for (const [row, text] of ['{\n  "a": 1\n}', '"quoted"', "a\r\n\tb", ""].entries()) {
      const board = testClipboard();
      expect(await copySelection((await open()).context, board, selectCells(row, 3), "cells")).toBeNull();
      expect(board.text).toBe(text);
      const { context: other } = await open();
      expect(await pasteOver(other, board, selectCells(4, 3))).toBeNull();
      expect(other.rows.value(4, 3)).toBe(text);
      expect(other.rows.rowCount).toBe(5);
    }
    // A block is quoted as spreadsheets do.
    const board = testClipboard();
    await copySelection((await open()).context, board, selectCells(1, 3, 2, 3), "cells");
    expect(board.text).toBe('"""quoted"""\n"a\r\n\tb"');
  });

  it("are what another program copied since, when one did", async () => {
    const board = testClipboard();
    const { context } = await open();
    await copySelection(context, board, selectCells(1, 1), "cells");
    board.text = "1.5";
    expect(await pasteOver(context, board, selectCells(2, 3))).toBeNull();
    expect(context.rows.value(2, 3)).toBe("1.5");
  });

  it("are only taken for what the text shows, and for what can be stored", () => {
    const rows: Scalar[][] = [[1n, "a"]];
    const data = dataOfCells(rows) ?? "";
    expect(cellsOnClipboard({ text: textOfCells(rows), data })).toEqual(rows);
    expect(cellsOnClipboard({ text: "1\tb", data })).toBeNull();
    for (const wrong of [
      "",
      "{}",
      '{"version":1,"rows":[[{"integer":"9223372036854775808"}]]}',
      '{"version":1,"rows":[[7]]}',
    ]) {
      expect(cellsOnClipboard({ text: "9223372036854775808", data: wrong })).toBeNull();
    }
    const scalar = fc.oneof(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
      fc.string({ unit: "binary" }),
      fc.constantFrom("a\r\nb", "\0", "\ud800", '"', "\t"),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => new Uint8Array(bytes)),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(scalar, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        (cells) => {
          // Windows ends its lines otherwise, and the text of a clipboard ends at a NUL.
          for (const text of [textOfCells(cells), textOfCells(cells).replace(/\r?\n/g, "\r\n").replace(/\0.*$/s, "")]) {
            expect(cellsOnClipboard({ text, data: dataOfCells(cells) ?? "" })).toEqual(cells);
          }
        },
      ),
    );
  });
});

describe("a text of another program that is written like a BLOB", () => {
  it("is offered as one where it goes into a BLOB column", async () => {
    const { context, path } = await open();
    const asked: number[] = [];
    const talk = (answer: boolean | null) => ({ asBlobs: async (texts: number) => (asked.push(texts), answer) });
    const board = testClipboard("X'00FF'\nx'0'\nx''");
    expect(await pasteOver(context, board, selectCells(0, 2), talk(true))).toBeNull();
    expect([0, 1, 2].map((row) => context.rows.value(row, 2))).toEqual([
      new Uint8Array([0, 255]),
      "x'0'",
      new Uint8Array(),
    ]);
    expect(await pasteOver(context, board, selectCells(0, 2), talk(false))).toBeNull();
    expect(context.rows.value(0, 2)).toBe("X'00FF'");
    await context.session.rollback();
    expect(await pasteOver(context, board, selectCells(0, 2), talk(null))).toBeNull();
    expect(context.session.store.getState().counts.dirty).toBe(0);
    expect(asked).toEqual([2, 2, 2]);
    // Not where texts belong.
    expect(await pasteOver(context, board, selectCells(0, 3), talk(true))).toBeNull();
    expect(context.rows.value(0, 3)).toBe("X'00FF'");
    board.text = "b\ttxt\nx'01'\tx'01'";
    expect(await pasteRows(context, board, talk(true))).toBeNull();
    expect(asked).toHaveLength(4);
    expect((await context.session.commit()).ok).toBe(true);
    const file = new Database(path, { readonly: true });
    expect(file.prepare("SELECT typeof(b), typeof(txt) FROM t WHERE id > 5").raw().all()).toEqual([["blob", "text"]]);
    file.close();
  });
});
