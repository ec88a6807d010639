/** Which pieces of lines are where, to keep others off them. */
import type { Point } from "./boxes.ts";

/** Between two lines side by side. */
export const LANE = 8;

interface Piece {
  /** x of an upright piece, y of a level one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Lines that lead to the same column may run together: they mean the same. */
  readonly goal: string;
}

/** Pieces in strips of one lane's width, so that only those nearby are looked at. */
export class LineIndex {
  readonly #uprights = new Map<number, Piece[]>();
  readonly #levels = new Map<number, Piece[]>();

  /** Remembers a line. */
  add(points: readonly Point[], goal: string): void {
    for (const { strips, piece } of this.#pieces(points, goal)) {
      const strip = Math.floor(piece.at / LANE);
      const there = strips.get(strip);
      if (there) there.push(piece);
      else strips.set(strip, [piece]);
    }
  }

  /** Forgets a line that was added. */
  remove(points: readonly Point[], goal: string): void {
    for (const { strips, piece } of this.#pieces(points, goal)) {
      const there = strips.get(Math.floor(piece.at / LANE)) ?? [];
      const at = there.findIndex(
        (other) => other.at === piece.at && other.from === piece.from && other.to === piece.to && other.goal === goal,
      );
      if (at >= 0) there.splice(at, 1);
    }
  }

  /** How many pieces that lead elsewhere this line would lie on. */
  crowding(points: readonly Point[], goal: string): number {
    let count = 0;
    for (const { strips, piece } of this.#pieces(points, goal)) {
      const strip = Math.floor(piece.at / LANE);
      for (let near = strip - 1; near <= strip + 1; near++) {
        for (const other of strips.get(near) ?? []) {
          const close = Math.abs(other.at - piece.at) < LANE - 2;
          if (close && other.goal !== goal && other.from < piece.to + 4 && piece.from < other.to + 4) count++;
        }
      }
    }
    return count;
  }

  #pieces(points: readonly Point[], goal: string): { strips: Map<number, Piece[]>; piece: Piece }[] {
    const found: { strips: Map<number, Piece[]>; piece: Piece }[] = [];
    for (let place = 1; place < points.length; place++) {
      const [a, b] = [points[place - 1], points[place]];
      if (!a || !b) continue;
      if (a.x === b.x && a.y !== b.y) {
        found.push({ strips: this.#uprights, piece: pieceOf(a.x, a.y, b.y, goal) });
      } else if (a.y === b.y && a.x !== b.x) {
        found.push({ strips: this.#levels, piece: pieceOf(a.y, a.x, b.x, goal) });
      }
    }
    return found;
  }
}

const pieceOf = (at: number, a: number, b: number, goal: string): Piece => ({
  at,
  from: Math.min(a, b),
  to: Math.max(a, b),
  goal,
});
