/**
 * Closing with staged edits. They are in the journal and come back with the database, so closing loses nothing and needs
 * no veto; but who does not know that should be told, once. A transaction that a console left open is another thing: it ends with
 * its process, so closing asks each time.
 */
import { dialog } from "electron";
import { losingText } from "../../src-shared/formats/losing-text.ts";
import type { AppWindow } from "./app-window.ts";
import type { SettingsStore } from "./settings.ts";

/** Is there something to say before this window is closed? */
export function asksBeforeClosing(window: AppWindow, settings: SettingsStore): boolean {
  return window.transactionOpen || (window.staged > 0 && !settings.current.knowsStagedAreKept);
}

/** Says it; gives whether to go on closing. */
export async function confirmClosing(window: AppWindow, settings: SettingsStore): Promise<boolean> {
  if (window.transactionOpen && !(await confirmRollback(window))) return false;
  return window.staged === 0 || settings.current.knowsStagedAreKept || confirmKeeping(window, settings);
}

/** Texts that are refused, in fields of this window, would be lost; gives whether to go on closing. */
export async function confirmLosingText({ window }: AppWindow, texts: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    ...losingText("the window", texts),
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

async function confirmRollback({ window }: AppWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message: "A transaction of the console is open.",
    detail: "Closing rolls it back: what it has changed is not stored. Go back to commit it first.",
    buttons: ["Close and Roll Back", "Go Back"],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

async function confirmKeeping(window: AppWindow, settings: SettingsStore): Promise<boolean> {
  const changes = window.staged === 1 ? "1 staged change is" : `${window.staged} staged changes are`;
  const { response, checkboxChecked } = await dialog.showMessageBox(window.window, {
    type: "info",
    message: `${changes} not committed.`,
    detail: "Joinery keeps what is staged and shows it again when you open the database next time.",
    buttons: ["Keep for Next Time", "Go Back"],
    defaultId: 0,
    cancelId: 1,
    checkboxLabel: "Do not tell me again",
    checkboxChecked: true,
  });
  if (response === 0 && checkboxChecked) settings.change({ knowsStagedAreKept: true });
  return response === 0;
}
