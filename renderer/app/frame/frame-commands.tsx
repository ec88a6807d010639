/** The commands of one database: tabs, panes, the session, the palette of its tables. */
import { type ReactNode, type RefObject, useState } from "react";
import type { PanelImperativeHandle } from "react-resizable-panels";
import { toast } from "sonner";
import { useStore } from "zustand";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { plural } from "../../ui/format.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import { Palette, type PaletteItem } from "../commands/palette.tsx";
import type { OpenDatabase } from "../databases.ts";
import { focusIntoTab, focusPane } from "../panes.ts";
import type { Tabs } from "../tabs/tabs.ts";
import type { Visits } from "../tabs/visits.ts";

interface FrameCommandsProps {
  readonly database: OpenDatabase;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly schema: DatabaseSchema | undefined;
  readonly sidebar: RefObject<PanelImperativeHandle | null>;
  readonly pendingShown: boolean;
  readonly onShowPending: (shown: boolean) => void;
  /** The pending changes as the SQL of a commit. */
  readonly onPreviewSql: () => void;
}

/** Draws only the palette, while it is open. */
export function FrameCommands(props: FrameCommandsProps): ReactNode {
  const { database, tabs, visits, schema, sidebar, pendingShown, onShowPending, onPreviewSql } = props;
  const { session } = database;
  const { counts, undoLabel, redoLabel, busy, staging } = useStore(session.store);
  const { count, closed } = useStore(tabs.store);
  const [palette, setPalette] = useState(false);
  const staged = counts.new + counts.dirty + counts.deleted;
  const free = busy === null;

  // A gesture that is on its way counts: Ctrl+S right after Enter means it too.
  useCommand("session.undo", () => void session.undo(), { enabled: free && (staging || undoLabel !== null) });
  useCommand("session.redo", () => void session.redo(), { enabled: free && redoLabel !== null });
  useCommand("session.rollback", () => void session.rollback(), { enabled: free && staged > 0 });
  useCommand("session.commit", () => void commit(), { enabled: free && (staging || staged > 0) });
  useCommand("session.preview", onPreviewSql, { enabled: staged > 0 });
  useCommand("view.pending", () => onShowPending(!pendingShown));
  useCommand("view.sidebar", () => {
    const panel = sidebar.current;
    if (panel?.isCollapsed()) panel.expand();
    else panel?.collapse();
  });
  useCommand("console.new", () => tabs.newConsole());
  // Whatever tab is in front then takes the focus: the keyboard goes on where the eye does.
  const andFocus = (move: () => void) => () => {
    move();
    const { activeId } = tabs.store.getState();
    if (activeId !== null) focusIntoTab(activeId);
  };
  useCommand(
    "tab.close",
    andFocus(() => tabs.close()),
    { enabled: count > 0 },
  );
  useCommand(
    "tab.reopen",
    andFocus(() => tabs.reopen()),
    { enabled: closed > 0 },
  );
  useCommand(
    "view.nextTab",
    andFocus(() => tabs.step(1)),
    { enabled: count > 1 },
  );
  useCommand(
    "view.previousTab",
    andFocus(() => tabs.step(-1)),
    { enabled: count > 1 },
  );
  const { canGoBack, canGoForward } = useStore(visits.store);
  useCommand("view.back", () => visits.back(), { enabled: canGoBack });
  useCommand("view.forward", () => visits.forward(), { enabled: canGoForward });
  useCommand("view.nextPane", () => focusPane(1));
  useCommand("view.previousPane", () => focusPane(-1));
  useCommand("palette.objects", () => setPalette(true), { enabled: schema !== undefined });

  async function commit(): Promise<void> {
    const outcome = await session.commit();
    if (!outcome.ok) {
      // The panel shows which rows, which rule; everything stays staged.
      onShowPending(true);
      return;
    }
    const { inserted, updated, deleted } = outcome.value;
    toast.success(`Committed ${plural(inserted + updated + deleted, "row")}`);
  }

  const items = (): PaletteItem[] => [
    ...(schema?.tables ?? []).map(
      (table): PaletteItem => ({
        id: `${table.kind}:${table.schema}:${table.name}`,
        label: table.schema === "main" ? table.name : `${table.schema}.${table.name}`,
        detail: table.kind === "table" ? "" : table.kind,
        icon: table.kind === "view" ? "view" : "table",
        enabled: true,
        run: () => {
          focusIntoTab(tabs.openTable({ schema: table.schema, name: table.name }));
        },
      }),
    ),
    ...tabs.openConsoles().map(
      ({ id, title }): PaletteItem => ({
        id,
        label: title,
        detail: "console",
        icon: "console",
        enabled: true,
        run: () => tabs.select(id),
      }),
    ),
  ];
  return palette ? (
    <Palette label="Go to table, view or console" items={items()} onClose={() => setPalette(false)} />
  ) : null;
}
