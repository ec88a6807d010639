/** The ways up: labels of the rows that cells refer to, going there, and setting a foreign key by a part of a label. */
import { useEffect, useMemo, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import { keyFault } from "../../../src-shared/model/key-fault.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { CellPlace, EditStart } from "../../ui/data-grid/grid-source.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { LabelChoices } from "../../rows/relations/label-choices.ts";
import { keyOfLabel, meansLabel, offerParents } from "../../rows/relations/parent-choices.ts";
import { ParentLabels } from "../../rows/relations/parent-labels.ts";
import { type Destination, labelColumn, parentDestination, type Relation } from "../../rows/relations/relations.ts";
import { type StagedParent, StagedParents } from "../../rows/relations/staged-parents.ts";

interface ParentsSetup {
  /** The shown columns with the affinity in which foreign keys are stored. */
  readonly table: Table;
  /** Their columns are called as they are shown. The same list until it changes. */
  readonly parents: readonly Relation[];
  /** Of the file, to say why a foreign key leads nowhere; null when it is not known. */
  readonly schema: DatabaseSchema | null;
  readonly choices: LabelChoices;
  readonly go: (to: Destination & { row?: RowRef | undefined }, from: CellPlace, inNewTab: boolean) => void;
}

/** What a cell refers to. */
export interface ParentOfCell {
  readonly relation: Relation;
  /** The column its parents are known by; null: none. */
  readonly label: string | null;
  /** The whole key, in the order of the relation's columns. */
  readonly values: readonly Scalar[];
  /** Where the parent is; null: a part of the key is NULL. */
  readonly to: Destination | null;
  /** The parent that is not in the file yet. */
  readonly fresh: StagedParent | undefined;
}

export interface Parents {
  readonly parents: readonly Relation[];
  readonly labels: ParentLabels;
  labelOf(relation: Relation): string | null;
  /** What a cell refers to; null: it belongs to no foreign key whose parent is there. */
  parentOf(cell: CellPlace): ParentOfCell | null;
  /** Goes to the row a cell refers to. */
  followParent(cell: CellPlace, inNewTab?: boolean): Promise<AppErrorData | null>;
  /** How a foreign key is edited: with a list of parents. */
  editStart(cell: CellPlace, start: EditStart | null): EditStart | null;
  /** The text to store for a text that was typed: a part of a label becomes a key. Throws an AppError. */
  typed(cell: CellPlace, text: string): Promise<string>;
}

export const nowhere: AppErrorData = {
  code: "row.gone",
  message: "This cell refers to no row.",
  next: "Choose a cell of a foreign key that is not NULL.",
};

/** What a row holds in the columns of a relation, as it is staged. */
function keyValues({ rows }: GestureContext, { columns }: Relation, row: number): Scalar[] {
  return columns.map((column) => {
    const value = rows.value(row, rows.placeOf(column));
    return value === undefined || isPreview(value) ? null : value;
  });
}

/** How it is told that a foreign key leads to no row. */
function pointsNowhere(parent: string): AppErrorData {
  return {
    code: "row.gone",
    message: `There is no row in “${parent}” for this value.`,
    next: "The foreign key points nowhere: set it to another value, or add that row.",
  };
}

export function useParents(context: GestureContext, setup: ParentsSetup): Parents {
  const { client, rows, session } = context;
  const { table, parents, schema, choices, go } = setup;
  const [, setChosen] = useState(0);
  const staged = useMemo(() => new StagedParents(session), [session]);
  const labels = useMemo(
    () =>
      new ParentLabels({
        client,
        relations: parents,
        labelOf: (relation) => labelColumn(relation.parent, relation.parentColumns, choices.of(relation.parent)),
        changed: () => rows.rowsCame(),
        staged,
      }),
    [client, parents, choices, rows, staged],
  );
  const labelOf = (relation: Relation): string | null => labels.labelOf(relation);

  useEffect(() => {
    rows.setLabels(labels);
    const again = (): void => labels.invalidate();
    const stops = [
      client.on("database.changed", again),
      session.onCommitted(again),
      choices.subscribe(() => {
        again();
        setChosen((n) => n + 1);
        rows.changed();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      rows.setLabels(null);
      labels.close();
    };
  }, [client, session, choices, rows, labels]);

  /** The relation that the column belongs to: the one whose label it shows, else any. */
  const relationAt = ({ column }: CellPlace): Relation | undefined => {
    const name = rows.shownColumns[column]?.name;
    if (name === undefined) return undefined;
    return labels.relation(name) ?? parents.find((relation) => relation.columns.includes(name));
  };

  /** A foreign key of one column whose parents have labels. */
  const setByLabel = (cell: CellPlace): { relation: Relation; label: string } | null => {
    const relation = relationAt(cell);
    const label = relation && labelOf(relation);
    return relation && label && relation.columns.length === 1 ? { relation, label } : null;
  };

  /** What is wrong with the declaration of the cell's foreign key. */
  const faultAt = ({ column }: CellPlace): AppErrorData | null => {
    const name = rows.shownColumns[column]?.name;
    const key = table.foreignKeys.find(({ columns }) => columns.some((own) => foldName(own) === foldName(name ?? "")));
    const fault = schema && key ? keyFault(schema, table, key) : null;
    return fault && { code: "row.gone", message: fault.message, next: fault.next };
  };

  const parentOf = (cell: CellPlace): ParentOfCell | null => {
    const relation = relationAt(cell);
    if (!relation) return null;
    const values = keyValues(context, relation, cell.row);
    const label = labelOf(relation);
    const fresh = staged.of(relation, label).get(rowKeyText(values));
    return { relation, label, values, to: parentDestination(relation, values), fresh };
  };

  const followParent = async (cell: CellPlace, inNewTab = false): Promise<AppErrorData | null> => {
    const parent = parentOf(cell);
    if (!parent?.to) return (parent ? null : faultAt(cell)) ?? nowhere;
    const { to, fresh } = parent;
    if (fresh) {
      go({ object: to.object, filter: [], row: fresh.row.row }, cell, inNewTab);
      return null;
    }
    try {
      const source = { table: to.object, order: [], filter: to.filter };
      const page = await client.ask("rows.readPage", { source, offset: 0, limit: 1 });
      if (page.rows.length === 0) return pointsNowhere(to.object.name);
      const key = page.keys?.[0];
      go(key ? { ...to, row: { table: to.object, key } } : to, cell, inNewTab);
      return null;
    } catch (thrown) {
      return toAppErrorData(thrown);
    }
  };

  return {
    parents,
    labels,
    labelOf,
    parentOf,
    followParent,
    editStart(cell, start) {
      const found = setByLabel(cell);
      const name = rows.shownColumns[cell.column]?.name;
      if (!start || !found || name === undefined) return start;
      return {
        ...start,
        search: (text) => offerParents(client, staged, found.relation, found.label, text),
        meansFirst: (text) => meansLabel(table, name, text),
      };
    },
    async typed(cell, text) {
      const found = setByLabel(cell);
      const name = rows.shownColumns[cell.column]?.name;
      if (!found || name === undefined || !meansLabel(table, name, text)) return text;
      return keyOfLabel(client, staged, found.relation, found.label, text);
    },
  };
}
