/** Native menus of the builder. */
import type { MenuItem, SimpleMenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { Relation } from "../../../src-shared/model/query.ts";
import { popupMenu } from "../../rpc/shell-client.ts";

/** Something that can be chosen. */
export interface Choice {
  readonly label: string;
  readonly run: () => void;
  readonly checked?: boolean;
}

/** A group of choices; with a label it is a submenu. */
export interface ChoiceGroup {
  readonly label?: string;
  readonly choices: readonly Choice[];
}

/** Pops up below an element and does what was chosen. */
export async function chooseFrom(element: Element, groups: readonly ChoiceGroup[]): Promise<void> {
  const { left, bottom } = element.getBoundingClientRect();
  const runs: (() => void)[] = [];
  const item = ({ label, run, checked }: Choice): SimpleMenuItem => ({
    type: "item",
    label,
    command: String(runs.push(run) - 1),
    ...(checked === undefined ? {} : { checked }),
  });
  const items: MenuItem[] = [];
  for (const { label, choices } of groups) {
    if (choices.length === 0) continue;
    if (label !== undefined) items.push({ type: "submenu", label, items: choices.map(item) });
    else {
      if (items.length > 0) items.push({ type: "separator" });
      items.push(...choices.map(item));
    }
  }
  if (items.length === 0) return;
  const chosen = await popupMenu(items, { x: left, y: bottom + 2 });
  if (chosen !== null) runs[Number(chosen)]?.();
}

/** `tracks → Track`, with the link table of a many-to-many. */
export function relationWords({ name, table, through }: Relation): string {
  return `${name} → ${table.name}${through ? ` (by ${through.table.name})` : ""}`;
}
