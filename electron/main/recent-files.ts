/** The list of databases opened lately: our own (Linux has none), and the system's where there is one. */
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { app } from "electron";
import type { RecentFile } from "../../src-shared/rpc/shell-contract.ts";
import type { SettingsStore } from "./settings.ts";
import { shortFolder } from "./short-folder.ts";

const LIMIT = 50;
/** A share that does not answer must not hold the list up. */
const PATIENCE_MS = 300;

export interface RecentFiles {
  add(path: string): void;
  remove(id: string): void;
  path(id: string): string | undefined;
  /** Newest first, without asking the disk. */
  entries(): readonly { id: string; path: string }[];
  /** Newest first, with how large each file is, if it is there. */
  list(): Promise<RecentFile[]>;
}

/** Its bytes; null when it is not there. */
async function sizeOf(path: string): Promise<number | null> {
  const asked = stat(path).then(
    ({ size }) => size,
    () => null,
  );
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  return Promise.race([asked, late]);
}

/** The recent files kept in the settings; `changed` is called when the list has. */
export function recentFiles(settings: SettingsStore, changed: () => void): RecentFiles {
  const save = (recent: SettingsStore["current"]["recent"]) => {
    settings.change({ recent });
    changed();
  };
  const all = () => settings.current.recent;
  return {
    add(path) {
      const id = all().find((entry) => entry.path === path)?.id ?? randomUUID();
      save([{ id, path, openedAt: Date.now() }, ...all().filter((entry) => entry.path !== path)].slice(0, LIMIT));
      app.addRecentDocument(path);
    },
    remove: (id) => save(all().filter((entry) => entry.id !== id)),
    path: (id) => all().find((entry) => entry.id === id)?.path,
    entries: all,
    list: () =>
      Promise.all(
        all().map(async ({ id, path, openedAt }) => ({
          id,
          name: basename(path),
          folder: dirname(path),
          place: shortFolder(dirname(path), app.getPath("home")),
          size: await sizeOf(path),
          openedAt,
        })),
      ),
  };
}
