/** A table view's foreign keys: labels in the grid, ways to parents and children, setting a key by a label. */
import { useMemo, useSyncExternalStore } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { isPreview } from "../../../src-shared/model/cell.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import type { ShownRow } from "../../rows/cell-owners.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { LabelChoices } from "../../rows/relations/label-choices.ts";
import {
  childrenDestination,
  childrenOf,
  type Destination,
  parentsOf,
  type Relation,
} from "../../rows/relations/relations.ts";
import type { UnfoldedRelations } from "../../rows/relations/unfolded-relations.ts";
import { nowhere, type Parents, useParents } from "./use-parents.ts";
import { type VirtualRelations, withVirtualRelations } from "../../rows/relations/virtual-relations.ts";

/** What a table view is given to follow foreign keys. */
export interface RelationsSetup {
  readonly schema: DatabaseSchema;
  readonly choices: LabelChoices;
  /** Relations that the user added. */
  readonly virtual: VirtualRelations;
  /** Tables of children that are always unfolded in the side panel. */
  readonly unfolded: UnfoldedRelations;
  /** The same below the rows of the grid. */
  readonly underRows: UnfoldedRelations;
  /** Shows rows of another table (or of this one); `from` is the cell that leads there, for Back. */
  readonly go: (to: Destination & { row?: RowRef | undefined }, from: CellPlace, inNewTab: boolean) => void;
}

export interface Relations extends Parents {
  /** With the user's own relations among its foreign keys. */
  readonly schema: DatabaseSchema;
  readonly virtual: VirtualRelations;
  readonly unfolded: UnfoldedRelations;
  readonly children: readonly Relation[];
  readonly choices: LabelChoices;
  /** Goes to the rows that refer to a row. */
  followChildren(relation: Relation, cell: CellPlace, inNewTab?: boolean): AppErrorData | null;
  childrenOfRow(relation: Relation, shown: ShownRow | undefined): Destination | null;
}

export function useRelations(context: GestureContext, setup: RelationsSetup): Relations {
  const { rows } = context;
  const { choices, virtual, unfolded, go } = setup;
  const own = useSyncExternalStore(
    (listener) => virtual.subscribe(listener),
    () => virtual.all,
  );
  const schema = useMemo(() => withVirtualRelations(setup.schema, own), [setup.schema, own]);
  const { schema: schemaName, name: tableName } = rows.table;
  /** As the schema with the user's relations has it. */
  const table = useMemo(
    () => schema.tables.find((one) => one.schema === schemaName && one.name === tableName) ?? rows.table,
    [schema, schemaName, tableName, rows],
  );
  const parents = useMemo(() => parentsOf(table, schema), [table, schema]);
  const children = useMemo(() => childrenOf(table, schema), [table, schema]);
  const up = useParents(context, { table, parents, schema, choices, go });

  /** By the values in the file: rows that refer to it are in the file too. */
  const childrenOfRow = (relation: Relation, shown: ShownRow | undefined): Destination | null => {
    const values = relation.parentColumns.map((column) => shown?.file?.cells[rows.placeOf(column)] ?? null);
    return childrenDestination(
      relation,
      values.map((value) => (value === null || isPreview(value) ? null : value)),
    );
  };

  return {
    schema,
    virtual,
    unfolded,
    ...up,
    children,
    choices,
    childrenOfRow,
    followChildren(relation, cell, inNewTab = false) {
      const to = childrenOfRow(relation, rows.at(cell.row));
      if (to) go(to, cell, inNewTab);
      return to ? null : { ...nowhere, message: "No row can refer to this one." };
    },
  };
}
