/**
 * The system's clipboard, as the page uses it: a text for every program, and beside it data that only Joinery reads, in another window
 * or another start too. Both go there together and are read together, so the data is always that of the text.
 *
 * A page may put data of its own beside a text only while it answers a `copy` event, and see it only while it answers a `paste` event
 * (https://www.w3.org/TR/clipboard-apis/#clipboard-event-interfaces). So main makes these events.
 */
import { askShell } from "./shell-client.ts";

/** What our data is called on the clipboard. */
const format = "application/x-joinery-cells";

/** What is on the clipboard. */
export interface ClipboardContent {
  readonly text: string;
  /** What Joinery put beside the text; null: it is another program's. */
  readonly data: string | null;
}

/** Where text goes and comes from; the app gives the system's clipboard, tests a variable. */
export interface Clipboard {
  write(text: string, data?: string): Promise<void>;
  read(): Promise<ClipboardContent>;
}

/** Milliseconds until an event that main was asked for must have come; a busy page takes its time. */
const eventTimeout = 5000;

/** Asks main for one clipboard event and answers it, before anyone else sees it; null when it does not come. */
async function onClipboardEvent<T>(
  name: "copy" | "paste",
  answer: (data: DataTransfer) => T,
): Promise<{ readonly value: T } | null> {
  const controller = new AbortController();
  const answered = new Promise<{ readonly value: T } | null>((resolve) => {
    const onEvent = (event: ClipboardEvent): void => {
      if (!event.clipboardData) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      resolve({ value: answer(event.clipboardData) });
    };
    window.addEventListener(name, onEvent, { capture: true, signal: controller.signal });
    setTimeout(() => resolve(null), eventTimeout);
  });
  try {
    await askShell(`clipboard.${name}`);
    return await answered;
  } finally {
    controller.abort();
  }
}

/** The clipboard of the system the app runs on. Both throw an AppError. */
export const systemClipboard: Clipboard = {
  async write(text, data) {
    const written = await onClipboardEvent("copy", (transfer) => {
      transfer.setData("text/plain", text);
      if (data !== undefined) transfer.setData(format, data);
    });
    if (!written) await askShell("clipboard.write", { text });
  },
  async read() {
    const read = await onClipboardEvent("paste", (transfer) => ({
      text: transfer.getData("text/plain"),
      data: transfer.types.includes(format) ? transfer.getData(format) : null,
    }));
    return read?.value ?? { text: (await askShell("clipboard.read")).text, data: null };
  },
};
