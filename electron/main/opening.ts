/** The one way a database comes into a window, whichever gesture asked for it. */
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { OpenedDatabase } from "../../src-shared/rpc/shell-contract.ts";
import type { AppWindow, OpenRequest } from "./app-window.ts";
import { type DatabasePlace, placeOfAddress } from "./database-place.ts";
import { closeDatabase, openDatabase } from "./open-databases.ts";
import type { RecentFiles } from "./recent-files.ts";
import { isScratch } from "./scratch-databases.ts";
import type { SettingsStore } from "./settings.ts";
import { allWindows } from "./windows.ts";

export interface Opening {
  /** Opens a database in a window. Throws an AppError that says why it cannot be opened. */
  open(window: AppWindow, place: DatabasePlace, table?: string): Promise<OpenedDatabase>;
  /** Opens it now, or once the page is there, and tells the page by event. */
  openUnasked(window: AppWindow, request: OpenRequest): Promise<void>;
  /** Opens what waits for a window now, while its page is still loading. */
  begin(window: AppWindow): void;
  /** What a page gets back when it is loaded: its databases, and those that wait for it. */
  restore(window: AppWindow): Promise<OpenedDatabase[]>;
  /** Lets go of a database; closes it when no window has it any more. */
  close(window: AppWindow, handle: string): Promise<void>;
  /** Remembers what is open, to be opened at the next start. */
  remember(): void;
  /** The files that were open at the end of the last run. */
  lastOpen(): OpenRequest[];
}

/** A request for an address the user gave: a path, a URL, `:memory:`. */
export function requestFor(target: string, cwd: string, readOnly: boolean, table?: string): OpenRequest {
  return { target, place: () => placeOfAddress(target, cwd, readOnly), table };
}

export function openings(settings: SettingsStore, recent: RecentFiles): Opening {
  const remember = () => {
    const sources = [...allWindows()].flatMap((window) => window.handles().map((h) => window.held(h).database.source));
    settings.change({ open: sources.map(({ path, readOnly }) => ({ path, readOnly })) });
  };

  const open: Opening["open"] = async (window, place, table) => {
    window.failed = { place, table };
    const database = await openDatabase(place);
    window.failed = null;
    // The window may have been closed while the engine was opening.
    if (window.window.isDestroyed()) {
      if (![...allWindows()].some((other) => other.handles().some((h) => other.held(h).database === database))) {
        await closeDatabase(database);
      }
      throw new Error("The window was closed.");
    }
    const opened = window.hold(database, table);
    if (!database.source.scratch) recent.add(database.source.path);
    remember();
    return opened;
  };

  const fail = (window: AppWindow, target: string, thrown: unknown) =>
    window.send({ name: "database.failed", target, error: toAppErrorData(thrown) });

  const openWaiting = async (window: AppWindow): Promise<void> => {
    for (const request of window.waiting.splice(0)) {
      try {
        await open(window, await request.place(), request.table);
      } catch (thrown) {
        window.failures.push([request.target, thrown]);
      }
    }
  };

  const begin = (window: AppWindow): void => {
    window.opening = window.opening.then(() => openWaiting(window));
  };

  return {
    open,
    begin,
    remember,
    async openUnasked(window, request) {
      if (!window.restored) {
        window.waiting.push(request);
        return;
      }
      try {
        const database = await open(window, await request.place(), request.table);
        window.send({ name: "database.opened", database });
      } catch (thrown) {
        fail(window, request.target, thrown);
      }
    },
    async restore(window) {
      window.restored = true;
      begin(window);
      await window.opening;
      // After the answer, as far as that can be had: the page's own order keeps what it shows of them (renderer/app/app.tsx).
      setImmediate(() => {
        for (const [target, thrown] of window.failures.splice(0)) fail(window, target, thrown);
      });
      return window.describeAll();
    },
    async close(window, handle) {
      const orphan = window.release(handle);
      remember();
      if (orphan) await closeDatabase(orphan);
    },
    lastOpen: () =>
      settings.current.open
        .filter(({ path }) => !isScratch(path))
        .map(({ path, readOnly }) => ({ target: path, place: () => ({ kind: "file", path, readOnly }) })),
  };
}
