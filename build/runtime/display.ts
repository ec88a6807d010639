import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { notice, SetupError } from "./say.ts";
import { which } from "./shell.ts";
import { ensureXvfb } from "./system.ts";

/** A display to draw on. */
export interface Display {
  /** Environment for the app; empty when it takes the display that is there. */
  env: Record<string, string>;
  /** Switches for the app. */
  switches: string[];
  /** Ends a display that we started. */
  close: () => void;
}

const START_MS = 20_000;

/** Reads the display number that Xvfb writes once it is ready. */
function displayNumber(xvfb: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const gone = (why: string) => reject(new SetupError(`The virtual display (Xvfb) did not start: ${why}.`));
    const timer = setTimeout(() => gone(`no answer in ${START_MS / 1000} s`), START_MS);
    let text = "";
    (xvfb.stdio[3] as Readable).on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes("\n")) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    xvfb.once("error", (error) => gone(error.message));
    xvfb.once("exit", (code) => {
      clearTimeout(timer);
      gone(`it ended with code ${code}`);
    });
  });
}

/**
 * Starts an Xvfb of our own (Linux only), on a free number that it picks itself, to end when we do.
 *
 * @throws SetupError when it cannot be had
 */
export async function virtualDisplay(): Promise<Display> {
  ensureXvfb();
  const command = ["Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-dpi", "96", "-nolisten", "tcp"];
  // The kernel ends it with us even when we are killed outright, where setpriv can ask for that.
  const guarded = which("setpriv") ? ["setpriv", "--pdeathsig", "TERM", "--", ...command] : command;
  const [program = "Xvfb", ...args] = guarded;
  const xvfb = spawn(program, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const close = () => void xvfb.kill();
  process.once("exit", close);
  const name = `:${await displayNumber(xvfb)}`;
  // It must not keep our process alive when the app has ended.
  xvfb.unref();
  (xvfb.stdio[3] as Readable).destroy();
  return {
    env: { DISPLAY: name },
    switches: [
      // Such a machine has no D-Bus either, and Chromium would complain of that on every start. Our own words still come.
      ...(process.env.ELECTRON_ENABLE_LOGGING ? [] : ["--log-level=3"]),
      // Chromium would rather take the Wayland session that is there as well.
      ...(process.env.WAYLAND_DISPLAY ? ["--ozone-platform=x11"] : []),
    ],
    close: () => {
      process.off("exit", close);
      close();
    },
  };
}

const given = (): boolean =>
  process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Whether a virtual display can be had here without taking anything from the person at a screen: Linux, with Xvfb to be had. */
export const virtualDisplayFits = (): boolean => process.platform === "linux" && (!given() || which("Xvfb") !== null);

/**
 * The display the app draws on: the one there is, else an Xvfb of our own (Linux only).
 *
 * @throws SetupError when a virtual display is needed and cannot be had
 */
export async function ensureDisplay(): Promise<Display> {
  if (given()) return { env: {}, switches: [], close: () => {} };
  const display = await virtualDisplay();
  notice(
    "there is no display (DISPLAY and WAYLAND_DISPLAY are unset), so the app runs on a virtual one, " +
      `Xvfb ${display.env.DISPLAY}.`,
  );
  return display;
}
