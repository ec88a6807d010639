/** What a header's context menu offers about columns: hide, show, pin, move. */
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import type { MenuExtras } from "../grid-actions/grid-menu.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { type ColumnLayout, moveColumn, pinUpTo, setHidden, setPinned } from "../../rows/column-layout.ts";

const item = (command: string, label: string, enabled = true): SimpleMenuItem => ({
  type: "item",
  command: `column:${command}`,
  label,
  enabled,
});

type Change = (change: (before: ColumnLayout) => ColumnLayout) => void;

export function columnLayoutMenu(rows: TableRows, selected: () => readonly number[], change: Change): MenuExtras {
  const nameAt = ({ column }: GridMenuEvent): string | undefined =>
    column === null ? undefined : rows.shownColumns[column]?.name;

  /** The selected columns, if the one that was clicked is among them; else that one alone. */
  const meant = (event: GridMenuEvent): string[] => {
    const places = selected();
    const all = event.column !== null && places.includes(event.column) ? places : [event.column ?? -1];
    return all.flatMap((place) => rows.shownColumns[place]?.name ?? []);
  };

  return {
    async items(event) {
      const hidden = rows.hiddenColumns.map((column) => column.name);
      const shownCount = rows.columns.length;
      const show: MenuItem[] =
        hidden.length === 0
          ? []
          : [
              {
                type: "submenu",
                label: "Show Column",
                items: [
                  item("showAll", "All"),
                  { type: "separator" },
                  ...hidden.map((name) => item(`show:${name}`, name)),
                ],
              },
            ];
      if (event.target === "corner") return show.length > 0 ? [{ type: "separator" }, ...show] : [];
      if (event.target !== "column" || event.column === null) return [];
      const { column } = event;
      const many = meant(event).length;
      return [
        { type: "separator" },
        column < rows.pinned ? item("unpin", "Unpin") : item("pin", "Pin to the Left", rows.pinned < shownCount - 1),
        ...(column < rows.pinned && rows.pinned > 1 ? [item("unpinAll", "Unpin All")] : []),
        ...(column > rows.pinned && column < shownCount - 1 ? [item("pinUpTo", "Pin All up to Here")] : []),
        item("left", "Move Left", column > 0),
        item("right", "Move Right", column < shownCount - 1),
        item("hide", many > 1 ? `Hide ${many} Columns` : "Hide Column", many < shownCount),
        ...show,
      ];
    },
    run(command, event) {
      const [, what, rest] = /^column:(\w+)(?::(.*))?$/s.exec(command) ?? [];
      if (what === undefined) return false;
      const name = nameAt(event);
      const to = (event.column ?? 0) + (what === "left" ? -1 : 1);
      change((before) => {
        if (what === "showAll") return { ...before, hidden: [] };
        if (what === "show") return setHidden(before, [rest ?? ""], false);
        if (what === "unpinAll") return { ...before, pinned: [] };
        if (name === undefined) return before;
        if (what === "hide") return setHidden(before, meant(event), true);
        if (what === "pinUpTo") return pinUpTo(rows.columnNames, before, name);
        if (what === "pin" || what === "unpin") return setPinned(before, name, what === "pin");
        return moveColumn(rows.columnNames, before, name, to);
      });
      return true;
    },
  };
}
