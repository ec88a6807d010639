/**
 * Electron's accelerators ("CmdOrCtrl+Shift+P"), read for the page's own keyboard and written as people read them.
 * Source: https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators
 */

export interface Keystroke {
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
}

const keyNames: Record<string, string> = {
  plus: "+",
  space: " ",
  delete: "Delete",
  insert: "Insert",
  enter: "Enter",
  tab: "Tab",
  left: "ArrowLeft",
  right: "ArrowRight",
  up: "ArrowUp",
  down: "ArrowDown",
};

/** Reads an accelerator; on macOS CmdOrCtrl is the Command key. */
export function parseAccelerator(accelerator: string, mac: boolean): Keystroke {
  const parts = accelerator.split("+");
  const last = parts.pop() ?? "";
  const has = (name: string) => parts.includes(name);
  const either = has("CmdOrCtrl");
  return {
    ctrl: has("Ctrl") || (either && !mac),
    meta: has("Cmd") || (either && mac),
    shift: has("Shift"),
    alt: has("Alt"),
    key: keyNames[last.toLowerCase()] ?? (last.length === 1 ? last.toLowerCase() : last),
  };
}

/** Is this event that keystroke? A symbol that needs Shift on some keyboards (`+`) fits with or without it. */
export function matches(
  event: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "key">,
  stroke: Keystroke,
): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shiftless = stroke.key.length === 1 && !/[a-z0-9]/.test(stroke.key);
  return (
    key === stroke.key &&
    event.ctrlKey === stroke.ctrl &&
    event.metaKey === stroke.meta &&
    event.altKey === stroke.alt &&
    (event.shiftKey === stroke.shift || (shiftless && !stroke.shift))
  );
}

/** "Ctrl+Shift+P", or "⇧⌘P" on macOS. */
export function formatAccelerator(accelerator: string, mac: boolean): string {
  const { ctrl, meta, shift, alt, key } = parseAccelerator(accelerator, mac);
  const name =
    key === " "
      ? "Space"
      : key.startsWith("Arrow")
        ? key.slice("Arrow".length)
        : key.length === 1
          ? key.toUpperCase()
          : key;
  if (mac) return `${ctrl ? "⌃" : ""}${alt ? "⌥" : ""}${shift ? "⇧" : ""}${meta ? "⌘" : ""}${name}`;
  return [ctrl && "Ctrl", alt && "Alt", shift && "Shift", meta && "Meta", name].filter(Boolean).join("+");
}
