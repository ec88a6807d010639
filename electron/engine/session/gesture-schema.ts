/** The schema as the edits of a gesture are checked against it, also while another program has the file locked. */
import { objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { isLocked } from "../engine-error.ts";
import type { SchemaReader } from "./ground-edit.ts";

/** The schema as it was last read, for while the file is locked; null: it never was. */
export interface LastSchema {
  known: DatabaseSchema | null;
}

/**
 * The schema for the edits of one gesture: asking whether it changed costs a read of the file, so each table is asked for
 * once. While another program keeps the file locked it is taken as it was last read: the commit looks again.
 */
export function forOneGesture(schema: SchemaReader, last: LastSchema): SchemaReader {
  const asked = new Map<string, Table>();
  /** As it was when the lock was met, which is waited for once a gesture. */
  let before: DatabaseSchema | null = null;
  const unlessLocked = <T>(look: () => T, known: (schema: DatabaseSchema) => T | undefined): T => {
    try {
      if (!before) return look();
    } catch (thrown) {
      if (!last.known || !isLocked(thrown)) throw thrown;
      before = last.known;
    }
    return known(before) ?? look();
  };
  const read = () =>
    unlessLocked(
      () => (last.known = schema.read()),
      (known) => known,
    );
  return {
    read,
    table(name) {
      const key = objectKey(name);
      const table =
        asked.get(key) ??
        unlessLocked(
          () => {
            last.known = schema.read();
            return schema.table(name);
          },
          ({ tables }) => tables.find((one) => objectKey(one) === key),
        );
      asked.set(key, table);
      return table;
    },
  };
}
