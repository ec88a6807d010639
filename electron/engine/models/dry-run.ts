/**
 * Applies a plan to a copy of the database and says what is different there. The copy is made page by page, so that rowids and all
 * that is broken in it are the same, and is removed again.
 */
import { statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { DryRun, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { openConnections, type Connections } from "../connection/connections.ts";
import type { EngineOptions } from "../engine-context.ts";
import { applyOperations } from "./apply.ts";
import type { Planned } from "./plan.ts";
import { compareDatabases } from "./what-changed.ts";

/** Throws an AppError: the refusal that an apply would meet, or `disk.full`. The database itself is only read. */
export async function dryRun(
  connections: Connections,
  operations: readonly SchemaOperation[],
  options: EngineOptions,
): Promise<DryRun> {
  const folder = join(options.scratchFolder, `dry-run-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const [before, after] = [join(folder, "before.db"), join(folder, "after.db")];
    await connections.reader().db.backup(before);
    const bytes = statSync(before).size;
    const copy = openConnections({
      ...options,
      source: { kind: "file", path: before, readOnly: false },
      journalFolder: null,
      emit: () => {},
    });
    try {
      await copy.reader().db.backup(after);
    } finally {
      copy.close();
    }
    return { bytes, ...tryOn(after, before, operations, options) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tryOn(
  path: string,
  original: string,
  operations: readonly SchemaOperation[],
  options: EngineOptions,
): Omit<DryRun, "bytes"> {
  const copy = openConnections({
    ...options,
    source: { kind: "file", path, readOnly: false },
    journalFolder: null,
    emit: () => {},
  });
  try {
    let planned: Planned | null = null;
    const { milliseconds } = applyOperations(copy, operations, null, { after: (done) => (planned = done) });
    return { milliseconds, ...compareDatabases(copy, original, planned as unknown as Planned) };
  } finally {
    copy.close();
  }
}
