/** The ways to open a database from the page, with the failure of the last one. */
import { useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { OpenedDatabase } from "../../../src-shared/rpc/shell-contract.ts";

/** Gives the database that was opened, or null when the user changed their mind. Throws an AppError. */
export type OpenAttempt = () => Promise<OpenedDatabase | null>;

export interface Opening {
  readonly busy: boolean;
  readonly error: AppErrorData | null;
  /** Tries; a failure stays in `error` until the next try. */
  readonly attempt: (open: OpenAttempt) => Promise<void>;
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
  return { busy, error, attempt, clear: () => setError(null) };
}
