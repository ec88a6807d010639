/** Film posters, 120 x 180 pixels: a scene in five colours under a title. */
import { encodePng } from "./png.ts";
import { ADVANCE, isDot, LINE, plainCapitals, wrap } from "./poster-font.ts";
import { makeScene } from "./poster-scenes.ts";
import { random } from "./random.ts";

const POSTER_WIDTH = 120;
const POSTER_HEIGHT = 180;

/** How many films have a poster: the first ones of the catalogue. */
export const POSTER_COUNT = 150;

// Sky at the top and at the bottom, then the layers 1 to 4 (light, far, near, nearest), then the lettering.
const PALETTES: readonly (readonly string[])[] = [
  ["1b2a4a", "e8a87c", "fbe3b5", "8d5a74", "4b3b5e", "221f3a", "fff3dc"],
  ["0f3b3f", "7fc1a8", "f6efc9", "3f8f83", "1f625f", "0b2b30", "f4f7e6"],
  ["5a1e2c", "e2725b", "ffd9a0", "a63d40", "6b2737", "2b0f1a", "ffeedd"],
  ["f2dfb6", "e9b872", "c1440e", "a3683c", "6a4a3c", "2d2a32", "3a2a1e"],
  ["12122b", "3f4a8a", "f5f0d7", "2f3569", "20234b", "0b0b1d", "e8e6ff"],
  ["cfe3e8", "f7efe0", "e4572e", "7aa5b3", "45748a", "1d3a4c", "17313f"],
  ["20302a", "8aa64f", "f2e7a1", "577a3d", "33523a", "14211c", "f5f4dc"],
  ["3d2452", "d77fa1", "ffe0c2", "8b4a86", "5b3070", "231336", "ffeef6"],
  ["e9e4d8", "d8cfbd", "c0392b", "9b958a", "5f5c57", "22211f", "22211f"],
  ["0c2d48", "2e8bc0", "ffd166", "1c6a9c", "145374", "071d2f", "eef8ff"],
  ["2c1a12", "b5651d", "ffcf70", "7d4420", "4f2b17", "1a0e09", "ffe8c4"],
  ["f6c6c0", "fbe8d3", "f25f5c", "c98b9b", "70587c", "2f2a44", "3a2346"],
];

/** Where the dark strip with the year begins. */
const FOOT_TOP = POSTER_HEIGHT - 16;

interface Lettering {
  lines: readonly string[];
  /** Pixels per dot. */
  size: number;
  top: number;
}

function layOut(title: string): Lettering {
  const capitals = plainCapitals(title);
  for (const size of [2, 1.5, 1]) {
    const lines = wrap(capitals, Math.floor((POSTER_WIDTH - 10) / (ADVANCE * size)));
    const widest = Math.max(...lines.map((line) => line.length)) * ADVANCE * size;
    if (size === 1 || (widest <= POSTER_WIDTH - 8 && lines.length * LINE * size <= 58)) return { lines, size, top: 10 };
  }
  throw new RangeError(`No size fits "${title}".`);
}

function isLetter({ lines, size, top }: Lettering, x: number, y: number): boolean {
  const row = Math.floor((y - top) / size);
  const line = lines[Math.floor(row / LINE)];
  if (row < 0 || line === undefined) return false;
  const left = (POSTER_WIDTH - (line.length * ADVANCE - 1) * size) / 2;
  const column = Math.floor((x - left) / size);
  return column >= 0 && isDot(line.charAt(Math.floor(column / ADVANCE)), column % ADVANCE, row % LINE);
}

/** Red, green and blue of all colours of a palette, one after the other. */
function channels(palette: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(palette.join(""), "hex"));
}

/** The poster of a film as a PNG of a few kilobytes. The same film always gets the same poster. */
export function makePoster(movie: { id: number; title: string; year: number }): Buffer {
  const rnd = random(`poster ${movie.id}`);
  const colours = channels(rnd.pick(PALETTES));
  const colour = (index: number, part: number) => colours[index * 3 + part] ?? 0;
  const scene = makeScene(rnd);
  const title = layOut(movie.title);
  const year: Lettering = { lines: [`· ${movie.year} ·`], size: 1, top: FOOT_TOP + 5 };
  const pixels = new Uint8Array(POSTER_WIDTH * POSTER_HEIGHT * 3);

  /** What shows at a point: 0 sky, 1…4 the layers, 5 lettering. The year stands in the light's colour on a dark foot. */
  const layerAt = (x: number, y: number) => {
    if (y > FOOT_TOP) return isLetter(year, x, y) ? 1 : 4;
    return isLetter(title, x, y) ? 5 : scene(x, y);
  };

  for (let y = 0; y < POSTER_HEIGHT; y++) {
    const dusk = y / POSTER_HEIGHT;
    for (let x = 0; x < POSTER_WIDTH; x++) {
      // Four points per pixel smooth the edges.
      const layers = [
        layerAt(x + 0.25, y + 0.25),
        layerAt(x + 0.75, y + 0.25),
        layerAt(x + 0.25, y + 0.75),
        layerAt(x + 0.75, y + 0.75),
      ];
      for (let part = 0; part < 3; part++) {
        let sum = 0;
        for (const layer of layers) {
          if (layer === 0) sum += colour(0, part) * (1 - dusk) + colour(1, part) * dusk;
          else sum += colour(layer + 1, part);
        }
        pixels[(y * POSTER_WIDTH + x) * 3 + part] = Math.round(sum / 4);
      }
    }
  }
  return encodePng(POSTER_WIDTH, POSTER_HEIGHT, pixels);
}
