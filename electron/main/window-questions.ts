/** The page's questions about its window, menus, settings and versions. */
import { app, Menu, type MenuItemConstructorOptions, nativeTheme } from "electron";
import { type Settings, settingsWith } from "../../src-shared/model/settings.ts";
import type { MenuItem } from "../../src-shared/rpc/shell-contract.ts";
import type { AppWindow } from "./app-window.ts";
import { askEngine } from "./engine-question.ts";
import { closeDatabase, openDatabase } from "./open-databases.ts";
import type { SettingsStore } from "./settings.ts";
import type { SomeHandlers } from "./shell-server.ts";
import { allWindows } from "./windows.ts";
import { withMarksShown } from "../../src-shared/formats/shown-name.ts";
import { withoutMnemonic } from "./mnemonics.ts";

type WindowQuestions = SomeHandlers<
  | "window.create"
  | "window.describe"
  | "window.transaction"
  | "window.mayClose"
  | "window.painted"
  | "menu.popup"
  | "menu.enable"
  | "settings.read"
  | "settings.write"
  | "app.versions"
>;

export interface WindowActions {
  newWindow(): void;
  /** The menu has to be looked at again; `rebuild` when more than greying changed. */
  menuChanged(window: AppWindow, rebuild: boolean): void;
}

/** A name in it may have an `&`, which menus take for the mark of a letter. */
const labelOf = (label: string): string => withoutMnemonic(withMarksShown(label));

/** Pops a native menu up; settles with the command chosen, or null. */
function popUp(
  window: AppWindow,
  items: readonly MenuItem[],
  at: { x: number; y: number } | null,
): Promise<string | null> {
  return new Promise((resolve) => {
    const build = (item: MenuItem): MenuItemConstructorOptions => {
      if (item.type === "separator") return { type: "separator" };
      if (item.type === "submenu") return { label: labelOf(item.label), submenu: item.items.map(build) };
      return {
        label: labelOf(item.label),
        enabled: item.enabled ?? true,
        ...(item.accelerator === undefined ? {} : { accelerator: item.accelerator, registerAccelerator: false }),
        ...(item.checked === undefined ? {} : { type: "checkbox" as const, checked: item.checked }),
        click: () => resolve(item.command),
      };
    };
    const menu = Menu.buildFromTemplate(items.map(build));
    // A click comes before or after the menu closes, depending on the system; the click wins.
    menu.popup({ window: window.window, ...at, callback: () => setTimeout(() => resolve(null), 100) });
  });
}

function applySettings({ theme, zoom }: Settings): void {
  nativeTheme.themeSource = theme;
  for (const { contents } of allWindows()) contents.setZoomFactor(zoom / 100);
}

export function windowQuestions(settings: SettingsStore, actions: WindowActions): WindowQuestions {
  const shown = (): Settings => settingsWith(settings.current, {});
  return {
    "window.create": () => actions.newWindow(),
    "window.describe"({ title, path, staged }, asker) {
      asker.staged = staged;
      asker.window.setTitle(withMarksShown(title));
      asker.window.setRepresentedFilename(path ?? "");
      asker.window.setDocumentEdited(staged > 0);
    },
    "window.transaction"({ open }, asker) {
      asker.transactionOpen = open;
    },
    "window.mayClose": ({ refused }, asker) => asker.pageAnswered(refused),
    "window.painted": (_nothing, asker) => asker.setPainted(),
    "menu.popup": ({ items, x, y }, asker) =>
      popUp(asker, items, x === undefined || y === undefined ? null : { x: Math.round(x), y: Math.round(y) }),
    "menu.enable"({ commands }, asker) {
      asker.enabledCommands = commands;
      actions.menuChanged(asker, false);
    },
    "settings.read": shown,
    "settings.write"(part, asker) {
      settings.change(settingsWith(settings.current, part));
      applySettings(shown());
      actions.menuChanged(asker, true);
      return shown();
    },
    async "app.versions"() {
      const { electron, chrome, node } = process.versions;
      return { joinery: app.getVersion(), electron, chromium: chrome, node, sqlite: await sqliteVersion() };
    },
  };
}

let knownSqlite: string | undefined;

/** Main has no SQLite of its own: an engine is asked, once, with an empty database. */
async function sqliteVersion(): Promise<string> {
  if (knownSqlite === undefined) {
    const database = await openDatabase({ kind: "memory" });
    try {
      knownSqlite = (await askEngine(await database.engine("session"), "database.info", undefined)).sqliteVersion;
    } finally {
      await closeDatabase(database);
    }
  }
  return knownSqlite;
}
