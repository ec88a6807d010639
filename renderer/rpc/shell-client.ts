/** Asks Electron main, and hears from it: the one place of the page that touches `window.joinery`. */
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import type {
  JoineryBridge,
  MenuItem,
  OpenedDatabase,
  ShellEvent,
  ShellParams,
  ShellProcedure,
  ShellResult,
} from "../../src-shared/rpc/shell-contract.ts";

declare global {
  interface Window {
    readonly joinery: JoineryBridge<File>;
  }
}

type Reply<T> = { ok: true; value: T } | { ok: false; error: AppErrorData };

function valueOf<T>(reply: unknown): T {
  const answer = reply as Reply<T>;
  if (answer.ok) return answer.value;
  throw new AppError(answer.error);
}

/** Asks main and gives the answer's value; throws an AppError. Questions without parameters take none. */
export async function askShell<N extends ShellProcedure>(
  name: N,
  ...params: ShellParams<N> extends undefined ? [] : [ShellParams<N>]
): Promise<ShellResult<N>> {
  return valueOf(await window.joinery.ask(name, params[0]));
}

/** Opens a dropped or pasted file. Its path goes to main, never to the page. Throws an AppError. */
export async function openDropped(file: File, readOnly: boolean): Promise<OpenedDatabase> {
  return valueOf(await window.joinery.openDropped(file, readOnly));
}

/** Listens to one kind of shell event; gives the function that stops it. */
export function onShell<N extends ShellEvent["name"]>(
  name: N,
  listener: (event: Extract<ShellEvent, { name: N }>) => void,
): () => void {
  return window.joinery.onEvent((event) => {
    if (event.name === name) listener(event as Extract<ShellEvent, { name: N }>);
  });
}

/** Pops up a native menu; gives the command that was chosen, or null. Without a place it opens at the pointer. */
export function popupMenu(items: MenuItem[], at?: { x: number; y: number }): Promise<string | null> {
  return askShell("menu.popup", at ? { items, x: Math.round(at.x), y: Math.round(at.y) } : { items });
}

/** Node's `process.platform` of the machine: `darwin` is where Ctrl reads ⌘. */
export function platform(): string {
  return window.joinery.platform;
}
