/** What the pointer or the selection points out: lines that are drawn in the accent, columns that are marked. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Hot {
  /** The line under the pointer, by the id of its key. */
  readonly key: string | null;
  /** The table under the pointer. */
  readonly table: string | null;
  /** Columns of a line under the pointer, or one that was searched for: by table. */
  readonly columns: ReadonlyMap<string, readonly number[]>;
}

export const nothingHot: Hot = { key: null, table: null, columns: new Map() };

export const makeHot = (): StoreApi<Hot> => createStore<Hot>(() => nothingHot);

/** The diagram's own; its parts watch just what concerns them. */
export const HotContext = createContext<StoreApi<Hot>>(makeHot());

const none: readonly number[] = [];

/** The columns of a table that are pointed out. */
export function useHotColumns(table: string): readonly number[] {
  return useStore(useContext(HotContext), ({ columns }) => columns.get(table) ?? none);
}
