/** A tab as it stands in its list: what it shows, what tells it apart, whether something is staged, and its close. */
import { Blocks, Boxes, Code, Eye, SquareTerminal, Table2, X, Zap } from "lucide-react";
import type { ReactNode } from "react";
import type { TabNode, TabRenderProps } from "react-resizable-panels";
import { objectKey } from "../../../src-shared/model/names.ts";
import { focusIntoTab } from "../panes.ts";
import styles from "./tab-area.module.css";
import type { TabData } from "./tab-data.ts";
import { tabMenu } from "./tab-menu.ts";
import type { Tabs } from "./tabs.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

export interface TabMarks {
  /** Keys of tables with staged changes. */
  readonly dirty: ReadonlySet<string>;
  /** Keys of views. */
  readonly views: ReadonlySet<string>;
}

interface TabLabelProps {
  readonly tab: TabNode<TabData>;
  /** What makes it a tab. */
  readonly props: TabRenderProps;
  readonly tabs: Tabs;
  readonly marks: TabMarks;
  /** What tells it from other tabs of its table; "" for nothing. */
  readonly note: string;
  /** What its filter says; "" for none. */
  readonly filter: string;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;
/** SQLite sets no limit to a name, nor we to a filter. */
const longest = 500;

function TabIcon({ data, view }: { data: TabData; view: boolean }): ReactNode {
  if (data.kind === "console") return <SquareTerminal {...icon} />;
  if (data.kind === "builder") return <Blocks {...icon} />;
  if (data.kind === "model") return <Boxes {...icon} />;
  if (data.kind === "ddl") return data.what === "trigger" ? <Zap {...icon} /> : <Code {...icon} />;
  return view ? <Eye {...icon} /> : <Table2 {...icon} />;
}

export function TabLabel({ tab, props, tabs, marks, note, filter }: TabLabelProps): ReactNode {
  const { data } = tab;
  const title = tab.title ?? "";
  const key = data.kind === "table" ? objectKey(data.object) : "";
  const hints = [
    ...(title.length > 24 || filter !== "" ? [shownName(title, longest)] : []),
    ...(filter === "" ? [] : [`Rows where ${filter.slice(0, longest)}`]),
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys come with `props`
    <div
      {...props}
      title={hints.length > 0 ? hints.join("\n") : undefined}
      onPointerDown={(event) => {
        props.onPointerDown?.(event);
        // As it is pressed, not when it is let go: half of the time until one sees it is the finger's.
        const onClose = event.target instanceof Element && event.target.closest("[data-tab-ignore]") !== null;
        if (event.button === 0 && event.pointerType === "mouse" && !onClose) tabs.select(tab.id);
      }}
      onClick={(event) => {
        props.onClick?.(event);
        // The keyboard goes on where the eye does, once that is on screen.
        if (event.detail > 0) requestAnimationFrame(() => setTimeout(() => focusIntoTab(tab.id)));
      }}
      onAuxClick={(event) => {
        if (event.button === 1) tabs.close(tab.id);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        // The menu key has no place of its own.
        const box = event.currentTarget.getBoundingClientRect();
        void tabMenu(tabs, tab, event.button === 2 ? undefined : { x: box.left + 8, y: box.bottom });
      }}
    >
      <TabIcon data={data} view={marks.views.has(key)} />
      <span className={styles.title}>{title === "" ? <i>(no name)</i> : shownName(title)}</span>
      {note !== "" && <span className={styles.note}>{note.slice(0, 200)}</span>}
      {data.kind === "ddl" && <span className={styles.kind}>DDL</span>}
      {marks.dirty.has(key) && <span className={styles.dirty} role="img" aria-label="has pending changes" />}
      {/* For the mouse only: a tab may hold no button. The keyboard has Ctrl+W, and Delete on the tab. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <span className={styles.close} title="Close" data-tab-ignore aria-hidden onClick={() => tabs.close(tab.id)}>
        <X size={12} strokeWidth={1.5} />
      </span>
    </div>
  );
}
