/** Files dropped anywhere on the window. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { openDropped } from "../../rpc/shell-client.ts";
import styles from "./file-drop.module.css";
import type { Opening } from "./opening.ts";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Opens what is dropped (Shift: read-only) and says so while files hover over the window. */
export function FileDrop({ attempt }: Pick<Opening, "attempt">): ReactNode {
  const [over, setOver] = useState(false);
  const latest = useRef(attempt);
  useEffect(() => {
    latest.current = attempt;
  });
  useEffect(() => {
    // Enter and leave come in pairs for every element on the way.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Something below the pointer takes the file itself: a cell, say.
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = 0;
      setOver(false);
      if (event.defaultPrevented) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      const readOnly = event.shiftKey;
      void (async () => {
        for (const file of files) await latest.current(() => openDropped(file, readOnly));
      })();
    };
    const events = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const;
    for (const [name, listener] of Object.entries(events)) window.addEventListener(name as "drop", listener);
    return () => {
      for (const [name, listener] of Object.entries(events)) window.removeEventListener(name as "drop", listener);
    };
  }, []);
  return over ? <div className={styles.over}>Drop to open. Hold Shift to open read-only.</div> : null;
}
