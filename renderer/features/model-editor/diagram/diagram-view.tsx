/**
 * The diagram of a schema. Knows tables and foreign keys as data, and asks whoever shows it for everything else: opening
 * a table, adding a key, keeping what is to be kept.
 */
import { ReactFlowProvider } from "@xyflow/react";
import { Table2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { plural } from "../../../ui/format.ts";
import { StatusItems } from "../../../ui/status-items.tsx";
import { AddKeyDialog } from "./bar/add-key-dialog.tsx";
import { DiagramBar } from "./bar/diagram-bar.tsx";
import { DiagramCanvas, type CanvasHandle } from "./canvas/diagram-canvas.tsx";
import styles from "./canvas/diagram.module.css";
import { HotContext, makeHot } from "./canvas/hot.ts";
import type { MoreItem } from "./canvas/table-menu.ts";
import { useDiagram } from "./canvas/use-diagram.ts";
import { DiagramCommands } from "./diagram-commands.tsx";
import type { DiagramData, DiagramKey, DiagramTable } from "./data/diagram-data.ts";
import type { DrawnKey } from "./data/drawn-key.ts";
import type { Found } from "./data/find-in-diagram.ts";
import { type Depth, type KeptDiagram, withoutPlaces } from "./data/kept-diagram.ts";
import { DiagramList } from "./list/diagram-list.tsx";
import { useTableMenu } from "./use-table-menu.ts";
import { useSavePicture } from "./use-save-picture.ts";

export interface DiagramProps {
  /** What it is of: names the pictures. */
  readonly title: string;
  readonly data: DiagramData;
  /** From the last time (`readKept`). */
  readonly kept: KeptDiagram;
  readonly onKeep: (kept: KeptDiagram) => void;
  /** A table to bring into view; another object each time. */
  readonly target: { readonly table: string } | null;
  /** By Enter and a double click; and what the menu calls it. */
  readonly onOpen: (table: DiagramTable) => void;
  readonly openLabel: string;
  /** One table was chosen. */
  readonly onSelect?: ((table: DiagramTable) => void) | undefined;
  /** Adds a foreign key; absent where nothing can be changed. */
  readonly onDrawKey?: ((key: DrawnKey) => void) | undefined;
  /** More for the menu of a table, and what then happens. */
  readonly tableItems?: ((table: DiagramTable) => readonly MoreItem[]) | undefined;
  readonly onTableItem?: ((table: DiagramTable, command: string) => void) | undefined;
  /** More for the menu of a foreign key. */
  readonly keyItems?: ((key: DiagramKey) => readonly MoreItem[]) | undefined;
  readonly onKeyItem?: ((key: DiagramKey, command: string) => void) | undefined;
}

/** With its own bar and status items; fills its place. */
export function DiagramView(props: DiagramProps): ReactNode {
  const [hot] = useState(makeHot);
  return (
    <ReactFlowProvider>
      <HotContext value={hot}>
        <Diagram {...props} />
      </HotContext>
    </ReactFlowProvider>
  );
}

function Diagram(props: DiagramProps): ReactNode {
  const { title, data, onKeep, target, onOpen, onDrawKey } = props;
  const state = useDiagram(data, props.kept, onKeep);
  const { kept, part, change } = state;
  const canvas = useRef<CanvasHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState<{ from: DiagramTable | null } | null>(null);
  const [wanted, setWanted] = useState<{ id: string; column: number | null } | null>(null);
  const [seen, setSeen] = useState<typeof target>(null);
  const middle = data.tables.find(({ id }) => id === kept.around?.table) ?? null;

  const show = (id: string, column: number | null) => {
    // What is not among the neighbours is looked for in the whole.
    if (!part.tables.some((table) => table.id === id)) change((now) => ({ ...now, around: null }));
    setWanted({ id, column });
  };
  if (target !== seen) {
    setSeen(target);
    if (target) show(target.table, null);
  }
  const menus = useTableMenu({ ...props, state, onAddKey: (from) => setAdding({ from }) });
  const save = useSavePicture(title, state);
  const mapShown = kept.map ?? part.tables.length > 30;
  if (data.tables.length === 0) {
    return (
      <EmptyState icon={<Table2 size={24} strokeWidth={1.5} />} title="There are no tables to draw">
        Create a table, and it appears here at once.
      </EmptyState>
    );
  }
  const arrange = () => {
    change(withoutPlaces, true);
    canvas.current?.fitSoon();
  };
  const drawn = (key: DrawnKey) => {
    // From here on, undo means the key.
    state.forget();
    onDrawKey?.(key);
  };
  return (
    <div className={styles.pane} data-testid="diagram">
      <DiagramCommands
        onFind={() => field.current?.select()}
        undo={state.undo}
        redo={state.redo}
        onAddKey={onDrawKey ? () => setAdding({ from: canvas.current?.focused() ?? null }) : null}
      />
      <DiagramBar
        kept={kept}
        tables={data.tables}
        middle={middle}
        mapShown={mapShown}
        field={field}
        onFound={({ table, column }: Found) => show(table.id, column)}
        onLeaveField={() => canvas.current?.focus()}
        onColumns={(columns) => change((now) => ({ ...now, columns }))}
        onDepth={(depth: Depth | null) =>
          change((now) => ({ ...now, around: depth && now.around ? { ...now.around, depth } : null }))
        }
        onArrange={arrange}
        onFit={() => canvas.current?.fit()}
        onList={(list) => change((now) => ({ ...now, list }))}
        onMap={(map) => change((now) => ({ ...now, map }))}
        onGrouped={(grouped) => change((now) => ({ ...now, grouped }))}
        onSave={(kind) => void save(kind)}
        onAddKey={onDrawKey ? () => setAdding({ from: canvas.current?.focused() ?? null }) : null}
      />
      {kept.list ? (
        <DiagramList
          data={part}
          wanted={wanted}
          onShown={() => setWanted(null)}
          onOpen={onOpen}
          onMenu={(table, at) => void menus.ofTable(table, [], at)}
        />
      ) : (
        <DiagramCanvas
          ref={canvas}
          state={state}
          tables={data.tables}
          wanted={wanted}
          onShown={() => setWanted(null)}
          mapShown={mapShown}
          onOpen={onOpen}
          onSelect={props.onSelect}
          onDrawn={onDrawKey ? drawn : null}
          onTableMenu={(table, selected, at) => void menus.ofTable(table, selected, at)}
          onKeyMenu={(key) => void menus.ofKey(key, (id) => show(id, null))}
        />
      )}
      {adding && (
        <AddKeyDialog
          tables={data.tables.filter(({ mayHaveKeys }) => mayHaveKeys)}
          from={adding.from}
          onAdd={drawn}
          onClose={() => setAdding(null)}
        />
      )}
      <StatusItems>
        <span>
          {part.tables.length < data.tables.length ? `${part.tables.length} of ` : ""}
          {plural(data.tables.length, "table")}
        </span>
        <span>{plural(part.keys.length, "foreign key")}</span>
      </StatusItems>
    </div>
  );
}
