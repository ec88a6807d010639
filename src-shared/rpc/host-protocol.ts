/** What Electron main and an engine's process say to each other. The questions themselves go past main, by ports. */
import type { AppErrorData } from "../errors/app-error.ts";
import type { DatabaseSource } from "../model/database.ts";

/** What an engine's process needs to open a database; all of it can cross to another process. */
export interface HostOptions {
  readonly source: DatabaseSource;
  readonly journalFolder: string;
  readonly scratchFolder: string;
  readonly sharedFolder: string;
  /** Whether it tells (`database.changed`) that something was written. */
  readonly watches: boolean;
}

/** `connect` brings a MessagePort with it: the other end goes to a page. */
export type ToHost =
  | { readonly type: "open"; readonly options: HostOptions }
  | { readonly type: "connect" }
  | { readonly type: "close" };

/** `opened` or `failed` answer `open`. After `close` the process ends. */
export type FromHost = { readonly type: "opened" } | { readonly type: "failed"; readonly error: AppErrorData };
