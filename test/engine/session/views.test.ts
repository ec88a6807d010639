/** Views with INSTEAD OF triggers are edited like tables; their rows are proven before and looked for after. */
import { expect, test } from "vitest";
import { readSchema } from "../../../electron/engine/schema/read-schema.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const CLUB = `
  create table person (id integer primary key, name text collate nocase, born integer);
  create table film (id integer primary key, title text);
  create table part (film integer, person integer, role text, primary key (film, person)) without rowid;
  insert into person values (1, 'Ann', 1950), (2, 'Bob', null), (3, 'ann', 1950);
  insert into film values (1, 'One'), (2, 'Two');
  insert into part values (1, 1, 'lead'), (1, 2, 'cook'), (2, 1, 'lead');
  create view cast as select p.film, p.person, person.name, p.role, film.title
    from part p join person on person.id = p.person join film on film.id = p.film;
  create trigger cast_u instead of update of role, person on cast begin
    update part set role = new.role, person = new.person where film = old.film and person = old.person;
  end;
  create trigger cast_d instead of delete on cast begin
    delete from part where film = old.film and person = old.person;
  end;
  create trigger cast_i instead of insert on cast begin
    insert into part values (new.film, new.person, coalesce(new.role, 'extra'));
  end;
  create view plain as select * from person;
  create view names as select name, born from person;
  create trigger names_u instead of update on names begin update person set born = new.born where name is old.name and born is old.born; end;
  create view lazy as select * from film;
  create trigger lazy_u instead of update on lazy begin select 1; end;
  create trigger lazy_d instead of delete on lazy begin update film set title = title || '!' where id = old.id; end;
  create view loud as select id, title from film;
  create trigger loud_u instead of update on loud begin update film set title = upper(new.title) where id = old.id; end;
`;

function open() {
  const { path, folder } = makeDatabase(CLUB);
  return { path, open: openSession(path, folder) };
}

test("what a view takes, and what tells its rows apart", () => {
  const { open: rooms } = open();
  const tables = new Map(readSchema(rooms.connections.reader()).tables.map((table) => [table.name, table]));
  expect(tables.get("cast")).toMatchObject({
    identity: { kind: "values", columns: ["film", "person"] },
    readOnlyReason: null,
    insteadOf: { insert: true, delete: true, update: ["person", "role"] },
  });
  expect(tables.get("plain")).toMatchObject({ identity: { kind: "none" } });
  expect(tables.get("plain")?.readOnlyReason).toContain("Views are read-only");
  expect(tables.get("plain")).not.toHaveProperty("insteadOf");
  // No primary key shows through: all values together.
  expect(tables.get("names")?.identity).toEqual({ kind: "values", columns: ["name", "born"] });
});

test("rows carry what addresses them, and single cells are read by it", () => {
  const { path } = open();
  const rooms = openRooms(path);
  const page = rooms.page("cast");
  expect(page.keys).toEqual([
    [1n, 1n],
    [1n, 2n],
    [2n, 1n],
  ]);
  const table = { schema: "main", name: "cast" };
  const chunk = rooms.rows["rows.readCell"]({ table, key: [1n, 2n], column: "role", offset: 1, length: 2 });
  expect(chunk).toMatchObject({ storage: "text", bytes: 4, data: new TextEncoder().encode("oo") });
  // NULL is a value like others.
  expect(rooms.page("names").keys).toContainEqual(["Bob", null]);
  const bob = rooms.rows["rows.readKeys"]({ table: { schema: "main", name: "names" }, keys: [["Bob", null]] });
  expect(bob).toMatchObject({ rows: [["Bob", null]] });
  expect(rooms.page("plain").keys).toBeNull();
  // Filtered and sorted as before.
  const sorted = rooms.page("cast", 0, 2, { order: [{ column: "role", direction: "asc" }] });
  expect(sorted.keys).toEqual([
    [1n, 2n],
    [1n, 1n],
  ]);
});

test("an edit, a new row and a deletion go through the triggers in one transaction, and can be undone", async () => {
  const { path, open: rooms } = open();
  await stage(
    rooms,
    set(row("cast", 1n, 2n), "role", "butler", "cook"),
    remove(row("cast", 2n, 1n)),
    insert("cast", "n", { film: 2n, person: 3n }),
  );
  expect(ask(path, "select count(*) from part")).toEqual([[3n]]);
  expect(await commit(rooms)).toMatchObject({ inserted: 1, updated: 1, deleted: 1 });
  expect(ask(path, "select * from part order by 1, 2")).toEqual([
    [1n, 1n, "lead"],
    [1n, 2n, "butler"],
    [2n, 3n, "extra"],
  ]);
  expect(await staged(rooms)).toEqual([]);
  const [last] = (await rooms.session["session.history"]({ before: null, limit: 1 })).commits;
  await rooms.session["session.undoCommit"]({ commitId: last?.id ?? 0 });
  await commit(rooms);
  expect(ask(path, "select * from part order by 1, 2")).toEqual([
    [1n, 1n, "lead"],
    [1n, 2n, "cook"],
    [2n, 1n, "lead"],
  ]);
});

test("an edited key moves the row, and says where to", async () => {
  const { path, open: rooms } = open();
  await stage(rooms, set(row("cast", 2n, 1n), "person", 2n, 1n));
  const report = await commit(rooms);
  expect(report.keys).toMatchObject([{ key: [2n, 2n] }]);
  expect(ask(path, "select person from part where film = 2")).toEqual([[2n]]);
});

test("what the view has no trigger for is refused when it is staged", async () => {
  const { open: rooms } = open();
  expect(await failure(() => stage(rooms, set(row("cast", 1n, 1n), "title", "X", "One")))).toMatchObject({
    code: "value.refused",
    message: "The view “cast” has no INSTEAD OF UPDATE trigger of “title”.",
  });
  expect(await failure(() => stage(rooms, remove(row("names", "Bob", null))))).toMatchObject({
    message: "The view “names” has no INSTEAD OF DELETE trigger.",
  });
  expect(await failure(() => stage(rooms, insert("loud", "n", { title: "x" })))).toMatchObject({
    code: "value.refused",
  });
  expect((await failure(() => stage(rooms, set(row("plain", 1n), "name", "X", "Ann")))).code).toBe(
    "row.notAddressable",
  );
});

test("a row that another program changed is a conflict; one that cannot be told from others is refused", async () => {
  const { path, open: rooms } = open();
  await stage(rooms, set(row("cast", 1n, 2n), "role", "butler", "cook"));
  ask(path, "update part set role = 'maid' where film = 1 and person = 2");
  expect(await failure(() => commit(rooms))).toMatchObject({
    code: "commit.conflict",
    conflicts: [{ kind: "changed", columns: [{ column: "role", base: "cook", mine: "butler", theirs: "maid" }] }],
  });
  await rooms.session["session.rollback"](undefined);
  // By its collation 'Ann' is 'ann': the view cannot say which row is meant.
  await stage(rooms, set(row("names", "Ann", 1950n), "born", 1951n, 1950n));
  const told = await failure(() => commit(rooms));
  expect(told).toMatchObject({ code: "commit.failed" });
  expect(told.message).toContain("cannot be told apart");
  expect(ask(path, "select count(*) from person where born = 1951")).toEqual([[0n]]);
});

test("a trigger that does nothing, or something else, is found out; one that changes the value is not", async () => {
  const { path, open: rooms } = open();
  await stage(rooms, set(row("lazy", 1n), "title", "New", "One"));
  expect((await failure(() => commit(rooms))).message).toContain("INSTEAD OF trigger of the view did nothing");
  expect(await staged(rooms)).toHaveLength(1);
  await rooms.session["session.rollback"](undefined);
  await stage(rooms, remove(row("lazy", 1n)));
  expect((await failure(() => commit(rooms))).message).toContain("left the row in place");
  expect(ask(path, "select title from film")).toEqual([["One"], ["Two"]]);
  await rooms.session["session.rollback"](undefined);
  await stage(rooms, set(row("loud", 2n), "title", "three", "Two"));
  await commit(rooms);
  expect(ask(path, "select title from film where id = 2")).toEqual([["THREE"]]);
});

test("the preview shows the statements on the view", async () => {
  const { open: rooms } = open();
  await stage(rooms, set(row("cast", 1n, 2n), "role", "butler", "cook"), remove(row("cast", 2n, 1n)));
  const preview = await rooms.session["session.preview"]({ only: null });
  expect(preview.map(({ plain }) => plain)).toEqual([
    `delete from "cast" where "film" is 2 and "person" is 1`,
    `update "cast" set "role" = 'butler' where "film" is 1 and "person" is 2`,
  ]);
});
