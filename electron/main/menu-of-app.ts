/** The one native menu, kept in step with settings, recent files and the window in front. */
import { app } from "electron";
import type { AppWindow } from "./app-window.ts";
import { asksBeforeClosing, confirmClosing } from "./keeping-staged.ts";
import { enableCommands, setMenu } from "./menu.ts";
import type { Opening } from "./opening.ts";
import type { RecentFiles } from "./recent-files.ts";
import type { SettingsStore } from "./settings.ts";
import { allWindows, currentWindow } from "./windows.ts";

interface Parts {
  readonly settings: SettingsStore;
  readonly recent: RecentFiles;
  readonly opening: Opening;
  readonly newWindow: () => AppWindow;
  readonly inWindow: () => AppWindow;
}

export interface AppMenu {
  /** Recent files or the theme changed. */
  rebuild(): void;
  /** Another window is in front, or it offers other commands now. */
  refresh(): void;
}

export function menuOf({ settings, recent, opening, newWindow, inWindow }: Parts): AppMenu {
  const enabled = () => currentWindow()?.enabledCommands ?? {};

  const quit = async () => {
    for (const window of allWindows()) {
      if (asksBeforeClosing(window, settings) && !(await confirmClosing(window, settings))) return;
    }
    app.quit();
  };

  const actions = {
    run: (id: string) => inWindow().send({ name: "command", id }),
    openRecent(id: string) {
      const path = recent.path(id);
      if (path === undefined) return;
      void opening.openUnasked(inWindow(), { target: path, place: () => ({ kind: "file", path, readOnly: false }) });
    },
    newWindow: () => void newWindow(),
    quit: () => void quit(),
  };

  return {
    rebuild: () => setMenu(actions, { recent: recent.entries(), theme: settings.current.theme, enabled: enabled() }),
    refresh: () => enableCommands(enabled()),
  };
}
