/** What crosses a port is taken apart level by level on the other side, by a function that calls itself: beyond some thousand it is lost. */

/** Is there something in objects and lists that stand more than so many levels deep in each other? */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((one): unknown[] => {
      if (one === null || typeof one !== "object" || ArrayBuffer.isView(one)) return [];
      const within: unknown[] = Array.isArray(one) ? one : Object.values(one);
      return within.filter((part) => part !== null && typeof part === "object");
    });
  }
  return false;
}
