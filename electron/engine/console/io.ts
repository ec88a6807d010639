/**
 * Bytes this process has read and written by system calls, where the system counts them (Linux). SQLite's own page cache answers the
 * rest, which is not counted anywhere: better-sqlite3 does not expose sqlite3_db_status().
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_io.5.html (rchar, wchar)
 */
import { readFileSync } from "node:fs";

export interface IoBytes {
  readonly read: number;
  readonly written: number;
}

let counted = process.platform === "linux";

/** The bytes so far; null where nobody counts them. */
export function ioBytes(): IoBytes | null {
  if (!counted) return null;
  try {
    const text = readFileSync("/proc/self/io", "latin1");
    const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1]);
    const [read, written] = [of("rchar"), of("wchar")];
    if (Number.isNaN(read) || Number.isNaN(written)) throw new TypeError("unknown form");
    return { read, written };
  } catch {
    // A system without it, or a sandbox that hides it: asked once, not with every statement.
    counted = false;
    return null;
  }
}

/** What came between; reading the counter itself left out as far as it can be. */
export function ioSince(before: IoBytes | null): IoBytes | undefined {
  const now = before && ioBytes();
  if (!before || !now) return undefined;
  return { read: Math.max(0, now.read - before.read - COUNTER), written: now.written - before.written };
}

/** Length of /proc/self/io, about: reading it is counted too. */
const COUNTER = 110;
