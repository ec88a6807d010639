/** Any text at all in the console: it is run, refused or explained, never a crash, and no file is touched without consent. */
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RunReport } from "../../../src-shared/model/console.ts";
import { invisibleCharacters } from "../../../src-shared/sql/invisible.ts";
import { parameterNames } from "../../../src-shared/sql/parameters.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
let before: string[];
const files = () =>
  [...readdirSync("."), ...readdirSync(dirname(c.file))].filter((name) => !/-journal$|-wal$|-shm$/.test(name));

beforeAll(async () => {
  c = openConsole();
  await c.run("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 'x'); CREATE VIEW v AS SELECT a FROM t");
  await c.run("SELECT 1");
  before = files();
});
afterAll(() => c.close());

const word = fc.constantFrom(
  ..."select insert update delete from where into values t v a b * ( ) , ; ' \" [ ] ` -- /* */ = == <> || case when then else end begin commit rollback savepoint release s create table view index trigger temp drop alter rename column add attach detach database as 'x.db' 'y' vacuum into pragma journal_mode foreign_keys user_version writable_schema wal on off analyze reindex explain query plan with recursive n(i) union all limit 3 offset 1 order by group having null not like glob match in exists between 1 -1 9e999 x'00ff' :p ?1 @q $r load_extension('m') randomblob(9) zeroblob(9) json('{') returning strict without rowid collate nocase cast (1 as text) over (partition order rows".split(
    " ",
  ),
  "\n",
  "\u0000",
  "😀",
);

/** Would it go on for ever? Only recursion and joins of a table with itself could, and this table has few rows. */
const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(" ").replace(/recursive/g, ""));

const values = ["p", "q", "r", "1"].map((name) => ({ name, value: "z.db" }));

test("whatever is typed", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom("auto" as const, "manual" as const), async (sql, transaction) => {
      const report = await c
        .run(sql, values, { outside: false, transaction })
        .catch((thrown: unknown) => toAppErrorData(thrown));
      if ("code" in report) {
        expect(["sql.outside", "sql.syntax"]).toContain(report.code);
      } else {
        for (const { error } of (report as RunReport).statements) if (error) expect(error.code).not.toBe("internal");
        if ((report as RunReport).transactionOpen) await c.handlers["console.endTransaction"]({ action: "rollback" });
      }
      if (!sql.includes("\u0000")) {
        const { marks } = await c.handlers["console.check"]({ sql });
        for (const { offset } of marks) expect(offset).toBeLessThanOrEqual(sql.length);
      }
    }),
    { numRuns: 400 },
  );
  expect(files()).toEqual(before);
  expect(c.ask("PRAGMA integrity_check")).toEqual([["ok"]]);
});

/** Pieces that tokenizers disagree about, glued together or apart. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ..."select update t set a = 1 2.5 1e5 1e 0x1g 0x 1_000 1__0 .5 5. 'x' 'it''s \" [ ] ` -- /* */ # #a #1 #fff ? ?1 ?0 ?x : :a :a::b $a $a::b $a(b) @ @a ! != !! | || & ~ -> ->> < > ; ( ) , . x'00' x'0 X'' x'zz' create trigger begin end temp explain after insert on for each row".split(
        " ",
      ),
      ..."\n \r \t \f \v \u00a0 \u200b \ufeff \u2028 \u202e \ud800 \udce9 \u0001 \u001a \u0085 é 1é $é #é 😀".split(
        " ",
      ),
    ),
  },
  { weight: 1, arbitrary: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) },
);
const glued = fc
  .tuple(
    fc.constantFrom("select ", "update t set a = ", "", "; "),
    fc.array(fc.tuple(piece, fc.constantFrom("", "", " ")), { maxLength: 8 }),
  )
  .map(([head, pieces]) => head + pieces.flat().join(""));

test("whatever characters: every statement we cut out is one to SQLite, and what it says has a place in the text", {
  timeout: 90_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(glued, async (sql) => {
      const names = sql.includes("\0") ? [] : parameterNames(sql);
      const report = await c
        .run(
          sql,
          names.map((name) => ({ name, value: "v" })),
          { outside: false },
        )
        .catch((thrown: unknown) => toAppErrorData(thrown));
      if ("code" in report) expect(["sql.outside", "sql.syntax"]).toContain(report.code);
      else {
        for (const { error } of report.statements) {
          expect(error?.code).not.toBe("internal");
          if (error) expect(error.place?.offset).toBeLessThanOrEqual(sql.length);
        }
        if (report.transactionOpen) await c.handlers["console.endTransaction"]({ action: "rollback" });
        for (const { offset } of (await c.handlers["console.check"]({ sql })).marks)
          expect(offset).toBeLessThanOrEqual(sql.length);
      }
      const planned = Promise.resolve().then(() => c.handlers["console.plan"]({ sql }));
      expect(
        await planned.then(
          () => null,
          (thrown: unknown) => toAppErrorData(thrown).code,
        ),
      ).not.toBe("internal");
      expect(() => invisibleCharacters(sql)).not.toThrow();
    }),
    { numRuns: 600, examples: [["select #a"], ["update t set a = #fff"], ["; \ufeff\r "], ["select 1\u00a0"]] },
  );
});
