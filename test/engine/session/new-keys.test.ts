/** Keys of new rows: reserved when a row is staged, referred to by other staged rows, given anew when somebody took them. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../electron/engine/session/journal/journal.ts";
import { expectRenames } from "../../../electron/engine/session/map-staged.ts";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  newRow,
  type OpenSession,
  openSession,
  remove,
  revert,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const DDL = `create table film (id integer primary key, title);
  create table role (id integer primary key, film integer not null references film on delete cascade, name);
  create table part (id integer primary key autoincrement, up integer references part, name);
  insert into film values (1, 'old'), (7, 'seven'); insert into role values (1, 1, 'old'); insert into part values (3, null, 'top');`;

/** The keys that new rows have now, by what they were staged as. */
async function keysOf(open: OpenSession): Promise<Record<string, bigint | undefined>> {
  const rows = (await staged(open)).filter(({ state }) => state === "new");
  return Object.fromEntries(rows.map(({ row: ref, rowid }) => ["newId" in ref ? ref.newId : "", rowid]));
}
const valueOf = async (open: OpenSession, newId: string, column: string) =>
  (await staged(open))
    .find(({ row: ref }) => "newId" in ref && ref.newId === newId)
    ?.values.find((v) => v.column === column)?.value;

test("a new row has its key at once, above all others, staged ones too; it is kept in the journal", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }), insert("film", "b", { id: 20n }), insert("film", "c", {}));
  await stage(open, insert("film", "d", {}), insert("role", "r", { film: 1n }));
  expect(await keysOf(open)).toEqual({ a: 8n, b: undefined, c: 21n, d: 22n, r: 2n });
  open.close();
  const again = openSession(path, folder);
  expect(await keysOf(again)).toEqual({ a: 8n, b: undefined, c: 21n, d: 22n, r: 2n });
  const { keys } = await commit(again);
  expect(keys.map(({ key }) => key)).toEqual([[8n], [20n], [21n], [22n], [2n]]);
});

test("rows that refer to a new row go with it, whatever the order they were staged in", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("role", 1n), "film", 8n, 1n), insert("film", "a", { title: "A" }));
  await stage(open, insert("role", "r", { film: 8n, name: "of A" }), insert("part", "p", { name: "P" }));
  await stage(open, insert("part", "q", { up: 4n, name: "under P" }), set(newRow("part", "p"), "up", 3n));
  const statements = await open.session["session.preview"]({ only: null });
  expect(statements.map(({ plain }) => plain.replace(/"/g, ""))).toContain(
    "insert into role (id, film, name) values (2, 8, 'of A')",
  );
  await commit(open);
  expect(ask(path, "select id, film from role")).toEqual([
    [1n, 8n],
    [2n, 8n],
  ]);
  expect(ask(path, "select id, up, name from part order by id")).toEqual([
    [3n, null, "top"],
    [4n, 3n, "P"],
    [5n, 4n, "under P"],
  ]);
});

test("another program takes the key meanwhile: no conflict, the row gets another one, and what refers to it follows", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "mine" }));
  await stage(open, insert("role", "r", { film: 8n, name: "of mine" }), set(row("role", 1n), "film", 8n, 1n));
  ask(path, "insert into film values (8, 'theirs'), (9, 'theirs too')");
  // Staged when their row was there already: it means theirs.
  await stage(open, insert("role", "s", { film: 8n, name: "of theirs" }));
  const preview = (await open.session["session.preview"]({ only: null })).map(({ plain }) => plain.replace(/"/g, ""));
  expect(preview).toContain("insert into film (id, title) values (10, 'mine')");
  expect(preview).toContain("insert into role (id, film, name) values (2, 10, 'of mine')");
  expect(await keysOf(open)).toMatchObject({ a: 8n });
  await commit(open);
  expect(ask(path, "select title, name from role join film on film.id = role.film order by role.id")).toEqual([
    ["mine", "old"],
    ["mine", "of mine"],
    ["theirs", "of theirs"],
  ]);
});

test("a refused commit keeps the new keys, a partial one too, and undo leads back to what fits together", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }));
  await stage(open, insert("role", "r", { film: 8n }));
  await stage(open, set(row("film", 1n), "title", "mine", "old"));
  ask(path, "insert into film values (8, 'theirs'); update film set title = 'theirs' where id = 1");
  expect(await failure(() => commit(open))).toMatchObject({ code: "commit.conflict" });
  expect([await keysOf(open), await valueOf(open, "r", "film")]).toEqual([{ a: 9n, r: 2n }, 9n]);
  await open.session["session.undo"](undefined);
  expect([await keysOf(open), await valueOf(open, "r", "film")]).toEqual([{ a: 8n, r: 2n }, 8n]);
  await stage(open, revert(row("film", 1n)));
  const [film] = (await staged(open)).filter((r) => r.row.table.name === "film");
  await open.session["session.commit"]({ only: [film?.id as string] });
  expect(ask(path, "select id, title from film where id > 7")).toEqual([
    [8n, "theirs"],
    [9n, "A"],
  ]);
  // Its parent is in the file now.
  expect(await valueOf(open, "r", "film")).toBe(9n);
  await commit(open);
  expect(ask(path, "select film from role where id = 2")).toEqual([[9n]]);
});

test("a row without its new parent is refused, and names it", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }), insert("role", "r", { film: 8n }));
  const [film, role] = await staged(open);
  expect(await failure(() => open.session["session.commit"]({ only: [role?.id as string] }))).toMatchObject({
    code: "commit.constraint",
    next: expect.stringContaining("was left out"),
    rows: [role?.id, film?.id],
  });
});

test("the key of a new row is set by hand: what refers to it follows in the same step", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }));
  await stage(open, insert("role", "r", { film: 8n }), set(row("role", 1n), "film", 8n, 1n));
  await stage(open, set(newRow("film", "a"), "id", 100n));
  expect(await valueOf(open, "r", "film")).toBe(100n);
  await stage(open, revert(newRow("film", "a"), "id"));
  expect(await valueOf(open, "r", "film")).toBe(8n);
  await open.session["session.undo"](undefined);
  expect(await valueOf(open, "r", "film")).toBe(100n);
  await commit(open);
  expect(ask(path, "select id, film from role")).toEqual([
    [1n, 100n],
    [2n, 100n],
  ]);
});

test("the new row is taken back: what referred to it is told, and never taken for another row with that key", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }), insert("role", "r", { film: 8n }));
  await stage(open, remove(newRow("film", "a")));
  ask(path, "insert into film values (8, 'theirs')");
  expect(await failure(() => commit(open))).toMatchObject({
    code: "commit.constraint",
    message: expect.stringContaining("refers in “film” to a new row that is not staged any more"),
  });
  // Chosen again, it means the row that is there.
  await stage(open, set(newRow("role", "r"), "film", 8n));
  await commit(open);
  expect(ask(path, "select film from role where id = 2")).toEqual([[8n]]);
});

test("AUTOINCREMENT: a key that was used meanwhile is not used again, although its row is gone", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("part", "p", { name: "P" }));
  await stage(open, insert("part", "q", { up: 4n, name: "Q" }));
  ask(path, "insert into part (name) values ('theirs'); delete from part where id = 4;");
  await commit(open);
  expect(ask(path, "select id, up, name from part where id > 3")).toEqual([
    [5n, 6n, "Q"],
    [6n, null, "P"],
  ]);
});

test("a locked file: staged without a key, which the commit chooses", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }));
  const other = new Database(path);
  onTestFinished(() => void other.close());
  other.exec("begin exclusive");
  await stage(open, insert("film", "b", { title: "B" }));
  other.exec("commit");
  expect(await keysOf(open)).toEqual({ a: 8n, b: undefined });
  await commit(open);
  expect(ask(path, "select id, title from film where id > 7")).toEqual([
    [8n, "A"],
    [9n, "B"],
  ]);
});

test("the table of the new row is renamed: rows that refer to it still follow", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }), insert("role", "r", { film: 8n }));
  open.close();
  const journal = new Journal(folder, path);
  expectRenames(journal, [{ from: "film", to: "movie", columns: [{ from: "title", to: "name" }] }]);
  journal.close();
  ask(
    path,
    "alter table film rename to movie; alter table movie rename column title to name; insert into movie values (8, 'theirs');",
  );
  const again = openSession(path, folder);
  await commit(again);
  expect(ask(path, "select movie.name from role join movie on movie.id = role.film where role.id = 2")).toEqual([
    ["A"],
  ]);
});

test("in a patch file the new parent brings its key along", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("film", "a", { title: "A" }), insert("film", "b", { title: "B" }));
  await stage(open, insert("role", "r", { film: 8n }));
  const { text } = await open.session["session.exportPatch"]({ only: null });
  const copy = makeDatabase(DDL);
  const other = openSession(copy.path, copy.folder);
  expect(await other.session["session.importPatch"]({ text })).toMatchObject({ conflicts: [], leftOut: [] });
  await commit(other);
  expect(ask(copy.path, "select id, title from film where id > 7")).toEqual([
    [8n, "A"],
    [9n, "B"],
  ]);
  expect(ask(copy.path, "select film from role where id = 2")).toEqual([[8n]]);
});

type Step = readonly [
  what: "parent" | "child" | "move" | "theirs" | "undo" | "redo" | "drop" | "key" | "some" | "all" | "restart",
  at: number,
];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom<Step[0][]>(
    ...(["parent", "parent", "child", "child", "child", "move", "theirs", "theirs"] as const),
    ...(["undo", "redo", "drop", "key", "some", "all", "restart"] as const),
  ),
  fc.nat(99),
);

test("random sessions: whoever was meant when a row was staged is its parent in the file. RUNS=n for more", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
      const { path, folder } = makeDatabase(
        "create table film (id integer primary key, title); create table role (id integer primary key, film integer not null references film, name); insert into film values (1, 'first');",
      );
      let open = openSession(path, folder);
      let n = 0;
      /** Every film there is, staged or not, with the key it is known by now. */
      const films = async (): Promise<[key: bigint, title: string][]> => {
        const fresh = (await staged(open)).flatMap(({ row: ref, values, rowid }): [bigint, string][] => {
          if (ref.table.name !== "film" || !("newId" in ref)) return [];
          return [[(values.find((v) => v.column === "id")?.value ?? rowid) as bigint, ref.newId]];
        });
        // Two may be known by one key until the next commit: then the file's is meant.
        const there = ask(path, "select id, title from film") as [bigint, string][];
        return [...there, ...fresh.filter(([key]) => !there.some(([taken]) => taken === key))];
      };
      const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
      const commitNow = async (only: string[] | null): Promise<void> => {
        for (;;) {
          try {
            await open.session["session.commit"]({
              only: only && (await staged(open)).map((r) => r.id).filter((id) => only.includes(id)),
            });
            break;
          } catch (thrown) {
            const { data } = thrown as { data: { code: string; rows?: string[]; conflicts?: { id: string }[] } };
            // Not written without the parent, or with one that is gone: taken back, as a user would.
            expect(["commit.constraint", "commit.conflict"]).toContain(data.code);
            const bad = data.code === "commit.conflict" ? data.conflicts?.map((c) => c.id) : data.rows?.slice(0, 1);
            const refs = (await staged(open)).filter(({ id }) => bad?.includes(id)).map(({ row: ref }) => ref);
            await stage(open, ...refs.map((ref) => revert(ref)));
          }
        }
        expect(
          ask(
            path,
            "select role.film, title, name from role left join film on film.id = role.film where title is not name",
          ),
        ).toEqual([]);
      };
      for (const [what, at] of steps) {
        const rows = await staged(open);
        const fresh = rows.filter(({ row: ref }) => "newId" in ref);
        if (what === "parent") await stage(open, insert("film", `f${n}`, { title: `f${n++}` }));
        else if (what === "child") {
          const [key, name] = pick(await films(), at);
          await stage(open, insert("role", `r${n++}`, { film: key, name }));
        } else if (what === "move") {
          const role = pick(
            rows.filter((r) => r.row.table.name === "role" && r.state === "new"),
            at,
          );
          if (!role) continue;
          const [key, name] = pick(await films(), at >> 2);
          await stage(open, set(role.row, "film", key), set(role.row, "name", name));
        } else if (what === "theirs") {
          ask(path, "insert into film (title) values (?)", `t${n++}`);
          if (at % 3 === 0)
            ask(
              path,
              "delete from film where id = (select max(id) from film where id > 1) and id not in (select film from role)",
            );
        } else if (what === "undo") await open.session["session.undo"](undefined);
        else if (what === "redo") await open.session["session.redo"](undefined);
        else if (what === "drop" && fresh.length > 0) await stage(open, remove(pick(fresh, at).row));
        else if (what === "key") {
          const film = pick(
            fresh.filter((r) => r.row.table.name === "film"),
            at,
          );
          if (film) await stage(open, at % 2 ? revert(film.row, "id") : set(film.row, "id", BigInt(1000 + n++)));
        } else if (what === "some") await commitNow(rows.map((r) => r.id).filter((_, i) => (at >> (i % 6)) % 2 === 0));
        else if (what === "all") await commitNow(null);
        else if (what === "restart") {
          open.close();
          open = openSession(path, folder);
        }
      }
      await commitNow(null);
      open.close();
    }),
    { numRuns: Number(process.env.RUNS ?? 15) },
  );
});
