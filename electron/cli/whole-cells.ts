/** Rows with whole values: what crossed as a preview is fetched piece by piece. */
import { type Cell, isPreview, type Scalar } from "../../src-shared/model/cell.ts";
import type { Engine } from "../engine/engine.ts";

/** Bytes of one piece; the contract's largest. */
const PIECE = 16 * 1024 * 1024;

export interface ResultPlace {
  readonly runId: string;
  readonly statement: number;
  readonly row: number;
}

/** The row with every value whole. */
export async function wholeRow(engine: Engine, place: ResultPlace, cells: readonly Cell[]): Promise<Scalar[]> {
  const values: Scalar[] = [];
  for (const [column, cell] of cells.entries()) {
    values.push(isPreview(cell) ? await wholeValue(engine, { ...place, column }, cell.storage, cell.bytes) : cell);
  }
  return values;
}

async function wholeValue(
  engine: Engine,
  place: ResultPlace & { column: number },
  storage: "text" | "blob",
  bytes: number,
): Promise<Scalar> {
  const whole = new Uint8Array(bytes);
  for (let offset = 0; offset < bytes; offset += PIECE) {
    const { data } = await engine.handlers["console.readCell"]({ ...place, offset, length: PIECE });
    whole.set(data, offset);
  }
  return storage === "blob" ? whole : Buffer.from(whole.buffer).toString("utf8");
}
