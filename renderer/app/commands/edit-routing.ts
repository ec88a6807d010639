/**
 * Cut, copy, paste, select all, undo and redo mean what the focused thing means by them: a text field does its own, an
 * editor or grid answers through its command scope.
 */
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { runCommand } from "../../ui/command-scope.tsx";
import { isTextField } from "../../ui/is-text-field.ts";

const editCommands: Partial<Record<CommandId, string>> = {
  "edit.cut": "cut",
  "edit.copy": "copy",
  "edit.paste": "paste",
  "edit.selectAll": "selectAll",
  "session.undo": "undo",
  "session.redo": "redo",
};

/** Commands whose keys belong to a text field while it has the focus. */
const ownedByText = new Set<CommandId>([
  ...(Object.keys(editCommands) as CommandId[]),
  "edit.copyInsert",
  "row.add",
  "row.delete",
  "row.pasteNew",
  "cell.setNull",
]);

/** The text field or editor that has the focus, or null. */
function focusedText(): HTMLElement | null {
  const element = document.activeElement;
  return isTextField(element) ? element : null;
}

/** A field in which nothing is typed that could be taken back: what it shows is part of something that has its own undo. */
function leavesUndo(id: CommandId, text: HTMLElement): boolean {
  return (id === "session.undo" || id === "session.redo") && text.dataset["appUndo"] !== undefined;
}

/** Does the browser's own handling of this key come first? */
export function keyIsNative(id: CommandId): boolean {
  const text = focusedText();
  return ownedByText.has(id) && text !== null && !leavesUndo(id, text);
}

/** Is there a text that can do it, whatever the scopes say? */
export function textCan(id: CommandId): boolean {
  return id in editCommands && focusedText() !== null;
}

/** Runs a command chosen in a menu or the palette: for the edit commands, in the text that has the focus if one has. */
export function runChosen(id: CommandId): void {
  const word = editCommands[id];
  const text = focusedText();
  if (!word || !text || leavesUndo(id, text)) {
    runCommand(id);
    return;
  }
  // CodeMirror keeps its own history, draws only a part of its text, and takes a long one much faster than the browser
  // puts it in: its scope does these four.
  const own = word === "undo" || word === "redo" || word === "selectAll" || word === "paste";
  if (own && text.isContentEditable && runCommand(id)) return;
  // A page may not read the clipboard by itself: main pastes into it.
  if (word === "paste") void askShell("clipboard.paste");
  else document.execCommand(word);
}
