/** What a right click on a tab offers. */
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { popupMenu } from "../../rpc/shell-client.ts";
import { focusIntoTab } from "../panes.ts";
import { canBeDuplicated, type TabData } from "./tab-data.ts";
import type { Tabs } from "./tabs.ts";

/** Pops up the menu of a tab and does what is chosen; the tab that is in front then takes the focus. */
export async function tabMenu(
  tabs: Tabs,
  { id, data }: { readonly id: string; readonly data: TabData },
  at?: { x: number; y: number },
): Promise<void> {
  const others = tabs.othersOf(id).length > 0;
  const items: MenuItem[] = [
    { type: "item", label: "Close", command: "close", accelerator: "CmdOrCtrl+W" },
    { type: "item", label: "Close Others", command: "closeOthers", enabled: others },
    {
      type: "item",
      label: "Close to the Right",
      command: "closeRight",
      enabled: tabs.othersOf(id, true).length > 0,
    },
    { type: "separator" },
    { type: "item", label: "Duplicate Tab", command: "duplicate", enabled: canBeDuplicated(data) },
    { type: "item", label: "Move to the Right Side", command: "splitRight", enabled: others },
    { type: "item", label: "Move to the Bottom", command: "splitBottom", enabled: others },
    { type: "separator" },
    {
      type: "item",
      label: "Reopen Closed Tab",
      command: "reopen",
      accelerator: "CmdOrCtrl+Shift+T",
      enabled: tabs.store.getState().closed > 0,
    },
  ];
  const chosen = await popupMenu(items, at);
  if (chosen === "close") tabs.close(id);
  else if (chosen === "closeOthers") tabs.closeOthers(id);
  else if (chosen === "closeRight") tabs.closeOthers(id, true);
  else if (chosen === "duplicate") tabs.duplicate(id);
  else if (chosen === "splitRight") tabs.split(id, "right");
  else if (chosen === "splitBottom") tabs.split(id, "bottom");
  else if (chosen === "reopen") tabs.reopen();
  else return;
  const { activeId } = tabs.store.getState();
  if (activeId !== null) focusIntoTab(activeId);
}
