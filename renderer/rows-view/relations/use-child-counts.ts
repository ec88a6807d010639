/** How many rows refer to a row, relation by relation: counted when the cursor rests, as far as that never takes long. */
import { useEffect, useState } from "react";
import type { RowTotal } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { relationText } from "../../rows/relations/unfolded-relations.ts";
import type { Destination, Relation } from "../../rows/relations/relations.ts";
import { formatCount } from "../../ui/format.ts";

/** More are not counted, only that there are so many. */
export const mostCounted = 10_000;
/** The cursor rests on a row for so long before its children are counted, in milliseconds. */
const pause = 120;

export interface CountedRelation {
  readonly relation: Relation;
  /** null: no row can refer to it. */
  readonly to: Destination | null;
}

/** By the text of the relation; absent: not known. What was known of the same row stays until the new answer is there. */
export function useChildCounts(
  client: EngineClient,
  relations: readonly CountedRelation[],
  /** Which row it is, and which reading of it. */
  row: string,
  version: number,
): ReadonlyMap<string, RowTotal> {
  const [counted, setCounted] = useState<{ row: string; totals: ReadonlyMap<string, RowTotal> }>({
    row,
    totals: new Map(),
  });
  const question = JSON.stringify([row, version, relations.map(({ relation, to }) => [relationText(relation), !!to])]);
  useEffect(() => {
    const stop = new AbortController();
    const totals = new Map<string, RowTotal>();
    const timer = setTimeout(() => {
      for (const { relation, to } of relations) {
        if (!to) continue;
        const source = { table: to.object, order: [], filter: to.filter };
        client.ask("rows.countSome", { source, most: mostCounted }, { signal: stop.signal }).then(
          (total) => {
            if (stop.signal.aborted) return;
            totals.set(relationText(relation), total);
            // All at once: a list that is ordered by them does not jump with each.
            if (totals.size === relations.filter((one) => one.to).length) setCounted({ row, totals: new Map(totals) });
          },
          // What cannot be counted is not said; unfolded, it tells why.
          () => {},
        );
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `relations` are made with every rendering; the question says when they are others
  }, [client, question]);
  return counted.row === row ? counted.totals : noCounts;
}

const noCounts: ReadonlyMap<string, RowTotal> = new Map();

/** "12", "10,000+", and nothing where it is not known. */
export function countText(total: RowTotal | undefined): string {
  if (!total) return "";
  if (total.quality === "exact") return formatCount(total.rows);
  return total.rows === 0 ? "" : `${formatCount(total.rows)}+`;
}
