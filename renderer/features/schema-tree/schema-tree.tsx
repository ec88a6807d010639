/** The left side: everything in the database. Enter or a double click opens, a right click offers what fits. */
import { Search, X } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Input, ListLayout, SearchField, Tree, Virtualizer } from "react-aria-components";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { type Engine, schemaRead } from "../../rpc/queries.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { useShownAfter } from "../../ui/shown-after.ts";
import { isDroppable, isEditable, nodeMenu, type SchemaTreeActions } from "./node-menu.ts";
import { makeRowCounts } from "./row-counts.ts";
import styles from "./schema-tree.module.css";
import { SchemaTreeItem } from "./tree-item.tsx";
import { findNode, foundIds, initiallyExpanded, openable, schemaTree } from "./tree-model.ts";

interface SchemaTreeProps {
  readonly engine: Engine;
  readonly actions: SchemaTreeActions;
  /** Open nodes from the last time. */
  readonly kept: readonly string[] | undefined;
  readonly onKeep: (expanded: string[]) => void;
  /** The table of the tab in front, marked in the tree. */
  readonly current: ObjectName | null;
}

/** Rows of grey where the tree will be; only when reading takes longer than a blink. */
function Skeleton(): ReactNode {
  return useShownAfter() ? (
    <div className={styles.skeleton} aria-label="Reading the schema…">
      {[72, 120, 96, 140, 88, 110].map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  ) : null;
}

/** Counting starts a process; what one looks at first is not to wait for that. In milliseconds. */
const countsAfter = 500;

/** The tree with its filter. */
export function SchemaTree({ engine, actions, kept, onKeep, current }: SchemaTreeProps): ReactNode {
  const { data: schema, error, refetch } = useQuery(schemaRead(engine));
  const [filter, setFilter] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(kept ?? initiallyExpanded));
  const [counts] = useState(() => makeRowCounts({ client: engine.client }));

  const nodes = useMemo(() => (schema ? schemaTree(schema, { expanded, filter }) : []), [schema, expanded, filter]);
  const open = useMemo(
    () => (filter.trim() === "" ? expanded : new Set([...expanded, ...foundIds(nodes)])),
    [expanded, filter, nodes],
  );

  useEffect(() => {
    if (!schema) return;
    const countable = schema.tables.filter((table) => table.kind === "table" && table.error === null);
    const list = countable.map(({ schema: name, name: table }) => ({ schema: name, name: table }));
    const timer = setTimeout(() => counts.count(list), countsAfter);
    return () => clearTimeout(timer);
  }, [schema, counts]);
  useEffect(() => engine.client.on("database.changed", () => counts.again()), [engine, counts]);
  useEffect(() => () => counts.close(), [counts]);

  const activate = (id: string) => {
    const node = findNode(nodes, id);
    if (!node) return;
    if (node.object && openable.has(node.kind)) actions.open(node.object);
    else if (node.object && node.sql) actions.showDdl(node.object, node.kind === "trigger" ? "trigger" : "index");
    else if (node.owner && isEditable(node.owner)) actions.edit(node.owner);
    else if (node.expandable) toggle(id);
  };
  const toggle = (id: string) => {
    const next = new Set(expanded);
    if (!next.delete(id)) next.add(id);
    expand(next);
  };
  const expand = (next: ReadonlySet<string>) => {
    setExpanded(next);
    onKeep([...next]);
  };
  /** Rows of a table or view, in a tab beside those it has; false where there are none. */
  const openApart = (id: string | undefined): boolean => {
    const node = id === undefined ? null : findNode(nodes, id);
    if (!node?.object || !openable.has(node.kind)) return false;
    actions.openInNewTab(node.object);
    return true;
  };
  const apartByKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!openApart((event.target as HTMLElement).dataset.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** F2 and Delete, as in the menu. */
  const changeByKey = (event: KeyboardEvent): boolean => {
    const id = (event.target as HTMLElement).dataset.key;
    const node = id === undefined ? null : findNode(nodes, id);
    if (!node?.object || !isDroppable(node) || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === "Delete") actions.drop(node.object, node.kind);
    else if (event.key === "F2" && openable.has(node.kind)) actions.edit(node.object);
    else return false;
    event.preventDefault();
    return true;
  };
  const menuByKey = (event: KeyboardEvent) => {
    if (changeByKey(event)) return;
    const id = (event.target as HTMLElement).dataset.key;
    if (!id || !(event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) return;
    event.preventDefault();
    const node = findNode(nodes, id);
    const box = (event.target as HTMLElement).getBoundingClientRect();
    if (node) void nodeMenu(node, actions, { x: box.left + 24, y: box.bottom });
  };
  const currentText = current ? JSON.stringify([current.schema, current.name]) : null;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<string | null>(null);
  if (seen !== currentText) {
    // The mark follows the tab in front; a click may move it until the next tab.
    setSeen(currentText);
    setSelected(new Set(["table", "view", "virtual", "shadow", "system"].map((kind) => `${kind}:${currentText}`)));
  }

  return (
    <CommandScope className={styles.pane} data-testid="schema-tree">
      <FindCommand onFind={() => field.current?.select()} />
      <div className={styles.top}>
        <SearchField aria-label="Filter the schema" className={styles.filter ?? ""} value={filter} onChange={setFilter}>
          <Search size={14} strokeWidth={1.5} aria-hidden />
          <Input
            ref={field}
            placeholder="Filter"
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown") return;
              event.preventDefault();
              event.currentTarget.closest("[data-testid]")?.querySelector<HTMLElement>("[role=row]")?.focus();
            }}
          />
          {filter !== "" && (
            <Button look="quiet" square aria-label="Clear the filter">
              <X size={14} strokeWidth={1.5} />
            </Button>
          )}
        </SearchField>
      </div>
      {error && (
        <ErrorWords error={toAppErrorData(error)} actions={<Button onPress={() => void refetch()}>Try again</Button>} />
      )}
      {!schema && !error && <Skeleton />}
      {schema && (
        <div className={styles.scroll} onKeyDownCapture={apartByKey} onKeyDown={menuByKey}>
          <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 24, padding: 0 }}>
            <Tree
              aria-label="Schema"
              className={styles.tree ?? ""}
              items={nodes}
              selectionMode="single"
              selectionBehavior="replace"
              selectedKeys={selected}
              onSelectionChange={(keys) => setSelected(new Set([...keys].map(String)))}
              expandedKeys={open}
              onExpandedChange={(keys) => expand(new Set([...keys].map(String)))}
              onAction={(id) => activate(String(id))}
              renderEmptyState={() => <p className={styles.none}>Nothing has this name.</p>}
            >
              {(node) => (
                <SchemaTreeItem
                  node={node}
                  counts={counts}
                  onMenu={(chosen) => void nodeMenu(chosen, actions)}
                  onApart={(chosen) => openApart(chosen.id)}
                />
              )}
            </Tree>
          </Virtualizer>
        </div>
      )}
    </CommandScope>
  );
}

/** Ctrl+F in the tree goes to its filter. In a component of its own, because commands belong to the scope they stand in. */
function FindCommand({ onFind }: { onFind: () => void }): null {
  useCommand("edit.find", onFind);
  return null;
}
