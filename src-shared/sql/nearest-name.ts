/** The name that was probably meant. Pure. */

/** The name that takes the fewest changes (up to a third of its letters, at least one); null when none is near. */
export function nearestName(written: string, names: Iterable<string>): string | null {
  const wanted = written.toLowerCase();
  let nearest: { readonly name: string; readonly changes: number } | null = null;
  for (const name of names) {
    const changes = changesBetween(wanted, name.toLowerCase());
    const most = Math.max(1, Math.floor(name.length / 3));
    if (changes <= most && (!nearest || changes < nearest.changes)) nearest = { name, changes };
  }
  return nearest?.name ?? null;
}

/** How many letters have to be put in, taken out, exchanged or swapped with their neighbour (optimal string alignment). */
function changesBetween(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
