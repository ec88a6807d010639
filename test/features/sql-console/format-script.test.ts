import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatScript } from "../../../renderer/features/sql-console/format/format-script.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";

const tokens = (sql: string) => [...scriptTokens(sql)].map(({ text }) => text);

describe("formatScript", () => {
  test("breaks and indents, and keeps the case that was written", () => {
    expect(formatScript("Select a,b from t where a=1 and b=2 order by a;").text).toBe(
      "Select\n  a,\n  b\nfrom\n  t\nwhere\n  a = 1\n  and b = 2\norder by\n  a;",
    );
  });
  test("what stands between statements stays, and so do comments", () => {
    const { text, left } = formatScript("-- first\nselect 1;\n\n/* second; */\nselect /* why */ 2; -- end\n");
    expect(text).toContain("-- first\n");
    expect(text).toContain("\n\n/* second; */\n");
    expect(text).toContain("/* why */");
    expect(text.endsWith("; -- end\n")).toBe(true);
    expect(left).toBe(0);
  });
  test("a statement that is no SQL, or that it would change, stays as it is", () => {
    const broken = "selec (((; select 'never ended";
    expect(formatScript(broken)).toEqual({ text: broken, left: expect.any(Number) });
    expect(formatScript("select 1_000_000").text).toContain("1_000_000");
  });
  const statements = [
    "create trigger tr after insert on t begin select case when new.a then 1 else 2 end; update t set a = 'x;y'; end;",
    "select window from t",
    "insert into t(a, b) values (1, x'00ff') on conflict (a) do update set b = excluded.b returning *",
    'select a ->> \'$.x\', "q""q", [w w], `b`, :p, @q, $r, ?1 from t where a is not distinct from 1e5',
    "with recursive n(i) as (select 1 union all select i+1 from n) select i, sum(i) over (order by i rows between 1 preceding and current row) from n",
    "pragma main.journal_mode=wal",
    'create table "t t"(a integer primary key, b text default (1+2) check(b>0), c as (a*2) stored) strict, without rowid',
    "select 'a''b', -1, - 1, +2, ~3, 1<<2, 0xff from t left join u using(a) -- tail",
  ];
  test.each(statements)("no token is lost or changed: %s", (sql) => {
    const { text } = formatScript(sql);
    expect(tokens(text)).toEqual(tokens(sql));
    expect(formatScript(text).text).toBe(text);
  });
  test("nor in any text", () => {
    const piece = fc.constantFrom(
      ...statements,
      "select",
      "(",
      ")",
      "'",
      '"',
      ";",
      "--",
      "/*",
      "\n",
      "a.b",
      "1",
      "case",
      "end",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const sql = pieces.join(" ");
        expect(tokens(formatScript(sql).text)).toEqual(tokens(sql));
      }),
      { numRuns: 60 },
    );
  });
});
