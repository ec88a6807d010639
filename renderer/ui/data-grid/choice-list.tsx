/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- a list below the
   editor whose keys are the editor's own; a <select> would take the focus away */
/** What the inline editor offers, below its cell or above it: over everything, because a cell may be the last one in sight. */
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import type { EditChoice } from "./grid-source.ts";
import styles from "./data-grid.module.css";

interface ChoiceListProps {
  /** Where a field names the list and its options: `${id}-0` is the first. */
  readonly id?: string | undefined;
  readonly label: string;
  readonly choices: readonly EditChoice[];
  readonly chosen: number;
  /** What it stands below. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onChoose: (choice: EditChoice) => void;
}

/** Between the list and its cell, and between it and the window's edge, in CSS pixels. */
const gap = 2;

export function ChoiceList({ id, label, choices, chosen, anchor, onChoose }: ChoiceListProps): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    const cell = anchor.current?.getBoundingClientRect();
    if (!element || !cell) return;
    if (!element.matches(":popover-open")) element.showPopover();
    element.style.minWidth = `${cell.width}px`;
    const { width, height } = element.getBoundingClientRect();
    const fitsBelow = cell.bottom + gap + height <= window.innerHeight;
    element.style.top = `${fitsBelow ? cell.bottom + gap : Math.max(0, cell.top - gap - height)}px`;
    element.style.left = `${Math.max(0, Math.min(cell.left, window.innerWidth - width - gap))}px`;
  });
  return (
    <ul ref={list} id={id} popover="manual" className={styles.choices} role="listbox" aria-label={`Values of ${label}`}>
      {choices.map((choice, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the textarea's
        <li
          key={choice.text}
          id={id === undefined ? undefined : `${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Before the blur, which would commit what was there.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(choice);
          }}
        >
          {choice.label}
          {choice.note !== undefined && <small> {choice.note}</small>}
        </li>
      ))}
    </ul>
  );
}
