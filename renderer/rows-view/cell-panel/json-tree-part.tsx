/** JSON as a tree: unfolded by arrows, values and names edited where they stand, entries added and removed. */
import { ChevronDown, ChevronRight, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { type JsonRow, jsonRows, pathKey, scalarKind, valueWords } from "../../values/json-rows.ts";
import { useDraft } from "../../ui/open-editors.ts";
import { LineField } from "../../ui/text-area.tsx";
import {
  editedText,
  freeName,
  type JsonNode,
  jsonTree,
  typedJson,
  withEntry,
  withName,
  withNode,
  withoutEntry,
} from "../../values/json-tree.ts";
import styles from "./json-tree.module.css";

interface JsonTreePartProps {
  readonly text: string;
  readonly label: string;
  readonly editable: boolean;
  /** Gives whether the text was taken. */
  readonly onText: (text: string) => Promise<boolean>;
}

interface Editing {
  readonly key: string;
  readonly what: "name" | "value";
  readonly draft: string;
}

/** What was unfolded stays so while a value is edited: the part is made anew with each text. */
const kept = new Map<string, ReadonlySet<string>>();

export function JsonTreePart({ text, label, editable, onText }: JsonTreePartProps): ReactNode {
  const root = useMemo(() => jsonTree(text), [text]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => kept.get(label) ?? new Set([""]));
  const [all, setAll] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState("");
  const [editing, setEditing] = useState<Editing | null>(null);
  const host = useRef<HTMLDivElement>(null);
  /** The active line is to have the focus once it is there. */
  const takesFocus = useRef(false);
  useEffect(() => {
    kept.clear();
    kept.set(label, open);
  }, [label, open]);
  const rows = root ? jsonRows(root, open, all) : [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === active),
  );
  const row = rows[at];

  const focusRow = (key: string): void => {
    setActive(key);
    takesFocus.current = true;
  };
  useLayoutEffect(() => {
    if (!takesFocus.current || editing) return;
    takesFocus.current = false;
    host.current?.querySelector<HTMLElement>(`[data-key="${active}"]`)?.focus();
  });
  const toggle = (key: string, unfold = !open.has(key)): void => {
    const next = new Set(open);
    if (unfold) next.add(key);
    else next.delete(key);
    setOpen(next);
  };
  const begin = (of: JsonRow, what: "name" | "value"): void => {
    if (!editable || of.more > 0 || (what === "value" && of.node.kind !== "scalar")) return;
    setActive(of.key);
    setEditing({ key: of.key, what, draft: what === "name" ? of.name : editedText(text, of.node).text });
  };
  const finish = (of: JsonRow, save: boolean): boolean | Promise<boolean> => {
    const { draft = "", what } = editing ?? {};
    setEditing(null);
    focusRow(of.key);
    if (!save) return true;
    const entry = of.parent?.entries[of.path.at(-1) ?? 0];
    const before = editedText(text, of.node);
    if (what === "name" && entry && draft !== of.name) return onText(withName(text, entry, draft));
    if (what === "value" && draft !== before.text) {
      return onText(withNode(text, of.node, typedJson(draft, before.isText)));
    }
    return true;
  };
  const edited = editing && rows.find(({ key }) => key === editing.key);
  useDraft(edited ? () => finish(edited, true) : null, editing);
  const remove = (of: JsonRow): void => {
    if (editable && of.parent && of.more === 0) void onText(withoutEntry(text, of.parent, of.path.at(-1) ?? 0));
  };
  const add = (parent: JsonNode, key: string): void => {
    setOpen(new Set([...open, key]));
    void onText(withEntry(text, parent, parent.kind === "object" ? freeName(parent) : null, "null"));
  };

  const onKey = (event: KeyboardEvent): void => {
    if (editing || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    const go = (index: number): void => focusRow(rows[Math.min(Math.max(index, 0), rows.length - 1)]?.key ?? "");
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.node.kind === "scalar" || row.open ? go(at + 1) : toggle(row.key, true)),
      ArrowLeft: () => (row.open ? toggle(row.key, false) : focusRow(pathKey(row.path.slice(0, -1)))),
      Enter: () =>
        row.more > 0
          ? setAll(new Set([...all, pathKey(row.path)]))
          : row.node.kind === "scalar"
            ? begin(row, "value")
            : toggle(row.key),
      F2: () => begin(row, row.isNamed && row.node.kind !== "scalar" ? "name" : "value"),
      Delete: () => remove(row),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  if (!root) return null;
  const parent = row && (row.node.kind === "scalar" ? row.parent : row.node);
  const parentKey = row && (row.node.kind === "scalar" ? pathKey(row.path.slice(0, -1)) : row.key);
  return (
    <>
      {editable && (
        <div className={styles.tools}>
          <Button
            look="quiet"
            isDisabled={!parent}
            hint="A new entry where the selection is"
            onPress={() => parent && parentKey !== undefined && add(parent, parentKey)}
          >
            <Plus size={14} strokeWidth={1.5} aria-hidden /> Add
          </Button>
          <Button look="quiet" isDisabled={!row?.parent || row.more > 0} onPress={() => row && remove(row)}>
            <Trash2 size={14} strokeWidth={1.5} aria-hidden /> Remove
          </Button>
        </div>
      )}
      <div
        ref={host}
        className={styles.tree}
        role="tree"
        tabIndex={-1}
        aria-label={`${label} as a tree`}
        data-testid="cell-json-tree"
        onKeyDown={onKey}
      >
        {rows.map((one) => (
          <Line
            key={one.key}
            row={one}
            text={text}
            active={one === row}
            editing={editing?.key === one.key ? editing : null}
            onFocus={() => setActive(one.key)}
            onToggle={() => toggle(one.key)}
            onMore={() => setAll(new Set([...all, pathKey(one.path)]))}
            onBegin={(what) => begin(one, what)}
            onDraft={(draft) => setEditing((before) => before && { ...before, draft })}
            onFinish={(save) => void finish(one, save)}
          />
        ))}
      </div>
    </>
  );
}

interface LineProps {
  readonly row: JsonRow;
  readonly text: string;
  readonly active: boolean;
  readonly editing: Editing | null;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
  readonly onMore: () => void;
  readonly onBegin: (what: "name" | "value") => void;
  readonly onDraft: (draft: string) => void;
  readonly onFinish: (save: boolean) => void;
}

function Line({ row, text, active, editing, ...on }: LineProps): ReactNode {
  const { node, more } = row;
  const folds = node.kind !== "scalar" && more === 0;
  const Chevron = row.open ? ChevronDown : ChevronRight;
  const editor = editing && (
    <LineField
      className={styles.editor}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for by a key or a double click
      autoFocus
      aria-label={editing.what === "name" ? "Name" : `Value of ${row.name}`}
      text={editing.draft}
      onText={on.onDraft}
      onBlur={() => on.onFinish(true)}
      onKeyDown={(event) => {
        // Other keys are commands, and the tree leaves them alone while something is typed.
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        on.onFinish(event.key === "Enter");
      }}
    />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree takes the keys
    <div
      role="treeitem"
      className={styles.line}
      style={{ paddingInlineStart: `${(row.level - 1) * 14 + 4}px` }}
      aria-level={row.level}
      aria-selected={active}
      {...(folds ? { "aria-expanded": row.open } : {})}
      tabIndex={active ? 0 : -1}
      data-key={row.key}
      onFocus={on.onFocus}
      onClick={() => (more > 0 ? on.onMore() : undefined)}
      onDoubleClick={() => (folds ? on.onToggle() : on.onBegin("value"))}
    >
      {folds ? (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- for the mouse; the arrows do it by keyboard
        <span className={styles.fold} onClick={on.onToggle}>
          <Chevron size={14} strokeWidth={1.5} aria-hidden />
        </span>
      ) : (
        <span className={styles.fold} />
      )}
      {more > 0 ? (
        <span className={styles.more}>{more.toLocaleString("en-US")} more…</span>
      ) : (
        <>
          {row.level > 1 &&
            (editing?.what === "name" ? (
              editor
            ) : (
              <span
                className={row.isNamed ? styles.name : styles.index}
                onDoubleClick={(event) => {
                  if (!row.isNamed) return;
                  event.stopPropagation();
                  on.onBegin("name");
                }}
              >
                {row.name}
              </span>
            ))}
          {editing?.what === "value" ? (
            editor
          ) : (
            <span className={styles.value} data-kind={node.kind === "scalar" ? scalarKind(text, node) : "group"}>
              {valueWords(text, node)}
            </span>
          )}
        </>
      )}
    </div>
  );
}
