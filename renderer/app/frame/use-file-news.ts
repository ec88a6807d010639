import { useEffect, useState } from "react";
import type { OpenDatabase } from "../databases.ts";

/** Milliseconds a word about the file stays in the status bar. */
const SHOWN = 6000;
/** A change this soon after a commit or a run of ours is ours. */
const OURS = 3000;

/**
 * "Changed by another program" when the file changed and it was not us; null otherwise, and after a while. `applies`: is a change of
 * the schema of ours under way?
 */
export function useFileNews({ engine, session, lane, writes }: OpenDatabase, applies: () => boolean): string | null {
  const [news, setNews] = useState<string | null>(null);
  useEffect(() => {
    let ours = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mine = () => {
      ours = Date.now();
    };
    const stops = [
      session.onCommitted(mine),
      lane.store.subscribe(mine),
      engine.client.on("database.changed", ({ schemaChanged }) => {
        // The word of our own commit is here before its answer.
        const isOurs = session.store.getState().busy === "commit" || applies();
        if (isOurs || Date.now() - Math.max(ours, writes.last) < OURS) return;
        setNews(
          schemaChanged ? "Changed by another program, schema too · reloaded" : "Changed by another program · reloaded",
        );
        clearTimeout(timer);
        timer = setTimeout(() => setNews(null), SHOWN);
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [engine, session, lane, writes, applies]);
  return news;
}
