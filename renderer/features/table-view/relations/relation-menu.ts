/** What a context menu offers about foreign keys: the parent, the children with their number, the column of the label. */
import type { MenuItem, SimpleMenuItem } from "../../../../src-shared/rpc/shell-contract.ts";
import type { RowTotal } from "../../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import type { GridMenuEvent } from "../../../ui/data-grid/grid-source.ts";
import { formatCount } from "../../../ui/format.ts";
import type { TableRows } from "../table-rows.ts";
import type { MenuExtras } from "../table-menu.ts";
import type { Relation } from "./relations.ts";
import type { Relations } from "./use-relations.ts";
import type { VirtualRelation } from "./virtual-relations.ts";

/** How long a menu waits for the numbers of children, in milliseconds; it opens without them then. */
const patience = 250;
const mostCounted = 10_000;

const item = (command: string, label: string, more: Partial<SimpleMenuItem> = {}): SimpleMenuItem => ({
  type: "item",
  command,
  label,
  ...more,
});

/** "Album (12)", and by which column where a table refers to this one more than once. */
function childLabel({ child, columns }: Relation, all: readonly Relation[], total: RowTotal | null): string {
  const several = all.filter((other) => other.child === child).length > 1;
  const count = total === null ? "" : ` (${formatCount(total.rows)}${total.quality === "exact" ? "" : "+"})`;
  return `${child.name}${several ? ` by ${columns.join(", ")}` : ""}${count}`;
}

/** The number of children by each relation, as far as it is known in time. */
async function countChildren(client: EngineClient, rows: TableRows, relations: Relations, row: number) {
  const counts: (RowTotal | null)[] = relations.children.map(() => null);
  const asked = relations.children.map(async (relation, i) => {
    const to = relations.childrenOfRow(relation, rows.at(row));
    if (!to) return;
    const source = { table: to.object, order: [], filter: to.filter };
    counts[i] = await client.ask("rows.countSome", { source, most: mostCounted }).catch(() => null);
  });
  await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, patience))]);
  return counts;
}

interface RelationMenuSetup {
  readonly client: EngineClient;
  readonly rows: TableRows;
  readonly relations: Relations;
  readonly followParent: (event: GridMenuEvent) => void;
  readonly followChildren: (relation: Relation, event: GridMenuEvent) => void;
  /** Asks what a column refers to. */
  readonly addRelation: (event: GridMenuEvent) => void;
}

/** A relation as it would be kept if the user had added it. */
function asVirtual({ child, columns, parent, parentColumns }: Relation): VirtualRelation {
  return { child: { schema: child.schema, name: child.name }, columns, parentTable: parent.name, parentColumns };
}

export function relationMenu(setup: RelationMenuSetup): MenuExtras {
  const { client, rows, relations } = setup;
  const { parents, children, labels, choices, virtual } = relations;

  /** The relation of a column: the one whose label it shows, or one it is a part of. */
  const relationOf = (column: number | null): Relation | undefined => {
    const name = column === null ? undefined : rows.shownColumns[column]?.name;
    if (name === undefined) return undefined;
    return labels.relation(name) ?? parents.find((relation) => relation.columns.includes(name));
  };

  const ofCell = async ({ row, column }: GridMenuEvent): Promise<MenuItem[]> => {
    const items: MenuItem[] = [];
    const parent = relationOf(column);
    const value = row === null || column === null ? null : (rows.value(row, column) ?? null);
    if (parent) {
      const enabled = value !== null;
      items.push(item("parent", `Go to ${parent.parent.name}`, { enabled, accelerator: "F4" }));
    }
    if (children.length > 0 && row !== null) {
      const counts = await countChildren(client, rows, relations, row);
      items.push({
        type: "submenu",
        label: "Rows That Refer to This",
        items: children.map((relation, i) =>
          item(`child:${i}`, childLabel(relation, children, counts[i] ?? null), {
            enabled: relations.childrenOfRow(relation, rows.at(row)) !== null,
          }),
        ),
      });
    }
    return items.length > 0 ? [{ type: "separator" }, ...items] : [];
  };

  const ofHeader = ({ column }: GridMenuEvent): MenuItem[] => {
    const relation = relationOf(column);
    if (!relation) return [{ type: "separator" }, item("refers", "Refers to…")];
    const forget = virtual.has(asVirtual(relation))
      ? [item("forget", `Forget That This Refers to ${relation.parent.name}`)]
      : [];
    const shown = relations.labelOf(relation);
    return [
      { type: "separator" },
      {
        type: "submenu",
        label: `Show of ${relation.parent.name}`,
        items: [
          item("label:", "Nothing", { checked: shown === null }),
          { type: "separator" },
          ...relation.parent.columns
            .filter(({ kind }) => kind !== "hidden")
            .map(({ name }) => item(`label:${name}`, name, { checked: shown === name })),
        ],
      },
      ...forget,
    ];
  };

  return {
    items: (event) => (event.target === "column" ? Promise.resolve(ofHeader(event)) : ofCell(event)),
    run(command, event) {
      const [, what, rest] = /^(parent|child|label|refers|forget)(?::(.*))?$/s.exec(command) ?? [];
      if (what === "parent") setup.followParent(event);
      else if (what === "child") {
        const relation = children[Number(rest)];
        if (relation) setup.followChildren(relation, event);
      } else if (what === "label") {
        const relation = relationOf(event.column);
        if (relation) choices.choose(relation.parent, rest === "" || rest === undefined ? null : rest);
      } else if (what === "refers") setup.addRelation(event);
      else if (what === "forget") {
        const relation = relationOf(event.column);
        if (relation) virtual.remove(asVirtual(relation));
      } else return false;
      return true;
    },
  };
}
