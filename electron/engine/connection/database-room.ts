/** `database.info`: the open database as a whole. */
import { basename } from "node:path";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { DatabaseInfo } from "../../../src-shared/model/database.ts";
import { databaseUrl } from "../../../src-shared/model/database-url.ts";
import type { Room } from "../engine-context.ts";
import { withAppErrors } from "../engine-error.ts";
import type { Connections } from "./connections.ts";

/** Opens the room; it reads through the connections' reader. */
export function openDatabaseRoom(connections: Connections): Room<"database"> {
  return {
    handlers: {
      "database.info": () => {
        connections.watch.start();
        return withAppErrors({ path: connections.realPath }, () => readInfo(connections));
      },
    },
    close() {},
  };
}

function readInfo(connections: Connections): DatabaseInfo {
  const { source, realPath } = connections;
  const reader = connections.reader();
  const pragma = (text: string): Scalar => reader.pragma(text)[0]?.[0] ?? null;
  const pageSize = Number(pragma("page_size"));
  const inMemory = realPath === null || (source.kind === "file" && source.scratch === true);
  return {
    path: inMemory ? null : realPath,
    name: inMemory ? "In-memory" : basename(realPath),
    url: databaseUrl(inMemory ? null : realPath),
    sizeBytes: Number(connections.fileIdentity()?.size ?? BigInt(pageSize) * BigInt(Number(pragma("page_count")))),
    journalMode: String(pragma("journal_mode")),
    encoding: String(pragma("encoding")),
    pageSize,
    userVersion: Number(pragma("user_version")),
    applicationId: Number(pragma("application_id")),
    sqliteVersion: String(reader.value({ sql: "SELECT sqlite_version()", parameters: [] })),
    foreignKeys: pragma("foreign_keys") === 1n,
    readOnlyReason: connections.readOnlyReason(),
    notices: [...connections.notices, ...(connections.replaced() ? [REPLACED] : [])],
  };
}

const REPLACED =
  "The file was moved, replaced or deleted by another program; what is shown is what was opened. Close it and open it again.";
