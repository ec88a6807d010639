/** docs/schema-changes.md: every operation has an example, and every example does what it says. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type SchemaOperation, SchemaOperationSchema } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

const docs = readFileSync(new URL("../../../docs/schema-changes.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text as string);
const examples = blocks("json").map((text) => [JSON.parse(text) as SchemaOperation | SchemaOperation[]].flat());
const [database = ""] = blocks("sql");

describe("docs/schema-changes.md", () => {
  test("has an example of every operation", () => {
    const known = SchemaOperationSchema.options.map((option) => option.entries.op.literal);
    const shown = new Set(examples.flat().map(({ op }) => op));
    expect(known.filter((op) => !shown.has(op))).toEqual([]);
  });

  test.each(examples.map((operations) => ({ title: operations.map(({ op }) => op).join(", "), operations })))(
    "$title",
    ({ operations }) => {
      const path = makeDatabase(database);
      const models = openModels(path);
      const before = ask(path, "SELECT sql FROM sqlite_schema");
      const { plan } = models.apply(...operations);
      const pragma = operations.some(({ op }) => op === "setPragma");
      if (!pragma) expect(ask(path, "SELECT sql FROM sqlite_schema")).not.toEqual(before);
      expect(ask(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
      expect(ask(path, "PRAGMA foreign_key_check")).toEqual([]);
      if (plan.reversible !== "no") {
        models.apply(...plan.reverse);
        expect(ask(path, "SELECT sql FROM sqlite_schema WHERE name NOT IN ('sqlite_sequence')")).toHaveLength(
          before.length,
        );
      }
    },
  );
});
