/**
 * Closing with staged edits. They are in the journal and come back with the database, so closing loses nothing and needs
 * no veto; but who does not know that should be told, once.
 */
import { dialog } from "electron";
import type { AppWindow } from "./app-window.ts";
import type { SettingsStore } from "./settings.ts";

/** Tells it; gives whether to go on closing. */
export async function confirmKeeping(window: AppWindow, settings: SettingsStore): Promise<boolean> {
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
