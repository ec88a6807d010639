/** What one does with the tab in front and its own bar does not offer, in words. */
import { Columns3, type LucideIcon, TextSearch } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import { CommandButton } from "../../ui/button.tsx";
import { keyOf } from "../commands/keyboard.ts";
import type { TabData } from "../tabs/tab-data.ts";
import type { Tabs } from "../tabs/tabs.ts";
import styles from "./toolbar.module.css";

type Action = readonly [command: CommandId, words: string, icon: LucideIcon];

const actions: Readonly<Partial<Record<TabData["kind"], readonly Action[]>>> = {
  table: [
    ["view.columns", "Columns", Columns3],
    ["edit.replace", "Find", TextSearch],
  ],
};

export function TabActions({ tabs }: { tabs: Tabs }): ReactNode {
  const kind = useStore(tabs.store, ({ active }) => active?.kind ?? null);
  const shown = kind === null ? undefined : actions[kind];
  if (!shown) return null;
  return (
    <div className={styles.actions} role="group" aria-label="Actions of the tab">
      <span className={styles.gap} />
      {shown.map(([command, words, Icon]) => (
        <CommandButton
          key={command}
          look="quiet"
          command={command}
          hint={keyOf(command) === "" ? words : `${words} (${keyOf(command)})`}
        >
          <Icon size={14} strokeWidth={1.5} aria-hidden /> {words}
        </CommandButton>
      ))}
    </div>
  );
}
