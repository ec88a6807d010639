/** The window is about to close, or the app to quit: main waits until this page says that nothing is underway. */
import { toast } from "sonner";
import { askShell, onShell } from "../rpc/shell-client.ts";
import { settleAll } from "./databases.ts";

/** Called once, at the start. */
export function settleBeforeClosing(): void {
  onShell("window.closing", () => {
    void settleAll().then((may) => {
      if (!may)
        toast.error(
          "The window stays open: what is being typed cannot be stored as it is. Correct it, or leave it with Esc.",
        );
      return askShell("window.mayClose", { may });
    });
  });
}
