/** The native menu. Choosing an item tells the page; few things main does itself. */
import { app, Menu } from "electron";
import { commandSpecs } from "../../src-shared/rpc/command-ids.ts";
import { doneByMain, type MenuActions, type MenuState, menuTemplate } from "./menu-template.ts";

/** Builds the menu and makes it the app's. */
export function setMenu(actions: MenuActions, state: MenuState): void {
  const host = { mac: process.platform === "darwin", packaged: app.isPackaged, name: app.name };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, state, host)));
}

/** Greys what the focused window cannot do now, without building the menu again. */
export function enableCommands(enabled: Readonly<Record<string, boolean>>): void {
  const menu = Menu.getApplicationMenu();
  for (const { id } of commandSpecs) {
    const item = menu?.getMenuItemById(id);
    if (item) item.enabled = doneByMain.has(id) || enabled[id] !== false;
  }
}
