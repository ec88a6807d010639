/**
 * Scripts through the whole path (page client → port → server → engine) against two judges: better-sqlite3 run statement by
 * statement as they were made, and the sqlite3 shell given the same text, where one is installed.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Cell } from "../../../../src-shared/model/cell.ts";
import { type JoinedEngine, joinEngine } from "../../../harness/port-pair.ts";
import { makeScript } from "./make-script.ts";

const SCRIPTS = 40;
const LENGTH = 30;

let folder: string;
let joined: JoinedEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-logic-"));
  joined = joinEngine({ kind: "file", path: join(folder, "ours.db"), readOnly: false, create: true });
});
afterEach(() => {
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A value as the shell's quote mode writes it. */
function quoted(value: Cell): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
  return String(value);
}
const lines = (rows: readonly (readonly Cell[])[]) => rows.map((row) => row.map(quoted).join(","));

interface Ours {
  readonly states: string[];
  readonly spans: string[];
  readonly rows: Map<number, string[]>;
}

async function run(text: string): Promise<Ours> {
  const { client } = joined;
  const report = await client.ask("console.run", { runId: "r", sql: text });
  const rows = new Map<number, string[]>();
  for (const { index, columns } of report.statements) {
    if (columns.length === 0) continue;
    const page = await client.ask("console.readRows", { runId: "r", statement: index, offset: 0, limit: 1000 });
    rows.set(index, lines(page.rows));
  }
  return {
    states: report.statements.map(({ state }) => state),
    spans: report.statements.map(({ span }) => text.slice(span.start, span.end)),
    rows,
  };
}

/** Rows of each statement that gives some, run one by one. */
function expected(statements: readonly string[]): Map<number, string[]> {
  const db = new Database(":memory:");
  db.defaultSafeIntegers(true);
  const rows = new Map<number, string[]>();
  for (const [index, sql] of statements.entries()) {
    const statement = db.prepare(sql);
    if (statement.reader) rows.set(index, lines(statement.raw(true).all() as Cell[][]));
    else statement.run();
  }
  db.close();
  return rows;
}

function shellVersion(): string | null {
  try {
    return (
      execFileSync("sqlite3", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(" ")[0] ??
      null
    );
  } catch {
    return null;
  }
}
const shell = shellVersion();
if (shell === null) console.info("No sqlite3 shell is installed: scripts are compared with better-sqlite3 alone.");

function inShell(text: string): { out: string; failed: boolean } {
  const file = join(folder, "script.sql");
  writeFileSync(file, text);
  const db = join(folder, `shell-${Math.random().toString(36).slice(2)}.db`);
  const { stdout, status } = spawnSync("sqlite3", ["-batch", "-bail", "-quote", db], {
    input: text,
    encoding: "utf8",
    env: { ...process.env, HOME: folder },
  });
  return { out: stdout, failed: status !== 0 };
}

const scripts = Array.from({ length: SCRIPTS }, (_, seed) => makeScript(seed, LENGTH));

test("the scripts are many and of all sorts", () => {
  expect(scripts.flatMap(({ statements }) => statements).length).toBeGreaterThan(1200);
});

describe.each([...scripts.entries()])("script %i", (_seed, { statements, text }) => {
  test("is cut and run as it was made", async () => {
    const ours = await run(text);
    expect(ours.spans.map((sql) => sql.replace(/\s*;$/, ""))).toEqual(statements);
    expect(new Set(ours.states)).toEqual(new Set(["done"]));
    expect(ours.rows).toEqual(expected(statements));
  });

  test.skipIf(shell === null)("gives what the sqlite3 shell gives", async () => {
    const ours = await run(text);
    // The shell takes no byte order mark from its input.
    const theirs = inShell(text.replace(/^\uFEFF/, ""));
    expect(theirs.failed).toBe(false);
    expect([...ours.rows.values()].flat().join("\n").trimEnd()).toBe(theirs.out.replaceAll("\r\n", "\n").trimEnd());
  });
});

describe("a script that fails", () => {
  const failing = scripts.slice(0, 10).map(({ statements }, i) => {
    const at = 8 + i * 2;
    const broken =
      ["SELEC 1", "SELECT nope FROM t1", "INSERT INTO log VALUES (1)", "SELECT (1", "CREATE TABLE t1(x)"][i % 5] ?? "";
    return {
      at,
      before: statements.slice(0, at),
      text: [...statements.slice(0, at), broken, ...statements.slice(at)].join(";\n"),
    };
  });
  test.each(failing)("stops at statement $at, with what ran before it shown", async ({ at, before, text }) => {
    const ours = await run(text);
    expect(ours.states.indexOf("failed")).toBe(at);
    expect(ours.states.slice(at + 1).every((state) => state === "skipped")).toBe(true);
    expect(ours.rows).toEqual(expected(before));
    if (shell !== null) {
      const theirs = inShell(text);
      expect(theirs.failed).toBe(true);
      expect(theirs.out.trimEnd()).toBe([...ours.rows.values()].flat().join("\n").trimEnd());
    }
  });
});
