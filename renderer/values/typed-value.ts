/**
 * What is typed into a cell becomes the value that SQLite would store there: by the column's affinity
 * (https://www.sqlite.org/datatype3.html §3; `applyAffinity` in vdbe.c). Integers stay exact to 64 bits.
 */
import { type Cell, type Scalar, storageOf } from "../../src-shared/model/cell.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";

const int64Max = 2n ** 63n - 1n;
const int64Min = -(2n ** 63n);
/** SQLite's blanks, which it skips around numbers. */
const integerText = /^[ \t\n\v\f\r]*[+-]?\d+[ \t\n\v\f\r]*$/;
const realText = /^[ \t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\v\f\r]*$/;

export type Affinity = Column["affinity"];

/** The affinity that counts: ANY of a STRICT table stores what it is given. */
export function storingAffinity(table: Pick<Table, "strict">, column: Pick<Column, "affinity" | "type">): Affinity {
  return table.strict && column.type.toUpperCase() === "ANY" ? "blob" : column.affinity;
}

/** An integer literal within 64 bits, or null. */
function asInteger(text: string): bigint | null {
  if (!integerText.test(text)) return null;
  const integer = BigInt(text.trim().replace(/^\+/, ""));
  return integer > int64Max || integer < int64Min ? null : integer;
}

function asReal(text: string): number | null {
  return realText.test(text) ? Number(text) : null;
}

/** A real that is a whole number becomes an INTEGER in a column of numeric affinity (`sqlite3VdbeIntegerAffinity`). */
function narrowed(real: number): number | bigint {
  if (!Number.isInteger(real) || Math.abs(real) >= 2 ** 63) return real;
  const integer = BigInt(real);
  return integer > int64Min && integer < int64Max ? integer : real;
}

/** What a column of this affinity holds after this text was stored in it. */
export function storedText(text: string, affinity: Affinity): Scalar {
  if (affinity === "text" || affinity === "blob") return text;
  const integer = asInteger(text);
  if (integer !== null) return affinity === "real" ? Number(integer) : integer;
  const real = asReal(text);
  if (real === null) return text;
  return affinity === "real" ? real : narrowed(real);
}

/**
 * The value that was meant by typing `text` over `before`. As `storedText`, and:
 * - emptied cells of numeric columns become NULL (SQLite would keep an empty text there, which nobody means);
 * - a column without type keeps the kind of number it held: typing 6 over INTEGER 5 is not TEXT '6'.
 */
export function typedValue(text: string, affinity: Affinity, before: Cell | undefined): Scalar {
  if (affinity === "blob") {
    const storage = before === undefined ? "null" : storageOf(before);
    if (storage === "integer") return storedText(text, "numeric");
    if (storage === "real") return storedText(text, "real");
    return text;
  }
  if (text === "" && affinity !== "text") return null;
  return storedText(text, affinity);
}
