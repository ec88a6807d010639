/**
 * Letters that choose an item of an open menu (`&` before the letter), as on Windows and Linux; macOS has none. They are dealt out by
 * rule, so that a new command never has to look for a free one: no letter twice in a menu, the first letter of a word before others.
 */
import type { MenuItemConstructorOptions } from "electron";

type Item = MenuItemConstructorOptions;

/** A name may have an `&` of its own; in a label it is written twice. */
export const withoutMnemonic = (text: string): string => text.replaceAll("&", "&&");

/** The places of a label that can be underlined, the best first. */
function places(label: string): number[] {
  const at = [...label.matchAll(/[a-z0-9]/gi)].map(({ index }) => index);
  const beginsWord = (place: number) => place === 0 || !/[a-z0-9’']/i.test(label.charAt(place - 1));
  return [...at.filter(beginsWord), ...at.filter((place) => !beginsWord(place))];
}

/** One letter for each label, none twice: a matching of labels and letters, so that one is found wherever there is one. */
function deal(labels: readonly string[], taken: ReadonlySet<string>): (number | null)[] {
  const owner = new Map<string, number>();
  const chosen = labels.map((): number | null => null);
  const give = (label: number, seen: Set<string>): boolean => {
    const words = labels[label] ?? "";
    const own = places(words).map((place) => ({ place, letter: words.charAt(place).toLowerCase() }));
    // A free one, else one that another can do without.
    for (const { place, letter } of [...own.filter((one) => !owner.has(one.letter)), ...own]) {
      if (taken.has(letter) || seen.has(letter)) continue;
      seen.add(letter);
      const other = owner.get(letter);
      if (other !== undefined && !give(other, seen)) continue;
      owner.set(letter, label);
      chosen[label] = place;
      return true;
    }
    return false;
  };
  labels.forEach((_, label) => give(label, new Set()));
  return chosen;
}

/** The letter of a label that has one. */
export function mnemonicOf(label: string): string | null {
  return /(?:^|[^&])(?:&&)*&([^&])/.exec(label)?.[1]?.toLowerCase() ?? null;
}

/** A menu with a letter for each of its items and those of its submenus; those that have one keep it. */
export function withMnemonics(items: readonly Item[]): Item[] {
  const named = items.filter(({ label }) => label !== undefined && mnemonicOf(label) === null);
  const taken = new Set(items.flatMap(({ label }) => mnemonicOf(label ?? "") ?? []));
  const dealt = new Map(
    deal(
      named.map(({ label = "" }) => label),
      taken,
    ).map((place, at) => [named[at], place]),
  );
  return items.map((item) => {
    const { label, submenu } = item;
    const place = dealt.get(item) ?? null;
    return {
      ...item,
      ...(label === undefined || place === null ? {} : { label: `${label.slice(0, place)}&${label.slice(place)}` }),
      ...(Array.isArray(submenu) ? { submenu: withMnemonics(submenu) } : {}),
    };
  });
}
