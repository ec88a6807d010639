/** Staged rows as a patch file, applied to another copy: nothing is staged that is silently wrong. */
import { describe, expect, test } from "vitest";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  type OpenSession,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const T =
  "create table t (id integer primary key, x, y); insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4);";
const text = async (open: OpenSession, only: string[] | null = null) =>
  (await open.session["session.exportPatch"]({ only })).text;
const apply = (open: OpenSession, patch: string) => open.session["session.importPatch"]({ text: patch });

const file = (...rows: unknown[]) => JSON.stringify({ format: "joinery-patch", version: 1, rows });

async function twoCopies(ddl: string) {
  const one = makeDatabase(ddl);
  const two = makeDatabase(ddl);
  return { one, two, from: openSession(one.path, one.folder), to: openSession(two.path, two.folder) };
}

test("a patch applied to a copy does what the commit does, every class of value kept", async () => {
  const values: Scalar[] = [
    null,
    -(2n ** 63n),
    9007199254740993n,
    0.1,
    -0,
    Number.NEGATIVE_INFINITY,
    5e-324,
    1,
    "",
    "a\0'\"\n😀",
    "\u2028",
    "12",
    new Uint8Array(),
    new Uint8Array([0, 255]),
  ];
  const { one, two, from, to } = await twoCopies(
    `${T} create table w (k text, n integer, x, primary key (n, k)) without rowid; insert into w values ('k', 1, 'w'), ('l', 2, 'w'); create table r (x, y); insert into r values ('r', zeroblob(100000)), ('s', cast(x'61ff' as text));`,
  );
  await stage(
    from,
    ...values.map((x, i) => insert("t", `n${i}`, { id: BigInt(100 + i), x, y: "new" })),
    set(row("t", 1n), "x", new Uint8Array([1]), "a"),
    set(row("t", 1n), "y", 1, 1n),
    remove(row("t", 2n)),
    set(row("w", 1n, "k"), "x", "W", "w"),
    remove(row("w", 2n, "l")),
    set(row("r", 1n), "y", "short"),
    set(row("r", 2n), "x", "S", "s"),
  );
  const patch = await text(from);
  expect(JSON.parse(patch)).toMatchObject({ format: "joinery-patch", version: 1 });
  const applied = await apply(to, patch);
  expect(applied).toMatchObject({ conflicts: [], leftOut: [], delta: { undoLabel: "Apply patch" } });
  // A head that came out of SQLite is a Buffer: crossing the port makes it plain bytes.
  expect(structuredClone(applied.delta.changed)).toEqual(structuredClone(await staged(from)));
  await commit(to);
  await commit(from);
  for (const table of ["t", "w", "r"]) {
    const all = `select *, typeof(x), typeof(y) from ${table}`.replace(
      ", typeof(y)",
      table === "w" ? "" : ", typeof(y)",
    );
    expect(ask(two.path, all)).toEqual(ask(one.path, all));
  }
});

test("only what is chosen is in it; it is one gesture and can be undone", async () => {
  const { from, to } = await twoCopies(T);
  await stage(from, set(row("t", 1n), "x", "A", "a"), set(row("t", 2n), "x", "B", "b"));
  await stage(to, set(row("t", 3n), "x", "C", "c"));
  const { delta } = await apply(to, await text(from, [stagedId(row("t", 2n))]));
  expect(delta.changed.map((r) => r.row)).toEqual([row("t", 2n)]);
  await to.session["session.undo"](undefined);
  expect((await staged(to)).map((r) => r.row)).toEqual([row("t", 3n)]);
});

test("rows that are gone, changed or taken in the copy are conflicts, at once and at the commit", async () => {
  const { two, from, to } = await twoCopies(T);
  await stage(
    from,
    set(row("t", 1n), "x", "A", "a"),
    set(row("t", 1n), "y", 10n, 1n),
    remove(row("t", 2n)),
    set(row("t", 3n), "x", "C", "c"),
    insert("t", "n", { id: 9n, x: "new" }),
    set(row("t", 4n), "x", "D", "d"),
  );
  const patch = await text(from);
  ask(
    two.path,
    "update t set x = 'theirs' where id = 1; update t set y = 'theirs' where id = 2; delete from t where id = 3; insert into t values (9, 'theirs', 0)",
  );
  const { conflicts } = await apply(to, patch);
  expect(conflicts.map((c) => [c.kind, c.columns.map((x) => [x.column, x.base, x.theirs])])).toEqual([
    ["changed", [["x", "a", "theirs"]]],
    ["changed", [["y", 2n, "theirs"]]],
    ["gone", [["x", "c", undefined]]],
    [
      "exists",
      [
        ["id", undefined, 9n],
        ["x", undefined, "theirs"],
      ],
    ],
  ]);
  const error = await failure(() => commit(to));
  expect(error.conflicts).toEqual(conflicts);
  await to.session["session.commit"]({ only: [stagedId(row("t", 4n))] });
  await to.session["session.resolve"]({
    choices: conflicts.map((c) => ({ id: c.id, column: null, take: "theirs" as const })),
  });
  await commit(to);
  expect(ask(two.path, "select * from t")).toEqual([
    [1n, "theirs", 10n],
    [2n, "b", "theirs"],
    [4n, "D", 4n],
    [9n, "theirs", 0n],
  ]);
});

test("what the copy has no place for is left out with its reason; the rest is staged", async () => {
  const one = makeDatabase(
    `${T} create table gone (id integer primary key, x); insert into gone values (1, 1); create table k (a text primary key, x) without rowid; insert into k values ('a', 1); create table s (id integer primary key, n integer);  create table m (id integer primary key, x); insert into m values (1, 1);`,
  );
  const two = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'); create table k (b text primary key, x) without rowid; create table s (id integer primary key, n integer) strict; create table m (id integer primary key, x, more); insert into m values (1, 1, 'more');",
  );
  const from = openSession(one.path, one.folder);
  const to = openSession(two.path, two.folder);
  await stage(
    from,
    set(row("t", 1n), "x", "A", "a"),
    set(row("t", 2n), "y", 5n, 2n),
    set(row("t", 2n), "x", "B", "b"),
    set(row("gone", 1n), "x", 2n, 1n),
    set(row("k", "a"), "x", 2n, 1n),
    insert("s", "n", { n: "text" }),
    remove(row("t", 3n)),
    remove(row("m", 1n)),
    set(row("t", 4n), "x", "D", "d"),
  );
  await stage(to, set(row("t", 4n), "x", "mine", "d"));
  const { leftOut, conflicts, delta } = await apply(to, await text(from));
  expect(leftOut.map((l) => [l.table.name, l.row, l.reason])).toEqual([
    ["t", "id = 2", "“t” has no column “y” here."],
    ["gone", "id = 1", expect.stringContaining("gone")],
    ["k", "a = 'a'", "Rows of “k” are addressed by b here, and not by a."],
    ["t", "id = 3", "“t” has no column “y” here."],
    ["m", "id = 1", "“m” has a column “more” here that the patch does not know, so the row is not deleted."],
    ["t", "id = 4", "This row has staged changes here already."],
  ]);
  expect(conflicts).toEqual([]);
  // What a rule of the copy forbids is staged, and told beside it.
  expect(delta.changed.map((r) => r.row.table.name)).toEqual(["t", "s"]);
  const { problems } = await to.session["session.check"]({ only: null });
  expect(problems.map((p) => p.message)).toEqual(["“n” takes INTEGER only, and this is TEXT (STRICT)."]);
});

test("applying a patch twice is noticed, staged or committed", async () => {
  const { two, from, to } = await twoCopies(T);
  await stage(from, insert("t", "n", { x: "new" }), set(row("t", 1n), "x", "A", "a"), remove(row("t", 2n)));
  const patch = await text(from);
  await apply(to, patch);
  expect((await apply(to, patch)).leftOut).toHaveLength(3);
  await commit(to);
  const again = await apply(to, patch);
  expect(again.leftOut.map((l) => l.reason)).toEqual(["This new row was committed here already."]);
  expect(again.conflicts.map((c) => c.kind)).toEqual(["changed", "gone"]);
  expect(await failure(() => commit(to))).toMatchObject({ code: "commit.conflict" });
  expect(ask(two.path, "select count(*) from t where x = 'new'")).toEqual([[1n]]);
});

const KEYED: [string, string][] = [
  ["a text key", "create table t (k text primary key, x, y)"],
  ["a text key in any case", "create table t (k text collate nocase primary key, x, y)"],
  ["two columns", "create table t (k text, l integer default 1, x, y, primary key (l, k))"],
  ["UNIQUE NOT NULL", "create table t (x, y, k text not null unique)"],
  ["a UNIQUE index", "create table t (k text, x, y); create unique index i on t (k)"],
];
describe.each(KEYED)("rows are found by their declared key in a copy with other rowids: %s", (_, ddl) => {
  const filled = (...keys: string[]) =>
    `${ddl}; ${keys.map((k) => `insert into t (k, x, y) values ('${k}', '${k} x', '${k} y');`).join(" ")}`;

  test("no stranger is met, and what differs is a conflict", async () => {
    const one = makeDatabase(filled("a", "b", "c", "d", "e"));
    const two = makeDatabase(filled("stranger", "e", "d", "c", "b", "a"));
    const [from, to] = [openSession(one.path, one.folder), openSession(two.path, two.folder)];
    await stage(
      from,
      set(row("t", 1n), "x", "A", "a x"),
      remove(row("t", 2n)),
      set(row("t", 3n), "k", "C", "c"),
      set(row("t", 4n), "x", "D", "d x"),
      set(row("t", 5n), "x", "E", "e x"),
    );
    const patch = await text(from);
    expect(patch).not.toContain("rowid");
    expect(await apply(to, patch)).toMatchObject({ conflicts: [], leftOut: [] });
    await commit(to);
    expect(ask(two.path, "select k, x, y from t order by k collate binary")).toEqual([
      ["C", "c x", "c y"],
      ["a", "A", "a y"],
      ["d", "D", "d y"],
      ["e", "E", "e y"],
      ["stranger", "stranger x", "stranger y"],
    ]);
    const three = makeDatabase(
      `${filled("e", "stranger", "c", "b", "a")} update t set x = 'theirs' where k in ('a', 'b')`,
    );
    const third = openSession(three.path, three.folder);
    const { conflicts, leftOut } = await apply(third, patch);
    expect(leftOut).toEqual([]);
    expect(
      conflicts.map((c) => [
        c.kind,
        c.columns.filter((x) => x.base !== x.theirs).map((x) => [x.column, x.base, x.theirs]),
      ]),
    ).toEqual([
      ["changed", [["x", "a x", "theirs"]]],
      ["changed", [["x", "b x", "theirs"]]],
      ["gone", expect.arrayContaining([["x", "d x", undefined]])],
    ]);
    // Twice the same patch is noticed, of the row that is gone, too.
    expect((await apply(third, patch)).leftOut).toHaveLength(5);
    await third.session["session.resolve"]({
      choices: conflicts.map((c) => ({ id: c.id, column: null, take: "mine" as const })),
    });
    await commit(third);
    expect(ask(three.path, "select k, x from t order by k collate binary")).toEqual([
      ["C", "c x"],
      ["a", "A"],
      ["d", "D"],
      ["e", "E"],
      ["stranger", "stranger x"],
    ]);
  });

  test("a patch of before, by rowid, finds them too", async () => {
    const { path, folder } = makeDatabase(filled("stranger", "b", "a"));
    const open = openSession(path, folder);
    const value = (text: string) => ({ text });
    const old = file({
      state: "dirty",
      table: { schema: "main", name: "t" },
      key: [{ column: "rowid", value: { integer: "1" } }],
      witness: [
        { column: "k", base: value("a") },
        ...(ddl.includes("l integer") ? [{ column: "l", base: { integer: "1" } }] : []),
      ],
      values: [{ column: "x", base: value("a x"), value: value("A") }],
    });
    expect(await apply(open, old)).toMatchObject({ conflicts: [], leftOut: [] });
    await commit(open);
    expect(ask(path, "select k, x from t order by k")[0]).toEqual(["a", "A"]);
  });
});

test("NULL in a key: by rowid and all that the row held; keys in another order, in a table without rowid", async () => {
  const nulls = "create table t (k text primary key, x); insert into t values (null, 1), (null, 2);";
  const { two, from, to } = await twoCopies(nulls);
  await stage(from, set(row("t", 2n), "x", 20n, 2n));
  expect(await apply(to, await text(from))).toMatchObject({ conflicts: [], leftOut: [] });
  await commit(to);
  expect(ask(two.path, "select x from t")).toEqual([[1n], [20n]]);
  const other = makeDatabase("create table t (k text primary key, x); insert into t values (null, 2), (null, 1);");
  const { conflicts } = await apply(openSession(other.path, other.folder), await text(from));
  expect(conflicts.map((c) => c.kind)).toEqual(["changed"]);

  const byKey = makeDatabase(
    "create table w (a text, b integer, x, primary key (a, b)); insert into w values ('a', 1, 'x');",
  );
  const turned = makeDatabase(
    "create table w (b integer, a text, x, primary key (b, a)) without rowid; insert into w values (1, 'a', 'x');",
  );
  const [keyed, without] = [openSession(byKey.path, byKey.folder), openSession(turned.path, turned.folder)];
  await stage(keyed, set(row("w", 1n), "x", "X", "x"));
  expect(await apply(without, await text(keyed))).toMatchObject({ conflicts: [], leftOut: [] });
  await commit(without);
  expect(ask(turned.path, "select x from w")).toEqual([["X"]]);
});

const good = {
  state: "dirty",
  table: { schema: "main", name: "t" },
  key: [{ column: "id", value: { integer: "1" } }],
  values: [{ column: "x", base: { text: "a" }, value: { text: "A" } }],
};
test.for<[string, string]>([
  ["empty", ""],
  ["no JSON", "hello"],
  ["cut short", file(good).slice(0, -5)],
  ["another file", '{"rows":[]}'],
  ["an array", "[]"],
  ["null", "null"],
  ["a newer version", '{"format":"joinery-patch","version":2,"rows":[]}'],
  ["no rows", '{"format":"joinery-patch","version":1}'],
  ["a row of nothing", file(null)],
  ["a state there is not", file({ ...good, state: "other" })],
  ["no key", file({ ...good, key: [] })],
  ["no values", file({ ...good, values: [] })],
  ["a value without class", file({ ...good, values: [{ column: "x", base: { text: "a" }, value: 5 }] })],
  [
    "a number too large",
    file({ ...good, values: [{ column: "x", base: { text: "a" }, value: { integer: "9223372036854775808" } }] }),
  ],
  ["no number", file({ ...good, values: [{ column: "x", base: { text: "a" }, value: { real: "x" } }] })],
  ["no base", file({ ...good, values: [{ column: "x", value: { text: "A" } }] })],
  ["odd hex", file({ ...good, values: [{ column: "x", base: { blob: "0" }, value: null }] })],
  [
    "a preview without head",
    file({ ...good, values: [{ column: "x", base: { preview: { storage: "text", bytes: 1 } }, value: null }] }),
  ],
])("a bad file is one sentence, and nothing is staged: %s", async ([, patch]) => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  const error = await failure(() => apply(open, patch));
  expect(error.code).toBe("patch.unreadable");
  expect(error.message).toMatch(/^This patch cannot be applied: .*[^.]\.$/);
  expect(await staged(open)).toEqual([]);
  expect((await apply(open, `\uFEFF${file(good)}`)).delta.changed).toHaveLength(1);
});
