/** Which event makes which read stale. */
import type { QueryClient } from "@tanstack/react-query";
import type { Engine } from "./queries.ts";
import { onShell } from "./shell-client.ts";

/** Milliseconds without an end of the reading process after which a new one is asked at once. */
const CALM = 10_000;

/** Keeps the reads of one open database fresh. Gives the function that stops it. */
export function keepFresh(queries: QueryClient, { handle, client }: Engine): () => void {
  let lastGone = 0;
  const stopListening = client.on("database.changed", ({ schemaChanged }) => {
    void queries.invalidateQueries({ queryKey: [handle, "database.info"] });
    // What is on screen stays there while the new answer is on its way.
    if (schemaChanged) void queries.invalidateQueries({ queryKey: [handle, "schema.read"] });
  });
  // A process that reads is gone by itself: asking again starts another one, or tells why there is none.
  const stopWaiting = onShell("engine.gone", (event) => {
    if (event.handle !== handle || event.lane !== "read" || event.engine === null || event.asked) return;
    // Not again and again, if it is the reading that ends it.
    if (Date.now() - lastGone > CALM) void queries.invalidateQueries({ queryKey: [handle] });
    lastGone = Date.now();
  });
  return () => {
    stopListening();
    stopWaiting();
  };
}
