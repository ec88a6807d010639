/** Files that are being written, with a way to end that. */
import { toast } from "sonner";

/** What takes no longer is not spoken of, in milliseconds. */
const SOON = 500;

/**
 * Does work that engines of a database may take long for; its questions are asked with the signal. After a moment `words` are shown, with Stop. Gives null when it was
 * stopped; throws what the work throws.
 */
export async function stoppable<T>(words: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const stop = new AbortController();
  let shown: string | number | null = null;
  const showing = setTimeout(() => {
    shown = toast.loading(words, {
      duration: Number.POSITIVE_INFINITY,
      action: {
        label: "Stop",
        onClick: () => stop.abort(),
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
    if (shown !== null) toast.dismiss(shown);
  }
}
