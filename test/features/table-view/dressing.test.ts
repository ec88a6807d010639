/** SQL of the user's own in the place of values, and grounds by conditions, over the real engine. */
import { describe, expect, it } from "vitest";
import { Dressing } from "../../../renderer/rows/layers/dressing.ts";
import { readFormats } from "../../../renderer/values/kept-formats.ts";
import { type FormatRule, keepRules, readRules } from "../../../renderer/rows/kept-rules.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { openTable, selectCells } from "./open-table.ts";

const sql = `
  CREATE TABLE item(id INTEGER PRIMARY KEY, price REAL, name TEXT, body BLOB);
  INSERT INTO item VALUES (1, 5.0, 'pear', NULL), (2, 50.0, 'fig', NULL), (3, NULL, 'lime', zeroblob(100000));
`;
const rule = (over: Partial<FormatRule> = {}): FormatRule => ({
  column: "price",
  condition: { column: "price", operator: ">", value: 10n },
  tint: "red",
  row: false,
  ...over,
});

async function dressed(expressions: Record<string, string>, rules: FormatRule[] = []) {
  const opened = await openTable(sql, "item");
  const { rows, client } = opened.context;
  let asked = 0;
  const dressing = new Dressing({
    client: { ask: (name, params) => (asked++, client.ask(name, params)) } as typeof client,
    table: rows.table,
    expressions: new Map(Object.entries(expressions)),
    rules,
    changed: () => rows.changed(),
    onEndless: () => {},
  });
  rows.setLooking({ dressing });
  const look = () =>
    Array.from({ length: rows.rowCount }, (_, row) => rows.columns.map((_column, column) => rows.cell(row, column)));
  return { ...opened, look, asked: () => asked };
}

describe("a format of the user's own", () => {
  it("shows what SQLite makes of the row, staged values among it; the value itself stays", async () => {
    const { context, look, asked } = await dressed({ name: `upper(name) || ' ' || coalesce(price, '?')` });
    look();
    await expect.poll(() => look().map((row) => row[2]?.text)).toEqual(["PEAR 5.0", "FIG 50.0", "LIME ?"]);
    expect(asked()).toBe(1);
    await gestures.typeInto(context, { row: 0, column: 1 }, "7.5");
    await expect.poll(() => look()[0]?.[2]?.text).toBe("PEAR 7.5");
    expect(context.rows.value(0, 2)).toBe("pear");
    await gestures.addRow(context);
    await gestures.typeInto(context, { row: 3, column: 2 }, "new");
    await expect.poll(() => look()[3]?.[2]?.text).toBe("NEW ?");
  });

  it("leaves what it cannot compute as it is: large values, failing expressions", async () => {
    const { look } = await dressed({ body: "length(body)", price: "nope(price)" });
    look();
    await expect.poll(() => look()[0]?.[1]?.text).toBe("5.0");
    expect(look()[2]?.[3]?.text).toBe("BLOB 97.7 KB");
  });
});

describe("conditional formats", () => {
  it("give cells a ground, or rows; the first that fits counts", async () => {
    const { context, look } = await dressed({}, [
      rule(),
      rule({
        column: "name",
        condition: { column: "name", operator: "regex", value: "^(fig|pear)$" },
        tint: "blue",
        row: true,
      }),
    ]);
    look();
    const tints = () => look().map((row) => row.map((cell) => cell?.tint ?? "-").join(" "));
    await expect.poll(tints).toEqual(["blue blue blue blue", "blue red blue blue", "- - - -"]);
    await gestures.setNull(context, selectCells(1, 1));
    await expect.poll(() => tints()[1]).toBe("blue blue blue blue");
  });

  it("are kept with their values' classes; what does not fit is left out", () => {
    const rules = [rule(), rule({ condition: { column: "price", operator: "=", value: 2n ** 60n } })];
    const kept = JSON.parse(JSON.stringify(keepRules(rules))) as unknown[];
    expect(readRules(kept, ["price"])).toEqual(rules);
    expect(readRules(kept, ["other"])).toEqual([]);
    expect(readRules([null, {}, { ...(kept[0] as object), tint: "plaid" }, 7], ["price"])).toEqual([]);
    expect(readRules("x", ["price"])).toEqual([]);
    expect(readFormats({ a: "sql:1", b: "hex", c: "nothing", d: 7 })).toEqual({ a: "sql:1", b: "hex" });
  });
});
