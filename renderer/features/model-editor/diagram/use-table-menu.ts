import { askShell, popupMenu } from "../../../rpc/shell-client.ts";
import type { MenuItem } from "../../../../src-shared/rpc/shell-contract.ts";
import { type MoreItem, tableChoice, tableMenu } from "./canvas/table-menu.ts";
import type { DiagramState } from "./canvas/use-diagram.ts";
import { type DiagramKey, type DiagramTable, keyWords } from "./data/diagram-data.ts";
import { type KeptDiagram, withColour } from "./data/kept-diagram.ts";

interface TableMenuSetup {
  readonly state: DiagramState;
  readonly onOpen: (table: DiagramTable) => void;
  readonly openLabel: string;
  readonly onDrawKey?: unknown;
  readonly onAddKey: (from: DiagramTable) => void;
  readonly tableItems?: ((table: DiagramTable) => readonly MoreItem[]) | undefined;
  readonly onTableItem?: ((table: DiagramTable, command: string) => void) | undefined;
  readonly keyItems?: ((key: DiagramKey) => readonly MoreItem[]) | undefined;
  readonly onKeyItem?: ((key: DiagramKey, command: string) => void) | undefined;
}

interface Menus {
  /** `selected`: a colour goes to all of these when the table is one of them. */
  ofTable(table: DiagramTable, selected: readonly string[], at?: { x: number; y: number }): Promise<void>;
  ofKey(key: DiagramKey, onShow: (table: string) => void): Promise<void>;
}

/** The native menus of the diagram, and what is done with what was chosen. */
export function useTableMenu(setup: TableMenuSetup): Menus {
  const { state, onOpen, onAddKey, tableItems, onTableItem, keyItems, onKeyItem } = setup;
  const { kept, part, change } = state;
  return {
    async ofTable(table, selected, at) {
      const { id } = table;
      const items = tableMenu({
        openLabel: setup.openLabel,
        colour: kept.colours[id] ?? null,
        grouped: kept.grouped,
        depth: kept.around?.table === id ? kept.around.depth : null,
        isPart: kept.around !== null,
        canDraw: setup.onDrawKey !== undefined && table.mayHaveKeys,
        more: tableItems?.(table) ?? [],
      });
      const choice = tableChoice(await popupMenu(items, at));
      const put = (next: Partial<KeptDiagram>) => change((now) => ({ ...now, ...next }));
      if (choice?.kind === "open") onOpen(table);
      if (choice?.kind === "copyName") await askShell("clipboard.write", { text: table.object.name });
      if (choice?.kind === "drawKey") onAddKey(table);
      if (choice?.kind === "whole") put({ around: null });
      if (choice?.kind === "around") put({ around: { table: id, depth: choice.depth } });
      if (choice?.kind === "colour")
        change((now) => withColour(now, selected.includes(id) ? selected : [id], choice.colour), true);
      if (choice?.kind === "more") onTableItem?.(table, choice.command);
    },
    async ofKey(key, onShow) {
      const tables = new Map(part.tables.map((table) => [table.id, table]));
      const name = (id: string) => tables.get(id)?.title ?? "";
      const more = keyItems?.(key) ?? [];
      const items: MenuItem[] = [
        { type: "item", label: `Go to ${name(key.parent)}`, command: "parent" },
        { type: "item", label: `Go to ${name(key.child)}`, command: "child" },
        ...(more.length > 0 ? [{ type: "separator" } as const] : []),
        ...more.map(({ label, command, ...rest }) => ({
          type: "item" as const,
          label,
          command: `more:${command}`,
          ...rest,
        })),
        { type: "separator" },
        { type: "item", label: "Copy as Text", command: "copy" },
      ];
      const chosen = await popupMenu(items);
      if (chosen === "parent") onShow(key.parent);
      if (chosen === "child") onShow(key.child);
      if (chosen === "copy") await askShell("clipboard.write", { text: keyWords(key, tables) });
      if (chosen?.startsWith("more:")) onKeyItem?.(key, chosen.slice("more:".length));
    },
  };
}
