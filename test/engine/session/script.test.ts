/** Staged rows as an SQL script: on a copy whose rowids are others, in programs that stop at an error and in those that go on. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import { splitScript } from "../../../src-shared/sql/split-script.ts";
import { cli } from "../../cli/run-cli.ts";
import { ask, commit, insert, makeDatabase, openSession, remove, row, set, stage } from "./open-session.ts";

/** Runs a script on a file and gives the errors; it stops at the first one only in some programs. */
type Program = (path: string, script: string) => string[] | Promise<string[]>;

const bySteps =
  (stops: boolean): Program =>
  (path, script) => {
    const db = new Database(path);
    const errors: string[] = [];
    for (const { sql } of splitScript(script)) {
      try {
        db.exec(sql);
      } catch (thrown) {
        errors.push((thrown as Error).message);
        if (stops) break;
      }
    }
    db.close();
    return errors;
  };

const byShell =
  (...options: string[]): Program =>
  (path, script) =>
    spawnSync("sqlite3", [...options, path], { input: script, encoding: "utf8" })
      .stderr.split("\n")
      .filter(Boolean);

const programs: [string, Program][] = [
  ["a program that goes on after an error", bySteps(false)],
  ["a program that stops", bySteps(true)],
];
if (spawnSync("sqlite3", ["-version"]).status === 0) {
  programs.push(["the sqlite3 shell", byShell()], ["the sqlite3 shell, -bail", byShell("-bail")]);
}

/** The dangerous ones. */
const goingOn = programs.filter(([name]) => !name.endsWith("stops") && !name.endsWith("-bail"));

const all = (path: string, ...tables: string[]) =>
  tables.map((table) =>
    ask(path, `select * from ${table}`)
      .map((r) => JSON.stringify(r, tagged))
      .toSorted(),
  );
const tagged = (_: string, value: unknown) =>
  typeof value === "bigint" ? `${value}n` : value instanceof Uint8Array ? Array.from(value) : value;

/** Stages edits in a file made by `ddl` and gives their script, with the file after the commit. */
async function scriptOf(ddl: string, ...edits: RowEdit[]) {
  const { path, folder } = makeDatabase(ddl);
  const open = openSession(path, folder);
  await stage(open, ...edits);
  const { text } = await open.session["session.script"]({ only: null });
  return { path, open, text };
}

const KEYS = {
  text: ["create table t (k text primary key, x)", "'a'", "'b'", "'c'"],
  "text in any case": ["create table t (k text collate nocase primary key, x)", "'a'", "'B'", "'c'"],
  "two columns": ["create table t (k text, l integer, x, primary key (l, k))", "'a', 1", "'a', 2", "'b', 1"],
  bytes: ["create table t (k blob primary key, x)", "x'00'", "x''", "x'61ff'"],
  reals: ["create table t (k real primary key, x)", "0.1", "1e308", "-0.30000000000000004"],
  "any class": ["create table t (k primary key, x)", "1", "'1'", "x'31'"],
  "text with a NUL": ["create table t (k text primary key, x)", "'a' || char(0) || 'b'", "'a'", "''''"],
  "UNIQUE NOT NULL": ["create table t (x, k text not null unique)", "1, 'a'", "1, 'b'", "1, 'c'"],
  "a UNIQUE index": ["create table t (k text, x); create unique index i on t (k)", "'a'", "'b'", "'c'"],
  "WITHOUT ROWID": ["create table t (k text primary key, x) without rowid", "'a'", "'b'", "'c'"],
  "INTEGER PRIMARY KEY": ["create table t (k integer primary key, x)", "1", "2", "3"],
} satisfies Record<string, [string, string, string, string]>;

describe.each(Object.entries(KEYS))("rows by their key: %s", (_, [ddl, a, b, c]) => {
  const columns = ddl.includes("l integer") ? "k, l, x" : ddl.includes("(x, k") ? "x, k" : "k, x";
  const values = (key: string, n: number) => (columns === "x, k" ? `(${key})` : `(${key}, ${n})`);
  const rows = (...keys: string[]) => keys.map((k) => values(k, k === a ? 1 : k === b ? 2 : 3)).join(", ");
  const made = (...keys: string[]) => `${ddl}; insert into t (${columns}) values ${rows(...keys)};`;

  test.each(goingOn)("%s", async (_name, run) => {
    const { path, open, text } = await (async () => {
      const { path, folder } = makeDatabase(made(a, b, c));
      const open = openSession(path, folder);
      const isBy = (n: number) =>
        ddl.includes("without") ? row("t", ["a", "b", "c"][n - 1] as string) : row("t", BigInt(n));
      const old = (n: number) => (columns === "x, k" ? 1n : BigInt(n));
      await stage(
        open,
        set(isBy(1), "x", "edited", old(1)),
        remove(isBy(3)),
        insert("t", "n", {
          k: ddl.includes("integer primary") ? 9n : "new",
          ...(columns.includes("l") ? { l: 9n } : {}),
          x: "new",
        }),
      );
      const { text } = await open.session["session.script"]({ only: null });
      return { path, open, text };
    })();
    const copy = makeDatabase(made(c, b, a));
    expect(await run(copy.path, text)).toEqual([]);
    await commit(open);
    expect(all(copy.path, "t")).toEqual(all(path, "t"));
    expect(all(path, "t")[0]).toHaveLength(3);
    // The row is there, and not as it was: nothing is done.
    const changed = makeDatabase(
      `${made(c, b, a)} update t set x = 'theirs' where k is ${a.split(",").at(columns === "x, k" ? 1 : 0)}`,
    );
    const before = all(changed.path, "t");
    expect((await run(changed.path, text)).join("\n")).toContain("is not as it was");
    expect(all(changed.path, "t")).toEqual(before);
  });
});

const T =
  "create table t (k text primary key, x, u unique); insert into t values ('a', 1, 1), ('b', 2, 2), ('c', 3, 3);";
const EDITS = [set(row("t", 1n), "x", 10n, 1n), set(row("t", 2n), "u", 20n, 2n), set(row("t", 3n), "x", 30n, 3n)];
const STOPS: [string, string][] = [
  ["the row is gone", "delete from t where k = 'b'"],
  ["the value is another one", "update t set u = 'theirs' where k = 'b'"],
  ["the same number in another class", "update t set u = 2.0 where k = 'b'"],
  ["a UNIQUE value is taken", "insert into t values ('d', 4, 20)"],
  ["a trigger leaves it out", "create trigger r before update of u on t begin select raise(ignore); end"],
  ["a trigger fails it", "create trigger r after update of u on t begin select raise(fail, 'no'); end"],
  ["a trigger ends the transaction", "create trigger r after update of u on t begin select raise(rollback, 'no'); end"],
  ["the column is not there", "alter table t rename column u to v"],
];
describe.each(STOPS)("nothing is written when %s", (_, other) => {
  test.each(programs)("%s", async (_name, run) => {
    const { text } = await scriptOf(T, ...EDITS);
    const copy = makeDatabase(`${T} ${other}`);
    const before = all(copy.path, "t");
    expect(await run(copy.path, text)).not.toEqual([]);
    expect(all(copy.path, "t")).toEqual(before);
  });
});

test.each(["fail", "rollback", "abort"])(
  "a table's own ON CONFLICT %s stops it too, and IGNORE is no success",
  async (rule) => {
    for (const [, run] of programs) {
      const ddl = T.replace("u unique", `u unique on conflict ${rule}`);
      const { text } = await scriptOf(ddl, ...EDITS);
      for (const conflict of [rule, "ignore"]) {
        const copy = makeDatabase(
          `${T.replace("u unique", `u unique on conflict ${conflict}`)} insert into t values ('d', 4, 20)`,
        );
        const before = all(copy.path, "t");
        expect(await run(copy.path, text)).not.toEqual([]);
        expect(all(copy.path, "t")).toEqual(before);
      }
    }
  },
);

test.each(programs)("hundreds of changes are one script, whole or not at all: %s", async (_, run) => {
  const ddl = `create table t (k text primary key, x); insert into t select 'k' || value, value from json_each('[${Array.from({ length: 350 }, (_x, i) => i)}]');`;
  const { text } = await scriptOf(
    ddl,
    ...Array.from({ length: 350 }, (_x, i) => set(row("t", BigInt(i + 1)), "x", BigInt(-i - 1), BigInt(i))),
  );
  const copy = makeDatabase(ddl);
  expect(await run(copy.path, text)).toEqual([]);
  expect(ask(copy.path, "select count(*) from t where x < 0")).toEqual([[350n]]);
  for (const k of ["k10", "k150", "k349"]) {
    const changed = makeDatabase(`${ddl} update t set x = 'theirs' where k = '${k}'`);
    expect(await run(changed.path, text)).not.toEqual([]);
    expect(ask(changed.path, "select count(*) from t where x < 0")).toEqual([[0n]]);
  }
});

test.each(programs)(
  "deletions that a cascade reaches first, keys that move, rows of defaults, children of new rows: %s",
  async (_, run) => {
    const ddl = `create table p (k text primary key, up text references p on delete cascade, x default 'd');
    create table c (id integer primary key, p text references p on delete cascade on update cascade, x);
    create table d (a default 7, b);
    insert into p values ('a', null, 1), ('b', 'a', 2), ('m', null, 3); insert into c values (1, 'b', 1), (2, 'a', 2), (3, 'm', 3);`;
    const { path, open, text } = await scriptOf(
      ddl,
      remove(row("p", 1n)),
      remove(row("p", 2n)),
      remove(row("c", 1n)),
      set(row("p", 3n), "k", "n", "m"),
      insert("d", "x", {}),
      insert("p", "y", { k: "new" }),
      insert("c", "z", { p: "new", x: "of new" }),
    );
    const copy = makeDatabase(ddl);
    expect(await run(copy.path, text)).toEqual([]);
    await commit(open);
    expect(all(copy.path, "p", "c", "d")).toEqual(all(path, "p", "c", "d"));
    // What the cascade would take is proven before it goes.
    const changed = makeDatabase(`${ddl} update p set x = 'theirs' where k = 'b'`);
    const before = all(changed.path, "p", "c", "d");
    expect(await run(changed.path, text)).not.toEqual([]);
    expect(all(changed.path, "p", "c", "d")).toEqual(before);
  },
);

test.each(programs)(
  "without a key, or with NULL in it, by rowid and all that the row held, and the script says so: %s",
  async (_, run) => {
    const long = "x".repeat(5000);
    const ddl = `create table t (x, y, z); insert into t values (1, 'a', '${long}'), (1, 'a', '${long}'), (1, 'b', cast(x'ff' as text));
    create table n (k text primary key, x); insert into n values (null, 1), (null, 2);
    create table v (k text unique, x); insert into v values (null, 1), (null, 2);`;
    const { path, open, text } = await scriptOf(
      ddl,
      set(row("t", 2n), "x", 2n, 1n),
      remove(row("t", 3n)),
      set(row("n", 2n), "x", 20n, 2n),
      set(row("v", 2n), "x", 20n, 2n),
    );
    for (const table of ["t", "n", "v"]) expect(text).toContain(`-- Rows of “${table}” have no key`);
    const copy = makeDatabase(ddl);
    expect(await run(copy.path, text)).toEqual([]);
    await commit(open);
    expect(all(copy.path, "t", "n", "v")).toEqual(all(path, "t", "n", "v"));
    const strangers = makeDatabase(
      ddl.replace("(null, 1), (null, 2);\n    create table v", "(null, 2), (null, 1);\n    create table v"),
    );
    const before = all(strangers.path, "t", "n", "v");
    expect(await run(strangers.path, text)).not.toEqual([]);
    expect(all(strangers.path, "t", "n", "v")).toEqual(before);
    const shorter = makeDatabase(ddl.replace(`(1, 'a', '${long}'), (1, 'b'`, `(1, 'a', '${long.slice(1)}'), (1, 'b'`));
    expect(await run(shorter.path, text)).not.toEqual([]);
  },
);

test.each(programs)("a view with INSTEAD OF triggers: %s", async (_, run) => {
  const ddl = `create table f (id integer primary key, title, year); insert into f values (1, 'One', 1), (2, 'Two', 2);
    create view v as select id, title from f;
    create trigger u instead of update of title on v begin update f set title = new.title where id = old.id; end;
    create trigger d instead of delete on v begin delete from f where id = old.id; end;`;
  const { text } = await scriptOf(ddl, set(row("v", 1n), "title", "1", "One"), remove(row("v", 2n)));
  const copy = makeDatabase(ddl);
  expect(await run(copy.path, text)).toEqual([]);
  expect(ask(copy.path, "select * from f")).toEqual([[1n, "1", 1n]]);
  const changed = makeDatabase(`${ddl} update f set title = 'theirs' where id = 1`);
  expect(await run(changed.path, text)).not.toEqual([]);
  expect(ask(changed.path, "select title from f")).toEqual([["theirs"], ["Two"]]);
});

test("a rowid that no column shows stays out of it, names and values are quoted, the preview names rows as the script does", async () => {
  const { open, text } = await scriptOf(
    `create table "it's; --" ("k'" text primary key, "a""b"); insert into "it's; --" values ('x''; drop', 1);`,
    insert("it's; --", "n", { "k'": "new" }),
    set(row("it's; --", 1n), 'a"b', "'", 1n),
  );
  expect(text).not.toMatch(/rowid/i);
  const [first, second] = await open.session["session.preview"]({ only: null });
  expect(first?.plain).toBe(`insert into "it's; --" ("k'") values ('new')`);
  expect(second?.plain).toBe(`update "it's; --" set "a""b" = '''' where "k'" = 'x''; drop'`);
  expect(text).toContain(`update "it's; --" set "a""b" = '''' where "k'" = 'x''; drop' and `);
  const copy = makeDatabase(
    `create table "it's; --" ("k'" text primary key, "a""b"); insert into "it's; --" values ('y', 1), ('x''; drop', 1);`,
  );
  expect(bySteps(false)(copy.path, text)).toEqual([]);
  expect(ask(copy.path, `select * from "it's; --"`)).toEqual([
    ["y", 1n],
    ["x'; drop", "'"],
    ["new", null],
  ]);
  expect(readFileSync(copy.path).includes("joinery_script")).toBe(false);
});

test("joinery exec runs it, and nothing of it when a row is another one", async () => {
  const { path, folder } = makeDatabase(T);
  const { text } = await scriptOf(T, ...EDITS);
  const file = join(folder, "changes.sql");
  writeFileSync(file, text);
  expect(await cli(["exec", path, "-f", file])).toMatchObject({ code: 0, stderr: "" });
  expect(ask(path, "select x, u from t")).toEqual([
    [10n, 1n],
    [2n, 20n],
    [30n, 3n],
  ]);
  const again = await cli(["exec", path, "-f", file]);
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("the row of t with k = 'a' is not as it was"),
  });
});
