/** Notices that the database holds something else than before, whoever wrote it. */
import type { EngineOptions } from "../engine-context.ts";
import { isLocked } from "../engine-error.ts";
import type { Connection } from "./connection.ts";
import { BUSY_TIMEOUT_MS } from "./open-connection.ts";

const POLL_MS = 500;

/** What tells one state of the database from another. */
export interface DatabaseVersion {
  /** Differs when anything was written. */
  readonly data: string;
  /** Differs when the schema was written. */
  readonly schema: string;
}

export interface ChangeWatch {
  /** Begins to look every half second and to emit `database.changed`; a second call does nothing. */
  start(): void;
  stop(): void;
}

/**
 * The version now; reads no table. `data_version` counts what other connections commit, `total_changes()` what this one
 * writes (which matters in memory, where there is only one).
 * Source: https://www.sqlite.org/pragma.html#pragma_data_version
 */
export function readVersion(connection: Connection): DatabaseVersion {
  const schema = `${connection.pragma("main.schema_version")[0]?.[0]} ${connection.pragma("temp.schema_version")[0]?.[0]}`;
  const data = connection.pragma("data_version")[0]?.[0];
  const own = connection.value({ sql: "SELECT total_changes()", parameters: [] });
  return { schema, data: `${data} ${own} ${schema}` };
}

/** `alsoChanged` is asked at every look: it says whether something outside SQLite's sight (the file itself) changed. */
export function watchChanges(reader: Connection, emit: EngineOptions["emit"], alsoChanged: () => boolean): ChangeWatch {
  let timer: NodeJS.Timeout | null = null;
  let seen: DatabaseVersion | null = null;
  const look = () => {
    const now = lookWithoutWaiting(reader) ?? seen;
    const changed = seen !== null && now?.data !== seen.data;
    const schemaChanged = seen !== null && now?.schema !== seen.schema;
    seen = now;
    if (alsoChanged() || changed) emit({ name: "database.changed", data: { schemaChanged } });
  };
  return {
    start() {
      if (timer) return;
      seen = lookWithoutWaiting(reader);
      timer = setInterval(look, POLL_MS);
      // Looking is no reason to keep a process alive.
      timer.unref();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}

/** The version, or null while another program holds a lock or the file cannot be read: the next look may tell. */
function lookWithoutWaiting(reader: Connection): DatabaseVersion | null {
  try {
    reader.pragma("busy_timeout = 0");
    return readVersion(reader);
  } catch (thrown) {
    // A damaged or vanished file is told by the next question about its content, in that question's answer.
    if (!isLocked(thrown) && !(thrown instanceof Error && "code" in thrown)) throw thrown;
    return null;
  } finally {
    reader.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}
