/** Rows of a patch file that could not be staged, each with the reason. */
import { type ReactNode, useState } from "react";
import type { StagedMany } from "../../../src-shared/model/commit.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import styles from "./pending-changes.module.css";

/** More are counted, not listed. */
const mostShown = 200;

interface RefusedRowsProps {
  readonly rows: StagedMany["leftOut"];
  readonly onDismiss: () => void;
}

export function RefusedRows({ rows, onDismiss }: RefusedRowsProps): ReactNode {
  const [open, setOpen] = useState(true);
  if (rows.length === 0) return null;
  return (
    <section className={styles.refused} aria-label="Rows of the patch that were left out" data-testid="refused">
      <header>
        <span>{plural(rows.length, "row")} of the patch could not be staged.</span>
        <Button look="quiet" aria-expanded={open} onPress={() => setOpen(!open)}>
          {open ? "Hide" : "Show"}
        </Button>
        <Button look="quiet" onPress={onDismiss}>
          Dismiss
        </Button>
      </header>
      {open && (
        <ul>
          {rows.slice(0, mostShown).map(({ table, row, reason }, i) => (
            // A patch may name a row twice.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i}>
              <b>
                {table.name}, {row}
              </b>
              : {reason}
            </li>
          ))}
          {rows.length > mostShown && <li>and {plural(rows.length - mostShown, "other")}</li>}
        </ul>
      )}
    </section>
  );
}
