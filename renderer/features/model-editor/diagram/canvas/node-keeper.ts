import type { TableColour } from "../data/colours.ts";
import type { DiagramTable } from "../data/diagram-data.ts";
import type { PlacedBox } from "../layout/boxes.ts";
import { type TableNodeData, type TableNodeType, tableWords } from "./table-node.tsx";

export interface NodesInput {
  readonly placed: readonly PlacedBox[];
  readonly tables: ReadonlyMap<string, DiagramTable>;
  readonly selected: ReadonlySet<string>;
  /** The one that Tab stops at; arrow keys lead to the others. */
  readonly stop: string | null;
  readonly colours: Readonly<Record<string, TableColour>>;
  readonly onGrip: TableNodeData["onGrip"];
}

interface Known {
  readonly box: PlacedBox;
  readonly node: TableNodeType;
}

/** Nodes for the canvas; one that did not change stays the same object, and is not drawn again. */
export class NodeKeeper {
  #known = new Map<string, Known>();

  /** The nodes of all tables that have a box. */
  nodes({ placed, tables, selected, stop, colours, onGrip }: NodesInput): TableNodeType[] {
    const now = new Map<string, Known>();
    for (const box of placed) {
      const table = tables.get(box.id);
      if (!table) continue;
      const before = this.#known.get(box.id);
      const isSelected = selected.has(box.id);
      const tabIndex = box.id === stop ? 0 : -1;
      const data = dataOf(before, {
        table,
        box,
        colour: colours[box.id] ?? null,
        onGrip: table.mayHaveKeys ? onGrip : null,
      });
      const same =
        before?.node.data === data &&
        before.box.x === box.x &&
        before.box.y === box.y &&
        before.node.selected === isSelected &&
        before.node.domAttributes?.tabIndex === tabIndex;
      now.set(box.id, { box, node: same ? before.node : nodeOf(box, data, isSelected, tabIndex) });
    }
    this.#known = now;
    return [...now.values()].map(({ node }) => node);
  }
}

function dataOf(before: Known | undefined, next: { [K in keyof TableNodeData]: TableNodeData[K] }): TableNodeData {
  const old = before?.node.data;
  const same =
    old?.table === next.table &&
    old.colour === next.colour &&
    old.onGrip === next.onGrip &&
    before?.box.rows === (next.box as PlacedBox).rows;
  return same && old ? old : (next as TableNodeData);
}

function nodeOf(box: PlacedBox, data: TableNodeData, selected: boolean, tabIndex: number): TableNodeType {
  const { id, x, y, width, height } = box;
  return {
    id,
    type: "table",
    position: { x, y },
    width,
    height,
    // Nothing has to be measured: the sizes are ours, and lines do not end at handles.
    measured: { width, height },
    handles: [],
    selected,
    ariaLabel: tableWords(data.table),
    domAttributes: { "aria-roledescription": "table", tabIndex },
    data,
  };
}
