/** The native context menu of a grid, from the list of actions. */
import { type CommandId, commandSpec, isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { type GridActionOf, type GridCan, isEnabled, isOffered, type MenuPlace } from "./grid-action.ts";

/** Items that another part adds below a menu, and does when they are chosen. */
export interface MenuExtras {
  items(event: GridMenuEvent): Promise<MenuItem[]>;
  /** False: the command is none of these. */
  run(command: string, event: GridMenuEvent): boolean;
}

/** The title and the key of a command, as an item of a context menu that does the same. */
export function itemOfCommand(id: CommandId): Pick<SimpleMenuItem & { type: "item" }, "label" | "accelerator"> {
  const { title, key } = commandSpec(id);
  return { label: title, ...(key === undefined ? {} : { accelerator: key }) };
}

function itemOf<Target>(action: GridActionOf<Target>, target: Target, can: GridCan): SimpleMenuItem {
  const { id, words, checked, whenInMenu } = action;
  const command = isCommandId(id) ? itemOfCommand(id) : { label: "" };
  return {
    type: "item",
    command: id,
    ...command,
    ...(words ? { label: words(target) } : {}),
    enabled: isEnabled(action, target, can) && (whenInMenu?.(target) ?? true),
    ...(checked ? { checked: checked(target) } : {}),
  };
}

/** What of these actions the rows offer at this place; what is not possible now is greyed. */
export function gridMenu<Target>(
  groups: readonly (readonly GridActionOf<Target>[])[],
  place: MenuPlace,
  target: Target,
  can: GridCan = {},
): MenuItem[] {
  const items: MenuItem[] = [];
  for (const group of groups) {
    const here = group.filter((action) => action.menu.includes(place) && isOffered(action, can));
    if (here.length > 0 && items.length > 0) items.push({ type: "separator" });
    for (const action of here) {
      const item = itemOf(action, target, can);
      const last = items.at(-1);
      if (action.submenu === undefined) items.push(item);
      else if (last?.type === "submenu" && last.label === action.submenu) last.items.push(item);
      else items.push({ type: "submenu", label: action.submenu, items: [item] });
    }
  }
  return items;
}

/** Does what was chosen in that menu. */
export function runGridAction<Target>(
  groups: readonly (readonly GridActionOf<Target>[])[],
  id: string,
  target: Target,
): void {
  groups
    .flat()
    .find((action) => action.id === id)
    ?.run(target);
}
