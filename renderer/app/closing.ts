/** The window is about to close, or the app to quit: main waits until this page says that nothing is underway, and asks about what is refused. */
import { askShell, onShell } from "../rpc/shell-client.ts";
import { settleAll } from "./databases.ts";

/** Called once, at the start. */
export function settleBeforeClosing(): void {
  onShell("window.closing", () => {
    void settleAll().then((refused) => askShell("window.mayClose", { refused }));
  });
}
