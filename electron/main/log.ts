/**
 * Joinery's log: a file that rotates, and standard error for what is wrong. It tells what the app did, never what a
 * database holds: no SQL, no values, no names of tables.
 */
import log from "electron-log/node.js";

const MEGABYTE = 1024 * 1024;

// Until it is told where to, it writes nowhere.
log.transports.file.level = false;

/** Sends what is logged from now on into `main.log` (at most 1 MB, one older file is kept) of a folder. */
export function logInto(folder: string): void {
  log.transports.file.resolvePathFn = () => `${folder}/main.log`;
  log.transports.file.maxSize = MEGABYTE;
  log.transports.file.level = "info";
  log.transports.console.level = "warn";
}

export { log };
