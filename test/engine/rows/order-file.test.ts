/** The file of a kept order: what is written is read, what is not there yet is not, and a damaged file is none. */
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { OrderReader, OrderWriter } from "../../../electron/engine/rows/kept/order-file.ts";
import { digestOf } from "../../../electron/engine/rows/kept/order-place.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";

function open(byRowid: boolean) {
  const path = join(tempFolder(), "x.order");
  const writer = new OrderWriter(path, { digest: "d", stamp: "s", byRowid });
  const reader = OrderReader.open(path) as OrderReader;
  onTestFinished(() => {
    writer.close();
    reader.close();
  });
  return { path, writer, reader };
}

const state = { seen: 0, seenAll: false, complete: false };
const same = (a: readonly Scalar[], b: readonly Scalar[]) => rowKeyText([...a]) === rowKeyText([...b]);

it.each([true, false])("shows what was published: the first rows, the last, then all (rowid: %s)", (byRowid) => {
  const { writer, reader } = open(byRowid);
  const key = (i: number): Scalar[] =>
    byRowid ? [BigInt(i) - 2n ** 63n] : [`k${i}`, BigInt(i), null, new Uint8Array([i & 255])];
  const plain = (keys: Scalar[][]) => keys.map((k) => k.map((v) => (v instanceof Uint8Array ? [...v] : v)));
  const keys = Array.from({ length: 40_000 }, (_, i) => key(i));
  // And who wrote it: two processes may build one order at once.
  expect(reader.meta).toEqual({ digest: "d", stamp: "s", byRowid, writer: expect.any(String) });
  for (const k of keys.slice(0, 100)) writer.addKey(k);
  expect(reader.state().rows).toBe(0);
  writer.publish(state);
  expect(reader.state()).toMatchObject({ rows: 100, tailFrom: Infinity, complete: false });
  writer.addTail(keys.slice(-100), keys.length);
  writer.publish({ seen: keys.length, seenAll: true, complete: false });
  expect(reader.state()).toEqual({ rows: 100, tailFrom: 39_900, seen: 40_000, seenAll: true, complete: false });
  expect(plain(reader.read(39_950, 50))).toEqual(plain(keys.slice(-50)));
  for (const k of keys) writer.addKey(k);
  writer.publish({ seen: keys.length, seenAll: true, complete: true });
  expect(reader.state()).toMatchObject({ rows: 40_000, complete: true });
  for (const at of [0, 99, 32_760, 39_990]) expect(plain(reader.read(at, 10))).toEqual(plain(keys.slice(at, at + 10)));
  expect(reader.find(key(39_999), same)).toBe(39_999);
  expect(reader.find(byRowid ? [5n] : ["nothing"], same)).toBeNull();
  expect(() => reader.read(39_995, 10)).toThrow(RangeError);
});

it("a file that is damaged, cut off or none of ours is none; a new one in its place is another one", () => {
  const { path, writer, reader } = open(true);
  expect(reader.isAt(path)).toBe(true);
  const second = new OrderWriter(path, { digest: "d", stamp: "later", byRowid: true });
  expect(reader.isAt(path)).toBe(false);
  writer.add(1n);
  writer.publish(state);
  expect(OrderReader.open(path)?.state().rows).toBe(0);
  second.close();
  truncateSync(path, 100);
  expect(OrderReader.open(path)).toBeNull();
  writeFileSync(path, Buffer.alloc(8192));
  expect(OrderReader.open(path)).toBeNull();
  expect(OrderReader.open(`${path}x`)).toBeNull();
});

it("orders of conditions that JSON would write alike have names of their own", () => {
  const digests = [Infinity, -Infinity, null, 0, -0, 1n, 1, "1", new Uint8Array([49]), Number.MAX_VALUE].map((value) =>
    digestOf({ table: { schema: "main", name: "t" }, order: [], filter: [{ column: "a", operator: "=", value }] }),
  );
  expect(new Set(digests).size).toBe(digests.length);
});
