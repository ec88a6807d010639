/** Foreign keys in a result: labels of the rows they refer to, the way there, and setting them by a label. */
import { useMemo, useSyncExternalStore } from "react";
import type { ResultOrigins } from "../../../src-shared/model/console.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import type { GridFrame } from "../../rows-view/frame/use-grid-frame.tsx";
import { parentMenu } from "../../rows-view/relations/parent-menu.ts";
import { type Parents, useParents } from "../../rows-view/relations/use-parents.ts";
import type { RelationsSetup } from "../../rows-view/relations/use-relations.ts";
import { withVirtualRelations } from "../../rows/relations/virtual-relations.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { MenuExtras } from "../../rows-view/grid-actions/grid-menu.ts";
import { resultRelations } from "./result-relations.ts";

interface ResultRelationsSetup {
  readonly context: GestureContext;
  readonly frame: GridFrame;
  readonly origins: ResultOrigins | null | undefined;
  readonly setup: RelationsSetup;
}

interface ResultRelations extends Pick<Parents, "editStart" | "followParent" | "parentOf" | "typed"> {
  follow(cell: CellPlace | null, inNewTab?: boolean): void;
  readonly items: MenuExtras;
}

export function useResultRelations({ context, frame, origins, setup }: ResultRelationsSetup): ResultRelations {
  const { rows } = context;
  const { choices, virtual, go } = setup;
  const own = useSyncExternalStore(
    (listener) => virtual.subscribe(listener),
    () => virtual.all,
  );
  const parents = useMemo(() => {
    const names = rows.table.columns.map(({ name }) => name);
    return resultRelations(origins, names, withVirtualRelations(setup.schema, own));
  }, [rows, origins, setup.schema, own]);
  const up = useParents(context, { table: rows.table, parents, schema: null, choices, go });
  const follow = (cell: CellPlace | null, inNewTab = false): void => {
    if (cell) void up.followParent(cell, inNewTab).then(frame.onFailure);
  };
  const { cursor } = frame.selection;
  const canFollow = { enabled: cursor !== null && parents.length > 0 };
  useCommand("row.parent", () => follow(cursor), canFollow);
  useCommand("row.parentInNewTab", () => follow(cursor, true), canFollow);
  const items = parentMenu({
    rows,
    parents: up,
    choices,
    followParent: ({ row, column }, inNewTab) =>
      follow(row === null ? null : { row, column: column ?? cursor?.column ?? 0 }, inNewTab),
  });
  return { ...up, follow, items };
}
