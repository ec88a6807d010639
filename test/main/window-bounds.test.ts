import fc from "fast-check";
import { expect, test } from "vitest";
import { clampBounds } from "../../electron/main/window-bounds.ts";

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 1920, height: 1080 };

test("bounds on a screen stay as they are", () => {
  const bounds = { x: 1500, y: 40, width: 1000, height: 700 };
  expect(clampBounds(bounds, [laptop, beside])).toEqual(bounds);
});

test("a screen that is gone gives its window to the first one", () => {
  const bounds = { x: 1500, y: 40, width: 1800, height: 1000 };
  expect(clampBounds(bounds, [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
});

test("whatever was remembered, the window lies within one screen", () => {
  const number = fc.integer({ min: -20_000, max: 20_000 });
  const size = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(fc.record({ x: number, y: number, width: size, height: size }), (bounds) => {
      const put = clampBounds(bounds, [laptop, beside]);
      const inside = [laptop, beside].some(
        (area) =>
          put.x >= area.x &&
          put.y >= area.y &&
          put.x + put.width <= area.x + area.width &&
          put.y + put.height <= area.y + area.height,
      );
      expect(inside).toBe(true);
    }),
  );
});
