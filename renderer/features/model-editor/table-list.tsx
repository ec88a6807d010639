/** The left side of the model editor: what there is and would be, with what the draft does to it. */
import { Boxes, Eye, Plus, Search, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Collection, Header, Input, ListBox, ListBoxItem, ListBoxSection, SearchField } from "react-aria-components";
import type { Model } from "../../../src-shared/model/models.ts";
import { CommandButton } from "../../ui/button.tsx";
import type { TableMark } from "./draft/table-marks.ts";
import styles from "./model-editor.module.css";

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

const markWords: Record<TableMark, string> = { new: "new", changed: "changed", renamed: "renamed" };

export function TableList({ models, marks, dropped, current, onShow, onMenu }: TableListProps): ReactNode {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const fits = ({ className, table }: Model) =>
    className.toLowerCase().includes(wanted) || table.name.toLowerCase().includes(wanted);
  const sorted = models
    .filter(fits)
    .sort((a, b) => a.className.localeCompare(b.className, undefined, { sensitivity: "base" }));
  const sections = groups
    .map(([kind, title]) => ({ id: kind, title, models: sorted.filter(({ table }) => table.kind === kind) }))
    .filter((section) => section.models.length > 0);
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
      <div
        className={styles.models}
        onKeyDown={(event) => {
          const key = (event.target as HTMLElement).dataset["key"];
          const model = models.find(({ table }) => table.name === key);
          if (!model || !(event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) return;
          event.preventDefault();
          const box = (event.target as HTMLElement).getBoundingClientRect();
          onMenu(model, { x: box.left + 24, y: box.bottom });
        }}
      >
        <ListBox
          aria-label="Models"
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
                {section.title} <span>{section.models.length}</span>
              </Header>
              <Collection items={section.models.map((model) => ({ ...model, id: model.table.name }))}>
                {(model) => {
                  const Icon = icons[model.table.kind as keyof typeof icons] ?? Table2;
                  const mark = marks.get(model.table.name);
                  return (
                    <ListBoxItem
                      id={model.id}
                      textValue={model.className}
                      className={styles.model ?? ""}
                      data-mark={mark}
                    >
                      <div
                        className={styles.modelLine}
                        title={`${model.className}: ${model.table.name}`}
                        onContextMenu={(event) => {
                          event.preventDefault();
                          onMenu(model);
                        }}
                      >
                        <Icon size={14} strokeWidth={1.5} aria-hidden />
                        <span className={styles.className}>{model.className}</span>
                        <span className={styles.tableName}>{model.table.name}</span>
                        {mark && (
                          <span className={styles.mark} role="img" aria-label={markWords[mark]}>
                            {mark === "new" ? "+" : "●"}
                          </span>
                        )}
                      </div>
                    </ListBoxItem>
                  );
                }}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </div>
      {dropped.length > 0 && (
        <p className={styles.dropped}>
          Dropped: <s>{dropped.join(", ")}</s>
        </p>
      )}
    </nav>
  );
}
