/** What the page wants back after a restart: JSON texts by key, in the journal. */
import type { Connection } from "../../connection/connection.ts";

export function readWorkspace(journal: Connection): { key: string; value: string }[] {
  return journal
    .query({ sql: "SELECT key, value FROM workspace ORDER BY key", parameters: [] })
    .rows.map(([key, value]) => ({ key: key as string, value: value as string }));
}

/** Keeps a value; null forgets it. */
export function writeWorkspace(journal: Connection, key: string, value: string | null): void {
  if (value === null) journal.run({ sql: "DELETE FROM workspace WHERE key = ?", parameters: [key] });
  else journal.run({ sql: PUT, parameters: [key, value] });
}

const PUT = "INSERT INTO workspace (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
