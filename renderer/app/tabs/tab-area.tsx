/** The middle of the window: tabs that can be dragged, split and closed. */
import { Blocks, Boxes, ChevronsRight, Code, Eye, Plus, SquareTerminal, Table2, X, Zap } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
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
import type { Tabs } from "./tabs.ts";

export interface TabMarks {
  /** Ids of tabs with staged changes. */
  readonly dirty: ReadonlySet<string>;
  /** Ids of table tabs that show a view. */
  readonly views: ReadonlySet<string>;
}

interface TabAreaProps {
  readonly tabs: Tabs;
  readonly marks: TabMarks;
  readonly renderContent: (tab: TabNode<TabData>) => ReactNode;
  readonly renderEmpty: () => ReactNode;
}

const icon = { size: 14, strokeWidth: 1.5 } as const;
const empty: WorkspaceModelInput<TabData> = { version: 1, root: { type: "tabset", tabs: [] } };

function TabIcon({ data, view }: { data: TabData; view: boolean }): ReactNode {
  if (data.kind === "console") return <SquareTerminal {...icon} aria-hidden />;
  if (data.kind === "builder") return <Blocks {...icon} aria-hidden />;
  if (data.kind === "model") return <Boxes {...icon} aria-hidden />;
  if (data.kind === "ddl")
    return data.what === "trigger" ? <Zap {...icon} aria-hidden /> : <Code {...icon} aria-hidden />;
  return view ? <Eye {...icon} aria-hidden /> : <Table2 {...icon} aria-hidden />;
}

/** Tabs that are scrolled out of sight, and a new console. */
function Toolbar({ tabset, tabs }: { tabset: TabsetNode<TabData>; tabs: Tabs }): ReactNode {
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
                  {tab.title}
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
      <CommandButton
        look="quiet"
        square
        command="builder.new"
        aria-label="New query builder"
        hint={`New query builder (${keyOf("builder.new")})`}
      >
        <Blocks {...icon} />
      </CommandButton>
    </div>
  );
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

  const renderTab = (tab: TabNode<TabData>, props: TabRenderProps) => {
    const dirty = marks.dirty.has(tab.id);
    const title = tab.title ?? "";
    return (
      <div
        {...props}
        title={title.length > 24 ? title.slice(0, 500) : undefined}
        onAuxClick={(event) => {
          if (event.button === 1) tabs.close(tab.id);
        }}
      >
        <TabIcon data={tab.data} view={marks.views.has(tab.id)} />
        <span className={styles.title}>{title.slice(0, 200) || <i>(no name)</i>}</span>
        {tab.data.kind === "ddl" && <span className={styles.kind}>DDL</span>}
        {dirty && <span className={styles.dirty} role="img" aria-label="has pending changes" />}
        {/* For the mouse only: a tab may hold no button. The keyboard has Ctrl+W, and Delete on the tab. */}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
        <span className={styles.close} title="Close" data-tab-ignore aria-hidden onClick={() => tabs.close(tab.id)}>
          <X size={12} strokeWidth={1.5} />
        </span>
      </div>
    );
  };

  return (
    <Workspace<TabData>
      data-testid="tabs"
      className={styles.area ?? ""}
      classNames={{
        header: styles.header,
        tabList: styles.list,
        tab: ({ id }, { isSelected }) =>
          `${styles.tab} ${isSelected ? styles.selected : ""} ${id === activeId ? styles.active : ""}`,
        tabset: styles.tabset,
        tabPanels: styles.panels,
        tabContent: styles.content,
        dropIndicator: styles.drop,
        dragPreview: styles.preview,
      }}
      defaultModel={model}
      workspaceRef={attach}
      lazyTabContent
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
      renderTabsetToolbar={(tabset) => <Toolbar tabset={tabset} tabs={tabs} />}
      renderSeparator={() => <Separator className={styles.separator ?? ""} />}
    />
  );
}
