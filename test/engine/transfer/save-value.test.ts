/** One value as a file, written by the engine. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { resultTable } from "../../../src-shared/model/result-table.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { joinEngine } from "../../harness/port-pair.ts";

const code = (thrown: unknown) => toAppErrorData(thrown).code;

function open(sql: string) {
  const joined = joinEngine({ kind: "file", path: makeDatabase(sql), readOnly: true });
  onTestFinished(() => joined.close());
  const folder = tempFolder();
  const chosen = (path: string) => {
    const ticket = randomUUID();
    mkdirSync(joined.folder, { recursive: true });
    writeFileSync(join(joined.folder, `target-${ticket}`), path);
    return ticket;
  };
  const save = (table: ObjectName, key: Scalar[], column: string, ticket: string) =>
    joined.client.ask("transfer.saveValue", { ticket, table, key, column });
  return { client: joined.client, folder, chosen, save };
}
const main = (name: string): ObjectName => ({ schema: "main", name });

test.each(["UTF-8", "UTF-16le"])("every storage class in %s: bytes as stored, texts in UTF-8", async (encoding) => {
  const { save, chosen, folder } = open(`PRAGMA encoding = '${encoding}'; CREATE TABLE t(id INTEGER PRIMARY KEY, v);
    INSERT INTO t VALUES (1, x'00ff'), (2, 'é' || char(0) || 'b'), (3, 9007199254740993), (4, 1.5), (5, NULL), (6, x''), (7, zeroblob(20000001))`);
  const path = join(folder, "value");
  const saved = async (id: bigint) => {
    const { bytes } = await save(main("t"), [id], "v", chosen(path));
    const data = readFileSync(path);
    expect(bytes).toBe(data.length);
    return data;
  };
  expect((await saved(1n)).toString("hex")).toBe("00ff");
  expect((await saved(2n)).toString("utf8")).toBe("é\0b");
  expect((await saved(3n)).toString()).toBe("9007199254740993");
  expect((await saved(4n)).toString()).toBe("1.5");
  expect((await saved(5n)).length).toBe(0);
  expect((await saved(6n)).length).toBe(0);
  expect((await saved(7n)).length).toBe(20_000_001);
  expect(readdirSync(folder)).toEqual(["value"]);
});

test("a value of a result; without a row, or without a file that was chosen, what is there stays", async () => {
  const { client, save, chosen, folder } = open("CREATE TABLE t(v)");
  await client.ask("console.run", { runId: "r", sql: "SELECT 1 AS a, printf('%.20000c', 'x') AS b" });
  await client.ask("console.shareRows", { runId: "r", statement: 0 });
  const table = resultTable({ runId: "r", statement: 0 });
  const { columns } = await client.ask("rows.readKeys", { table, keys: [] });
  const path = join(folder, "value");
  await save(table, [1n], columns[1] ?? "", chosen(path));
  expect(readFileSync(path, "utf8")).toBe("x".repeat(20_000));
  const before = readFileSync(path, "utf8");
  expect(await save(main("t"), [7n], "v", chosen(path)).catch(code)).toBe("row.gone");
  expect(await save(main("t"), [7n], "v", randomUUID()).catch(code)).toBe("request.invalid");
  expect(await save(main("t"), [7n], "no", chosen(path)).catch(code)).toBe("object.missing");
  expect([readFileSync(path, "utf8") === before, readdirSync(folder)]).toEqual([true, ["value"]]);
});

test("given up: what was at its place stays, and nothing lies beside it", async () => {
  const { client, save, chosen, folder } = open(
    "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, zeroblob(60000000))",
  );
  const path = join(folder, "value");
  writeFileSync(path, "before");
  const ticket = chosen(path);
  const saving = save(main("t"), [1n], "v", ticket).catch(code);
  await client.ask("transfer.giveUp", { ticket });
  expect(await saving).toBe("engine.stopped");
  expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["before", ["value"]]);
  expect(existsSync(path)).toBe(true);
});
