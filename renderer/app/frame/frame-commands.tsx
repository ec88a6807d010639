/** The commands of one database: tabs, panes, the palette of its tables. Those of its session: session-commands.ts. */
import { type ReactNode, type RefObject, useState } from "react";
import type { PanelImperativeHandle } from "react-resizable-panels";
import { useStore } from "zustand";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { emptyQuery, queryOf } from "../../features/query-builder/document.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import { Palette, type PaletteItem } from "../commands/palette.tsx";
import { focusIntoTab, focusPane } from "../panes.ts";
import { canBeDuplicated, type TabData, tabId } from "../tabs/tab-data.ts";
import type { Tabs } from "../tabs/tabs.ts";
import type { Visits } from "../tabs/visits.ts";
import { objectItems } from "./object-items.ts";
import { tableToOpen } from "./table-to-open.ts";

interface FrameCommandsProps {
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly schema: DatabaseSchema | undefined;
  readonly sidebar: RefObject<PanelImperativeHandle | null>;
  readonly pendingShown: boolean;
  readonly onShowPending: (shown: boolean) => void;
}

/** Draws only the palette, while it is open. */
export function FrameCommands(props: FrameCommandsProps): ReactNode {
  const { tabs, visits, schema, sidebar, pendingShown, onShowPending } = props;
  const { count, closed, active } = useStore(tabs.store);
  const [palette, setPalette] = useState<readonly PaletteItem[] | null>(null);
  // Whatever tab is in front then takes the focus: the keyboard goes on where the eye does.
  const andFocus = (move: () => void) => () => {
    move();
    const { activeId } = tabs.store.getState();
    if (activeId !== null) focusIntoTab(activeId);
  };
  useCommand("view.pending", () => onShowPending(!pendingShown));
  useCommand("view.sidebar", () => {
    const panel = sidebar.current;
    if (panel?.isCollapsed()) return panel.expand();
    panel?.collapse();
    // What is folded away has no use for keys.
    if (document.activeElement?.closest("[data-pane=schema]")) andFocus(() => {})();
  });
  useCommand("console.new", () => focusIntoTab(tabs.newConsole()));
  usePlaces(props, active);
  // Of the table in front, if there is one.
  useCommand("builder.new", () => {
    focusIntoTab(tabs.newBuilder(active?.kind === "table" ? queryOf(active.object) : emptyQuery(null)));
  });
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
  useCommand(
    "tab.duplicate",
    andFocus(() => active && tabs.duplicate(tabId(active))),
    { enabled: active !== null && canBeDuplicated(active) },
  );
  useTabPlaces((place) => andFocus(() => tabs.selectAt(place))(), count);
  const { canGoBack, canGoForward } = useStore(visits.store);
  useCommand("view.back", () => visits.back(), { enabled: canGoBack });
  useCommand("view.forward", () => visits.forward(), { enabled: canGoForward });
  useCommand("view.nextPane", () => focusPane(1));
  useCommand("view.previousPane", () => focusPane(-1));
  useCommand("palette.objects", () => setPalette(objectItems(tabs, schema)), { enabled: schema !== undefined });

  return palette ? (
    <Palette label="Go to table, view or console" items={palette} onClose={() => setPalette(null)} />
  ) : null;
}

/** The rows, a console and a builder: the tab of that kind that was in front last, or else a new one. */
function usePlaces({ tabs, schema }: FrameCommandsProps, active: TabData | null): void {
  const go = (kind: TabData["kind"], make: () => string | null) => () => {
    const kinds = new Map(tabs.all.map(({ id, data }) => [id, data.kind]));
    const last = tabs.store.getState().recent.find((id) => kinds.get(id) === kind);
    if (last !== undefined) tabs.select(last);
    const id = last ?? make();
    if (id !== null) focusIntoTab(id);
  };
  const first = tableToOpen((schema?.tables ?? []).filter((table) => table.error === null));
  useCommand(
    "place.rows",
    go("table", () => (first ? tabs.openTable({ schema: first.schema, name: first.name }) : null)),
    { enabled: first !== undefined },
  );
  useCommand(
    "place.console",
    go("console", () => tabs.newConsole()),
  );
  useCommand(
    "place.builder",
    go("builder", () => tabs.newBuilder(active?.kind === "table" ? queryOf(active.object) : emptyQuery(null))),
  );
}

const placesOfTabs = [
  ["view.tab1", 0],
  ["view.tab2", 1],
  ["view.tab3", 2],
  ["view.tab4", 3],
  ["view.tab5", 4],
  ["view.tab6", 5],
  ["view.tab7", 6],
  ["view.tab8", 7],
  ["view.lastTab", -1],
] as const;

/** Ctrl+1 to Ctrl+8 for the first tabs, Ctrl+9 for the last one, as in browsers. */
function useTabPlaces(go: (place: number) => void, count: number): void {
  for (const [id, place] of placesOfTabs) {
    // The list never changes.
    // oxlint-disable-next-line react/rules-of-hooks
    useCommand(id, () => go(place), { enabled: count > place && count > 1 });
  }
}
