/**
 * Bad input in the real app: one plain sentence with a next step, and everything goes on. Files that are missing, folders and
 * other kinds of file are refused in open.e2e.ts; errors of scripts and commits are in console.e2e.ts and pending.e2e.ts.
 */
import { chmodSync, copyFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase } from "./databases.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";
import { asOrdinaryUser, giveToUser } from "./ordinary-user.ts";

const ROWS = `CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
  WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000)
  INSERT INTO people SELECT i, hex(randomblob(20)) FROM c; CREATE TABLE other (x); INSERT INTO other VALUES (1)`;

let joinery: JoineryApp;
const failure = () => joinery.page.getByTestId("error").filter({ visible: true });

/** Opens a file by the dialog and expects to be told why not, in two sentences. */
async function refused(path: string, code: string, words: RegExp): Promise<void> {
  await joinery.answerOpenDialog(path);
  await joinery.command("database.pick");
  await expect(failure()).toHaveAttribute("data-code", code);
  await expect(failure()).toContainText(words);
  const sentences = (await failure().getByRole("paragraph").allTextContents()).filter((text) => text !== "");
  expect(sentences).toHaveLength(2);
}

test.describe("a file that cannot be opened", () => {
  test.beforeAll(async () => {
    joinery = await launchJoinery();
  });
  test.afterAll(async () => {
    await joinery.close();
    expect(joinery.pageErrors).toEqual([]);
  });

  test("encrypted: bytes that mean nothing", async () => {
    const path = join(temporaryFolder(), "secret.db");
    writeFileSync(
      path,
      Uint8Array.from({ length: 8192 }, (_, i) => (i * 197 + 13) % 251),
    );
    await refused(path, "file.notDatabase", /not a SQLite database, or it is encrypted/);
    await joinery.screenshot("encrypted");
    expect((await new AxeBuilder({ page: joinery.page }).setLegacyMode().analyze()).violations).toEqual([]);
  });

  test("truncated", async () => {
    const path = makeDatabase(ROWS, "cut.db");
    truncateSync(path, 6000);
    await refused(path, "file.corrupt", /damaged/);
  });

  test("a schema that SQLite cannot read", async () => {
    const path = makeDatabase(ROWS, "malformed.db");
    const database = new Database(path).unsafeMode();
    database.exec("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABEL people('");
    database.close();
    await refused(path, "file.malformedSchema", /malformed/);
  });

  test("locked by another program: said at once, and opened when that is done", async () => {
    const path = makeDatabase(ROWS, "locked.db");
    const other = new Database(path);
    other.exec("BEGIN EXCLUSIVE");
    await refused(path, "file.locked", /locked by another program/);
    await joinery.screenshot("locked");
    other.exec("ROLLBACK");
    other.close();
    await joinery.page.getByRole("button", { name: "Try again" }).click();
    await expect(failure()).toHaveCount(0);
    await joinery.openTable("people");
  });

  test("beside an open database it is a dialog, and that database goes on", async () => {
    await refused(join(temporaryFolder(), "missing.db"), "file.missing", /no file/);
    await joinery.screenshot("dialog");
    await joinery.page.keyboard.press("Escape");
    await expect(failure()).toHaveCount(0);
    await joinery.openTable("other");
    await expect(joinery.page.getByRole("gridcell", { name: "1", exact: true }).first()).toBeAttached();
  });
});

test("a WAL database in a folder that cannot be written, and a view on a table that is not there", async () => {
  const path = makeDatabase(`${ROWS}; CREATE VIEW lost AS SELECT * FROM gone`, "shelved.db");
  const wal = join(temporaryFolder(), "wal.db");
  const writer = new Database(path);
  writer.exec("PRAGMA journal_mode = WAL; INSERT INTO other VALUES (2)");
  for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, wal + suffix);
  writer.exec("PRAGMA journal_mode = DELETE");
  writer.close();
  for (const each of [path, wal, `${wal}-wal`]) giveToUser(each);
  for (const folder of [dirname(path), dirname(wal)]) chmodSync(folder, 0o500);

  joinery = await launchJoinery({ files: [path], sandbox: true, ...(await asOrdinaryUser()) });
  // Without WAL the folder matters only for writing: it opens, and says why it is read-only.
  await joinery.openTable("people");
  await expect(joinery.page.getByTestId("status-bar")).toContainText("read-only");
  await joinery.page.getByRole("treegrid").getByRole("row", { name: "lost" }).first().dblclick();
  await expect(failure()).toHaveAttribute("data-code", "object.unreadable");
  await expect(failure()).toContainText("no such table: main.gone");
  await joinery.screenshot("view");
  await joinery.page.getByRole("button", { name: "Show DDL" }).click();
  await expect(joinery.page.getByText("SELECT * FROM gone").filter({ visible: true })).toBeVisible();
  await joinery.openTable("other");
  await expect(failure()).toHaveCount(0);

  await refused(wal, "file.walReadOnlyFolder", /WAL mode and its folder cannot be written/);
  await joinery.screenshot("wal");
  expect(readdirSync(dirname(wal)).sort()).toEqual(["wal.db", "wal.db-wal"]);
  await joinery.close();
  for (const folder of [dirname(path), dirname(wal)]) chmodSync(folder, 0o700);
});
