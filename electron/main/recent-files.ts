/** The list of databases opened lately: our own (Linux has none), and the system's where there is one. */
import { randomUUID } from "node:crypto";
import { access } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { app } from "electron";
import type { RecentFile } from "../../src-shared/rpc/shell-contract.ts";
import type { SettingsStore } from "./settings.ts";

const LIMIT = 20;
/** A share that does not answer must not hold the list up. */
const PATIENCE_MS = 300;

export interface RecentFiles {
  add(path: string): void;
  remove(id: string): void;
  path(id: string): string | undefined;
  /** Newest first, without asking the disk. */
  entries(): readonly { id: string; path: string }[];
  /** Newest first, with whether each file is there. */
  list(): Promise<RecentFile[]>;
}

async function exists(path: string): Promise<boolean> {
  const asked = access(path).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false));
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
          exists: await exists(path),
          openedAt,
        })),
      ),
  };
}
