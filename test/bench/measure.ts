/** Timing side by side: ours and the raw library in turns, so that both meet the same machine. */

export interface Comparison {
  readonly name: string;
  /** Median milliseconds of ours. */
  readonly ours: number;
  /** Median milliseconds of the raw better-sqlite3 read it is held against. */
  readonly raw: number;
  readonly ratio: number;
  readonly rounds: number;
  /** The fastest round of each: what it takes when nobody else uses the machine. */
  readonly oursLeast?: number;
  readonly rawLeast?: number;
}

/**
 * Runs `ours` and `raw` alternately `rounds` times after one unmeasured turn each, and compares medians; each goes first in
 * every other round. `prepare` runs before each round (to make it cold again) and is not timed.
 */
export async function compare(
  name: string,
  rounds: number,
  ours: (round: number) => unknown,
  raw: (round: number) => unknown,
  prepare?: () => unknown,
): Promise<Comparison> {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = -1; round < rounds; round++) {
    await prepare?.();
    const turns = [
      { times: a, run: ours },
      { times: b, run: raw },
    ];
    for (const { times, run } of round % 2 === 0 ? turns : turns.toReversed()) {
      const began = performance.now();
      await run(round);
      if (round >= 0) times.push(performance.now() - began);
    }
  }
  const [x, y] = [median(a), median(b)];
  return { name, ours: x, raw: y, ratio: x / y, rounds, oursLeast: Math.min(...a), rawLeast: Math.min(...b) };
}

/** The middle value (the upper of two). */
export function median(values: number[]): number {
  return values.toSorted((p, q) => p - q)[values.length >> 1] ?? Number.NaN;
}

/** Lines of a table for people. */
export function report(rows: Comparison[]): string {
  const width = Math.max(...rows.map((r) => r.name.length));
  const figure = (value: number | undefined) => (value === undefined ? "" : value.toFixed(2)).padStart(10);
  const ratio = (value: number | undefined) => (value === undefined ? "" : `${value.toFixed(2)} ×`).padStart(9);
  const lines = rows.map((r) => {
    const least = r.oursLeast !== undefined && r.rawLeast !== undefined ? r.oursLeast / r.rawLeast : undefined;
    return [r.name.padEnd(width), figure(r.ours), figure(r.raw), ratio(r.ratio), ratio(least)].join("  ");
  });
  const head = ["".padEnd(width), "ours ms".padStart(10), "raw ms".padStart(10), "ratio".padStart(9), "of minima"];
  return [head.join("  "), ...lines].join("\n");
}
