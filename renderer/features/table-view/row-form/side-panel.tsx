/** What stands beside the grid: the active cell with room, or its row as a form. */
import { type ReactNode, useState } from "react";
import type { AppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { Button } from "../../../ui/button.tsx";
import type { CellPlace } from "../../../ui/data-grid/grid-source.ts";
import { CellPanel } from "../cell-panel/cell-panel.tsx";
import type { Relations } from "../relations/use-relations.ts";
import type { GestureContext } from "../table-gestures.ts";
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

export function SidePanel(props: SidePanelProps): ReactNode {
  const [form, setForm] = useState(false);
  return (
    <div className={styles.side}>
      <div className={styles.tabs} role="toolbar" aria-label="Side panel">
        <Button look="quiet" aria-pressed={!form} onPress={() => setForm(false)}>
          Cell
        </Button>
        <Button look="quiet" aria-pressed={form} onPress={() => setForm(true)}>
          Row
        </Button>
      </div>
      <div className={styles.content}>{form ? <RowForm {...props} /> : <CellPanel {...props} />}</div>
    </div>
  );
}
