/**
 * One app for the tests of a file, where they are not about starting: each has a window of its own in it, with nothing but its
 * files open; windows, answers to dialogs and the clipboard of the test before are gone. A test that fails ends Playwright's
 * worker, and with it the app: the next one begins with a new one.
 *
 *     const app = sharedApp();
 *     test("…", async () => { const joinery = await app.open({ files: [path] }); … });
 */
import { expect, test } from "@playwright/test";
import { type JoineryApp, launchJoinery } from "./harness.ts";

interface OpenOptions {
  readonly files: readonly string[];
  /** The table to show at once. */
  readonly table?: string;
}

export interface SharedApp {
  /** The app as if just started on these files. */
  open(options: OpenOptions): Promise<JoineryApp>;
  /** Quits, and starts anew on the same data folder. */
  restart(options: OpenOptions): Promise<JoineryApp>;
}

const start = async ({ files, table }: OpenOptions, userData?: string): Promise<JoineryApp> => {
  const args = table === undefined ? [] : [`--table=${table}`];
  const joinery = await launchJoinery({ files, args, ...(userData === undefined ? {} : { userData }) });
  await joinery.electron.evaluate(({ BrowserWindow, dialog }) => {
    const bounds = BrowserWindow.getAllWindows()[0]?.getBounds();
    Object.assign(globalThis, { untouched: { dialog: { ...dialog }, bounds } });
  });
  return joinery;
};

/** A new window where the first one was; whatever else is open is gone, without a question. */
async function emptyWindow(joinery: JoineryApp): Promise<void> {
  joinery.page = await joinery.newWindow();
  const window = await joinery.electron.browserWindow(joinery.page);
  const id = await window.evaluate((opened) => opened.id);
  await joinery.electron.evaluate(({ BrowserWindow, clipboard, dialog }, kept) => {
    const { untouched } = globalThis as unknown as { untouched: { dialog: object; bounds: Electron.Rectangle } };
    for (const other of BrowserWindow.getAllWindows()) {
      if (other.id === kept) continue;
      // Without the question whether to; and not `destroy()`, after which Electron 42.0.0 dies in one of a hundred times.
      other.removeAllListeners("close");
      other.close();
    }
    BrowserWindow.fromId(kept)?.setBounds(untouched.bounds);
    Object.assign(dialog, untouched.dialog);
    clipboard.clear();
  }, id);
  await expect
    .poll(() => joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
    .toBe(1);
  joinery.pageErrors.length = 0;
}

/** Call once, at the top of a file. */
export function sharedApp(): SharedApp {
  let running: JoineryApp | undefined;
  test.afterEach(() => expect(running?.pageErrors).toEqual([]));
  test.afterAll(async () => {
    await running?.close();
    running = undefined;
  });
  return {
    async open(options) {
      if (running === undefined) return (running = await start(options));
      await emptyWindow(running);
      // As a second start of Joinery hands its files over.
      await running.electron.evaluate(
        ({ app }, given) => void app.emit("second-instance", {}, [], "/", { readOnly: false, cwd: "/", ...given }),
        options,
      );
      return running;
    },
    async restart(options) {
      if (running === undefined) throw new Error("Nothing runs yet.");
      await running.close();
      return (running = await start(options, running.userData));
    },
  };
}
