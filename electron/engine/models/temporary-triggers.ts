/** TEMP triggers on tables of the file (only in memory do we share a connection with them) go when their table is dropped. */
import type { Connection } from "../connection/connection.ts";

/** Notes the ones there are; `restore` makes those again that are missing, in their order. */
export function keepTemporaryTriggers(connection: Connection): { restore(): void } {
  const read = () =>
    connection.query({
      sql: "SELECT name, sql FROM temp.sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
      parameters: [],
    }).rows;
  const before = read();
  return {
    restore() {
      const there = new Set(read().map(([name]) => name));
      for (const [name, sql] of before) {
        // The stored text has lost its TEMP.
        if (!there.has(name ?? null))
          connection.run({ sql: String(sql).replace(/^CREATE\s+TRIGGER/i, "CREATE TEMP TRIGGER"), parameters: [] });
      }
    },
  };
}
