/** What a cell can be set to without typing: NULL, its default, the present moment. */
import type { ReactNode } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { timeFormats } from "../../values/time-of.ts";
import { oneCell } from "../../rows/edits/row-edits.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { setDefault, setNow, setNull } from "../../rows/edits/table-gestures.ts";
import { holdsTime } from "../../values/date-text.ts";
import type { ShownCell } from "./use-cell-value.ts";

interface SetButtonsProps {
  readonly context: GestureContext;
  readonly at: ShownCell;
  readonly cursor: CellPlace;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** Each as the command of the menu does it, for this one cell. */
export function SetButtons({ context, at, cursor, onFailure }: SetButtonsProps): ReactNode {
  const { column, cell, shown } = at;
  const selection = oneCell(cursor);
  // A column of a result does not say what its default is.
  const hasDefault = context.rows.options.owners === undefined && (column.defaultSql !== null || !shown.file);
  const format: string | undefined = context.rows.formatOf(column.name);
  // Set to NULL just now, it is still where a time was.
  const isTime =
    [cell, shown.file?.cells[at.index]].some((held) => holdsTime(held, column)) ||
    (format !== undefined && Object.hasOwn(timeFormats, format));
  return (
    <>
      <Button
        look="quiet"
        isDisabled={cell === null || column.notNull}
        hint={column.notNull ? "This column must have a value (NOT NULL)" : "Set to NULL (Alt+Delete)"}
        aria-label="Set to NULL"
        onPress={() => void setNull(context, selection).then(onFailure)}
      >
        NULL
      </Button>
      {hasDefault && (
        <Button
          look="quiet"
          isDisabled={cell === undefined}
          hint={column.defaultSql === null ? "Leave it open" : `Set to the default: ${column.defaultSql}`}
          aria-label="Set to the Default"
          onPress={() => void setDefault(context, selection).then(onFailure)}
        >
          Default
        </Button>
      )}
      {isTime && (
        <Button
          look="quiet"
          hint="Set to the present moment (Ctrl+;)"
          aria-label="Set to Now"
          onPress={() => void setNow(context, selection).then(onFailure)}
        >
          Now
        </Button>
      )}
    </>
  );
}
