/**
 * The pictures on the posters. A scene says for each point of a sheet of 120 x 180 which layer shows there:
 * 0 the sky, 1 the light, 2 what is far, 3 what is near, 4 what is nearest. Titles go on top, so scenes keep it calm.
 */
import type { Random } from "./random.ts";

export type Scene = (x: number, y: number) => number;

const inDisc = (x: number, y: number, cx: number, cy: number, radius: number) =>
  (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;

function hills(rnd: Random): Scene {
  const phase = rnd.next() * 6;
  const cx = rnd.int(25, 95);
  const radius = rnd.int(12, 22);
  return (x, y) => {
    if (y > 150 + 7 * Math.sin(x / 21 + phase * 2)) return 4;
    if (y > 132 + 10 * Math.sin(x / 17 + phase) + 3 * Math.sin(x / 5)) return 3;
    if (y > 108 + 15 * Math.sin(x / 26 + phase * 3) + 4 * Math.sin(x / 7 + phase)) return 2;
    return inDisc(x, y, cx, 82, radius) ? 1 : 0;
  };
}

function sea(rnd: Random): Scene {
  const cx = rnd.int(40, 80);
  const radius = rnd.int(20, 32);
  const sail = rnd.int(16, 100);
  return (x, y) => {
    if (y > 116 && y < 122 && Math.abs(x - sail) < 9 - (y - 116)) return 4;
    if (y > 92 && y <= 115 && x > sail && x - sail < (y - 92) * 0.36) return 4;
    if (y < 114) return inDisc(x, y, cx, 112, radius) ? 1 : 0;
    const glitter = Math.abs(x - cx) < radius * (1.1 - (y - 114) / 90) && (y - 114) % 8 < 3.4;
    return glitter ? 1 : y > 152 + 2 * Math.sin(x / 6) ? 3 : 2;
  };
}

function skyline(rnd: Random): Scene {
  const roofs = Array.from({ length: 16 }, () => rnd.int(86, 140));
  const lamps = Array.from({ length: 640 }, () => rnd.chance(0.3));
  const cx = rnd.int(20, 100);
  return (x, y) => {
    const far = roofs[Math.floor(x / 15) + 8] ?? 180;
    const near = (roofs[Math.floor((x + 6) / 18)] ?? 180) + 18;
    if (y > near) {
      const isPane = (x + 6) % 6 > 2 && (x + 6) % 6 < 4.5 && y % 8 > 2 && y % 8 < 6 && y > near + 4;
      return isPane && lamps[Math.floor((x + 6) / 6) * 24 + Math.floor(y / 8)] ? 1 : 4;
    }
    return y > far ? 2 : inDisc(x, y, cx, 78, 13) && !inDisc(x, y, cx + 6, 74, 12) ? 1 : 0;
  };
}

function rings(rnd: Random): Scene {
  const cx = rnd.int(30, 90);
  const cy = rnd.int(105, 135);
  const width = rnd.int(7, 13);
  return (x, y) => {
    const distance = Math.hypot(x - cx, y - cy);
    if (distance > width * 6) return 0;
    if (distance < width) return 1;
    return Math.floor(distance / width) % 2 === 0 ? 2 : 4;
  };
}

function lighthouse(rnd: Random): Scene {
  const cx = rnd.int(30, 90);
  const isLeft = cx > 60;
  return (x, y) => {
    const side = isLeft ? cx - x : x - cx;
    if (y > 158 + 3 * Math.sin(x / 8)) return 4;
    if (y > 148 - 8 * Math.cos((x - cx) / 26) ** 3) return 3;
    const half = 5 + (y - 90) / 14;
    if (y > 90 && Math.abs(x - cx) < half) return Math.floor((y - 90) / 11) % 2 === 0 ? 4 : 2;
    if (y > 86 && y <= 90 && Math.abs(x - cx) < 9) return 4;
    if (y > 75 && y <= 86 && Math.abs(x - cx) < 4.5) return 1;
    if (y > 69 && y <= 75 && Math.abs(x - cx) < 75 - 69 - (75 - y)) return 4;
    return side > 4 && Math.abs(y - 80) < 2 + side * 0.2 ? 1 : 0;
  };
}

function road(rnd: Random): Scene {
  const cx = rnd.int(45, 75);
  const radius = rnd.int(10, 18);
  return (x, y) => {
    if (y < 104) return inDisc(x, y, cx, 92, radius) ? 1 : y > 96 + 5 * Math.sin(x / 9) ? 2 : 0;
    const depth = (y - 104) / 76;
    const offset = Math.abs(x - cx - (60 - cx) * depth);
    if (offset < 1 + 2.4 * depth && Math.sqrt(depth) % 0.18 < 0.1) return 1;
    return offset < 3 + 50 * depth ? 4 : 3;
  };
}

function forest(rnd: Random): Scene {
  const near = Array.from({ length: 7 }, (_, index) => 8 + index * 18 + rnd.int(-6, 6));
  const far = Array.from({ length: 12 }, (_, index) => 4 + index * 10 + rnd.int(-3, 3));
  const cx = rnd.int(30, 90);
  return (x, y) => {
    if (y > 160 + 3 * Math.sin(x / 9)) return 4;
    if (y > 62 && near.some((trunk) => Math.abs(x - trunk) < 2.2 + (y - 62) / 60)) return 4;
    if (y > 74 && far.some((trunk) => Math.abs(x - trunk) < 1.6)) return y > 140 ? 3 : 2;
    return inDisc(x, y, cx, 104, 21) ? 1 : y > 146 ? 3 : 0;
  };
}

function doors(rnd: Random): Scene {
  const cx = rnd.int(48, 72);
  return (x, y) => {
    for (let depth = 0; depth < 4; depth++) {
      const half = 12 + (3 - depth) * 11;
      const top = 74 + depth * 14;
      const middle = 60 + (cx - 60) * (depth / 3);
      const isOutside =
        Math.abs(x - middle) > half || y < top || (y < top + half && Math.hypot(x - middle, y - top - half) > half);
      if (isOutside) return [0, 4, 3, 2][depth] ?? 0;
    }
    return 1;
  };
}

function stairs(rnd: Random): Scene {
  const step = rnd.int(10, 15);
  const isMirrored = rnd.chance(0.5);
  const cx = isMirrored ? 88 : 32;
  return (x, y) => {
    const along = isMirrored ? 120 - x : x;
    const edge = 172 - Math.floor(along / step) * (step * 0.8);
    if (y > edge) return y < edge + 2.5 ? 1 : 4;
    if (y > edge - 26 && along % step > step / 2 - 0.8 && along % step < step / 2 + 0.8) return 3;
    return inDisc(x, y, cx, 96, 17) ? 1 : 0;
  };
}

function stripes(rnd: Random): Scene {
  const slope = rnd.pick([-0.8, -0.5, 0.5, 0.8]);
  const cy = rnd.int(105, 130);
  return (x, y) => {
    const band = Math.floor((y + slope * (x - 60) - 100) / 13);
    const isDisc = inDisc(x, y, 60, cy, 34);
    if (isDisc) return band % 2 === 0 ? 1 : 4;
    return band < 0 ? 0 : band % 2 === 0 ? 2 : 3;
  };
}

const SCENES = [hills, sea, skyline, rings, lighthouse, road, forest, doors, stairs, stripes];

/** One of the scenes, with its own places and sizes. */
export function makeScene(rnd: Random): Scene {
  return rnd.pick(SCENES)(rnd);
}
