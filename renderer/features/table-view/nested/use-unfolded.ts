/** Unfolding in one grid: keeps the model up to date, and is what keys, menus and the triangles at the rows do. */
import { type RefObject, useEffect, useMemo } from "react";
import { objectKey } from "../../../../src-shared/model/names.ts";
import { rowKeyText } from "../../../../src-shared/model/rows.ts";
import { isFresh } from "../../../rpc/staged-index.ts";
import { useCommand } from "../../../ui/command-scope.tsx";
import type { CellPlace, GridHandle } from "../../../ui/data-grid/grid-source.ts";
import type { Relation } from "../../../rows/relations/relations.ts";
import type { UnfoldedRelations } from "../../../rows/relations/unfolded-relations.ts";
import type { GestureContext } from "../../../rows/edits/gesture.ts";
import { UnfoldedRows } from "../../../rows/nested/unfolded-rows.ts";

interface UnfoldedSetup {
  readonly context: GestureContext;
  readonly children: readonly Relation[];
  /** What is always unfolded; null below other rows, where nothing is. */
  readonly always: UnfoldedRelations | null;
  readonly grid: RefObject<GridHandle | null>;
  readonly cursor: CellPlace | null;
}

export interface Unfolded {
  readonly model: UnfoldedRows;
  /** Unfolds all children of a row, or folds them. */
  fold(row: number): void;
  /** Unfolds or folds those by one relation. */
  foldOne(row: number, relation: Relation, open: boolean): void;
}

/** How long a block is waited for before the focus goes into it, in frames: about a second. */
const mostFrames = 60;

const frame = (): Promise<number> => new Promise(requestAnimationFrame);

export function useUnfolded({ context, children, always, grid, cursor }: UnfoldedSetup): Unfolded {
  const { client, rows, cache, session } = context;
  const model = useMemo(
    () => new UnfoldedRows({ client, session, rows, always, generation: () => cache.generation }),
    [client, session, rows, cache, always],
  );
  useEffect(() => model.setChildren(children), [model, children]);
  const some = children.length > 0;
  useEffect(() => {
    if (!some) return;
    rows.setBelow(model);
    return () => rows.setBelow(undefined);
  }, [rows, model, some]);
  useEffect(() => {
    const name = objectKey(rows.table);
    const told = (): void => {
      if (!model.isEmpty) model.changed();
    };
    const stops = [
      model.subscribe(() => rows.rowsCame()),
      always?.subscribe(() => model.changed()),
      client.on("database.changed", () => model.follow()),
      session.store.subscribe((now, before) => now.revision !== before.revision && told()),
      session.onCommitted((committed) => {
        model.follow();
        const gone = committed.rows.filter(({ row, state }) => state === "deleted" && objectKey(row.table) === name);
        if (gone.length > 0) model.forget(gone.flatMap(({ row }) => (isFresh(row) ? [] : [rowKeyText(row.key)])));
      }),
    ];
    return () => {
      for (const stop of stops) stop?.();
    };
  }, [model, rows, always, client, session]);
  useEffect(() => () => model.groups.close(), [model]);

  /** In sight with its row, once it is known how high it is. */
  const reveal = async (row: number): Promise<void> => {
    await model.settled(row);
    for (let frames = 0; frames < 2; frames++) await frame();
    grid.current?.revealBelow(row);
  };
  const into = async (row: number): Promise<void> => {
    if (model.state(row) === "closed" && !model.toggle(row)) return;
    await reveal(row);
    for (let frames = 0; frames < mostFrames; frames++) {
      // At last to whatever takes the focus there: nothing may refer to the row.
      if (grid.current?.focusBelow(row, frames === mostFrames - 1)) return;
      await frame();
    }
  };
  const fold = (row: number): void => {
    if (model.toggle(row)) void reveal(row);
  };
  const can = cursor !== null && some && model.state(cursor.row) !== null;
  useCommand("row.unfold", () => cursor && fold(cursor.row), { enabled: can });
  useCommand("row.intoChildren", () => cursor && void into(cursor.row), { enabled: can });
  useCommand("row.foldAll", () => model.foldAll(), { enabled: some && !model.isEmpty });
  return {
    model,
    fold,
    foldOne(row, relation, open) {
      model.set(model.key(row), relation, open);
      if (open) void reveal(row);
    },
  };
}
