/**
 * Every nasty schema × every operation that applies: outside of what was asked nothing differs; what is refused leaves the file
 * as it was; what says that it can be reversed exactly gives the old schema and the old rows back.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterAll, describe, expect, test } from "vitest";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { type Case, cases, specialCases } from "./cases.ts";
import { differences, stateOf } from "./lossless.ts";
import { openModels } from "./open-models.ts";
import { type Trial, trialsOf } from "./operations.ts";

function made({ sql, setup }: Case): string {
  return makeDatabase((db: Database.Database) => {
    db.exec(sql);
    setup?.(db);
  });
}

/** Why it was refused; null when it was done. */
function attempt(path: string, { operations, asked }: Trial): string | null {
  const before = stateOf(path);
  const models = openModels(path);
  const plan = models.plan(...operations);
  let applied: SchemaPlan;
  try {
    applied = models.apply(...operations).plan;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    models.close();
    expect(differences(before, stateOf(path)), "after a refusal").toEqual([]);
    expect([...stateOf(path).texts]).toEqual([...before.texts]);
    // A plan that promises what is then refused has overlooked something.
    expect(plan.refusals[0]?.message).toBe(thrown.data.message);
    expect(thrown.data.code).toBe("schema.refused");
    return thrown.data.message;
  }
  expect(plan.refusals).toEqual([]);
  const pragma = operations.some(({ op }) => op === "setPragma");
  const after = stateOf(path);
  expect(differences(before, pragma ? { ...after, pragmas: before.pragmas } : after, asked)).toEqual([]);
  if (applied.reversible === "exact") {
    const sequence = asked.sequence ? { sequence: true } : {};
    models.apply(...applied.reverse);
    const asBefore = differences(before, stateOf(path), {
      byTokens: true,
      ...sequence,
      statistics: asked.statistics ?? false,
    });
    expect(asBefore, "after the reverse").toEqual([]);
  }
  models.close();
  return null;
}

/** All of it takes minutes; by default each case takes its share of the operations, and all of them together have every one. */
const EVERY = process.env.JOINERY_EVERY_CASE === "1";
const SHARE = 6;

/** What is refused, looked through by eye: `JOINERY_EVERY_CASE=1 JOINERY_WRITE_REFUSALS=1` writes it anew. */
const FILE = fileURLToPath(new URL("refusals.json", import.meta.url));
const refusals = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Record<string, string>>;
const found: Record<string, Record<string, string>> = {};

afterAll(() => {
  if (process.env.JOINERY_WRITE_REFUSALS === "1") writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
});

describe.each([...cases, ...specialCases])("$name", (one) => {
  test("every operation", { timeout: 60_000 }, () => {
    const path = made(one);
    const models = openModels(path);
    const { schema } = models.draft();
    models.close();
    const table = schema.tables.find(({ name }) => name === (one.table ?? "t"));
    if (!table) throw new Error("The case has no such table");
    const told: Record<string, string> = {};
    const place = [...cases, ...specialCases].indexOf(one);
    const trials = trialsOf(schema, table).filter((_, i) => EVERY || i === 0 || i % SHARE === place % SHARE);
    for (const trial of trials) {
      const copy = join(tempFolder({ inMemory: true }), "copy.db");
      copyFileSync(path, copy);
      try {
        const refused = attempt(copy, trial);
        if (refused !== null) told[trial.name] = refused;
      } catch (thrown) {
        (thrown as Error).message = `${trial.name}: ${(thrown as Error).message}`;
        throw thrown;
      }
    }
    found[one.name] = told;
    if (process.env.JOINERY_WRITE_REFUSALS === "1") return;
    const names = new Set(trials.map(({ name }) => name));
    const expected = Object.entries(refusals[one.name] ?? {}).filter(([name]) => names.has(name));
    expect(told).toEqual(Object.fromEntries(expected));
  });
});
