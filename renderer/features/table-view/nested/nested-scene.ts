/** What nested rows need of the view they stand in. */
import type { ReactNode } from "react";
import type { AppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { Engine } from "../../../rpc/queries.ts";
import type { SessionStore } from "../../../rpc/session-store.ts";
import type { CellPlace, GridSelection } from "../../../ui/data-grid/grid-source.ts";
import type { Relations, RelationsSetup } from "../../../rows-view/relations/use-relations.ts";
import type { GestureContext } from "../../../rows/edits/gesture.ts";
import type { Section, UnfoldedRows } from "../../../rows/nested/unfolded-rows.ts";

/** A cell of nested rows, as the side panel and the status bar show it. */
export interface InnerCell {
  readonly context: GestureContext;
  readonly relations: Relations;
  readonly cursor: CellPlace;
  /** What is selected in the grid that the cell is in. */
  readonly selection: GridSelection;
  readonly editable: boolean;
  readonly onGo: (cell: CellPlace) => void;
}

/** The block below one row. */
export interface NestedRowsProps {
  readonly model: UnfoldedRows;
  /** What its row is known by, and what it is called. */
  readonly rowKey: string;
  readonly label: string;
  readonly scene: NestedScene;
  /** The cell of the row that stands for it where one goes back to it. */
  readonly from: () => CellPlace;
  /** Back to the row. */
  readonly onLeave: () => void;
}

/** The rows below it by one relation. */
export interface ChildSectionProps extends Omit<NestedRowsProps, "onLeave"> {
  readonly section: Section;
}

export interface NestedScene {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly relations: RelationsSetup;
  /** Why nothing of this database can be written; null when it can. */
  readonly readOnlyReason: string | null;
  readonly inspector: boolean;
  readonly setInspector: (open: boolean) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
  readonly onSaid: (sentence: string) => void;
  readonly onGoToRow: () => void;
  /** Reads all rows again. */
  readonly onRefresh: () => void;
  /** Draws a block; rows in it can have blocks of their own. */
  readonly renderBelow: (props: NestedRowsProps) => ReactNode;
  /** A cell of nested rows is the active one; null: none of `of`'s is any more. */
  readonly onInner: (cell: InnerCell | null, of?: GestureContext["rows"]) => void;
}
