/**
 * The SQLAlchemy code that is shown: Python at least accepts it, and where SQLAlchemy is at hand it runs on models of the
 * database and gives the rows of the SQL.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toTagged } from "../../../src-shared/model/cell-json.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { modelsOf } from "../../../src-shared/model/models.ts";
import { byHand, comparable, LIMIT, openWorld } from "../../fixtures/query-world.ts";
import { randomQuery } from "../../fixtures/random-query.ts";
import { sharedData } from "../../fixtures/shared-data.ts";

const RUNS = Number(process.env.RUNS ?? 100);
const script = resolve("test/fixtures/run-sqlalchemy.py");

const hasPython = spawnSync("python3", ["-c", "pass"]).status === 0;
const hasSqlAlchemy = hasPython && spawnSync("python3", ["-c", "import sqlalchemy"]).status === 0;
if (!hasPython) process.stderr.write("There is no python3: the SQLAlchemy code is not looked at.\n");
else if (!hasSqlAlchemy) process.stderr.write("Python has no SQLAlchemy: the SQLAlchemy code is compiled, not run.\n");

function python(input: object, ...options: string[]): unknown {
  const { status, stdout, stderr } = spawnSync("python3", [script, ...options], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr });
  return JSON.parse(stdout);
}

describe.each(["chinook.db", "sakila.db"])("SQLAlchemy code on %s", (name) => {
  const file = sharedData(name);

  test.skipIf(file === null || !hasPython)("is Python", () => {
    const world = openWorld(file ?? "");
    const queries = fc.sample(randomQuery(world.schema, { related: name === "chinook.db" }), RUNS);
    python({ codes: queries.map((query) => world.compile(query).code.sqlalchemy) }, "--syntax");
  });

  test.skipIf(file === null || !hasSqlAlchemy)("runs in Python to the rows of the SQL", () => {
    const world = openWorld(file ?? "");
    const queries = fc.sample(randomQuery(world.schema, { related: name === "chinook.db" }), RUNS);
    const compiled = queries.map((query) => world.compile(query));
    const models = Object.fromEntries(
      modelsOf(world.schema)
        .filter(({ table }) => table.kind === "table" && table.columns.some(({ primaryKey }) => primaryKey > 0))
        .map(({ className, table }) => [className, table.name]),
    );
    const codes = compiled.map(({ code }) => code.sqlalchemy);
    const answers = python({ path: world.path, models, codes, limit: LIMIT }) as (unknown[][] | string)[];
    queries.forEach((query, at) => {
      const code = codes[at];
      const rows = byHand(world.raw, compiled[at]?.sql ?? "", compiled[at]?.parameters);
      const shape = (cells: unknown[][]) => cells.map((row) => row.map((cell) => JSON.stringify(cell)));
      if (typeof rows === "string") return;
      const expected = comparable(shape(rows.map((row) => row.map((cell) => toTagged(cell as Scalar)))), query);
      const answer = answers[at];
      const given = typeof answer === "string" ? answer : comparable(shape(answer ?? []), query);
      expect({ code, rows: given }).toEqual({ code, rows: expected });
    });
  });
});
