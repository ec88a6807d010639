/** The bar over the diagram: search, what is shown, how large, pictures. */
import { useReactFlow, useStore } from "@xyflow/react";
import {
  ChevronDown,
  Download,
  List,
  Map as MapIcon,
  Maximize,
  Network,
  Palette,
  Plus,
  Spline,
  Workflow,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button } from "../../../../ui/button.tsx";
import type { DiagramTable } from "../data/diagram-data.ts";
import type { Found } from "../data/find-in-diagram.ts";
import type { Depth, KeptDiagram } from "../data/kept-diagram.ts";
import type { ColumnsShown } from "../layout/boxes.ts";
import styles from "./bar.module.css";
import { FindField } from "./find-field.tsx";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface DiagramBarProps {
  readonly kept: KeptDiagram;
  readonly tables: readonly DiagramTable[];
  /** The table whose neighbours are shown; null while all are. */
  readonly middle: DiagramTable | null;
  readonly mapShown: boolean;
  readonly field: Ref<HTMLInputElement>;
  readonly onFound: (found: Found) => void;
  readonly onLeaveField: () => void;
  readonly onColumns: (columns: ColumnsShown) => void;
  readonly onDepth: (depth: Depth | null) => void;
  readonly onArrange: () => void;
  readonly onFit: () => void;
  readonly onList: (list: boolean) => void;
  readonly onMap: (map: boolean) => void;
  readonly onGrouped: (grouped: boolean) => void;
  readonly onSave: (kind: "svg" | "png") => void;
  /** Absent where no foreign key can be added. */
  readonly onAddKey: (() => void) | null;
}

const columnChoices: readonly [ColumnsShown, string, string][] = [
  ["all", "All", "All columns"],
  ["keys", "Keys", "Columns of primary and foreign keys"],
  ["none", "None", "Names of tables alone"],
];

export function DiagramBar(props: DiagramBarProps): ReactNode {
  const { kept, tables, middle, field, onFound, onLeaveField, onColumns, onDepth, onList, onAddKey } = props;
  return (
    <div className={styles.room}>
      <div className={styles.bar} role="toolbar" aria-label="Diagram">
        <FindField tables={tables} field={field} onFound={onFound} onLeave={onLeaveField} />
        {!kept.list && (
          <>
            <span className={styles.label} id="diagram-columns">
              Columns
            </span>
            <div className={styles.choice} role="group" aria-labelledby="diagram-columns">
              {columnChoices.map(([columns, label, hint]) => (
                <Button
                  key={columns}
                  look="quiet"
                  hint={hint}
                  aria-pressed={kept.columns === columns}
                  onPress={() => onColumns(columns)}
                >
                  {label}
                </Button>
              ))}
            </div>
          </>
        )}
        {middle && kept.around && (
          <div className={styles.part} role="group" aria-label="Neighbours">
            <Network {...icon} />
            <span className={styles.middle} title={middle.title.slice(0, 1000)}>
              {middle.title.slice(0, 100)}
            </span>
            <select
              aria-label="How many foreign keys away"
              value={kept.around.depth}
              onChange={(event) => onDepth(Number(event.target.value) as Depth)}
            >
              <option value={1}>± 1 key</option>
              <option value={2}>± 2 keys</option>
              <option value={3}>± 3 keys</option>
            </select>
            <Button
              look="quiet"
              square
              aria-label="Show all tables"
              hint="Show all tables"
              onPress={() => onDepth(null)}
            >
              <X {...icon} />
            </Button>
          </div>
        )}
        <span className={styles.space} />
        {onAddKey && (
          <Button look="quiet" hint="Add a foreign key" aria-label="Add a foreign key" onPress={onAddKey}>
            <Plus {...icon} />
            <Spline {...icon} />
          </Button>
        )}
        {!kept.list && <CanvasTools {...props} />}
        <Button
          look="quiet"
          square
          aria-pressed={kept.list}
          aria-label="Show as a list"
          hint="Show as a list"
          onPress={() => onList(!kept.list)}
        >
          <List {...icon} />
        </Button>
      </div>
    </div>
  );
}

function CanvasTools({ kept, mapShown, onArrange, onFit, onMap, onGrouped, onSave }: DiagramBarProps): ReactNode {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <>
      <span className={styles.rare}>
        <Button look="quiet" square aria-label="Zoom out" hint="Zoom out (−)" onPress={() => void zoomOut()}>
          <ZoomOut {...icon} />
        </Button>
        <Button
          look="quiet"
          aria-label={`Zoom ${zoom} %, back to 100 %`}
          hint="Back to 100 %"
          onPress={() => void zoomTo(1)}
        >
          <span className={styles.zoom}>{zoom} %</span>
        </Button>
        <Button look="quiet" square aria-label="Zoom in" hint="Zoom in (+)" onPress={() => void zoomIn()}>
          <ZoomIn {...icon} />
        </Button>
      </span>
      <Button look="quiet" square aria-label="Zoom to fit" hint="Zoom to fit (0)" onPress={onFit}>
        <Maximize {...icon} />
      </Button>
      <span className={styles.gap} />
      <Button
        look="quiet"
        square
        aria-label="Arrange all tables"
        hint="Arrange all tables (can be undone)"
        onPress={onArrange}
      >
        <Workflow {...icon} />
      </Button>
      <Button
        look="quiet"
        square
        aria-pressed={kept.grouped}
        aria-label="Colour by group"
        hint="Colour by group: tables that refer to each other most"
        onPress={() => onGrouped(!kept.grouped)}
      >
        <Palette {...icon} />
      </Button>
      <Button
        look="quiet"
        square
        aria-pressed={mapShown}
        aria-label="Show the map"
        hint="Show the map"
        onPress={() => onMap(!mapShown)}
      >
        <MapIcon {...icon} />
      </Button>
      <MenuTrigger>
        <Button look="quiet" aria-label="Save as a picture" hint="Save as a picture">
          <Download {...icon} />
          <ChevronDown {...icon} size={12} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label="Save as a picture" onAction={(kind) => onSave(kind as "svg" | "png")}>
            <MenuItem id="svg" className="menu-item" textValue="SVG">
              SVG… <span className="quiet">sharp at any size</span>
            </MenuItem>
            <MenuItem id="png" className="menu-item" textValue="PNG">
              PNG… <span className="quiet">for chats and documents</span>
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
}
