/**
 * `kill -9` at random moments of staging and committing, of the engine or of its parent. Every staged edit that was answered is afterwards either in the
 * file once or still staged, never both, never twice; a commit is there whole or not at all. KILLS=300 for more.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { ask, makeDatabase, openSession } from "../session/open-session.ts";

const KILLS = Number(process.env.KILLS ?? 40);
/** The engine itself is killed, or the process that started it, as when the whole app is killed. */
const PROGRAMS = {
  engine: fileURLToPath(new URL("stage-and-commit.ts", import.meta.url)),
  main: fileURLToPath(new URL("parent.ts", import.meta.url)),
};
type Victim = keyof typeof PROGRAMS;

/** Runs the worker and kills it: mostly after it is ready, sometimes while it starts (and settles what the last one left). */
async function runAndKill(victim: Victim, path: string, folder: string, run: number): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAMS[victim], path, folder, String(run)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_code, signal) => resolve(signal)),
  );
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (data) => {
      output += String(data);
      if (output.includes("ready")) resolve();
    });
  });
  if (Math.random() < 0.85) await Promise.race([ready, ended]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
  child.kill("SIGKILL");
  if (victim === "main") {
    // Chromium ends the processes of an app that died within moments, wherever they are.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    const [, pid] = /^pid (\d+)$/m.exec(output) ?? [];
    try {
      if (pid) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It noticed by itself that its parent is gone.
    }
  }
  expect(await ended, "the worker was killed, and did not end by itself").toBe("SIGKILL");
  return output.split("\n");
}

function tagOf(row: StagedRow): string | null {
  const value = row.row.table.name === "log" ? row.values.find((v) => v.column === "tag")?.value : null;
  return typeof value === "string" ? value : null;
}

test.for<[Victim, string]>([
  ["engine", "delete"],
  ["engine", "wal"],
  ["main", "delete"],
  ["main", "wal"],
])(
  "kill -9 of the %s while staging and committing (%s): nothing lost, nothing half, nothing twice",
  { timeout: 60_000 + KILLS * 3000 },
  async ([victim, mode]) => {
    const { path, folder } = makeDatabase(
      `pragma journal_mode = ${mode}; create table state (id integer primary key, stamp text); insert into state values (1, ''), (2, ''), (3, ''); create table log (id integer primary key, tag text);`,
    );
    const figures = {
      kills: 0,
      edits: 0,
      commits: 0,
      ofSome: 0,
      cutOff: 0,
      done: 0,
      notDone: 0,
      lost: 0,
      half: 0,
      twice: 0,
      damaged: 0,
    };
    const answered = new Set<string>();
    const asked = new Set<string>();
    for (let run = 0; run < KILLS / 4; run++) {
      const lines = await runAndKill(victim, path, folder, run);
      figures.kills++;
      for (const line of lines) {
        const [word, tag = ""] = line.split(" ");
        if (word === "stage") asked.add(tag);
        if (word === "staged") answered.add(tag);
        if (word === "committed") figures.commits++;
        if (word === "commit" && tag === "some") figures.ofSome++;
      }
      if (/^commit\b/.test(lines.findLast((line) => line !== "") ?? "")) figures.cutOff++;

      const open = openSession(path, folder);
      const state = await open.session["session.read"](undefined);
      open.close();
      if (state.notices.some((n) => n.includes("was written, although"))) figures.done++;
      if (state.notices.some((n) => n.includes("nothing of it is in the file"))) figures.notDone++;
      const stagedTags = state.rows.map(tagOf).filter((tag) => tag !== null);
      const inFile = ask(path, "select tag from log").map(([tag]) => String(tag));
      const all = [...stagedTags, ...inFile];
      figures.edits = answered.size;
      figures.twice += all.length - new Set(all).size;
      figures.lost += [...answered].filter((tag) => !all.includes(tag)).length;
      expect(all.filter((tag) => !asked.has(tag))).toEqual([]);
      // A commit stamps all rows of `state`, and brings all its tags or none.
      if (new Set(ask(path, "select stamp from state").map(String)).size !== 1) figures.half++;
      const stampOf = (tag: string) => tag.split(".").slice(0, 2).join(".");
      const committedStamps = new Set(inFile.map(stampOf));
      figures.half += stagedTags.filter((tag) => committedStamps.has(stampOf(tag))).length;
      if (ask(path, "pragma integrity_check")[0]?.[0] !== "ok") figures.damaged++;
    }
    console.log(`${victim}, ${mode}: ${JSON.stringify(figures)}`);
    expect(figures).toMatchObject({ lost: 0, half: 0, twice: 0, damaged: 0 });
    expect(figures.edits).toBeGreaterThan(0);
    expect(figures.commits).toBeGreaterThan(figures.ofSome / 3);
    expect(figures.ofSome).toBeGreaterThan(0);
  },
);
