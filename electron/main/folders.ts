/** Where Joinery keeps what is its own; everything lies in the app's data folder. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";

const inUserData = (name: string): string => join(app.getPath("userData"), name);

export const folders = {
  /** Staged edits and workspaces, one small SQLite file a database, written by the engines. */
  journals: () => inUserData("journals"),
  /** Files that stand for in-memory databases. */
  scratch: () => inUserData("scratch"),
  /** What engines spill while they run; emptied at start. */
  spill: () => inUserData("spill"),
  /** Private copies of the sample database. */
  samples: () => inUserData("samples"),
  logs: () => inUserData("logs"),
};

/** Makes the folders; readable by this user alone, since journals hold what the user typed. */
export function makeFolders(): void {
  for (const folder of Object.values(folders)) mkdirSync(folder(), { recursive: true, mode: 0o700 });
}

/** The bundles beside main's own, and the page's folder (build/vite). */
export const builtFiles = {
  preload: join(import.meta.dirname, "preload.cjs"),
  engineHost: join(import.meta.dirname, "engine-host.cjs"),
  page: join(import.meta.dirname, "../renderer/main_window"),
};
