/**
 * The editor that lies over a cell. Enter commits and goes down, Tab to the right (with Shift back), Esc leaves, a click
 * elsewhere commits; Alt+Enter breaks the line. After typing over a value the arrows commit and move, as in a spreadsheet.
 */
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { ChoiceList } from "./choice-list.tsx";
import { TextArea } from "../text-area.tsx";
import type { EditStart } from "./grid-source.ts";
import { useEditChoices } from "./use-edit-choices.ts";
import styles from "./data-grid.module.css";

/** `all`: stay, and give the text to all selected cells. */
export type EditorMove = "down" | "up" | "left" | "right" | "all" | null;

interface CellEditorProps {
  readonly start: EditStart;
  /** What was typed to open it: replaces the value. */
  readonly typed: string | undefined;
  readonly label: string;
  readonly align: "left" | "right";
  /** Where the cell is; null while it is scrolled out of sight (the editor keeps the focus and its text). */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** `text` is null when nothing was changed; `left` when the focus went elsewhere, where it is to stay. */
  readonly onDone: (text: string | null, move: EditorMove, left: boolean) => void;
  /** Every change, so that a gesture elsewhere can finish the edit. */
  readonly onText: (text: string) => void;
}

const quickMoves: Partial<Record<string, EditorMove>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export function CellEditor({ start, typed, label, align, box, onDone, onText }: CellEditorProps): ReactNode {
  const [text, setText] = useState(typed ?? start.text);
  const { choices, search } = useEditChoices(start, typed);
  const [chosen, setChosen] = useState(() => start.choices?.findIndex((c) => c.text === start.text) ?? -1);
  const area = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  /** Opened by typing: arrows move between cells until the text is clicked into. */
  const quick = useRef(typed !== undefined);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.focus({ preventScroll: true });
    if (typed === undefined) element.select();
    else element.setSelectionRange(typed.length, typed.length);
  }, [typed]);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    // As high as its lines need, up to a limit; one line keeps the cell's height.
    element.style.height = "0";
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  });

  const change = (next: string): void => {
    setText(next);
    onText(next);
  };
  const finish = (move: EditorMove, value = text, left = false): void => {
    if (done.current) return;
    done.current = true;
    onDone(value === start.text ? null : value, move, left);
  };
  const cancel = (): void => {
    done.current = true;
    onDone(null, null, false);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const take = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (choices && choices.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      take();
      const next = (chosen + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length;
      setChosen(next);
      change(choices[next]?.text ?? text);
      area.current?.select();
      return;
    }
    const move = quick.current ? quickMoves[event.key] : undefined;
    if (event.key === "Escape") {
      take();
      cancel();
    } else if (event.key === "Enter" && event.altKey) {
      take();
      // As if it had been typed: the browser can take it back, and the change is reported like any other.
      document.execCommand("insertText", false, "\n");
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      take();
      finish(event.shiftKey ? "up" : "down");
    } else if (event.key === "Enter") {
      take();
      done.current = true;
      onDone(text, "all", false);
    } else if (event.key === "Tab") {
      take();
      finish(event.shiftKey ? "left" : "right");
    } else if (move && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      take();
      finish(move);
    }
  };

  const place = box
    ? { left: box.x, top: box.y, minWidth: box.width + 1, minHeight: box.height + 1 }
    : { left: 0, top: 0, opacity: 0, pointerEvents: "none" as const };
  return (
    <div className={styles.editor} style={place} data-testid="cell-editor">
      <TextArea
        ref={area}
        className={styles.input}
        rows={1}
        aria-label={label}
        text={text}
        stored={start.text}
        style={{ textAlign: align, width: box ? box.width + 1 : 100 }}
        onText={(next) => {
          change(next);
          if (start.search) setChosen(start.meansFirst?.(next) ? 0 : -1);
          search(next);
        }}
        onKeyDown={onKeyDown}
        onMouseDown={() => {
          quick.current = false;
        }}
        onBlur={() => {
          // Another window in front is no reason to end: the focus comes back here with ours.
          if (document.hasFocus()) finish(null, text, true);
        }}
      />
      {box && choices && choices.length > 0 && (
        <ChoiceList
          label={label}
          choices={choices}
          chosen={chosen}
          anchor={area}
          onChoose={(choice) => finish(null, choice.text)}
        />
      )}
    </div>
  );
}
