/** The left side of the model editor: what there is and would be, with what the draft does to it. */
import { Boxes, Eye, Plus, Search, Table2 } from "lucide-react";
import { memo, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  Collection,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  ListLayout,
  SearchField,
  Virtualizer,
} from "react-aria-components";
import type { Model } from "../../../src-shared/model/models.ts";
import { CommandButton } from "../../ui/button.tsx";
import type { TableMark } from "./draft/table-marks.ts";
import styles from "./model-editor.module.css";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

interface TableListProps {
  readonly models: readonly Model[];
  readonly marks: ReadonlyMap<string, TableMark>;
  /** Names of tables of the file that the draft drops. */
  readonly dropped: readonly string[];
  readonly current: string | null;
  readonly onShow: (name: string) => void;
  /** By a right click, or by the menu key at a place of the window. */
  readonly onMenu: (model: Model, at?: { x: number; y: number }) => void;
}

const icons = { table: Table2, view: Eye, virtual: Boxes } as const;
const groups = [
  ["table", "Tables"],
  ["view", "Views"],
  ["virtual", "Virtual tables"],
] as const;

/** As model-editor.module.css has them. */
const LAYOUT = { rowHeight: 24, headingHeight: 26, padding: 0 };

const markWords: Record<TableMark, string> = { new: "new", changed: "changed", renamed: "renamed" };

/** A line of the list: what is shown of a model. */
interface Line {
  readonly id: string;
  readonly className: string;
  readonly kind: Model["table"]["kind"];
  readonly mark: TableMark | undefined;
}

const inOrder = new Intl.Collator(undefined, { sensitivity: "base" });

/** Lines that say the same as before stay the same objects: they are not drawn again. */
class LineKeeper {
  #known: ReadonlyMap<string, Line> = new Map();

  /** The lines of all models, sorted. */
  lines(models: readonly Model[], marks: TableListProps["marks"]): readonly Line[] {
    const lines = models.map(({ className, table }): Line => {
      const line = { id: table.name, className, kind: table.kind, mark: marks.get(table.name) };
      const before = this.#known.get(line.id);
      const isSame = before?.className === className && before.kind === line.kind && before.mark === line.mark;
      return before && isSame ? before : line;
    });
    this.#known = new Map(lines.map((line) => [line.id, line]));
    return lines.sort((a, b) => inOrder.compare(a.className, b.className));
  }
}

export function TableList({ models, marks, dropped, current, onShow, onMenu }: TableListProps): ReactNode {
  const [filter, setFilter] = useState("");
  const [keeper] = useState(() => new LineKeeper());
  const lines = useMemo(() => keeper.lines(models, marks), [keeper, models, marks]);
  const latest = useRef({ models, onShow, onMenu });
  useLayoutEffect(() => {
    latest.current = { models, onShow, onMenu };
  });
  // The same functions for good, so that a gesture of the draft draws no line that says the same.
  const show = useCallback((name: string) => latest.current.onShow(name), []);
  const menu = useCallback((name: string, at?: { x: number; y: number }) => {
    const model = latest.current.models.find(({ table }) => table.name === name);
    if (model) latest.current.onMenu(model, at);
  }, []);
  return (
    <nav className={styles.list} aria-label="Models">
      <div className={styles.listHead}>
        <SearchField aria-label="Filter the models" className={styles.filter ?? ""} value={filter} onChange={setFilter}>
          <Search size={14} strokeWidth={1.5} aria-hidden />
          <Input placeholder="Filter" />
        </SearchField>
        <CommandButton look="quiet" square command="model.newTable" aria-label="New table" hint="New table">
          <Plus size={14} strokeWidth={1.5} />
        </CommandButton>
      </div>
      <Lines lines={lines} filter={filter} current={current} onShow={show} onMenu={menu} />
      {dropped.length > 0 && (
        <p className={styles.dropped}>
          Dropped: <s>{dropped.join(", ")}</s>
        </p>
      )}
    </nav>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly filter: string;
  readonly current: string | null;
  readonly onShow: (name: string) => void;
  readonly onMenu: (name: string, at?: { x: number; y: number }) => void;
}

/** A schema may have thousands: only what is in view is in the page, and only what changed is drawn again. */
const Lines = memo(function Lines({ lines, filter, current, onShow, onMenu }: LinesProps): ReactNode {
  const wanted = filter.trim().toLowerCase();
  const sections = useMemo(() => {
    const fits = ({ className, id }: Line) =>
      className.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted);
    const fitting = Map.groupBy(lines.filter(fits), ({ kind }) => kind);
    return groups.flatMap(([kind, title]) => {
      const inGroup = fitting.get(kind);
      return inGroup ? [{ id: kind, title, lines: inGroup }] : [];
    });
  }, [lines, wanted]);
  return (
    <div
      className={styles.models}
      onKeyDown={(event) => {
        const key = (event.target as HTMLElement).dataset["key"];
        if (key === undefined || !(event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) return;
        event.preventDefault();
        const box = (event.target as HTMLElement).getBoundingClientRect();
        onMenu(key, { x: box.left + 24, y: box.bottom });
      }}
    >
      <Virtualizer layout={ListLayout} layoutOptions={LAYOUT}>
        <ListBox
          aria-label="Models"
          className={styles.lines ?? ""}
          items={sections}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={current === null ? [] : [current]}
          onSelectionChange={(keys) => {
            const [name] = keys as Set<string>;
            if (name !== undefined) onShow(name);
          }}
          renderEmptyState={() => (
            <p className={styles.none}>{wanted === "" ? "No tables yet." : "Nothing has this name."}</p>
          )}
        >
          {(section) => (
            <ListBoxSection id={`group:${section.id}`}>
              <Header className={styles.group ?? ""}>
                {section.title} <span>{section.lines.length}</span>
              </Header>
              <Collection items={section.lines}>{(line) => <ModelLine line={line} onMenu={onMenu} />}</Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </Virtualizer>
    </div>
  );
});

function ModelLine({ line, onMenu }: { line: Line; onMenu: (name: string) => void }): ReactNode {
  const { id, className, kind, mark } = line;
  const Icon = icons[kind as keyof typeof icons] ?? Table2;
  return (
    <ListBoxItem id={id} textValue={className} className={styles.model ?? ""} data-mark={mark}>
      <div
        className={styles.modelLine}
        title={`${className}: ${id}`}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu(id);
        }}
      >
        <Icon size={14} strokeWidth={1.5} aria-hidden />
        <span className={styles.className}>{className}</span>
        <span className={styles.tableName}>{shownName(id)}</span>
        {mark && (
          <span className={styles.mark} role="img" aria-label={markWords[mark]}>
            {mark === "new" ? "+" : "●"}
          </span>
        )}
      </div>
    </ListBoxItem>
  );
}
