/** The middle of the window: tabs that can be dragged, split and closed. */
import { ChevronsRight, Plus } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import {
  normalizeWorkspaceModel,
  Separator,
  type TabNode,
  type TabRenderProps,
  type TabsetNode,
  useTabListOverflow,
  Workspace,
  type WorkspaceImperativeHandle,
  type WorkspaceModelInput,
} from "react-resizable-panels";
import { useStore } from "zustand";
import { Button, CommandButton } from "../../ui/button.tsx";
import { keyOf } from "../commands/keyboard.ts";
import { focusIntoTab } from "../panes.ts";
import styles from "./tab-area.module.css";
import { isTabData, type TabData } from "./tab-data.ts";
import { TabLabel, type TabMarks } from "./tab-label.tsx";
import { notesOf } from "./tab-titles.ts";
import type { Tabs } from "./tabs.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

interface TabAreaProps {
  readonly tabs: Tabs;
  readonly marks: TabMarks;
  readonly renderContent: (tab: TabNode<TabData>) => ReactNode;
  readonly renderEmpty: () => ReactNode;
}

const icon = { size: 14, strokeWidth: 1.5 } as const;
const empty: WorkspaceModelInput<TabData> = { version: 1, root: { type: "tabset", tabs: [] } };

interface ToolbarProps {
  readonly tabset: TabsetNode<TabData>;
  readonly tabs: Tabs;
  /** What tells tabs of one table apart. */
  readonly notes: ReadonlyMap<string, string>;
}

/** Tabs that are scrolled out of sight, and a new console. */
function Toolbar({ tabset, tabs, notes }: ToolbarProps): ReactNode {
  const hidden = useTabListOverflow({ includePartiallyVisible: true });
  return (
    <div className={styles.tools}>
      {hidden.length > 0 && (
        <MenuTrigger>
          <Button look="quiet" square aria-label={`All tabs (${tabset.tabs.length})`}>
            <ChevronsRight {...icon} />
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu
              className="menu"
              aria-label="All tabs"
              onAction={(id) => tabs.select(String(id))}
              selectionMode="single"
              selectedKeys={tabset.selectedId ? [tabset.selectedId] : []}
            >
              {tabset.tabs.map((tab) => (
                <MenuItem key={tab.id} id={tab.id} className="menu-item" textValue={tab.title ?? ""}>
                  {shownName(tab.title ?? "")}
                  {notes.has(tab.id) && <span className="quiet">{notes.get(tab.id)}</span>}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
      <CommandButton
        look="quiet"
        square
        command="console.new"
        aria-label="New SQL console"
        hint={`New SQL console (${keyOf("console.new")})`}
      >
        <Plus {...icon} />
      </CommandButton>
    </div>
  );
}

/**
 * So many tables are ready to be shown at once, hidden, without a page more than their screen; others are made anew. What
 * one typed into a console, a builder or the models stays where it is.
 */
const MOST_KEPT = 8;

function isRemade(data: TabData | undefined): boolean {
  return data?.kind === "table" || data?.kind === "ddl";
}

const renderSeparator = () => <Separator className={styles.separator ?? ""} aria-label="Between the tabs" />;

/** In a window that gets narrower, or a larger zoom, the tabs in front stay in sight. */
function useFrontInSight(): (element: HTMLElement | null) => (() => void) | undefined {
  return useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      for (const tab of element.querySelectorAll("[role=tab][aria-selected=true]")) {
        tab.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}

/** Tabs with their content; content stays mounted while another tab is in front of it. */
export function TabArea({ tabs, marks, renderContent, renderEmpty }: TabAreaProps): ReactNode {
  const [model] = useState(
    () =>
      normalizeWorkspaceModel<TabData>(tabs.keptModel(), { mapTab: (tab) => (isTabData(tab.data) ? tab : null) }) ??
      empty,
  );
  const activeId = useStore(tabs.store, (state) => state.activeId);
  const attach = useCallback((handle: WorkspaceImperativeHandle<TabData> | null) => tabs.attach(handle), [tabs]);

  const words = useStore(tabs.views.words);
  // Which tabs there are changes with `count` and `activeId`: a title never changes by itself.
  const count = useStore(tabs.store, (state) => state.count);
  // oxlint-disable-next-line react/exhaustive-deps
  const notes = useMemo(() => notesOf(tabs.all, words), [tabs, words, count, activeId]);
  const recent = useStore(tabs.store, (state) => state.recent);
  const hiddenTab = useMemo(() => {
    const made = recent.filter((id) => isRemade(tabs.all.find((tab) => tab.id === id)?.data)).slice(0, MOST_KEPT);
    return ({ id, data }: TabNode<TabData>) => (isRemade(data) && !made.includes(id) ? "unmount" : "keep-mounted");
  }, [tabs, recent]);
  const renderTab = useCallback(
    (tab: TabNode<TabData>, props: TabRenderProps) => (
      <TabLabel
        tab={tab}
        props={props}
        tabs={tabs}
        marks={marks}
        note={notes.get(tab.id) ?? ""}
        filter={words.get(tab.id) ?? ""}
      />
    ),
    [tabs, marks, notes, words],
  );
  const classNames = useMemo(
    () => ({
      header: styles.header,
      tabList: styles.list,
      tab: ({ id }: { id: string }, { isSelected }: { isSelected: boolean }) =>
        `${styles.tab} ${isSelected ? styles.selected : ""} ${id === activeId ? styles.active : ""}`,
      tabset: styles.tabset,
      tabPanels: styles.panels,
      tabContent: styles.content,
      dropIndicator: styles.drop,
      dragPreview: styles.preview,
    }),
    [activeId],
  );
  const renderToolbar = useCallback(
    (tabset: TabsetNode<TabData>) => <Toolbar tabset={tabset} tabs={tabs} notes={notes} />,
    [tabs, notes],
  );

  const inSight = useFrontInSight();
  return (
    <div ref={inSight} className={styles.whole}>
      <Workspace<TabData>
        data-testid="tabs"
        className={styles.area ?? ""}
        classNames={classNames}
        defaultModel={model}
        workspaceRef={attach}
        lazyTabContent
        hiddenTabBehavior={hiddenTab}
        tabRemovalSelectionBehavior="recent"
        tabsetMinWidth="200px"
        tabsetMinHeight="120px"
        onModelChanged={(changed, { reason }) => {
          tabs.look(changed, reason === "move");
          const moved = tabs.store.getState().activeId;
          if (reason === "move" && moved !== null) focusIntoTab(moved);
        }}
        onFocus={() => tabs.look()}
        renderTab={renderTab}
        renderTabContent={renderContent}
        renderEmptyTabset={renderEmpty}
        renderTabsetToolbar={renderToolbar}
        renderSeparator={renderSeparator}
      />
    </div>
  );
}
