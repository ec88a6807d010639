/** One field that finds: every command with its key (Ctrl+Shift+P), or any table, view, column and console (Ctrl+P). */
import { Columns3, Eye, Search, SquareTerminal, Table2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from "react-aria-components";
import { canRun } from "../../ui/command-scope.tsx";
import { thenAt } from "../../ui/focus-when-there.ts";
import { runChosen, textCan } from "./edit-routing.ts";
import { fuzzyMatch } from "./fuzzy.ts";
import { keyOf } from "./keyboard.ts";
import { commands } from "./known.ts";
import { useOnlyOne } from "./modal.ts";
import styles from "./palette.module.css";
import { shownName, withMarksShown } from "../../../src-shared/formats/shown-name.ts";

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** Beside it: a kind, a key. */
  readonly detail: string;
  readonly icon?: "table" | "view" | "console" | "column";
  /** `apart`: chosen with Ctrl, for a new tab where there is one already. */
  readonly run: (apart: boolean) => void;
  readonly enabled: boolean;
  /** Offered only once this many letters are typed. */
  readonly typedFrom?: number;
  /** How far behind others that fit as well it stands. */
  readonly behind?: number;
}

interface PaletteProps {
  readonly label: string;
  readonly items: readonly PaletteItem[];
  readonly onClose: () => void;
}

const icons = { table: Table2, view: Eye, console: SquareTerminal, column: Columns3 };
/** Shown at most: more is found by typing more. */
const MOST_SHOWN = 200;

/** All commands, those that can be run now first. Read it before the palette takes the focus. */
export function commandItems(): PaletteItem[] {
  return commands
    .filter(({ id }) => id !== "palette.commands")
    .map(({ id, title, menu }) => ({
      id,
      label: `${menu}: ${title}`,
      detail: keyOf(id),
      enabled: canRun(id) || textCan(id),
      run: () => runChosen(id),
    }))
    .sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

/** Those that fit, the best first; before anything is typed, as they come. */
function found(
  items: readonly PaletteItem[],
  text: string,
): { shown: PaletteItem[]; marks: Map<string, readonly number[]> } {
  const typed = text.trim();
  const matches = items.flatMap((item) => {
    if (typed.length < (item.typedFrom ?? 0)) return [];
    const match = fuzzyMatch(shownName(item.label), typed);
    return match ? [{ item, ...match }] : [];
  });
  // What can be done comes before what cannot, and a table before its columns.
  const rank = ({ item, score }: (typeof matches)[number]) => score - (item.enabled ? 0 : 1000) - (item.behind ?? 0);
  if (typed !== "") matches.sort((a, b) => rank(b) - rank(a));
  const first = matches.slice(0, MOST_SHOWN);
  return { shown: first.map(({ item }) => item), marks: new Map(first.map(({ item, marks }) => [item.id, marks])) };
}

/** A text with the letters that were typed in bold. */
function Marked({ text, marks }: { text: string; marks: readonly number[] }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = 0; at < marks.length; ) {
    const start = marks[at] ?? 0;
    let end = start;
    while (at < marks.length && marks[at] === end) {
      end++;
      at++;
    }
    parts.push(text.slice(from, start), <b key={start}>{text.slice(start, end)}</b>);
    from = end;
  }
  return (
    <span className={styles.label}>
      {parts}
      {text.slice(from)}
    </span>
  );
}

/** Opens at once, closes with Esc or a choice; the focus goes back to where it was before the choice is done. */
export function Palette({ label, items, onClose }: PaletteProps): ReactNode {
  const [text, setText] = useState("");
  /** Where one was. */
  const [before] = useState(() => document.activeElement);
  const { shown, marks } = useMemo(() => found(items, text), [items, text]);
  useOnlyOne(onClose);
  /** The press that chooses was given with Ctrl. */
  const pressedApart = useRef(false);
  const choose = (id: string, apart: boolean) => {
    const item = items.find((each) => each.id === id);
    flushSync(onClose);
    // Where one was, not when the dialog has given the focus back: a command means what the focused pane means by it.
    if (item) thenAt(before, () => item.run(apart));
  };
  /** Esc closes whatever is typed; Ctrl+Enter is no choice to the list: both are ours. */
  const ownKeys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      // The field would take the first one to clear what is typed.
      event.preventDefault();
      event.stopPropagation();
      onClose();
      return;
    }
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const marked = document.activeElement?.getAttribute("aria-activedescendant");
    const id = (marked ? document.getElementById(marked)?.dataset.key : undefined) ?? shown[0]?.id;
    event.preventDefault();
    event.stopPropagation();
    if (shown.some((item) => item.id === id && item.enabled)) choose(id ?? "", true);
  };
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog aria-label={label}>
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only hears which keys are held */}
          <div
            className={styles.whole}
            onKeyDownCapture={ownKeys}
            onPointerDownCapture={(event) => {
              pressedApart.current = event.ctrlKey || event.metaKey;
            }}
          >
            <Autocomplete inputValue={text} onInputChange={setText}>
              <SearchField aria-label={label} autoFocus className={styles.field ?? ""}>
                <Search size={16} strokeWidth={1.5} aria-hidden />
                <Input placeholder={label} />
              </SearchField>
              {/* The field has the focus while one chooses; who scrolls by keys alone comes here by Tab. */}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe: scrollable-region-focusable */}
              <section className={styles.list} aria-label={`${label}: what fits`} tabIndex={0}>
                <Menu
                  className="menu"
                  aria-label={label}
                  items={shown}
                  dependencies={[marks]}
                  disabledKeys={shown.filter((item) => !item.enabled).map((item) => item.id)}
                  onAction={(id) => choose(String(id), pressedApart.current)}
                  renderEmptyState={() => <p className={styles.none}>Nothing found.</p>}
                >
                  {(item: PaletteItem) => {
                    const Icon = item.icon ? icons[item.icon] : null;
                    return (
                      <MenuItem id={item.id} className="menu-item" textValue={item.label}>
                        {Icon && <Icon size={14} strokeWidth={1.5} aria-hidden />}
                        <Marked text={shownName(item.label)} marks={marks.get(item.id) ?? []} />
                        <span className="quiet">{withMarksShown(item.detail)}</span>
                      </MenuItem>
                    );
                  }}
                </Menu>
              </section>
            </Autocomplete>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
