/** What the context menu of a row offers about its children: to unfold them below it, once or always. */
import type { MenuItem } from "../../../../src-shared/rpc/shell-contract.ts";
import { childTitle, type Relation } from "../../../rows/relations/relations.ts";
import { relationText, type UnfoldedRelations } from "../../../rows/relations/unfolded-relations.ts";
import { itemOfCommand, type MenuExtras } from "../../../rows-view/grid-actions/grid-menu.ts";
import type { Unfolded } from "./use-unfolded.ts";

/** `always`: null where children are unfolded row by row only. */
export function unfoldMenu({ model, fold, foldOne }: Unfolded, always: UnfoldedRelations | null): MenuExtras {
  const item = (command: string, relation: Relation, checked: boolean): MenuItem => ({
    type: "item",
    command,
    label: childTitle(relation, model.children),
    checked,
  });
  return {
    async items({ target, row }) {
      if (target === "column" || row === null || model.state(row) === null || model.children.length === 0) return [];
      const { children } = model;
      return [
        { type: "separator" },
        {
          type: "submenu",
          label: "Unfold Children",
          items: [
            ...children.map((relation, i) => item(`unfold:${i}`, relation, model.isOpen(row, relation))),
            { type: "separator" },
            { ...itemOfCommand("row.unfold"), type: "item", command: "unfoldRow", label: "All, or Fold Them" },
          ],
        },
        ...(always
          ? [
              {
                type: "submenu" as const,
                label: "Always Unfold under Rows",
                items: children.map((relation, i) => {
                  return item(`always:${i}`, relation, always.all.has(relationText(relation)));
                }) as Extract<MenuItem, { type: "submenu" }>["items"],
              },
            ]
          : []),
      ] as MenuItem[];
    },
    run(command, { row }) {
      const [, what, place] = /^(unfoldRow|unfold|always)(?::(\d+))?$/.exec(command) ?? [];
      if (what === undefined || row === null) return false;
      const relation = model.children[Number(place)];
      if (what === "unfoldRow") fold(row);
      else if (relation && what === "unfold") foldOne(row, relation, !model.isOpen(row, relation));
      else if (relation) always?.set(relation, !always.all.has(relationText(relation)));
      return true;
    },
  };
}
