/** Rowids that are taken, of each table: thousands are asked for at a commit. */
import type { Table } from "../../../src-shared/model/schema.ts";

export class UsedKeys {
  readonly #tables = new Map<Table, UsedOfTable>();

  of(table: Table): UsedOfTable {
    let used = this.#tables.get(table);
    if (!used) this.#tables.set(table, (used = new UsedOfTable()));
    return used;
  }
}

/** Reserved keys mostly come in rising order: then nothing has to be looked up. */
class UsedOfTable {
  readonly #keys: bigint[] = [];
  #set: Set<bigint> | null = null;
  #highest: bigint | null = null;

  has(key: bigint): boolean {
    if (this.#highest === null || key > this.#highest) return false;
    this.#set ??= new Set(this.#keys);
    return this.#set.has(key);
  }

  add(key: bigint): void {
    if (this.#highest === null || key > this.#highest) this.#highest = key;
    this.#keys.push(key);
    this.#set?.add(key);
  }
}
