/** Looks again at cells that are too large or may be damaged, and puts previews in their place. */
import { type RawBuilder, sql } from "kysely";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import { name } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { Query } from "../connection/query.ts";
import type { Doubt, PageCells } from "./page-cells.ts";
import type { RowShape } from "./row-shape.ts";
import { LARGEST_WHOLE_CELL, LARGEST_WITH_HEAD, PREVIEW_HEAD } from "./sizes.ts";
import { decodeHead, encodeText, isExact, maybeDamaged, type TextEncoding } from "./text-bytes.ts";

/** Four values for a column: class, length, the bytes of its head, and all its bytes when it is small. */
const VALUES = 4;

/** What is asked of the reader of rows. */
export interface DoubtReader {
  readonly connection: Connection;
  readonly encoding: TextEncoding;
  byKey(shape: RowShape, selection: RawBuilder<unknown>, key: readonly Scalar[]): Scalar[] | undefined;
}

/** Gives the query that selects `selection` of the rows of this page, in the same order (for rows without a key). */
export type SamePage = (selection: ReturnType<typeof describeColumns>) => Query;

/** Settles all doubts of a page in place. Run it in the snapshot in which the page was read. */
export function settleDoubts(reader: DoubtReader, shape: RowShape, page: PageCells, samePage: SamePage | null): void {
  if (page.doubts.length === 0) return;
  // The values of a view's row may not lead back to it, or only by computing the whole view again.
  if (samePage && (!page.keys || shape.key.length === 0)) {
    const columns = [...new Set(page.doubts.map((doubt) => doubt.column))];
    const described = reader.connection.query(samePage(describeColumns(shape, columns))).rows;
    for (const doubt of page.doubts) {
      settle(page, doubt, described[doubt.row], columns.indexOf(doubt.column), reader.encoding);
    }
    return;
  }
  const { keys } = page;
  if (!keys) throw new TypeError("Rows without a key must tell how to read the same page");
  const byRow = Map.groupBy(page.doubts, (doubt) => doubt.row);
  for (const [row, doubts] of byRow) {
    const columns = doubts.map((doubt) => doubt.column);
    const described = reader.byKey(shape, describeColumns(shape, columns), keys[row] as Scalar[]);
    doubts.forEach((doubt, i) => settle(page, doubt, described, i, reader.encoding));
  }
}

/** Never more than 1 MB of a value is loaded here. */
function describeColumns(shape: RowShape, columns: readonly number[]) {
  return sql.join(
    columns.flatMap((place) => {
      const cell = name((shape.columns[place] as { name: string }).name);
      const length = sql`octet_length(${cell})`;
      const bytes = sql`CAST(${cell} AS BLOB)`;
      return [
        sql`typeof(${cell})`,
        length,
        sql`CASE WHEN ${length} <= ${sql.raw(String(LARGEST_WITH_HEAD))} THEN substr(${bytes}, 1, ${sql.raw(String(PREVIEW_HEAD))}) END`,
        sql`CASE WHEN ${length} <= ${sql.raw(String(LARGEST_WHOLE_CELL))} THEN ${bytes} END`,
      ];
    }),
  );
}

function settle(page: PageCells, doubt: Doubt, described: Scalar[] | undefined, at: number, encoding: TextEncoding) {
  const row = page.rows[doubt.row] as Cell[];
  const cell = row[doubt.column];
  if (!described) {
    // The key itself holds damaged text, so its row cannot be asked for again. What was read is all there is to show.
    const head = typeof cell === "string" ? cell : "";
    row[doubt.column] = { storage: "text", head, bytes: encodeText(head, encoding).length, damaged: true };
    return;
  }
  const [storage, length, head, whole] = described.slice(at * VALUES, (at + 1) * VALUES);
  const bytes = typeof length === "bigint" ? Number(length) : 0;
  const headBytes = head instanceof Uint8Array ? head : new Uint8Array();
  if (storage === "blob") {
    row[doubt.column] = { storage, head: headBytes, bytes };
    return;
  }
  if (typeof cell === "string" && whole instanceof Uint8Array) {
    if (isExact(cell, whole, encoding)) return;
    row[doubt.column] = { storage: "text", head: cell.slice(0, PREVIEW_HEAD), bytes, damaged: true };
    return;
  }
  const text = decodeHead(headBytes, encoding);
  // The head may end within a character; only what was decoded is compared.
  const decoded = headBytes.subarray(0, encodeText(text, encoding).length);
  const damaged = maybeDamaged(text, encoding) && !isExact(text, decoded, encoding);
  row[doubt.column] = { storage: "text", head: text, bytes, ...(damaged ? { damaged } : {}) };
}
