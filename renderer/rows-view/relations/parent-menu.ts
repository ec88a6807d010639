/** What a context menu offers about the rows that cells refer to: the way there, and the column they are known by. */
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import { sameThrough } from "../../../src-shared/model/through.ts";
import { readableColumns } from "../../../src-shared/model/schema.ts";
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { itemOfCommand, type MenuExtras } from "../grid-actions/grid-menu.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import type { LabelChoices } from "../../rows/relations/label-choices.ts";
import type { Relation } from "../../rows/relations/relations.ts";
import type { Parents } from "./use-parents.ts";

export const item = (command: string, label: string, more: Partial<SimpleMenuItem> = {}): SimpleMenuItem => ({
  type: "item",
  command,
  label,
  ...more,
});

interface ParentMenuSetup {
  readonly rows: TableRows;
  readonly parents: Parents;
  readonly choices: LabelChoices;
  readonly followParent: (event: GridMenuEvent, inNewTab: boolean) => void;
  /** What the rows are sorted by; absent where labels are in another file than the rows. */
  readonly order?: { readonly now: readonly OrderTerm[]; readonly set: (order: OrderTerm[]) => void } | undefined;
}

export interface ParentMenu extends MenuExtras {
  /** The relation of a column: the one whose label it shows, or one it is a part of. */
  relationOf(column: number | null): Relation | undefined;
}

export function parentMenu({ rows, parents, choices, followParent, order }: ParentMenuSetup): ParentMenu {
  const relationOf = (column: number | null): Relation | undefined => {
    const name = column === null ? undefined : rows.shownColumns[column]?.name;
    if (name === undefined) return undefined;
    return parents.labels.relation(name) ?? parents.parents.find((relation) => relation.columns.includes(name));
  };

  const ofCell = ({ row, column }: GridMenuEvent): MenuItem[] => {
    const relation = relationOf(column);
    if (!relation) return [];
    const enabled = row !== null && column !== null && (rows.value(row, column) ?? null) !== null;
    const { name } = relation.parent;
    const ofCommand = (id: CommandId, command: string, label: string): MenuItem =>
      item(command, label, { ...itemOfCommand(id), label, enabled });
    return [
      { type: "separator" },
      ofCommand("row.parent", "parent", `Go to ${name}`),
      ofCommand("row.parentInNewTab", "parentApart", `Go to ${name} in a New Tab`),
    ];
  };

  const ofHeader = ({ column }: GridMenuEvent): MenuItem[] => {
    const relation = relationOf(column);
    if (!relation) return [];
    const shown = parents.labelOf(relation);
    const name = column === null ? undefined : rows.shownColumns[column]?.name;
    const through = name === undefined ? undefined : rows.labelOf(name)?.through;
    const sorted = order?.now.find((term) => term.column === name && sameThrough(term.through, through));
    const by = (direction: OrderTerm["direction"]): MenuItem =>
      item(`labelSort:${direction}`, `Sort by ${through?.label}, ${direction === "asc" ? "Ascending" : "Descending"}`, {
        checked: sorted?.direction === direction,
      });
    return [
      { type: "separator" },
      ...(order && through ? [by("asc"), by("desc")] : []),
      {
        type: "submenu",
        label: `Show of ${relation.parent.name}`,
        items: [
          item("label:", "Nothing", { checked: shown === null }),
          { type: "separator" },
          ...readableColumns(relation.parent).map(({ name }) =>
            item(`label:${name}`, name, { checked: shown === name }),
          ),
        ],
      },
    ];
  };

  return {
    relationOf,
    items: (event) => Promise.resolve(event.target === "column" ? ofHeader(event) : ofCell(event)),
    run(command, event) {
      const [, what, rest] = /^(parent|parentApart|label|labelSort)(?::(.*))?$/s.exec(command) ?? [];
      if (what === undefined) return false;
      const relation = relationOf(event.column);
      if (what === "parent" || what === "parentApart") followParent(event, what === "parentApart");
      else if (what === "labelSort") {
        const column = event.column === null ? undefined : rows.shownColumns[event.column]?.name;
        const through = column === undefined ? undefined : rows.labelOf(column)?.through;
        if (column !== undefined && through)
          order?.set([{ column, direction: rest === "desc" ? "desc" : "asc", through }]);
      } else if (relation) choices.choose(relation.parent, rest === "" || rest === undefined ? null : rest);
      return true;
    },
  };
}
