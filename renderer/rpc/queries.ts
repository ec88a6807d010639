/**
 * One cache key a read. Pages of rows are not here (the grid keeps its own pages); everything else that is read from an
 * engine comes through these, so that `freshness.ts` can say which event makes which key stale.
 */
import { QueryClient, queryOptions } from "@tanstack/react-query";
import type { EngineClient } from "./engine-client.ts";
import { askShell } from "./shell-client.ts";

/** Engines answer or fail; nothing is offline, nothing is retried behind the user's back. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
    },
  });
}

/** An open database as the reads below need it. */
export interface Engine {
  readonly handle: string;
  readonly client: EngineClient;
}

/** The file, its journal, whether it can be written. */
export const databaseInfo = ({ handle, client }: Engine) =>
  queryOptions({ queryKey: [handle, "database.info"], queryFn: () => client.ask("database.info", undefined) });

/** Tables, views, indexes, triggers. */
export const schemaRead = ({ handle, client }: Engine) =>
  queryOptions({ queryKey: [handle, "schema.read"], queryFn: () => client.ask("schema.read", undefined) });

/** Functions, pragmas and the like of this build of SQLite: the same as long as Joinery runs. */
export const consoleWords = ({ client }: Engine) =>
  queryOptions({ queryKey: ["console.words"], queryFn: () => client.ask("console.words", undefined) });

/** Files opened before, newest first. */
export const recentList = queryOptions({ queryKey: ["recent.list"], queryFn: () => askShell("recent.list") });

/** Theme and zoom. */
export const settingsRead = queryOptions({ queryKey: ["settings.read"], queryFn: () => askShell("settings.read") });
