/** What stands beside the grid: the active cell with room, its row as a form, or the rows that refer to it. */
import type { ReactNode } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { CellPanel } from "../cell-panel/cell-panel.tsx";
import type { Relations } from "../relations/use-relations.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { sidePanel, type SidePart, useSidePanel } from "../side-panel-state.ts";
import { ChildRows } from "./child-rows.tsx";
import { RowForm } from "./row-form.tsx";
import styles from "./row-form.module.css";

interface SidePanelProps {
  readonly context: GestureContext;
  readonly relations: Relations;
  readonly cursor: CellPlace | null;
  readonly editable: boolean;
  readonly onGo: (cell: CellPlace) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
}

const titles: Record<SidePart, string> = { cell: "Cell", row: "Row", children: "Children" };

export function SidePanel(props: SidePanelProps): ReactNode {
  const shown = useSidePanel(({ part }) => part);
  return (
    <div className={styles.side}>
      <div className={styles.tabs} role="toolbar" aria-label="Side panel">
        {(["cell", "row", "children"] as const).map((part) => (
          <Button key={part} look="quiet" aria-pressed={part === shown} onPress={() => sidePanel.setState({ part })}>
            {titles[part]}
          </Button>
        ))}
      </div>
      <div className={styles.content}>
        {shown === "cell" && <CellPanel {...props} parents={props.relations} />}
        {shown === "row" && <RowForm {...props} />}
        {shown === "children" && <ChildRows {...props} />}
      </div>
    </div>
  );
}
