/**
 * A command that leads to something which is not on screen yet. The keyboard is taken away from where it was at once, into a
 * field that nobody sees; what is typed there until the target has come is put in at the target. So no key that was meant for
 * the target edits a cell of the grid one came from.
 */

/** How long something is waited for, in milliseconds. */
const PATIENCE = 10_000;

interface Held {
  readonly field: HTMLTextAreaElement;
  /** Where the focus was before the first of the commands that are waited for. */
  readonly from: Element | null;
  /** Ends it; gives what was typed. */
  end(): string;
}

/** At most one: a command after another leads elsewhere. */
let held: Held | null = null;

const takesText = (element: Element | null): boolean =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLElement && element.isContentEditable);

/** Puts in what was typed, where the focus is now; a grid takes no text that was not meant for its active cell. */
function putIn(text: string): void {
  if (text !== "" && takesText(document.activeElement)) document.execCommand("insertText", false, text);
}

function hold(onBlur: () => void, onEscape: () => void, leaving = document.activeElement): Held {
  const from = held?.from ?? leaving;
  held?.end();
  const field = document.createElement("textarea");
  field.setAttribute("aria-label", "Opening");
  field.dataset["testid"] = "held-keys";
  Object.assign(field.style, { position: "fixed", top: "0", left: "0", width: "1px", height: "1px", opacity: "0" });
  field.addEventListener("beforeinput", (event) => {
    // The Enter that chose where to go is no text.
    if (event.inputType === "insertLineBreak" && field.value === "") event.preventDefault();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onEscape();
  });
  // Another window in front is no reason to end.
  field.addEventListener("blur", () => document.hasFocus() && queueMicrotask(() => held?.field === field && onBlur()));
  document.body.append(field);
  field.focus({ preventScroll: true });
  return (held = {
    field,
    from,
    end() {
      held = null;
      const { value } = field;
      field.remove();
      return value;
    },
  });
}

/**
 * Puts the focus where `find` says, now or as soon as that is there; what is typed meanwhile goes into it when it takes text,
 * else nowhere. Esc, a press elsewhere and ten seconds end the waiting.
 */
export function focusWhenThere(find: () => HTMLElement | null): void {
  const now = find();
  if (now) {
    const text = held?.end() ?? "";
    now.focus();
    putIn(text);
    return;
  }
  let frame = 0;
  const until = performance.now() + PATIENCE;
  const end = (): string => {
    cancelAnimationFrame(frame);
    return mine.end();
  };
  const arrive = (target: HTMLElement): void => {
    const text = end();
    if (!target.contains(document.activeElement)) target.focus();
    putIn(text);
  };
  const giveUp = (): void => {
    end();
    const { from } = mine;
    if (document.activeElement === document.body && from instanceof HTMLElement && from.checkVisibility()) from.focus();
  };
  const typed = held?.field.value ?? "";
  const mine = hold(() => {
    if (document.activeElement === document.body) return;
    // The focus went elsewhere: to the target by itself, or where the user went.
    const target = find();
    if (target?.contains(document.activeElement)) arrive(target);
    else end();
  }, giveUp);
  putIn(typed);
  const look = (): void => {
    if (held !== mine) return;
    const target = find();
    if (target) arrive(target);
    else if (performance.now() > until) giveUp();
    else frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
}

/**
 * Goes back to `from` and does something there, a moment later: after the key that asked for it has had all its effects. Keys
 * that come in between are those of where it leads.
 */
export function thenAt(from: Element | null, act: () => void): void {
  const nothing = (): void => {};
  const mine = hold(nothing, nothing, from);
  setTimeout(() => {
    const text = held === mine ? mine.field.value : "";
    mine.field.value = "";
    if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    act();
    // What it leads to may have to be waited for: then it is held on.
    if (held === mine) mine.end();
    putIn(text);
  });
}
