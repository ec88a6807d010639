/** Kinds of `<input>` in which nothing is typed. */
const untyped = new Set(["checkbox", "radio", "button", "range"]);

/** Is text typed here: a text field, or an editor? Its own keys come first then. */
export function isTextField(target: unknown): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !untyped.has(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
