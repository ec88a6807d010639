import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sqlTokens } from "../../../renderer/features/sql-console/sql-tokens.ts";
import { statementAt } from "../../../renderer/features/sql-console/statements.ts";
import { statementSpans } from "../../../src-shared/sql/split-script.ts";

const cut = (text: string) => statementSpans(text).map(({ start, end }) => text.slice(start, end));

describe("statementSpans", () => {
  test.each([
    ["select 1; select 2", ["select 1;", "select 2"]],
    [";; -- nothing\n;", []],
    ["select ';' ; select \";\", [;], `;`", ["select ';' ;", 'select ";", [;], `;`']],
    ["-- a;b\nselect /* ; */ 1;", ["select /* ; */ 1;"]],
    ["select 'it''s; fine'; select 2", ["select 'it''s; fine';", "select 2"]],
    [
      "create temp trigger t after insert on a begin select 1; update a set x = case when 1 then 2 end; end; select 2",
      [
        "create temp trigger t after insert on a begin select 1; update a set x = case when 1 then 2 end; end;",
        "select 2",
      ],
    ],
    ["create table trigger_log(a); select 1", ["create table trigger_log(a);", "select 1"]],
    ["select 'open; select 2", ["select 'open; select 2"]],
  ])("%s", (text, expected) => expect(cut(text)).toEqual(expected));

  test("spans are in order, apart, and hold every token that is no comment or lone semicolon", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab ;'\"`[]-/*\n(),.1"), maxLength: 60 }), (text) => {
        const spans = statementSpans(text);
        for (const [i, { start, end }] of spans.entries()) {
          expect(start).toBeLessThan(end);
          expect(start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
        }
        for (const token of sqlTokens(text)) {
          if (token.kind === "comment" || token.value === ";") continue;
          expect(spans.some((s) => s.start <= token.start && token.end <= s.end)).toBe(true);
        }
      }),
    );
  });
});

describe("statementAt", () => {
  const text = "select 1;\nselect\n  2;  \n\nselect 3";
  test.each([
    [0, "select 1;"],
    [9, "select 1;"],
    [12, "select\n  2;"],
    [22, "select\n  2;"],
    [24, "select 3"],
    [text.length, "select 3"],
  ])("position %i", (position, expected) => {
    const span = statementAt(text, position);
    expect(span && text.slice(span.start, span.end)).toBe(expected);
  });
  test("none", () => expect(statementAt("-- nothing here", 3)).toBeNull());
});
