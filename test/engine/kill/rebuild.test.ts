/**
 * `kill -9` at random moments of a change of the schema: afterwards the file has the old schema or the new one, with every row
 * and every child, and nothing else. REBUILD_KILLS=200 for more.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { FILL, ROWS, SCHEMA } from "./rebuilt-tables.ts";

const KILLS = Number(process.env.REBUILD_KILLS ?? 12);
const WORKER = fileURLToPath(new URL("rebuild-and-back.ts", import.meta.url));

/** Runs the worker and kills it some time after it began a change; gives its last line, and how many changes were answered. */
async function runAndKill(path: string): Promise<{ last: string; applied: number }> {
  const child = spawn(process.execPath, [WORKER, path], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_code, signal) => resolve(signal)),
  );
  const began = new Promise<void>((resolve) => {
    child.stdout.on("data", (data) => {
      output += String(data);
      if (output.includes("apply ")) resolve();
    });
  });
  await Promise.race([began, ended]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 450));
  child.kill("SIGKILL");
  expect(await ended, "the worker was killed, and did not end by itself").toBe("SIGKILL");
  const lines = output.trimEnd().split("\n");
  return { last: lines.at(-1) ?? "", applied: lines.filter((line) => line.startsWith("applied ")).length };
}

interface State {
  /** The schema's texts without the places that are changed to and fro. */
  readonly schema: string;
  readonly rows: string;
  readonly sequence: string;
  readonly changed: number;
  readonly integrity: unknown;
  readonly orphans: number;
}

/** What another program finds in the file: it is the first to open it, so it recovers it. */
function look(path: string): State {
  const db = new Database(path);
  try {
    db.defaultSafeIntegers(true);
    const schema = db
      .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
      .raw(true)
      .all() as (string | null)[][];
    const digest = createHash("sha256");
    for (const table of Object.keys(ROWS)) {
      // WITHOUT a declared key the rowid is all that tells the rows apart: it counts too.
      for (const row of db.prepare(`SELECT rowid, * FROM ${table} ORDER BY rowid`).raw(true).iterate())
        digest.update(JSON.stringify(row, (_key, value) => (typeof value === "bigint" ? `${value}n` : value)));
    }
    const texts = schema.map((row) => row.join("|").replace(/"/g, ""));
    return {
      schema: texts.map((text) => text.replace(/ DEFAULT 'joinery changed'/, "")).join("\n"),
      rows: digest.digest("hex"),
      sequence: String(db.prepare("SELECT * FROM sqlite_sequence").raw(true).all()),
      changed: texts.filter((text) => text.includes("joinery changed")).length,
      integrity: db.pragma("integrity_check", { simple: true }),
      orphans: (db.pragma("foreign_key_check") as unknown[]).length,
    };
  } finally {
    db.close();
  }
}

test.for(["delete", "wal"])(
  "kill -9 during rebuilds (%s): the old schema or the new, every row, every child",
  { timeout: 60_000 + KILLS * 3000 },
  async (mode) => {
    const path = makeDatabase(`PRAGMA journal_mode = ${mode}; ${SCHEMA} ${FILL}`);
    const before = look(path);
    expect(before.integrity).toBe("ok");
    const figures = { kills: 0, applied: 0, during: 0, old: 0, new: 0, between: 0, lost: 0, damaged: 0 };
    for (let run = 0; run < KILLS / 2; run++) {
      const { last, applied } = await runAndKill(path);
      const after = look(path);
      figures.kills++;
      figures.applied += applied;
      if (last.startsWith("apply ")) figures.during++;
      figures[after.changed === 0 ? "old" : "new"]++;
      if (after.schema !== before.schema) figures.between++;
      if (after.rows !== before.rows || after.sequence !== before.sequence) figures.lost++;
      if (after.integrity !== "ok" || after.orphans !== before.orphans) figures.damaged++;
    }
    console.log(`rebuild, ${mode}: ${JSON.stringify(figures)}`);
    expect(figures).toMatchObject({ between: 0, lost: 0, damaged: 0 });
    // Killed before a change was answered: in most runs it was under way.
    expect(figures.during).toBeGreaterThan(0);
  },
);
