import type { ObjectName } from "../../../src-shared/model/names.ts";
import { writtenName } from "../../features/sql-console/sqlite-words.ts";

/** The statement a new console begins with: a hundred rows of a table. */
export function selectFrom(object: ObjectName): string {
  const name =
    object.schema === "main" ? writtenName(object.name) : `${writtenName(object.schema)}.${writtenName(object.name)}`;
  return `select *\nfrom ${name}\nlimit 100;\n`;
}
