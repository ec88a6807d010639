/** The native menu as Electron takes it, made from the list of commands: what stands where, which keys and letters. No Electron in it. */
import type { MenuItemConstructorOptions } from "electron";
import type { Settings } from "../../src-shared/model/settings.ts";
import { type CommandId, type CommandSpec, commandSpecs } from "../../src-shared/rpc/command-ids.ts";
import { withMarksShown } from "../../src-shared/formats/shown-name.ts";
import { withMnemonics, withoutMnemonic } from "./mnemonics.ts";

export interface MenuActions {
  /** A command for the focused window. */
  run(id: string): void;
  openRecent(id: string): void;
  newWindow(): void;
  quit(): void;
}

export interface MenuState {
  readonly recent: readonly { id: string; path: string }[];
  readonly theme: Settings["theme"];
  readonly enabled: Readonly<Record<string, boolean>>;
}

/** What the menu differs by. */
export interface MenuHost {
  readonly mac: boolean;
  readonly packaged: boolean;
  readonly name: string;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: "separator" };

/** A line is drawn before these, to keep what belongs together. */
const beginsGroup = new Set<CommandId>([
  "database.pick",
  "tab.duplicate",
  "rows.export",
  "database.close",
  "edit.cut",
  "row.add",
  "cell.edit",
  "view.refresh",
  "view.sidebar",
  "view.nextTab",
  "view.zoomIn",
  "theme.system",
  "palette.objects",
  "session.preview",
  "session.history",
  "session.exportSql",
  "model.newTable",
  "model.plan",
  "model.undoLast",
  "console.run",
  "console.stop",
  "console.commit",
]);

/** Done by main even when the page is busy or there is none. */
export const doneByMain = new Set<string>(["window.new"]);
/** Still of use with no window open (macOS). */
const opensWindow = new Set<string>(["window.new"]);

function commandItem(spec: CommandSpec, actions: MenuActions, state: MenuState): Item {
  const theme = /^theme\.(.+)$/.exec(spec.id)?.[1];
  return {
    id: spec.id,
    label: spec.title,
    ...(spec.key ? { accelerator: spec.key } : {}),
    // The page listens to the keys itself, so that the focused pane gets Copy and Undo; here they are only shown.
    // On macOS the system's own menu keys come after the page's and do no harm.
    registerAccelerator: doneByMain.has(spec.id),
    enabled: doneByMain.has(spec.id) || state.enabled[spec.id] !== false,
    ...(theme ? { type: "radio" as const, checked: theme === state.theme } : {}),
    click: () => (opensWindow.has(spec.id) ? actions.newWindow() : actions.run(spec.id)),
  };
}

function commandsOf(menu: CommandSpec["menu"], actions: MenuActions, state: MenuState): Item[] {
  const items: Item[] = [];
  const submenus = new Map<string, Item[]>();
  for (const spec of commandSpecs as readonly (CommandSpec & { readonly id: CommandId })[]) {
    if (spec.menu !== menu) continue;
    const item = commandItem(spec, actions, state);
    const open = spec.submenu === undefined ? undefined : submenus.get(spec.submenu);
    if (open) {
      open.push(item);
      continue;
    }
    if (beginsGroup.has(spec.id)) items.push(separator);
    if (spec.submenu === undefined) items.push(item);
    else {
      const submenu = [item];
      submenus.set(spec.submenu, submenu);
      items.push({ label: spec.submenu, submenu });
    }
  }
  return items;
}

/** As many fit into a menu; the welcome screen lists all. */
const RECENT_SHOWN = 15;

function recentMenu(actions: MenuActions, state: MenuState): Item {
  const submenu = state.recent
    .slice(0, RECENT_SHOWN)
    .map(
      ({ id, path }): Item => ({ label: withoutMnemonic(withMarksShown(path)), click: () => actions.openRecent(id) }),
    );
  return { label: "Open Recent", enabled: submenu.length > 0, submenu };
}

/** The whole menu bar. */
export function menuTemplate(actions: MenuActions, state: MenuState, { mac, packaged, name }: MenuHost): Item[] {
  const file = commandsOf("File", actions, state);
  file.splice(
    file.findIndex((item) => item.id === "database.openSample"),
    0,
    recentMenu(actions, state),
  );
  const quit: Item = { id: "app.quit", label: "Quit Joinery", accelerator: "CmdOrCtrl+Q", click: actions.quit };
  const template: Item[] = [
    ...(mac
      ? [
          {
            label: name,
            submenu: [
              { id: "app.about.mac", label: "About Joinery", click: () => actions.run("app.about") },
              separator,
              { role: "services" },
              separator,
              { role: "hide" },
              { role: "hideOthers" },
              { role: "unhide" },
              separator,
              quit,
            ] satisfies Item[],
          },
        ]
      : []),
    { label: "&File", submenu: mac ? file : [...file, separator, quit] },
    { label: "&Edit", submenu: commandsOf("Edit", actions, state) },
    {
      label: "&View",
      submenu: [
        ...commandsOf("View", actions, state),
        separator,
        { role: "togglefullscreen", ...(mac ? {} : { label: "Full Screen" }) },
        ...(packaged ? [] : [{ role: "toggleDevTools", label: "Developer Tools" } satisfies Item]),
      ],
    },
    { label: "&Session", submenu: commandsOf("Session", actions, state) },
    { label: "S&chema", submenu: commandsOf("Schema", actions, state) },
    { label: "&Query", submenu: commandsOf("Query", actions, state) },
    // Elsewhere its Close would take Ctrl+W from "Close Tab".
    ...(mac ? [{ role: "windowMenu" } satisfies Item] : []),
    { label: "&Help", role: "help", submenu: commandsOf("Help", actions, state) },
  ];
  return mac ? template : withMnemonics(template);
}
