/**
 * Answers the page's questions to main. The one wrapper round ipcMain: who asks is checked, then what is asked, then the
 * parameters against the contract; whatever happens, the answer is data.
 */
import { ipcMain, type IpcMainInvokeEvent } from "electron";
import * as v from "valibot";
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { Answer } from "../../src-shared/rpc/envelope.ts";
import { shellChannels } from "../../src-shared/rpc/shell-channels.ts";
import {
  shellContract,
  type ShellParams,
  type ShellProcedure,
  type ShellResult,
} from "../../src-shared/rpc/shell-contract.ts";
import { invalidRequest } from "./answers.ts";
import { appOrigin } from "./app-protocol.ts";
import type { AppWindow } from "./app-window.ts";
import { log } from "./log.ts";

/** What a handler gives: nothing at all where the contract wants nothing. */
type Given<N extends ShellProcedure> = ShellResult<N> extends undefined ? void : ShellResult<N>;
type Handler<N extends ShellProcedure> = (params: ShellParams<N>, asker: AppWindow) => Given<N> | Promise<Given<N>>;

/** One function a question. */
export type ShellHandlers = { readonly [N in ShellProcedure]: Handler<N> };

/** The handlers of some questions, to be put together. */
export type SomeHandlers<N extends ShellProcedure> = Pick<ShellHandlers, N>;

/** Opens a file whose path the preload script got from a drop. */
export type DropHandler = (path: string, readOnly: boolean, asker: AppWindow) => Promise<unknown>;

/**
 * The window a message comes from: only the top frame of one of our windows, showing our own page, may ask.
 * Throws `request.invalid` for any other.
 */
function askerOf(event: IpcMainInvokeEvent, windows: Iterable<AppWindow>): AppWindow {
  const frame = event.senderFrame;
  const ours = frame !== null && frame === event.sender.mainFrame && URL.parse(frame.url)?.protocol === "app:";
  if (ours && frame.url.startsWith(`${appOrigin}/`)) {
    for (const window of windows) if (window.contents === event.sender) return window;
  }
  log.warn("Refused a message from a page that is not ours.");
  throw invalidRequest("not from a window of Joinery");
}

async function asAnswer(work: () => unknown): Promise<Answer> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    const error = toAppErrorData(thrown);
    if (error.code === "internal") log.error(error.detail);
    return { ok: false, error };
  }
}

function paramsOf(name: unknown, params: unknown): { name: ShellProcedure; params: unknown } {
  if (typeof name !== "string" || !Object.hasOwn(shellContract, name)) throw invalidRequest("no such question");
  const known = name as ShellProcedure;
  const parsed = v.safeParse(shellContract[known].params, params);
  if (parsed.success) return { name: known, params: parsed.output };
  const [issue] = parsed.issues;
  throw invalidRequest(
    `${known}: ${v.getDotPath(issue) ?? "parameters"}: expected ${issue.expected ?? "something else"}`,
  );
}

/** Starts answering. */
export function serveShell(
  handlers: ShellHandlers,
  openDropped: DropHandler,
  windows: () => Iterable<AppWindow>,
): void {
  ipcMain.handle(shellChannels.ask, (event, name: unknown, given: unknown) =>
    asAnswer(() => {
      const asker = askerOf(event, windows());
      const question = paramsOf(name, given);
      const handler = handlers[question.name] as (params: unknown, asker: AppWindow) => unknown;
      return handler(question.params, asker);
    }),
  );
  ipcMain.handle(shellChannels.drop, (event, path: unknown, readOnly: unknown) =>
    asAnswer(() => {
      const asker = askerOf(event, windows());
      if (typeof path !== "string" || typeof readOnly !== "boolean") throw invalidRequest("drop: wrong types");
      return openDropped(path, readOnly, asker);
    }),
  );
}
