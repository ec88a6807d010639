/**
 * Seeded randomness. Every part of the sample database draws from its own named stream, so that adding a draw to
 * one part does not reshuffle all the others, and every run on every machine gives the same rows.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with the given probability (0…1). */
  chance(probability: number): boolean;
  /** One of the items, all equally likely. Throws a RangeError when there is none. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, the first ones much likelier than the last ones (`bend` 1 = equally likely, 2 or 3 = a long tail). */
  pickEarly<T>(items: readonly T[], bend: number): T;
  /** `count` different items (all of them, when there are fewer), in random order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** About normally distributed: the sum of twelve uniform draws, which never strays beyond 6 deviations. */
  normal(mean: number, deviation: number): number;
}

/** FNV-1a: turns the name of a stream into its 32-bit seed. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The stream of this name, from its beginning. */
export function random(stream: string): Random {
  let state = seedOf(stream);

  // A Weyl sequence whipped through MurmurHash3's 32-bit finalizer: short, and even enough for sample data.
  function next(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
  }

  function int(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1));
  }

  function at<T>(items: readonly T[], index: number): T {
    if (items.length === 0) throw new RangeError(`Nothing to pick from in the stream "${stream}".`);
    return items[index] as T;
  }

  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => at(items, int(0, items.length - 1)),
    pickEarly: (items, bend) => at(items, Math.floor(next() ** bend * items.length)),
    sample(items, count) {
      const rest = [...items];
      const taken: (typeof items)[number][] = [];
      while (taken.length < count && rest.length > 0) taken.push(...rest.splice(int(0, rest.length - 1), 1));
      return taken;
    },
    normal(mean, deviation) {
      let sum = -6;
      for (let draw = 0; draw < 12; draw++) sum += next();
      return mean + deviation * sum;
    },
  };
}
