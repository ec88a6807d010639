/**
 * Kysely, to write SQL with and nothing else (decision D3): it compiles, `Connection` runs.
 *
 * Names must go in through `name()` and `objectName()`: Kysely's string names are split at `.`, ` as ` and ` desc`,
 * which is wrong for names that real databases have.
 */
import {
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { ObjectName } from "../../../src-shared/model/names.ts";

/** Tables are not known to the type checker: they are the user's. */
export const compiler = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A column, alias or other single name, quoted. */
export function name<T = unknown>(text: string): RawBuilder<T> {
  return sql.id(text) as unknown as RawBuilder<T>;
}

/** `"schema"."name"`, quoted. */
export function objectName(object: ObjectName): RawBuilder<Record<string, unknown>> {
  return sql.id(object.schema, object.name) as unknown as RawBuilder<Record<string, unknown>>;
}
