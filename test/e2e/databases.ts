/** Databases made for a test. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { temporaryFolder } from "./harness.ts";

/** Makes a database from a script, in a folder of its own; gives its path. */
export function makeDatabase(sql: string, name = "test.db"): string {
  const path = join(temporaryFolder(), name);
  const database = new Database(path);
  database.exec(sql);
  database.close();
  return path;
}

/** What one statement gives now, as rows of values. */
export function readDatabase(path: string, sql: string): unknown[][] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database.prepare(sql).raw(true).all() as unknown[][];
  } finally {
    database.close();
  }
}
