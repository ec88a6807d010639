/** The journal's file: durable, ours, never thrown away. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { journalPath } from "../../../electron/engine/session/journal/journal-file.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { ask, commit, failure, insert, makeDatabase, openSession, row, set, stage, staged } from "./open-session.ts";

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a');";

test("there is no journal before the first question, and it is not the user's file", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  expect(readdirSync(folder)).toEqual(["user.db"]);
  const before = readFileSync(path);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  expect(readdirSync(folder).sort()).toEqual([journalPath(folder, path).slice(folder.length + 1), "user.db"].sort());
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("every kind of value comes back from it exactly", async () => {
  const { path, folder } = makeDatabase("create table t (id integer primary key, x);");
  const values: Scalar[] = [
    null,
    0n,
    -(2n ** 63n),
    2n ** 63n - 1n,
    0,
    -0,
    1,
    1.5,
    5e-324,
    Number.NEGATIVE_INFINITY,
    "",
    "a\0b",
    "1",
    "😀",
    "\uFFFD",
    new Uint8Array(),
    new Uint8Array([0, 255]),
    new Uint8Array(300_000),
  ];
  const open = openSession(path, folder);
  await stage(open, ...values.map((x, i) => insert("t", String(i), { x })));
  const before = await staged(open);
  open.close();
  const again = await staged(openSession(path, folder));
  expect(again.map((r) => r.id)).toEqual(before.map((r) => r.id));
  again.forEach((r, i) => {
    const value = r.values[0]?.value;
    expect(
      Object.is(
        value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
        values[i] instanceof Uint8Array ? Buffer.from(values[i]).toString("hex") : values[i],
      ),
    ).toBe(true);
  });
});

test("bases that are previews come back too", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, zeroblob(100000)), (2, cast(x'61ff' as text));",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", 1n), set(row("t", 2n), "x", 1n));
  open.close();
  const again = openSession(path, folder);
  const bases = (await staged(again)).map((r) => r.values[0]?.base);
  expect(bases).toMatchObject([
    { storage: "blob", bytes: 100_000 },
    { storage: "text", bytes: 2, damaged: true },
  ]);
  expect(await commit(again)).toMatchObject({ updated: 2 });
});

test("a journal of a newer version is refused with words, and left as it is", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  const journal = journalPath(folder, path);
  ask(journal, "pragma user_version = 999");
  const before = readFileSync(journal);
  const again = openSession(path, folder);
  const error = await failure(() => again.session["session.read"](undefined));
  expect(error).toMatchObject({ code: "journal.newer" });
  expect(error.next).toMatch(/update/);
  again.close();
  expect(readFileSync(journal).equals(before)).toBe(true);
});

test.for([
  ["garbage", (p: string) => writeFileSync(p, "this is no database, and long enough to be looked at".repeat(100))],
  [
    "a damaged page",
    (p: string) => {
      const b = readFileSync(p);
      b.fill(0x5a, 4096, 4096 * 6);
      writeFileSync(p, b);
    },
  ],
  ["cut short", (p: string) => writeFileSync(p, readFileSync(p).subarray(0, 6000))],
  [
    "another program's database",
    (p: string) => {
      writeFileSync(p, "");
      ask(p, "create table theirs (x)");
    },
  ],
] as const)("a journal that is %s is set aside, never deleted, and said so", async ([, damage]) => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  const journal = journalPath(folder, path);
  damage(journal);
  const damaged = readFileSync(journal);
  const again = openSession(path, folder);
  const state = await again.session["session.read"](undefined);
  expect(state).toMatchObject({ rows: [], notices: [expect.stringContaining("damaged-1")] });
  expect(readFileSync(`${journal}.damaged-1`).equals(damaged)).toBe(true);
  await stage(again, set(row("t", 1n), "x", "c", "a"));
  await commit(again);
});

test("commits leave their rows in it for their history, and nothing else grows", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  for (let i = 0; i < 30; i++) {
    const base = i === 0 ? "a" : `v${i - 1}`;
    for (const x of ["p", "q", `v${i}`]) await stage(open, set(row("t", 1n), "x", x, base));
    await stage(open, insert("t", "n", {}));
    await open.session["session.undo"](undefined);
    await commit(open);
  }
  open.close();
  const db = new Database(journalPath(folder, path), { readonly: true });
  const count = (sql: string) => db.prepare(sql).pluck().get();
  expect(count("select count(*) from commit_intent where state = 'done' and updated = 1")).toBe(30);
  expect(count("select count(*) from version")).toBe(30);
  expect(count("select count(*) from commit_row")).toBe(30);
  // The new value is what is staged, so nothing more has to be kept of a row.
  expect(count("select count(*) from commit_cell")).toBe(0);
  expect(
    count(
      "select (select count(*) from staged) + (select count(*) from gesture) + (select count(*) from gesture_change) + (select count(*) from commit_mark)",
    ),
  ).toBe(0);
  expect(count("select count(*) from version_cell where version not in (select id from version)")).toBe(0);
  db.close();
});
