/** The ways to open a database from the page, with the failure of the last one. */
import { useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { OpenedDatabase } from "../../../src-shared/rpc/shell-contract.ts";
import { askShell } from "../../rpc/shell-client.ts";

/** Gives the database that was opened, or null when the user changed their mind. Throws an AppError. */
export type OpenAttempt = () => Promise<OpenedDatabase | null>;

export interface Opening {
  readonly busy: boolean;
  readonly error: AppErrorData | null;
  /** Tries; a failure stays in `error` until the next try. */
  readonly attempt: (open: OpenAttempt) => Promise<void>;
  /** Whether another try may end otherwise: the reason can go away by itself. */
  readonly canRetry: (error: AppErrorData) => boolean;
  /** Tries once more to open what failed last, however it was asked for. */
  readonly retry: () => void;
  /** The failure was read. */
  readonly clear: () => void;
}

/** Tries to open databases, one at a time; `onOpened` gets each one. */
export function useOpening(onOpened: (database: OpenedDatabase) => void): Opening {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const attempt = async (open: OpenAttempt) => {
    setBusy(true);
    setError(null);
    try {
      const database = await open();
      if (database) onOpened(database);
    } catch (thrown) {
      setError(toAppErrorData(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    error,
    attempt,
    canRetry: ({ code }) => PASSING.has(code),
    retry: () => void attempt(() => askShell("database.retry")),
    clear: () => setError(null),
  };
}

/** Failures that end when another program is done, a disk is plugged in or a permission is given. */
const PASSING = new Set<AppErrorData["code"]>([
  "file.locked",
  "file.missing",
  "file.noPermission",
  "file.walReadOnlyFolder",
  "disk.error",
]);
