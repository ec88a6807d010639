/**
 * Another program with the same file open, run by tests as a process of its own: it writes every so often, does what it is
 * told by lines on its standard input, and hardly waits for a lock: each one that outlasts a quarter of a second is counted.
 *
 *     node other-program.ts <database> <milliseconds between writes> <statement to repeat>
 *
 * Lines in: JSON `{"sql": …}` runs a script (again until no lock is in the way), `{"pause": true}` and `{"pause": false}`,
 * `{}` only asks. Each is answered by a line of JSON: `{"writes", "busy"}` since the start.
 */
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";

const [path = "", every = "1000", repeated = ""] = process.argv.slice(2);
// Longer than a page is read on a busy machine (without a WAL nobody writes meanwhile), far shorter than anybody edits.
const database = new Database(path, { timeout: 250 });
let writes = 0;
let busy = 0;
let paused = false;

/** Runs a script in one transaction; false when a lock was in the way. */
function write(sql: string): boolean {
  try {
    database.exec(`BEGIN IMMEDIATE; ${sql}; COMMIT`);
    writes++;
    return true;
  } catch (thrown) {
    if (database.inTransaction) database.exec("ROLLBACK");
    if (!(thrown instanceof Database.SqliteError) || !thrown.code.startsWith("SQLITE_BUSY")) throw thrown;
    busy++;
    return false;
  }
}

setInterval(() => {
  if (!paused) write(repeated);
}, Number(every));

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as { sql?: string; pause?: boolean };
  if (order.pause !== undefined) paused = order.pause;
  while (order.sql !== undefined && !write(order.sql)) await sleep(20);
  process.stdout.write(`${JSON.stringify({ writes, busy })}\n`);
}
process.exit(0);
