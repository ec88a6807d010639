/** Which event makes which read stale. */
import type { QueryClient } from "@tanstack/react-query";
import type { Engine } from "./queries.ts";

/** Keeps the reads of one open database fresh. Gives the function that stops it. */
export function keepFresh(queries: QueryClient, { handle, client }: Engine): () => void {
  return client.on("database.changed", ({ schemaChanged }) => {
    void queries.invalidateQueries({ queryKey: [handle, "database.info"] });
    // What is on screen stays there while the new answer is on its way.
    if (schemaChanged) void queries.invalidateQueries({ queryKey: [handle, "schema.read"] });
  });
}
