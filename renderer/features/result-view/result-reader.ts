/**
 * Where the rows of a result come from. While its statement runs they are asked of the process that runs it, as they come;
 * once it has ended they are in a file, which any process reads, and another process sorts and filters.
 */
import type { ResultName } from "../../../src-shared/model/result-table.ts";
import { resultTable } from "../../../src-shared/model/result-table.ts";
import type { RowKey, RowPage, RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

/** Reads sorted and filtered pages of a file. */
type ReadKept = (source: RowSource, offset: number, limit: number) => Promise<RowPage>;

export class ResultReader {
  readonly #client: EngineClient;
  readonly #name: ResultName;
  readonly #columns: string[];
  readonly #end = Promise.withResolvers<void>();
  #rows = 0;
  #ended = false;
  #shared: Promise<boolean> | null = null;
  #isShared = false;

  /** `columns` are the names of the file's columns. */
  constructor(client: EngineClient, name: ResultName, columns: readonly string[]) {
    this.#client = client;
    this.#name = name;
    this.#columns = [...columns];
  }

  /** So many rows there are now. */
  update(rows: number, ended: boolean): void {
    this.#rows = rows;
    if (!ended || this.#ended) return;
    this.#ended = true;
    this.#end.resolve();
    // At once, before the process that has them is kept busy by another script, or ended.
    void this.#share();
  }

  /** Settles when all rows are in a file that others read; false when they could not be put there. */
  async shared(): Promise<boolean> {
    await this.#end.promise;
    return this.#share();
  }

  /** Gives a page; of another order or filter only once all rows are there. Throws an AppError. */
  async read(kept: ReadKept, source: RowSource, offset: number, limit: number): Promise<RowPage> {
    if (source.order.length > 0 || source.filter.length > 0) {
      await this.shared();
      return kept(source, offset, limit);
    }
    return this.#isShared ? this.#fromFile(offset, limit) : this.#fromRun(offset, limit);
  }

  /** Rows are numbered by the rowid of their file, so any place is as near as any other. */
  async #fromFile(offset: number, limit: number): Promise<RowPage> {
    const count = Math.max(0, Math.min(limit, this.#rows - offset));
    const keys = keysFrom(offset, count);
    const page = await this.#client.ask("rows.readKeys", { table: resultTable(this.#name), keys });
    return { ...page, offset, total: { rows: this.#rows, quality: "exact" } };
  }

  async #fromRun(offset: number, limit: number): Promise<RowPage> {
    const { runId, statement } = this.#name;
    const { rows } = await this.#client.ask("console.readRows", { runId, statement, offset, limit });
    const total = {
      rows: Math.max(this.#rows, offset + rows.length),
      quality: this.#ended ? "exact" : "atLeast",
    } as const;
    const keys = keysFrom(offset, rows.length);
    return { offset, placement: "exact", columns: this.#columns, keys, rows, total };
  }

  /** False when it could not be written to a file: then the running process goes on giving its rows. */
  #share(): Promise<boolean> {
    this.#shared ??= this.#client.ask("console.shareRows", this.#name).then(
      ({ rows }) => {
        this.#rows = rows;
        this.#isShared = true;
        return true;
      },
      // Whoever needs the file asks for it, and is told then that it is not there.
      () => false,
    );
    return this.#shared;
  }
}

function keysFrom(offset: number, count: number): RowKey[] {
  return Array.from({ length: count }, (_, i) => [BigInt(offset + i + 1)]);
}
