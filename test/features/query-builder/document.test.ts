import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aliasesIn,
  allOf,
  columnOf,
  freeAlias,
  isAggregate,
  joinsAlong,
  moved,
  nestedItem,
  queryOf,
  relationsIn,
  renamedAlias,
  toggledColumn,
  ungrouped,
} from "../../../renderer/features/query-builder/document.ts";
import {
  changed,
  keptState,
  newState,
  redone,
  undone,
} from "../../../renderer/features/query-builder/builder-state.ts";
import { operatorChoices, operatorOf, withOperator } from "../../../renderer/features/query-builder/operators.ts";
import { listOf, literalOf, typedList, typedOf } from "../../../renderer/features/query-builder/typed-literal.ts";
import { readExpressionText } from "../../../src-shared/sql/query/read-query.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";

const schemaOf = () =>
  openRooms(
    makeDatabase(`CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, sequel_of INTEGER REFERENCES film(id), poster BLOB);
      CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE film_actor (film_id INTEGER REFERENCES film(id), actor_id INTEGER REFERENCES actor(id), PRIMARY KEY (film_id, actor_id));
      CREATE TABLE seat (hall INTEGER, number INTEGER, PRIMARY KEY (hall, number));
      CREATE TABLE ticket (id INTEGER PRIMARY KEY, hall INTEGER, number INTEGER, FOREIGN KEY (hall, number) REFERENCES seat(hall, number));`),
  ).schema.read();

const main = (name: string) => ({ schema: "main", name });

test("joins go along relationships: of one column, of several, through a link table, to the table itself", () => {
  const schema = schemaOf();
  const { from } = queryOf(main("film")).select;
  const relations = relationsIn(schema, from ? [from] : []);
  const actors = relations.find(({ relation }) => relation.table.name === "actor");
  const joins = actors ? joinsAlong(actors.source, actors.relation, ["film"]) : [];
  expect(joins.map(({ kind, source }) => [kind, source.alias])).toEqual([
    ["inner", "film_actor"],
    ["inner", "actor"],
  ]);
  const sequels = relations.filter(({ relation }) => relation.table.name === "film");
  const words = sequels.map(({ relation }) => [
    relation.many,
    ...joinsAlong("film", relation, ["film"]).map(({ source }) => source.alias),
  ]);
  expect(words).toEqual([
    [false, "film_2"],
    [true, "film_2"],
  ]);
  const ticket = queryOf(main("ticket")).select.from;
  const seat = relationsIn(schema, ticket ? [ticket] : [])[0];
  expect(seat?.relation.pairs).toEqual([
    ["hall", "hall"],
    ["number", "number"],
  ]);
});

test("nested rows leave out what JSON cannot hold", () => {
  const schema = schemaOf();
  const film = schema.tables.find(({ name }) => name === "film");
  const relation = { name: "films", table: main("film"), pairs: [], many: true, through: null };
  const { items } = nestedItem("actor", relation, film, []);
  expect(
    items.map((item) => (item.kind === "value" && item.value.kind === "column" ? item.value.column : "?")),
  ).toEqual(["id", "title", "sequel_of"]);
});

test("an alias is renamed wherever it is named, and a new one is free", () => {
  const query = queryOf(main("film"));
  const select = {
    ...query.select,
    items: [{ kind: "value", value: columnOf("film", "title"), alias: "film" } as const],
  };
  const renamed = renamedAlias(select, "film", "f");
  expect(renamed.from?.alias).toBe("f");
  expect(renamed.items).toEqual([{ kind: "value", value: columnOf("f", "title"), alias: "film" }]);
  expect(aliasesIn(renamed)).toEqual(["f"]);
  expect(freeAlias("Film", ["film", "film_2"])).toBe("Film_3");
});

test("a column is put in and taken out, under a name of its own where another has it", () => {
  const one = toggledColumn([], "film", "id");
  const two = toggledColumn(one, "actor", "id");
  expect(two.map((item) => item.kind === "value" && item.alias)).toEqual(["", "actor_id"]);
  expect(toggledColumn(two, "film", "id")).toEqual(two.slice(1));
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});

test("columns beside aggregates want to be grouped", () => {
  const schema = schemaOf();
  const scope = [[{ alias: "film", columns: ["id", "title"], table: undefined }]];
  const read = (text: string) => readExpressionText(text, schema, scope);
  expect(
    ["count(*)", "max(id)", "sum(id) / 2", "cast(avg(id) as text)"].map((text) => isAggregate(read(text))),
  ).toEqual(Array.from({ length: 4 }, () => true));
  expect(
    ["id", "max(id, 2)", "upper(title)", "row_number() over ()", "sum(id) over ()"].map((text) =>
      isAggregate(read(text)),
    ),
  ).toEqual(Array.from({ length: 5 }, () => false));
  const items = ["title", "count(*)"].map((text) => ({ kind: "value", value: read(text), alias: "" }) as const);
  const select = { ...queryOf(main("film")).select, items };
  expect(ungrouped(select)).toEqual([columnOf("film", "title")]);
  expect(ungrouped({ ...select, groupBy: [columnOf("film", "title")] })).toEqual([]);
});

test("every operator can be chosen, from any other, and is then the one that is chosen", () => {
  const first = {
    kind: "compare",
    operator: "=",
    left: columnOf("film", "id"),
    right: columnOf("film", "title"),
  } as const;
  for (const { id } of operatorChoices) {
    const filter = withOperator(first, id);
    expect(operatorOf(filter)).toBe(id);
    expect(filter.left).toEqual(first.left);
    for (const { id: other } of operatorChoices) expect(operatorOf(withOperator(filter, other))).toBe(other);
  }
});

test("what is typed as a value is one, by what it is compared with", () => {
  expect(literalOf("5", "integer")).toEqual({ storage: "integer", text: "5" });
  expect(literalOf("5", "text")).toEqual({ storage: "text", text: "5" });
  expect(literalOf("'5'", "integer")).toEqual({ storage: "text", text: "5" });
  expect(literalOf(".50", null)).toEqual({ storage: "real", text: "0.5" });
  expect(literalOf("9223372036854775808", null)).toEqual({ storage: "real", text: "9223372036854776000" });
  expect(literalOf("null", "text")).toEqual({ storage: "null" });
  expect(literalOf("x'00ff'", null)).toEqual({ storage: "blob", text: "00ff" });
  expect(literalOf("", "text")).toBeNull();
  expect(listOf("1, 'a, b', x, ", null).map((item) => item.kind === "literal" && item.literal.storage)).toEqual([
    "integer",
    "text",
    "text",
  ]);
});

test("a value that is shown and typed again is the same", () => {
  const affinity = fc.constantFrom("integer", "text", "blob", "real", "numeric", null);
  fc.assert(
    fc.property(fc.string(), affinity, (text, of) => {
      const literal = { storage: "text", text } as const;
      expect(literalOf(typedOf(literal, of), of)).toEqual(literal);
      const items = [
        { kind: "literal", literal } as const,
        { kind: "literal", literal: { storage: "integer", text: "7" } } as const,
      ];
      const typed = typedList(items, null);
      expect(typed === null ? null : listOf(typed, null)).toEqual(items);
    }),
  );
});

test("undo, redo, and what is kept", () => {
  const first = queryOf(main("film"));
  const limited = { ...first, limit: 5 };
  let state = changed(newState(first), limited);
  expect(changed(state, { ...limited })).toBe(state);
  state = undone(state);
  expect(state.query).toEqual(first);
  expect(undone(state)).toBe(state);
  const kept = keptState(JSON.parse(JSON.stringify(state)));
  expect(redone(kept ?? newState(first)).query).toEqual(limited);
  expect(changed(state, { ...first, offset: 1 }).future).toEqual([]);
  expect(keptState({ query: { nonsense: true } })).toBeNull();
  expect(allOf().items).toEqual([]);
});
