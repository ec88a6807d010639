/** Opens the database an argument names, with the engine the app uses. */
import { resolve } from "node:path";
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { DatabaseSource } from "../../src-shared/model/database.ts";
import { parseDatabaseAddress } from "../../src-shared/model/database-url.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { CommandError, usageError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

export interface OpenOptions {
  readonly readOnly: boolean;
  /** Make the file when it is absent. */
  readonly create: boolean;
  emit?(event: EngineEvent): void;
}

/** The source an argument means: a path, `sqlite:///…` or `:memory:`. Throws a usage error for any other URL. */
export function databaseSource(address: string, { readOnly, create }: OpenOptions): DatabaseSource {
  const parsed = parseDatabaseAddress(address);
  if (parsed === null) throw usageError(`“${address}” is not the address of a SQLite database.`);
  if (parsed.kind === "memory") return { kind: "memory" };
  return { kind: "file", path: resolve(parsed.path), readOnly: readOnly || parsed.readOnly, create };
}

/** An engine, and how to let go of it and its scratch files. Throws a CommandError with exit code 3 when it cannot be opened. */
export function openDatabase(address: string, options: OpenOptions): { engine: Engine; close: () => void } {
  const source = databaseSource(address, options);
  const scratch = makeScratchFolder();
  try {
    const emit = (event: EngineEvent) => options.emit?.(event);
    const engine = openEngine({ source, journalFolder: null, scratchFolder: scratch.path, emit });
    const close = () => {
      engine.close();
      scratch.remove();
    };
    return { engine, close };
  } catch (thrown) {
    scratch.remove();
    if (!(thrown instanceof AppError)) throw thrown;
    throw new CommandError(withNext(thrown.data, options), exitCodes.cannotOpen);
  }
}

/** What the app offers by a button is an option here, where one may write. */
function withNext(data: AppError["data"], { readOnly, create }: OpenOptions): AppError["data"] {
  if (data.code !== "file.missing" || create) return data;
  return { ...data, next: readOnly ? "Check the name." : "Check the name, or add --create to make a new database." };
}
