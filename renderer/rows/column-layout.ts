/** Which columns of a table are shown, in which order, and which stay in sight: the user's, kept per table. Pure. */

export interface ColumnLayout {
  /** Names in the order wanted; columns that are not named keep their places after them. */
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  /** Columns that stay at the left while the others scroll, in their order. */
  readonly pinned?: readonly string[];
}

export interface Arranged {
  /** All columns: pinned ones, the others that are shown, then the hidden ones (they still belong to the row). */
  readonly names: readonly string[];
  /** How many of them are shown. */
  readonly shown: number;
  /** How many of those are pinned. */
  readonly pinned: number;
}

/** The columns of a table in the layout's order. Names that are gone are passed over; one column is always shown. */
export function arrange(names: readonly string[], { order = [], hidden = [], pinned = [] }: ColumnLayout): Arranged {
  const known = new Set(names);
  const ordered = [...new Set([...order.filter((name) => known.has(name)), ...names])];
  const gone = new Set(hidden);
  const visible = ordered.filter((name) => !gone.has(name));
  if (visible.length === 0 && ordered[0] !== undefined) visible.push(ordered[0]);
  const first = [...new Set(pinned)].filter((name) => visible.includes(name));
  const shown = [...first, ...visible.filter((name) => !first.includes(name))];
  const rest = ordered.filter((name) => !shown.includes(name));
  // With all columns pinned nothing could be scrolled.
  return { names: [...shown, ...rest], shown: shown.length, pinned: Math.min(first.length, shown.length - 1) };
}

/** Puts a shown column at another place among the shown ones. Among pinned columns it becomes one of them. */
export function moveColumn(names: readonly string[], layout: ColumnLayout, name: string, to: number): ColumnLayout {
  const { names: all, shown, pinned } = arrange(names, layout);
  const from = all.indexOf(name);
  if (from < 0 || from >= shown) return layout;
  const others = all.slice(0, shown).filter((other) => other !== name);
  const place = Math.max(0, Math.min(to, shown - 1));
  // Hidden columns keep their places between the others.
  const order = arrange(names, { ...layout, hidden: [] }).names.filter((other) => other !== name);
  const next = others[place];
  order.splice(next === undefined ? order.indexOf(others.at(-1) ?? "") + 1 : order.indexOf(next), 0, name);
  const wasPinned = from < pinned;
  const fixed = pinned + (wasPinned ? -1 : 0);
  const isPinned = pinned > 0 && place < (wasPinned ? pinned : fixed);
  return {
    ...layout,
    order,
    pinned: [...others.slice(0, place), name, ...others.slice(place)].slice(0, fixed + (isPinned ? 1 : 0)),
  };
}

/** Hides columns, or shows them again where they were. */
export function setHidden(layout: ColumnLayout, columns: readonly string[], hidden: boolean): ColumnLayout {
  const others = (layout.hidden ?? []).filter((name) => !columns.includes(name));
  return { ...layout, hidden: hidden ? [...others, ...columns] : others };
}

/** Keeps a column in sight behind those that are pinned already, or lets it scroll again. */
export function setPinned(layout: ColumnLayout, column: string, pinned: boolean): ColumnLayout {
  const others = (layout.pinned ?? []).filter((name) => name !== column);
  return { ...layout, pinned: pinned ? [...others, column] : others };
}

/** Keeps all shown columns in sight from the first to this one; those behind it scroll. */
export function pinUpTo(names: readonly string[], layout: ColumnLayout, column: string): ColumnLayout {
  const { names: all, shown } = arrange(names, layout);
  const place = all.slice(0, shown).indexOf(column);
  return place < 0 ? layout : { ...layout, pinned: all.slice(0, place + 1) };
}

/** What was kept, if it has the right form: another version may have written something else. */
export function readLayout(kept: unknown): ColumnLayout {
  const { order, hidden, pinned } = (kept ?? {}) as Record<string, unknown>;
  const names = (list: unknown) => (Array.isArray(list) ? list.filter((name) => typeof name === "string") : []);
  return { order: names(order), hidden: names(hidden), pinned: names(pinned) };
}

/** A page's columns and cells in this order of names. */
export function rearranged<T, P extends { columns: string[]; rows: T[][] }>(page: P, names: readonly string[]): P {
  const same = names.length === page.columns.length && names.every((name, i) => name === page.columns[i]);
  if (same) return page;
  const places = names.map((name) => page.columns.indexOf(name));
  return { ...page, columns: [...names], rows: page.rows.map((row) => places.map((place) => row[place] as T)) };
}
