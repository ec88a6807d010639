/** Values saved as files: large ones are written by the engine and do not come through the page. Main is played by the test. */
import { randomUUID } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { saveSelected, saveValue, type WriteFiles } from "../../../renderer/rows/edits/save-values.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";
import { openTable, selectCells } from "./open-table.ts";

/** Writes into a folder as electron/main/written-files.ts does, and remembers how many bytes came from the page. */
function writer(shared: string) {
  const folder = tempFolder();
  let file = "";
  const seen = { fromPage: 0, tickets: 0 };
  const answers = {
    "files.begin": ({ suggestedName }: { suggestedName: string | null }) => {
      file = join(folder, suggestedName ?? "");
      return { id: randomUUID(), name: suggestedName ?? "folder" };
    },
    "files.next": ({ name }: { name: string }) => {
      file = join(folder, name);
      writeFileSync(file, "", { flag: "wx" });
      return name;
    },
    "files.ticket": () => {
      seen.tickets++;
      const ticket = randomUUID();
      writeFileSync(join(shared, `target-${ticket}`), file);
      return ticket;
    },
    "files.append": ({ data }: { data: Uint8Array }) => {
      seen.fromPage += data.length;
      appendFileSync(file, data);
    },
    "files.end": ({ done }: { done: boolean }) => {
      if (!done) rmSync(file, { force: true });
    },
  };
  const ask = (async (name: keyof typeof answers, params: never) => answers[name](params)) as unknown as WriteFiles;
  return { ask, folder, seen };
}

const sql = `CREATE TABLE files(id INTEGER PRIMARY KEY, body, note TEXT);
  INSERT INTO files VALUES (1, CAST(printf('%3000000s', '') || 'end' AS BLOB), 'short'), (2, CAST(x'61ff62' AS TEXT), NULL),
    (3, replace(hex(zeroblob(5000)), '0', 'é'), 'x'), (4, 1.5, 'y'), (5, x'', 'z')`;

test("the selected values into a folder: what is large never comes to the page", async () => {
  const { context, folder: shared } = await openTable(sql, "files");
  const { ask, folder, seen } = writer(shared);
  const { signal } = new AbortController();
  const said = await saveSelected(context, { ask, signal }, selectCells(0, 1, 4, 2).ranges);
  expect(said).toBe("9 values of files saved in folder");
  expect(readdirSync(folder).sort()).toEqual([
    "1 body.bin",
    "1 note.txt",
    "2 body.bin",
    "3 body.txt",
    "3 note.txt",
    "4 body.txt",
    "4 note.txt",
    "5 body.bin",
    "5 note.txt",
  ]);
  const big = readFileSync(join(folder, "1 body.bin"));
  expect([big.length, big.subarray(-3).toString()]).toEqual([3_000_003, "end"]);
  expect(readFileSync(join(folder, "2 body.bin")).toString("hex")).toBe("61ff62");
  expect(readFileSync(join(folder, "3 body.txt"), "utf8")).toBe("é".repeat(10_000));
  expect(readFileSync(join(folder, "4 body.txt"), "utf8")).toBe("1.5");
  expect(readFileSync(join(folder, "5 body.bin")).length).toBe(0);
  expect(seen.tickets).toBe(3);
  expect(seen.fromPage).toBeLessThan(100);
});

test("one value; what is staged is what is saved", async () => {
  const { context, folder: shared } = await openTable(sql, "files");
  const { ask, folder, seen } = writer(shared);
  const { client, handle, rows } = context;
  const { signal } = new AbortController();
  const address = { table: rows.table, key: [1n], column: "body" };
  const saving = { client, handle, ask, signal };
  const cell = rows.value(0, 1);
  if (cell === undefined) throw new Error("no cell");
  expect(await saveValue(saving, "body", { cell, address })).toBe("body.bin");
  expect(readFileSync(join(folder, "body.bin")).length).toBe(3_000_003);
  expect(seen.fromPage).toBe(0);
  expect(await gestures.typeInto(context, { row: 0, column: 1 }, "mine")).toBeNull();
  const staged = rows.value(0, 1);
  if (staged === undefined) throw new Error("no cell");
  await saveValue(saving, "body", { cell: staged, address: null });
  expect(readFileSync(join(folder, "body.txt"), "utf8")).toBe("mine");
});

test("stopped: nothing is left of the file that was being written, and no more are begun", async () => {
  const { context, folder: shared } = await openTable(
    "CREATE TABLE files(id INTEGER PRIMARY KEY, body); INSERT INTO files VALUES (1, zeroblob(60000000)), (2, zeroblob(60000000))",
    "files",
  );
  const { ask, folder, seen } = writer(shared);
  const stop = new AbortController();
  const asked = ((name: never, params: never) => {
    const answer = ask(name, params);
    if (name === "files.ticket") void Promise.resolve(answer).then(() => queueMicrotask(() => stop.abort()));
    return answer;
  }) as unknown as WriteFiles;
  await expect(
    saveSelected(context, { ask: asked, signal: stop.signal }, selectCells(0, 1, 1, 1).ranges),
  ).rejects.toMatchObject({ data: { code: "engine.stopped" } });
  // The engine removes what it wrote when it hears that it was given up, which nobody waits for.
  await expect.poll(() => readdirSync(folder)).toEqual([]);
  expect(seen.tickets).toBe(1);
});
