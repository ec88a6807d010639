/** Timing side by side: ours and the raw library in turns, so that both meet the same machine. */

export interface Comparison {
  readonly name: string;
  /** Median milliseconds of ours. */
  readonly ours: number;
  /** Median milliseconds of the raw better-sqlite3 read it is held against. */
  readonly raw: number;
  readonly ratio: number;
  readonly rounds: number;
}

/**
 * Runs `ours` and `raw` alternately `rounds` times after one unmeasured turn each, and compares medians.
 * `prepare` runs before each measured call of ours (to make it cold again) and is not timed.
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
    const t0 = performance.now();
    await ours(round);
    const t1 = performance.now();
    await raw(round);
    const t2 = performance.now();
    if (round < 0) continue;
    a.push(t1 - t0);
    b.push(t2 - t1);
  }
  const [x, y] = [median(a), median(b)];
  return { name, ours: x, raw: y, ratio: x / y, rounds };
}

/** The middle value (the upper of two). */
export function median(values: number[]): number {
  return values.toSorted((p, q) => p - q)[values.length >> 1] ?? Number.NaN;
}

/** Lines of a table for people. */
export function report(rows: Comparison[]): string {
  const width = Math.max(...rows.map((r) => r.name.length));
  const lines = rows.map(
    (r) =>
      `${r.name.padEnd(width)}  ${r.ours.toFixed(2).padStart(10)}  ${r.raw.toFixed(2).padStart(10)}  ${r.ratio.toFixed(2).padStart(7)} ×`,
  );
  return [
    `${"".padEnd(width)}  ${"ours ms".padStart(10)}  ${"raw ms".padStart(10)}  ${"ratio".padStart(9)}`,
    ...lines,
  ].join("\n");
}
