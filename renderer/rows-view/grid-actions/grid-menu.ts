/** The native context menu of a grid, from the list of actions. */
import { type CommandId, commandSpec, isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { type ActionTarget, type GridAction, isEnabled, isOffered, type MenuPlace } from "./grid-action.ts";
import { gridActionGroups, gridActions } from "./grid-actions.ts";

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

function itemOf(action: GridAction, target: ActionTarget): SimpleMenuItem {
  const { id, words, checked, whenInMenu } = action;
  const command = isCommandId(id) ? itemOfCommand(id) : { label: "" };
  return {
    type: "item",
    command: id,
    ...command,
    ...(words ? { label: words(target) } : {}),
    enabled: isEnabled(action, target) && (whenInMenu?.(target) ?? true),
    ...(checked ? { checked: checked(target) } : {}),
  };
}

/** What the rows offer at this place; what is not possible now is greyed. */
export function gridMenu(place: MenuPlace, target: ActionTarget): MenuItem[] {
  const items: MenuItem[] = [];
  for (const group of gridActionGroups) {
    const here = group.filter((action) => action.menu.includes(place) && isOffered(action, target.can));
    if (here.length > 0 && items.length > 0) items.push({ type: "separator" });
    for (const action of here) {
      const item = itemOf(action, target);
      const last = items.at(-1);
      if (action.submenu === undefined) items.push(item);
      else if (last?.type === "submenu" && last.label === action.submenu) last.items.push(item);
      else items.push({ type: "submenu", label: action.submenu, items: [item] });
    }
  }
  return items;
}

/** Does what was chosen in that menu; false: it is none of these actions. */
export function runGridAction(id: string, target: ActionTarget): boolean {
  const action = gridActions.find((one) => one.id === id);
  action?.run(target);
  return action !== undefined;
}
