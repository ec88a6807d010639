/** Looks whether a rebuild carried its rows over before the old table is destroyed. */
import type { Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import type { Check } from "./step-check.ts";

/** Rows compared at either end of the table: what may go wrong is our list of columns, and then in every row. */
const LOOKED_AT = 10_000;

interface Carried {
  readonly old: Table;
  readonly table: Table;
  readonly valueOf: (column: string) => string | null;
}

interface Places {
  readonly from: string;
  readonly to: string;
  /** The statement the checks come before; the one or the few before it have filled `to`. */
  readonly before: number;
  /** Names of the columns of `to`, in the order they were filled, where they are other ones. */
  readonly places?: readonly string[];
}

/**
 * As many rows as before, and the same values, with their storage classes, in columns that are to keep them. Rows are found
 * again by rowid or primary key; where neither stays, they are only counted.
 */
export function carriedChecks({ old, table, valueOf }: Carried, { from, to, before, places }: Places): Check[] {
  const counted: Check = { before, table: old.name, counted: `SELECT count(*) FROM ${from}` };
  const filled = table.columns.filter(({ name, kind }) => kind === "ordinary" && valueOf(name) !== null);
  const placeOf = (name: string) => {
    const place = filled.findIndex((column) => sameName(column.name, name));
    return place < 0 ? null : `n.${places?.[place] ?? quoteName(name)}`;
  };
  const differ = filled.flatMap((column) => {
    const was = old.columns.find(({ name }) => sameName(name, column.name));
    if (was?.affinity !== column.affinity || valueOf(column.name) !== quoteName(was.name)) return [];
    const [now, then] = [placeOf(column.name), `o.${quoteName(was.name)}`];
    // By what is stored: a collation of the column could call different texts the same.
    return [`${now} COLLATE BINARY IS NOT ${then} COLLATE BINARY`, `typeof(${now}) <> typeof(${then})`];
  });
  const pair = pairing(old, table, placeOf, places);
  if (pair === null || differ.length === 0) return [counted];
  const look = (order: string) => {
    const some = `SELECT ${pair.extra}* FROM ${from} NOT INDEXED ${order} LIMIT ${LOOKED_AT}`;
    return `SELECT 1 FROM (${some}) AS o JOIN ${to} AS n ON ${pair.on} WHERE ${differ.join(" OR ")} LIMIT 1`;
  };
  const orders = pair.backwards === null ? [""] : ["", `ORDER BY ${pair.backwards} DESC`];
  return [counted, ...orders.map((order): Check => ({ before, table: old.name, differs: look(order) }))];
}

interface Pairing {
  /** Selected beside the columns of the old table. */
  readonly extra: string;
  readonly on: string;
  readonly backwards: string | null;
}

function pairing(
  old: Table,
  table: Table,
  placeOf: (column: string) => string | null,
  places: readonly string[] | undefined,
): Pairing | null {
  if (old.identity.kind === "rowid" && table.identity.kind === "rowid") {
    const { alias, column } = old.identity;
    const key = table.identity.column;
    if (key !== null && !(column !== null && sameName(column, key))) return null;
    const name = old.columns.some((c) => sameName(c.name, alias)) ? quoteName(alias) : alias;
    const now = key === null ? `n.${table.identity.alias}` : placeOf(key);
    // Rows of a temporary copy are found by nothing but their place.
    if (places || now === null) return null;
    return { extra: `${name} AS "joinery row", `, on: `${now} = o."joinery row"`, backwards: name };
  }
  if (!old.withoutRowid || !table.withoutRowid || places) return null;
  const keyOf = (t: Table) => t.columns.filter((c) => c.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
  const names = keyOf(old).map(({ name }) => name);
  if (
    keyOf(table)
      .map(({ name }) => name)
      .join("\n") !== names.join("\n")
  )
    return null;
  return {
    extra: "",
    on: names.map((name) => `${placeOf(name)} = o.${quoteName(name)}`).join(" AND "),
    backwards: null,
  };
}
