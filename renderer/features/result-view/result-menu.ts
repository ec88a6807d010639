/** The native context menus of a result's cells, rows and headers. */
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { type CopyFormat, copyFormats } from "../../values/copy-formats.ts";

export type ResultCommand =
  | "copy"
  | `copy:${CopyFormat}`
  | "edit"
  | "open"
  | "paste"
  | "fillDown"
  | "setNull"
  | "revert"
  | "filterIs"
  | "filterIsNot"
  | "export"
  | "selectAll";

const separator: MenuItem = { type: "separator" };

function item(command: ResultCommand, label: string, enabled = true, accelerator?: string): SimpleMenuItem {
  return { type: "item", command, label, enabled, ...(accelerator ? { accelerator } : {}) };
}

const formats = Object.entries(copyFormats) as [CopyFormat, { title: string }][];

/** Copying, which every part of a result can do. */
export const copyItems: MenuItem[] = [
  item("copy", "Copy", true, "CmdOrCtrl+C"),
  {
    type: "submenu",
    label: "Copy As",
    items: formats.map(([format, { title }]) => item(`copy:${format}`, title)),
  },
];

export interface ResultMenuFacts {
  /** The cell that was clicked belongs to a row that can be changed. */
  readonly editable: boolean;
  /** Something is staged of the selected cells. */
  readonly staged: boolean;
}

export function resultCellMenu({ editable, staged }: ResultMenuFacts): MenuItem[] {
  return [
    item("edit", "Edit", editable, "F2"),
    item("open", "Show in the Cell Panel", true, "Shift+Enter"),
    separator,
    ...copyItems,
    item("paste", "Paste", editable, "CmdOrCtrl+V"),
    separator,
    item("fillDown", "Fill Down", editable, "CmdOrCtrl+Shift+D"),
    item("setNull", "Set to NULL", editable, "Alt+Delete"),
    item("revert", "Revert These Cells", staged),
    separator,
    item("filterIs", "Only Rows with This Value"),
    item("filterIsNot", "Only Rows without This Value"),
    separator,
    item("export", "Export All Rows…"),
    item("selectAll", "Select All", true, "CmdOrCtrl+A"),
  ];
}

export function resultRowMenu(): MenuItem[] {
  return [
    ...copyItems,
    separator,
    item("export", "Export All Rows…"),
    item("selectAll", "Select All", true, "CmdOrCtrl+A"),
  ];
}
