/** `schema.read`, and the schema for the other rooms. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { Connections } from "../connection/connections.ts";
import type { Room } from "../engine-context.ts";
import { withAppErrors } from "../engine-error.ts";
import { tableKey } from "./object-list.ts";
import { readSchema } from "./read-schema.ts";

export interface SchemaRoom extends Room<"schema"> {
  /** The schema now; read again only when it was changed since. Throws an AppError (`file.…`). */
  read(): DatabaseSchema;
  /** One table or view of it, found as SQLite finds names. Throws an AppError `object.missing`. */
  table(name: ObjectName): Table;
}

interface KnownSchema {
  readonly version: string;
  readonly schema: DatabaseSchema;
  readonly tables: ReadonlyMap<string, Table>;
}

export function openSchemaRoom(connections: Connections): SchemaRoom {
  let known: KnownSchema | null = null;

  const current = (): KnownSchema =>
    withAppErrors({ path: connections.realPath }, () => {
      const reader = connections.reader();
      const version = connections.version().schema;
      if (known?.version === version) return known;
      const schema = readSchema(reader);
      // The first of two tables with one name is the one in the order made; sqlite_schema forbids the second.
      const tables = new Map(schema.tables.map((table) => [tableKey(table.schema, table.name), table]));
      known = { version, schema, tables };
      return known;
    });

  return {
    handlers: {
      "schema.read": () => {
        connections.watch.start();
        return current().schema;
      },
    },
    read: () => current().schema,
    table(name) {
      const table = current().tables.get(tableKey(name.schema, name.name));
      if (table) return table;
      throw new AppError({
        code: "object.missing",
        message: `There is no table or view called “${name.name}” any more.`,
        next: "Look at the list of tables again; it may have been renamed or dropped.",
      });
    },
    close() {},
  };
}
