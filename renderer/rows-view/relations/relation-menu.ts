/** What a context menu offers about foreign keys: the ways up, the children with their number, relations of one's own. */
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import type { RowTotal } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { formatCount } from "../../ui/format.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import type { MenuExtras } from "../grid-actions/grid-menu.ts";
import { item, parentMenu } from "./parent-menu.ts";
import { childTitle, type Relation } from "../../rows/relations/relations.ts";
import type { Relations } from "./use-relations.ts";
import type { VirtualRelation } from "../../rows/relations/virtual-relations.ts";

/** How long a menu waits for the numbers of children, in milliseconds; it opens without them then. */
const patience = 250;
const mostCounted = 10_000;

/** "Album (12)", and by which column where a table refers to this one more than once. */
function childLabel(relation: Relation, all: readonly Relation[], total: RowTotal | null): string {
  const count = total === null ? "" : ` (${formatCount(total.rows)}${total.quality === "exact" ? "" : "+"})`;
  return `${childTitle(relation, all)}${count}`;
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
  readonly followParent: (event: GridMenuEvent, inNewTab: boolean) => void;
  readonly followChildren: (relation: Relation, event: GridMenuEvent, inNewTab: boolean) => void;
  /** What the rows are sorted by; absent where they are not sorted here. */
  readonly order?: Parameters<typeof parentMenu>[0]["order"];
  /** Asks what a column refers to; absent where that is not asked. */
  readonly addRelation?: (event: GridMenuEvent) => void;
}

/** A relation as it would be kept if the user had added it. */
function asVirtual({ child, columns, parent, parentColumns }: Relation): VirtualRelation {
  return { child: { schema: child.schema, name: child.name }, columns, parentTable: parent.name, parentColumns };
}

export function relationMenu(setup: RelationMenuSetup): MenuExtras {
  const { client, rows, relations } = setup;
  const { children, choices, virtual } = relations;
  const { followParent, order } = setup;
  const up = parentMenu({ rows, parents: relations, choices, followParent, order });

  const ofCell = async (event: GridMenuEvent): Promise<MenuItem[]> => {
    const { row } = event;
    const items = await up.items(event);
    if (children.length > 0 && row !== null) {
      const counts = await countChildren(client, rows, relations, row);
      if (items.length === 0) items.push({ type: "separator" });
      const submenu = (label: string, command: "child" | "childApart"): MenuItem => ({
        type: "submenu",
        label,
        items: children.map((relation, i) =>
          item(`${command}:${i}`, childLabel(relation, children, counts[i] ?? null), {
            enabled: relations.childrenOfRow(relation, rows.at(row)) !== null,
          }),
        ),
      });
      items.push(
        submenu("Rows That Refer to This", "child"),
        submenu("Rows That Refer to This, in a New Tab", "childApart"),
      );
    }
    return items;
  };

  const ofHeader = async (event: GridMenuEvent): Promise<MenuItem[]> => {
    const relation = up.relationOf(event.column);
    if (!relation) return setup.addRelation ? [{ type: "separator" }, item("refers", "Refers to…")] : [];
    const items = await up.items(event);
    if (virtual.has(asVirtual(relation)))
      items.push(item("forget", `Forget That This Refers to ${relation.parent.name}`));
    return items;
  };

  return {
    items: (event) => (event.target === "column" ? ofHeader(event) : ofCell(event)),
    run(command, event) {
      if (up.run(command, event)) return true;
      const [, what, place] = /^(child|childApart|refers|forget)(?::(\d+))?$/.exec(command) ?? [];
      const isChild = what === "child" || what === "childApart";
      const relation = isChild ? children[Number(place)] : up.relationOf(event.column);
      if (isChild && relation) setup.followChildren(relation, event, what === "childApart");
      else if (what === "forget" && relation) virtual.remove(asVirtual(relation));
      else if (what === "refers") setup.addRelation?.(event);
      return what !== undefined;
    },
  };
}
