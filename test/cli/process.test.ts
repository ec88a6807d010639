/** What a shell sees of the process: pipes, signals, memory, leftovers. */
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { cli, startCli, testFolder } from "./run-cli.ts";

const ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c)";
const scratch = () => readdirSync(tmpdir()).filter((name) => /^joinery-cli-\d/.test(name));
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Exit code and messages of a started command. */
async function end(child: ReturnType<typeof startCli>): Promise<{ code: number; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, stderr };
}

test("a reader that goes away ends the command at once, without a word", async () => {
  const before = scratch();
  const child = startCli(["exec", ":memory:", "-c", `${ENDLESS} SELECT i FROM c`, "--format", "csv"]);
  const ended = end(child);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.stdout?.destroy();
  expect(await ended).toEqual({ code: 141, stderr: "" });
  expect(scratch()).toEqual(before);
});

test("Ctrl+C stops between rows and says what became of the script", async () => {
  const file = join(testFolder(), "test.db");
  const sql = `CREATE TABLE t(a); ${ENDLESS} SELECT i FROM c`;
  const child = startCli(["exec", file, "--create", "-c", sql, "--format", "csv"]);
  const ended = end(child);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.stdout?.resume();
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toBe(
    "joinery: The script was stopped. Run it again when you need it; nothing of this script was stored.\n",
  );
});

test("Ctrl+C ends a statement that SQLite is busy with; the file is as before", async () => {
  const before = scratch();
  const file = join(testFolder(), "test.db");
  new Database(file).exec("CREATE TABLE t(a); INSERT INTO t VALUES (1)").close();
  const child = startCli(["exec", file, "-c", `INSERT INTO t ${ENDLESS} SELECT i FROM c`]);
  const ended = end(child);
  // The journal says that SQLite is writing.
  while (!existsSync(`${file}-journal`)) await pause(20);
  await pause(200);
  child.kill("SIGINT");
  const asked = performance.now();
  const { code, stderr } = await ended;
  expect(performance.now() - asked).toBeLessThan(4000);
  expect(code).toBe(130);
  expect(stderr).toMatch(/^joinery: The statement was ended by force\. /);
  expect(scratch()).toEqual(before);
  const db = new Database(file);
  expect(db.prepare("SELECT a FROM t").pluck().all()).toEqual([1]);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  db.close();
});

test("SIGTERM has its own exit code", async () => {
  const child = startCli(["exec", ":memory:", "-c", `${ENDLESS} SELECT i FROM c`, "--format", "csv"]);
  const ended = end(child);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.stdout?.resume();
  child.kill("SIGTERM");
  expect((await ended).code).toBe(143);
});

test("a large result needs little memory, also when it is read slowly", async () => {
  const rows = 600_000;
  const sql = `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT ${rows}) SELECT i, 'some text of row ' || i FROM c`;
  // As JavaScript values the rows would take several times this heap.
  const child = startCli(["exec", ":memory:", "-c", sql, "--format", "csv"], {
    env: { NODE_OPTIONS: "--max-old-space-size=40" },
  });
  const ended = end(child);
  await pause(1500);
  let lines = 0;
  let last = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const text = chunk.toString();
    lines += text.split("\n").length - 1;
    last = (last + text).slice(-80);
  });
  expect(await ended).toEqual({ code: 0, stderr: "" });
  expect(lines).toBe(rows + 1);
  expect(last).toMatch(/\r\n600000,some text of row 600000\r\n$/);
}, 60_000);

test("standard output that cannot be written is an error", async () => {
  const sql = "SELECT 1";
  const { code, stderr } = await cli(["exec", ":memory:", "-c", sql], { stdoutFile: "/dev/full" });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^joinery: .*(full|written)/);
});
