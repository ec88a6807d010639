/**
 * A rename under views with INSTEAD OF triggers that do not compile after it: SQLite 3.53 itself ends the process there (SIGSEGV) while
 * the stored texts are writable. Many times, because it depends on what lies in memory.
 */
import { expect, test } from "vitest";
import { openModels } from "./open-models.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const SCHEMA = `
  CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE films(id INTEGER PRIMARY KEY, title TEXT, maker INT REFERENCES people(id));
  CREATE VIEW old AS SELECT * FROM films;
  CREATE VIEW older AS SELECT old.title, people.name AS who FROM old JOIN people ON people.id = old.maker;
  CREATE TRIGGER edit INSTEAD OF UPDATE OF title ON older BEGIN UPDATE films SET title = new.title; END;`;
const rename = { op: "renameColumn", table: "films", column: "maker", to: "n1" } as const;

test.each([
  ["a view that the rename breaks", ""],
  ["and one that is broken before", "CREATE VIEW broken AS SELECT missing FROM people;"],
  [
    "a broken view with a trigger",
    "CREATE VIEW broken AS SELECT missing FROM people; CREATE TRIGGER gone INSTEAD OF DELETE ON broken BEGIN SELECT 1; END;",
  ],
])("%s: refused or planned, and the process lives", { timeout: 60_000 }, (_, more) => {
  const models = openModels(makeDatabase(SCHEMA + more));
  for (let round = 0; round < 120; round++) {
    const plan = models.plan(rename);
    expect(plan.refusals.length + plan.steps.length).toBeGreaterThan(0);
  }
});
