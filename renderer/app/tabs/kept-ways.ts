/** The ways of tabs (visits.ts) in a form that JSON can carry, kept with the workspace. */
import { keepFilter, readKeptFilter } from "../../../src-shared/model/row-filter-json.ts";
import type { ViewPlace } from "../../features/table-view/use-place.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { isTabData, type TableTab } from "./tab-data.ts";

export interface Visit {
  readonly tab: TableTab;
  readonly place: ViewPlace;
}

/** The way to where a tab is now, and the one that Back undid. */
export interface Way {
  readonly back: readonly Visit[];
  readonly forward: readonly Visit[];
}

/** Places that are kept each way between runs. */
const MOST_KEPT = 20;
const KEY = "ways";

/** Keeps the ways of these tabs. */
export function keepWays(workspace: WorkspaceStore, ways: ReadonlyMap<string, Way>, open: Iterable<string>): void {
  const kept = [...open].flatMap((id) => {
    const way = ways.get(id);
    return way ? [[id, { back: keptVisits(way.back), forward: keptVisits(way.forward) }] as const] : [];
  });
  workspace.set(KEY, Object.fromEntries(kept));
}

/** What was kept; what another version wrote is left out. */
export function readWays(workspace: WorkspaceStore): Map<string, Way> {
  const kept = workspace.get<unknown>(KEY);
  if (kept === null || typeof kept !== "object") return new Map();
  return new Map(
    Object.entries(kept).map(([id, way]: [string, Partial<Record<keyof Way, unknown>> | null]) => [
      id,
      { back: readVisits(way?.back), forward: readVisits(way?.forward) },
    ]),
  );
}

function keptVisits(visits: readonly Visit[]): unknown[] {
  return visits
    .slice(-MOST_KEPT)
    .map(({ tab, place }) => ({ tab, place: { ...place, filter: place.filter.map(keepFilter) } }));
}

function readVisits(kept: unknown): Visit[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((visit: Partial<{ tab: unknown; place: Partial<Record<keyof ViewPlace, unknown>> }> | null) => {
    const { tab, place } = visit ?? {};
    if (!isTabData(tab) || tab.kind !== "table" || !place) return [];
    const { order, filter, cell, top } = place;
    if (!Array.isArray(order) || !Array.isArray(filter) || !Number.isSafeInteger(top)) return [];
    const read = filter.flatMap((one) => readKeptFilter(one) ?? []);
    return [{ tab, place: { order, filter: read, cell: (cell ?? null) as ViewPlace["cell"], top: top as number } }];
  });
}
