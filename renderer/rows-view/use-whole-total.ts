/** How many rows there are without the filter: what was seen of them, else counted as far as that never takes long. */
import { useEffect, useState } from "react";
import type { RowTotal } from "../../src-shared/model/rows.ts";
import { activeFilter } from "../../src-shared/model/row-filter.ts";
import { objectKey } from "../../src-shared/model/names.ts";
import type { EngineClient } from "../rpc/engine-client.ts";
import type { PageCache } from "../rows/page-cache.ts";

/** More are not counted, only that there are so many. */
const mostCounted = 1_000_000;

/** null: not known (yet). */
export function useWholeTotal(client: EngineClient, cache: PageCache, filtered: boolean): RowTotal | null {
  const { generation, source } = cache;
  const table = objectKey(source.table);
  const [known, setKnown] = useState<{ table: string; generation: number; total: RowTotal } | null>(null);
  const whole = known?.table === table ? known : null;
  // The pages may still be those of the filter before.
  const isWhole = !filtered && activeFilter(source.filter).length === 0;
  const seen = isWhole && cache.totalKnown ? cache.total : null;
  const isNew = seen && (whole?.total.rows !== seen.rows || whole.total.quality !== seen.quality);
  if (seen && isNew) setKnown({ table, generation, total: seen });
  const ask = filtered && whole?.generation !== generation && whole?.total.quality !== "estimate";
  useEffect(() => {
    if (!ask) return;
    const stop = new AbortController();
    const question = { source: { table: source.table, order: [], filter: [] }, most: mostCounted };
    client.ask("rows.countSome", question, { signal: stop.signal }).then(
      (total) => {
        if (!stop.signal.aborted) setKnown({ table, generation, total });
      },
      // What cannot be counted is not said.
      () => {},
    );
    return () => stop.abort();
  }, [client, ask, table, generation, source.table]);
  return whole?.total ?? null;
}
