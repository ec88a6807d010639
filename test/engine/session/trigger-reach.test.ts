/** Which tables triggers may write to: a no must be sure, because a commit then takes its own word for what a row holds. */
import { expect, test } from "vitest";
import { readSchema } from "../../../electron/engine/schema/read-schema.ts";
import { triggerReach } from "../../../electron/engine/session/trigger-reach.ts";
import { openRooms } from "../../fixtures/open-rooms.ts";
import { ask, commit, insert, makeDatabase, openSession, remove, row, set, stage } from "./open-session.ts";

function reached(ddl: string): string[] {
  const schema = readSchema(openRooms(makeDatabase(ddl).path).connections.reader());
  const tables = schema.tables.filter((table) => table.kind !== "system" && triggerReach(schema)(table));
  return tables.map((table) => table.name).sort();
}

test("a table that no body names is out of reach; names are found however they are written", () => {
  expect(reached("create table t (a); create table log (a);")).toEqual([]);
  const onT = (body: string) =>
    `create table t (a); create table log (a); create table "b c" (a); create trigger "begin t" after update of a on t
     when new.a is not case when 1 then 2 end begin ${body}; end;`;
  expect(reached(onT("insert into log values (new.a)"))).toEqual(["log"]);
  expect(reached(onT("update T set a = 1"))).toEqual(["t"]);
  expect(reached(onT('delete from "b c"; select raise(ignore) from [log]'))).toEqual(["b c", "log"]);
  expect(reached(onT("insert into 'log' values (1)"))).toEqual(["log"]);
});

test("views, and tables with foreign keys that act, count as reached by any trigger", () => {
  const ddl = `create table p (id integer primary key); create table c (p references p on delete set null);
    create table r (p references p on delete restrict); create table other (a); create view v as select 1 as x;
    create trigger t after insert on other begin delete from p; end;`;
  expect(reached(ddl)).toEqual(["c", "p", "v"]);
});

test("what a trigger made of a value is what undoing the commit is based on, also when it is NULL", async () => {
  const { path, folder } = makeDatabase(
    `create table t (id integer primary key, a, b default 5); insert into t values (1, 'x', 1), (2, 'y', 2);
     create trigger u after update of a on t begin update t set a = null where id = new.id; end;
     create trigger i after insert on t begin update t set b = null where id = new.id; end;`,
  );
  const before = ask(path, "select * from t order by id");
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "a", "edited", "x"), insert("t", "n", { a: "new" }), remove(row("t", 2n)));
  const { commitId } = await commit(open);
  expect(ask(path, "select * from t order by id")).toEqual([
    [1n, null, 1n],
    [3n, "new", null],
  ]);
  ask(path, "drop trigger u");
  ask(path, "drop trigger i");
  const undone = await open.session["session.undoCommit"]({ commitId: commitId as number });
  expect(undone.conflicts).toEqual([]);
  await commit(open);
  expect(ask(path, "select * from t order by id")).toEqual(before);
});
