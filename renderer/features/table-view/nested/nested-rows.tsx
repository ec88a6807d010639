/** The block below a row: what refers to it, relation by relation. Esc or Alt+Shift+Up lead back to the row. */
import { type KeyboardEvent, type ReactNode, useRef, useSyncExternalStore } from "react";
import { ChildSection } from "./child-section.tsx";
import type { NestedRowsProps } from "./nested-scene.ts";
import styles from "./nested.module.css";

export function NestedRows({ model, rowKey, label, scene, from, onLeave }: NestedRowsProps): ReactNode {
  useSyncExternalStore(
    (listener) => model.subscribe(listener),
    () => model.version,
  );
  const block = useRef<HTMLDivElement>(null);
  const unfolded = model.row(rowKey);
  if (!unfolded) return null;

  /** To the rows of the section before or after the focus. */
  const step = (target: EventTarget, by: 1 | -1): void => {
    const grids = [...(block.current?.querySelectorAll<HTMLElement>("[role=grid]") ?? [])];
    // Those of this block, not of what is unfolded below its own rows.
    const own = grids.filter((grid) => grid.closest("[data-nested]") === block.current);
    const at = own.findIndex((grid) => grid.closest("section")?.contains(target as Node));
    own[at + by]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const withAlt = event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Escape" || (withAlt && event.shiftKey && event.key === "ArrowUp")) onLeave();
    else if (withAlt && event.key === "PageDown") step(event.target, 1);
    else if (withAlt && event.key === "PageUp") step(event.target, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys lead out of the rows inside
    <div
      ref={block}
      className={styles.block}
      role="group"
      aria-label={`Rows that refer to row ${label}`}
      data-nested
      data-testid="nested-rows"
      onKeyDown={onKeyDown}
    >
      {unfolded.sections.map((section) => (
        <ChildSection
          key={section.id}
          section={section}
          label={label}
          model={model}
          rowKey={rowKey}
          scene={scene}
          from={from}
        />
      ))}
    </div>
  );
}
