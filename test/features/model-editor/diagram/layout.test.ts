/** The layout: nothing over each other, what was placed stays, lines keep off tables. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { arrange } from "../../../../renderer/features/model-editor/diagram/layout/arrange.ts";
import {
  boundsOf,
  boxesOf,
  boxSizes,
  type PlacedBox,
} from "../../../../renderer/features/model-editor/diagram/layout/boxes.ts";
import { withPlaces, withRoom } from "../../../../renderer/features/model-editor/diagram/layout/keep-places.ts";
import {
  childEnd,
  linePath,
  parentEnd,
} from "../../../../renderer/features/model-editor/diagram/layout/line-shapes.ts";
import { type Route, routesAfter, routesOf } from "../../../../renderer/features/model-editor/diagram/layout/routes.ts";
import { made, measure, overlaps } from "./made.ts";

/** Schemas of any shape: cycles, tables to themselves, many keys between the same two. */
const schemas = fc
  .array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 30 })
  .chain((columns) => {
    const table = fc.integer({ min: 0, max: columns.length - 1 });
    return fc.tuple(fc.constant(columns), fc.array(fc.tuple(table, table), { maxLength: 40 }));
  })
  .map(([columns, pairs]) => made(columns, pairs));

const laidOut = (data: ReturnType<typeof made>, shown: "all" | "keys" | "none" = "all") =>
  withPlaces(boxesOf(data, shown, measure), data.keys, new Map());

test("the automatic layout puts no table over another, and is the same every time", () => {
  fc.assert(
    fc.property(schemas, fc.constantFrom("all" as const, "keys" as const, "none" as const), (data, shown) => {
      const placed = laidOut(data, shown);
      expect(placed).toHaveLength(data.tables.length);
      expect(overlaps(placed)).toEqual([]);
      expect(laidOut(data, shown)).toEqual(placed);
    }),
    { numRuns: 60 },
  );
});

/** It took half a minute, and went on growing with the square: longer than a test may take. */
test("six hundred tables with two keys each, circles among them: nothing over each other, the same every time", () => {
  const data = made(
    Array.from({ length: 600 }, () => 15),
    Array.from({ length: 600 }, (_, at) => [[at, at >> 1] as const, [at, (at * 7) % 600] as const]).flat(),
  );
  const placed = laidOut(data);
  expect(placed).toHaveLength(600);
  expect(overlaps(placed)).toEqual([]);
  expect(laidOut(data)).toEqual(placed);
  const bounds = boundsOf(placed);
  const shape = (bounds?.width ?? 0) / (bounds?.height ?? 1);
  expect(shape).toBeGreaterThan(0.7);
  expect(shape).toBeLessThan(4);
  expect(routesOf(data.keys, placed)).toHaveLength(data.keys.length);
});

test("a table with eighty children makes no endless column, a long chain no endless row", () => {
  const star = made(
    Array.from({ length: 81 }, () => 8),
    Array.from({ length: 80 }, (_, at) => [at + 1, 0] as const),
  );
  const chain = made(
    Array.from({ length: 40 }, () => 8),
    Array.from({ length: 39 }, (_, at) => [at + 1, at] as const),
  );
  for (const data of [star, chain]) {
    const bounds = boundsOf(laidOut(data));
    const shape = (bounds?.width ?? 0) / (bounds?.height ?? 1);
    expect(shape).toBeGreaterThan(0.7);
    expect(shape).toBeLessThan(4);
  }
});

test("what a table refers to stands to its left", () => {
  const data = made(
    [3, 3, 3],
    [
      [1, 0],
      [2, 1],
    ],
  );
  const [a, b, c] = ["t0", "t1", "t2"].map((id) => arrange(boxesOf(data, "keys", measure), data.keys).get(id)?.x ?? 0);
  expect([a, b, c]).toEqual([a, b, c].toSorted((x = 0, y = 0) => x - y));
});

test("what was placed stays to the pixel, wherever it is; what is new overlaps nothing", () => {
  fc.assert(
    fc.property(schemas, fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 5 }), (data, seed, each) => {
      const boxes = boxesOf(data, "all", measure);
      const before = withPlaces(boxes, data.keys, new Map());
      const old = before.filter((_, at) => at % (each + 1) !== seed % (each + 1));
      const kept = new Map(old.map(({ id, x, y }) => [id, { x: x * 2 + 13, y: y * 2 - 7 }]));
      const after = withPlaces(boxes, data.keys, kept);
      for (const { id, x, y } of after) if (kept.has(id)) expect({ x, y }).toEqual(kept.get(id));
      expect(overlaps(after)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a new table stands beside what it refers to", () => {
  const data = made([4, 4, 4], [[2, 1]]);
  const kept = new Map([
    ["t0", { x: 0, y: 0 }],
    ["t1", { x: 1000, y: 500 }],
  ]);
  const fresh = withPlaces(boxesOf(data, "all", measure), data.keys, kept).find(({ id }) => id === "t2");
  expect(Math.abs((fresh?.x ?? 0) - 1000)).toBeLessThan(400);
  expect(Math.abs((fresh?.y ?? 0) - 500)).toBeLessThan(200);
});

test("tables that grew make room downwards; those that touch nobody stay", () => {
  const data = made([2, 20, 3], []);
  const boxes = boxesOf(data, "all", measure);
  const at = [
    { x: 0, y: 100 },
    { x: 10, y: 0 },
    { x: 900, y: 0 },
  ];
  const placed: PlacedBox[] = boxes.map((box, place) => ({ ...box, ...(at[place] ?? { x: 0, y: 0 }) }));
  expect(overlaps(placed)).not.toEqual([]);
  const roomy = withRoom(placed);
  expect(overlaps(roomy)).toEqual([]);
  expect(roomy[1]).toMatchObject(at[1] ?? {});
  expect(roomy[2]).toMatchObject(at[2] ?? {});
});

/** Begins and ends at its boxes' edges, at the rows of its columns, straight and with room for the marks of its ends. */
function isWhole(route: Route, boxes: readonly PlacedBox[]): void {
  const { points, key } = route;
  for (const [end, id, columns] of [
    [route.child, key.child, key.childColumns],
    [route.parent, key.parent, key.parentColumns],
  ] as const) {
    const box = boxes.find((each) => each.id === id);
    if (!box) throw new Error("no box");
    expect([box.x, box.x + box.width]).toContain(end.x);
    const row = box.rows.find(({ column }) => column === columns[0]);
    if (row) expect(end.y).toBe(box.y + row.top + boxSizes.row / 2);
    else expect(Math.abs(end.y - box.y - boxSizes.header / 2)).toBeLessThanOrEqual(boxSizes.header / 2);
  }
  for (const [place, point] of points.entries()) {
    const next = points[place + 1];
    if (next) expect(next.x === point.x || next.y === point.y).toBe(true);
  }
  expect(Math.abs((points[1]?.x ?? 0) - (points[0]?.x ?? 0))).toBeGreaterThanOrEqual(20);
}

test("every foreign key has a line that is straight or square, from its column to the other", () => {
  fc.assert(
    fc.property(schemas, fc.constantFrom("all" as const, "keys" as const, "none" as const), (data, shown) => {
      const placed = laidOut(data, shown);
      const routes = routesOf(data.keys, placed);
      expect(routes.map(({ key }) => key.id)).toEqual(data.keys.map(({ id }) => id));
      for (const route of routes) isWhole(route, placed);
    }),
    { numRuns: 40 },
  );
});

test("a line goes round a table that is in its way", () => {
  const data = made([4, 4, 12], [[1, 0]]);
  const [a, b, c] = boxesOf(data, "all", measure);
  if (!a || !b || !c) throw new Error("three boxes");
  const placed = [
    { ...a, x: 0, y: 100 },
    { ...b, x: 800, y: 100 },
    { ...c, x: 400, y: 0 },
  ];
  const [route] = routesOf(data.keys, placed);
  const inside = route?.points.some((point, at) => {
    const next = route.points[at + 1];
    const box = placed[2];
    if (!next || !box) return false;
    return (
      Math.max(point.x, next.x) > box.x &&
      Math.min(point.x, next.x) < box.x + box.width &&
      Math.max(point.y, next.y) > box.y &&
      Math.min(point.y, next.y) < box.y + box.height
    );
  });
  expect(inside).toBe(false);
});

test("several keys between the same tables, and a table to itself, have lines of their own", () => {
  const data = made(
    [6, 6],
    [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
    ],
  );
  for (const shown of ["all", "none"] as const) {
    const routes = routesOf(data.keys, laidOut(data, shown));
    expect(new Set(routes.map(({ points }) => linePath(points))).size).toBe(5);
  }
});

test("a table that moves takes its lines along; lines far from it stay the same objects", () => {
  const data = made(
    [4, 4, 4, 4],
    [
      [1, 0],
      [3, 2],
    ],
  );
  const placed = boxesOf(data, "all", measure).map((box, at) => ({ ...box, x: (at % 2) * 300, y: at < 2 ? 0 : 600 }));
  const before = routesOf(data.keys, placed);
  const moved = placed.map((box) => (box.id === "t1" ? { ...box, x: box.x + 40, y: 30 } : box));
  const after = routesAfter(before, new Set(["t1"]), data.keys, moved);
  expect(after[1]).toBe(before[1]);
  expect(after[0]).not.toBe(before[0]);
  for (const route of after) isWhole(route, moved);
  // Put onto a line, it pushes that line aside.
  const [x = 0] = [before[1]?.points[1]?.x];
  const onLine = placed.map((box) => (box.id === "t1" ? { ...box, x: x - 20, y: 620 } : box));
  expect(routesAfter(before, new Set(["t1"]), data.keys, onLine)[1]).not.toBe(before[1]);
});

test("a key of two columns is bracketed at both ends; a crow's foot, a bar and a ring say how many", () => {
  const data = made([3, 3], [[1, 0]]);
  const [key] = data.keys;
  if (!key) throw new Error("a key");
  const placed = laidOut(data);
  const ends = (change: Partial<typeof key>) => {
    const [route] = routesOf([{ ...key, ...change }], placed);
    if (!route) throw new Error("a route");
    return { child: childEnd(route), parent: parentEnd(route), route };
  };
  expect(ends({ optional: true }).parent.ring).not.toBeNull();
  expect(ends({ optional: false }).parent.ring).toBeNull();
  expect(ends({ unique: true }).child.path).not.toContain("L");
  expect(ends({ unique: false }).child.path).toContain("L");
  const two = ends({ childColumns: [1, 2], parentColumns: [0, 1] });
  expect(two.route.child.others).toHaveLength(2);
  expect(two.child.path.length).toBeGreaterThan(ends({}).child.path.length);
});
