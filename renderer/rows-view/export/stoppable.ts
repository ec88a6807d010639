/** Files that are being written, with a way to end that. */
import { toast } from "sonner";
import { askShell } from "../../rpc/shell-client.ts";

/** What takes no longer is not spoken of, in milliseconds. */
const SOON = 500;
/** How long an engine has to stop by itself: SQLite may be loading a value, and hears nothing then. In milliseconds. */
export const PATIENCE = 300;

/**
 * Does work that engines of this database may take long for. After a moment `words` are shown, with Stop. Gives null when it was
 * stopped; throws what the work throws.
 */
export async function stoppable<T>(
  handle: string,
  words: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const stop = new AbortController();
  let ending: ReturnType<typeof setTimeout> | undefined;
  let shown: string | number | null = null;
  const showing = setTimeout(() => {
    shown = toast.loading(words, {
      duration: Number.POSITIVE_INFINITY,
      action: {
        label: "Stop",
        onClick: () => {
          stop.abort();
          ending = setTimeout(() => void askShell("engine.stop", { handle, lane: "work" }), PATIENCE);
        },
      },
    });
  }, SOON);
  try {
    return await work(stop.signal);
  } catch (thrown) {
    if (stop.signal.aborted) return null;
    throw thrown;
  } finally {
    clearTimeout(showing);
    clearTimeout(ending);
    if (shown !== null) toast.dismiss(shown);
  }
}
