/** Children below the rows of a grid: what is read for them, how much room they take, and which stay unfolded. */
import { describe, expect, it, onTestFinished } from "vitest";
import { holdsGiven } from "../../../renderer/rows/given-values.ts";
import { mostShown } from "../../../renderer/rows/nested/child-groups.ts";
import { UnfoldedRows } from "../../../renderer/rows/nested/unfolded-rows.ts";
import { childrenOf } from "../../../renderer/rows/relations/relations.ts";
import { UnfoldedRelations } from "../../../renderer/rows/relations/unfolded-relations.ts";
import { type VirtualRelation, withVirtualRelations } from "../../../renderer/rows/relations/virtual-relations.ts";
import { newRow } from "../../../renderer/rows/edits/row-edits.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { openTable } from "./open-table.ts";

const sql = `
  CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO artist VALUES (1, 'AC/DC'), (2, 'Accept'), (3, 'Nobody'), (4, 'Prolific');
  CREATE TABLE album(id INTEGER PRIMARY KEY, artist INTEGER REFERENCES artist, title TEXT);
  CREATE INDEX album_artist ON album(artist);
  INSERT INTO album VALUES (10, 1, 'a'), (11, 2, 'b'), (12, 2, 'c');
  WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 25) INSERT INTO album SELECT 100 + i, 4, 'x' FROM n;
  CREATE TABLE review(id INTEGER PRIMARY KEY, artist INTEGER REFERENCES artist);
  CREATE INDEX review_artist ON review(artist);
`;

/** A table view's model of what is unfolded, over the real engine, with the questions it asks. */
async function open(ddl = sql, name = "artist", virtual: VirtualRelation[] = []) {
  const opened = await openTable(ddl, name);
  const { context } = opened;
  const { rows, cache, session } = context;
  const asked: { child: string; parents: number }[] = [];
  const client = Object.create(context.client) as typeof context.client;
  client.ask = ((question: "rows.readChildren", params: { child: { name: string }; parents: unknown[] }) => {
    asked.push({ child: params.child.name, parents: params.parents.length });
    return context.client.ask(question, params as never);
  }) as never;
  const schema = withVirtualRelations(await context.client.ask("schema.read", undefined), virtual);
  const table = schema.tables.find((one) => one.name === name);
  if (!table) throw new Error(name);
  const kept: Record<string, unknown> = {};
  const always = new UnfoldedRelations(
    { get: ((key: string) => kept[key]) as never, set: (key, value) => void (kept[key] = value) },
    "rows",
  );
  const model = new UnfoldedRows({ client, session, rows, always, generation: () => cache.generation });
  always.subscribe(() => model.changed());
  const children = childrenOf(table, schema);
  model.setChildren(children);
  rows.setBelow(model);
  onTestFinished(() => model.groups.close());
  const relation = (child: string) => {
    const found = children.find((one) => one.child.name === child);
    if (!found) throw new Error(child);
    return found;
  };
  /** What stands below a row: title, rows shown and rows beyond them. */
  const below = (row: number) =>
    model.height(row, 10_000) === 0
      ? null
      : model
          .row(model.key(row))
          ?.sections.map(({ title, answer, fresh, more }) => [title, (answer?.page?.rows.length ?? 0) + fresh, more]);
  return { ...opened, model, always, kept, asked, relation, below, table };
}

describe("rows that are unfolded one by one", () => {
  it("cost nothing while none is, show all their children, and fold again", async () => {
    const { model, asked, below } = await open();
    expect([model.isEmpty, model.state(1), model.height(1, 1000)]).toEqual([true, "closed", 0]);
    model.request(0, 3);
    expect(asked).toEqual([]);
    expect(model.toggle(1)).toBe(true);
    expect([model.isEmpty, model.state(1), model.state(0)]).toEqual([false, "open", "closed"]);
    await model.settled(1);
    expect(below(1)).toEqual([
      ["album", 2, 0],
      ["review", 0, 0],
    ]);
    expect(below(0)).toBeNull();
    const high = model.height(1, 10_000);
    // A block is not higher than what is in sight below one row.
    expect([model.height(1, 100), high > 100]).toEqual([100, true]);
    expect(model.toggle(1)).toBe(false);
    expect([model.isEmpty, model.height(1, 1000)]).toEqual([true, 0]);
  });

  it("stay unfolded by key when the rows stand in another order, and go with their row", async () => {
    const { model, context, below } = await open();
    model.toggle(1);
    await model.settled(1);
    context.cache.setSource({ ...context.cache.source, order: [{ column: "id", direction: "desc" }] });
    await until(() => context.cache.loaded && context.cache.waitingSince === null);
    expect(below(1)).toBeNull();
    expect(below(2)?.[0]).toEqual(["album", 2, 0]);
    model.forget([model.key(2)]);
    expect(model.isEmpty).toBe(true);
  });

  it("show at most the first rows of a parent, and say how many more there are", async () => {
    const { model, below } = await open();
    model.toggle(3);
    await model.settled(3);
    expect(below(3)?.[0]).toEqual(["album", mostShown, 25 - mostShown]);
  });

  it("one relation of a row can be folded alone", async () => {
    const { model, relation, below } = await open();
    model.toggle(0);
    await model.settled(0);
    model.set(model.key(0), relation("review"), false);
    expect([below(0), model.isOpen(0, relation("album"))]).toEqual([[["album", 1, 0]], true]);
    model.set(model.key(0), relation("album"), false);
    expect(model.isEmpty).toBe(true);
  });
});

describe("relations that are always unfolded", () => {
  it("are read for all rows on screen in one question, and take no room where nothing refers to a row", async () => {
    const { model, always, relation, asked, kept, below } = await open();
    always.set(relation("album"), true);
    expect(Object.keys(kept)).toEqual(["unfolded-under-rows"]);
    model.request(0, 3);
    await until(() => model.height(0, 1000) > 0);
    expect(asked).toEqual([{ child: "album", parents: 4 }]);
    expect([0, 1, 2, 3].map(below)).toEqual([[["album", 1, 0]], [["album", 2, 0]], null, [["album", 10, 15]]]);
    // Nothing is asked again for rows that are known.
    model.request(0, 3);
    await model.settled(2);
    expect(asked).toHaveLength(1);
    // A row that is folded stays so.
    expect(model.toggle(1)).toBe(false);
    expect([below(1), below(0)?.length]).toEqual([null, 1]);
  });

  it("are read again when the rows are, and do not shrink until that is there", async () => {
    const { model, always, relation, asked, context, below } = await open();
    always.set(relation("album"), true);
    model.request(0, 3);
    await until(() => below(1) !== null);
    const before = model.height(1, 10_000);
    const edits = [{ op: "insert" as const, table: { schema: "main", name: "album" }, newId: "n1", values: [] }];
    const given = { column: "artist", value: 2n };
    await context.session.stage("Add", [{ ...edits[0], values: [given] } as never]);
    expect(below(1)).toEqual([["album", 3, 0]]);
    expect(model.height(1, 10_000)).toBeGreaterThan(before);
    const grown = model.height(1, 10_000);
    await context.session.commit();
    context.cache.invalidate();
    model.follow();
    expect(model.height(1, 10_000)).toBe(grown);
    model.request(0, 3);
    await until(() => below(1)?.[0]?.[1] === 3);
    expect([model.height(1, 10_000), asked.length]).toEqual([grown, 2]);
  });
});

describe("what leads to children", () => {
  it("is also a key of two columns, and a relation that the user added", async () => {
    const ddl = `
      CREATE TABLE place(country TEXT, zip TEXT, name TEXT, PRIMARY KEY(country, zip)) WITHOUT ROWID;
      INSERT INTO place VALUES ('DE', '1', 'Berlin'), ('US', '1', 'New York');
      CREATE TABLE street(name TEXT, country TEXT, zip TEXT, FOREIGN KEY(country, zip) REFERENCES place);
      INSERT INTO street VALUES ('Broadway', 'US', '1'), ('Allee', 'DE', '1'), ('Weg', 'DE', '1');
      CREATE TABLE note(place TEXT, words TEXT);
      INSERT INTO note VALUES ('Berlin', 'n');`;
    const virtual: VirtualRelation = {
      child: { schema: "main", name: "note" },
      columns: ["place"],
      parentTable: "place",
      parentColumns: ["name"],
    };
    const { model, below } = await open(ddl, "place", [virtual]);
    model.toggle(0);
    model.toggle(1);
    await Promise.all([model.settled(0), model.settled(1)]);
    expect([below(0), below(1)]).toEqual([
      [
        ["street", 2, 0],
        ["note", 1, 0],
      ],
      [
        ["street", 1, 0],
        ["note", 0, 0],
      ],
    ]);
  });

  it("a large table without an index is not looked through, and says so only where it was asked for", async () => {
    const ddl = `CREATE TABLE one(id INTEGER PRIMARY KEY);
      INSERT INTO one VALUES (1), (2);
      CREATE TABLE many(id INTEGER PRIMARY KEY, one INTEGER REFERENCES one);
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 150000) INSERT INTO many SELECT i, 1 FROM n;`;
    const { model, always, relation } = await open(ddl, "one");
    always.set(relation("many"), true);
    model.set(model.key(0), relation("many"), true);
    await model.settled(0);
    const [section] =
      model.row(model.key(0))?.sections ?? (model.height(0, 1000), model.row(model.key(0))?.sections) ?? [];
    expect([section?.answer?.page, section?.answer?.error, section && section.height > 0]).toEqual([null, null, true]);
    await model.settled(1);
    expect(model.height(1, 1000)).toBe(0);
  });

  it("a row that is not in the file yet, or holds NULL there, has nothing below it", async () => {
    const { model, context } = await open(
      `CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT UNIQUE); INSERT INTO p VALUES (1, NULL), (2, 'x');
       CREATE TABLE c(code TEXT REFERENCES p(code)); INSERT INTO c VALUES (NULL), ('x');`,
      "p",
    );
    await context.session.stage("Add", [newRow(context.rows)]);
    expect([model.state(0), model.state(1), model.state(2)]).toEqual([null, "closed", null]);
    model.toggle(1);
    await model.settled(1);
    expect([model.height(0, 1000), model.height(1, 1000) > 0]).toEqual([0, true]);
  });
});

it("a new row below a parent holds its key, also when it is pasted or copied from elsewhere", async () => {
  const { context } = await openTable(sql, "album");
  const { rows } = context;
  const given = [{ column: "artist", value: 4n }];
  const below = { table: rows.table, shownColumns: rows.shownColumns, options: { given } };
  expect(newRow(below)).toMatchObject({ values: given });
  expect(newRow(below, [undefined, null, "t"])).toMatchObject({
    values: [
      { column: "artist", value: null },
      { column: "title", value: "t" },
    ],
  });
  await context.session.stage("Add", [newRow(below), newRow(rows)]);
  const fresh = [...context.session.store.getState().index.rows()];
  expect(fresh.map((row) => holdsGiven(row, given))).toEqual([true, false]);
});
