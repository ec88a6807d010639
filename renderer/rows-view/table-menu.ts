/** The native context menus of a table's cells, rows and headers: which items, and what is enabled. */
import type { MenuItem, SimpleMenuItem } from "../../src-shared/rpc/shell-contract.ts";
import type { GridMenuEvent } from "../ui/data-grid/grid-source.ts";

export type MenuCommand =
  | "copy"
  | `copy:${CopyFormat}`
  | "fillDown"
  | "paste"
  | "pasteRows"
  | "edit"
  | "open"
  | "setNull"
  | "setEmpty"
  | "setDefault"
  | "setNow"
  | "saveValues"
  | "filterIs"
  | "filterIsNot"
  | "addRow"
  | "duplicate"
  | "delete"
  | "revert"
  | "sortAsc"
  | "sortDesc"
  | "sortNone"
  | "alsoAsc"
  | "alsoDesc"
  | "copyName"
  | "selectAll";

import { type CopyFormat, copyFormats } from "../values/copy-formats.ts";

/** Items that another part adds below a menu, and does when they are chosen. */
export interface MenuExtras {
  items(event: GridMenuEvent): Promise<MenuItem[]>;
  /** False: the command is none of these. */
  run(command: string, event: GridMenuEvent): boolean;
}

const separator: MenuItem = { type: "separator" };

function item(command: MenuCommand, label: string, enabled = true, accelerator?: string): SimpleMenuItem {
  return { type: "item", command, label, enabled, ...(accelerator ? { accelerator } : {}) };
}

export interface MenuFacts {
  readonly editable: boolean;
  /** New rows are taken; a view may take none. */
  readonly canInsert: boolean;
  readonly canDelete: boolean;
  /** Something is staged of the selected rows. */
  readonly staged: boolean;
  readonly rows: number;
  /** Cells that a filter by what they hold is about. */
  readonly values?: number;
  /** The cell holds text (empty text can be set there). */
  readonly textColumn: boolean;
  /** The column has a DEFAULT, or takes NULL. */
  readonly hasDefault?: boolean;
  /** Cells whose values can be saved as files; absent where they cannot be. */
  readonly cells?: number;
  readonly direction: "asc" | "desc" | null;
  /** Rows can be sorted by the column; absent: they can. */
  readonly sortable?: boolean;
  /** The rows are ordered by another column. */
  readonly ordered: boolean;
}

const formats = Object.entries(copyFormats) as [CopyFormat, { title: string }][];

const copyItems: MenuItem[] = [
  item("copy", "Copy", true, "CmdOrCtrl+C"),
  item("copy:headers", "Copy with Headers", true, "CmdOrCtrl+Shift+Alt+C"),
  {
    type: "submenu",
    label: "Copy As",
    items: formats
      .filter(([format]) => format !== "headers")
      .map(([format, { title }]) =>
        item(`copy:${format}`, title, true, format === "insert" ? "CmdOrCtrl+Alt+C" : undefined),
      ),
  },
];

function rowItems({ canInsert, canDelete, staged, rows }: MenuFacts): MenuItem[] {
  const many = rows > 1;
  return [
    item("addRow", "Add Row", canInsert, "Insert"),
    item("duplicate", many ? `Duplicate ${rows} Rows` : "Duplicate Row", canInsert, "CmdOrCtrl+D"),
    item("delete", many ? `Delete ${rows} Rows` : "Delete Row", canDelete),
    item("revert", many ? "Revert These Rows" : "Revert This Row", staged),
  ];
}

export function cellMenu(facts: MenuFacts): MenuItem[] {
  const { editable, values = 1 } = facts;
  const these = values > 1 ? "These Values" : "This Value";
  return [
    item("edit", "Edit", editable, "F2"),
    item("open", "Show in the Cell Panel", true, "Shift+Enter"),
    separator,
    ...copyItems,
    item("paste", "Paste", editable, "CmdOrCtrl+V"),
    item("pasteRows", "Paste as New Rows", facts.canInsert, "CmdOrCtrl+Shift+V"),
    separator,
    item("fillDown", "Fill Down", editable, "CmdOrCtrl+Shift+D"),
    item("setNull", "Set to NULL", editable, "Alt+Delete"),
    item("setEmpty", "Set to Empty Text", editable && facts.textColumn),
    item("setDefault", "Set to the Default", editable && facts.hasDefault === true),
    item("setNow", "Set to Now", editable, "CmdOrCtrl+;"),
    separator,
    ...(facts.cells === undefined
      ? []
      : [item("saveValues", facts.cells > 1 ? "Save Values as Files…" : "Save Value as a File…")]),
    separator,
    item("filterIs", `Only Rows with ${these}`),
    item("filterIsNot", `Only Rows without ${these}`),
    separator,
    ...rowItems(facts),
  ];
}

export function rowMenu(facts: MenuFacts): MenuItem[] {
  return [
    ...copyItems,
    item("pasteRows", "Paste as New Rows", facts.canInsert, "CmdOrCtrl+Shift+V"),
    separator,
    ...rowItems(facts),
    separator,
    item("selectAll", "Select All", true, "CmdOrCtrl+A"),
  ];
}

export function columnMenu({ direction, ordered, sortable = true }: MenuFacts): MenuItem[] {
  return [
    { ...item("sortAsc", "Sort Ascending", sortable), checked: direction === "asc" } as MenuItem,
    { ...item("sortDesc", "Sort Descending", sortable), checked: direction === "desc" } as MenuItem,
    item("alsoAsc", "Then by This, Ascending", ordered && sortable),
    item("alsoDesc", "Then by This, Descending", ordered && sortable),
    item("sortNone", "Do Not Sort by This", direction !== null),
    separator,
    item("copyName", "Copy Column Name"),
  ];
}
