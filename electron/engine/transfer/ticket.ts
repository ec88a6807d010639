/**
 * The file that a ticket stands for. Electron main writes it down after the user chose it in a native dialog, in the folder that
 * the processes of the open database share: so the page, which shows what databases hold, can name no file at all.
 */
import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { AppError } from "../../../src-shared/errors/app-error.ts";

export interface Target {
  /** Absolute path the user chose. */
  readonly path: string;
  /** Where it is written before it is whole: beside it, so that putting it in place is one step. */
  readonly part: string;
}

/** Throws an AppError when there is no such ticket. */
export function targetOf(folder: string, ticket: string): Target {
  const path = read(folder, ticket);
  if (path === null || !isAbsolute(path)) {
    throw new AppError({
      code: "request.invalid",
      message: "No file was chosen for this export.",
      next: "Choose one and try again.",
    });
  }
  return { path, part: join(dirname(path), `.${basename(path).slice(0, 100)}.${ticket.slice(0, 8)}.part`) };
}

/** It is used up. */
export function forgetTicket(folder: string, ticket: string): void {
  rmSync(ticketFile(folder, ticket), { force: true });
}

const ticketFile = (folder: string, ticket: string): string => join(folder, `target-${ticket}`);

function read(folder: string, ticket: string): string | null {
  try {
    return readFileSync(ticketFile(folder, ticket), "utf8");
  } catch {
    // Whatever the reason: there is none that can be used.
    return null;
  }
}
