/** What stands between the bar and the grid: find and replace, and what failed. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { FindBar } from "../find/find-bar.tsx";
import type { GridFrame } from "./use-grid-frame.tsx";
import styles from "../rows-view.module.css";

interface FrameNotesProps {
  readonly frame: GridFrame;
  /** What was found can be replaced. */
  readonly replaces: boolean;
  /** What only this grid says, in between. */
  readonly children?: ReactNode;
}

export function FrameNotes({ frame, replaces, children }: FrameNotesProps): ReactNode {
  const { context, grid, failure } = frame;
  const { cache } = context;
  return (
    <>
      {frame.finding && (
        <FindBar
          context={context}
          cursor={frame.selection.cursor}
          editable={replaces}
          onGoTo={(cell) => grid.current?.goTo(cell)}
          onFailure={frame.onFailure}
          onClose={() => {
            frame.onFinding(false);
            grid.current?.focus();
          }}
        />
      )}
      {children}
      {failure && (
        <div className={styles.failure}>
          <ErrorWords look="line" error={failure} />
          <Button look="quiet" square aria-label="Dismiss" onPress={() => frame.onFailure(null)}>
            <X size={14} strokeWidth={1.5} aria-hidden />
          </Button>
        </div>
      )}
      {cache.error && (
        <ErrorWords
          look="line"
          error={cache.error}
          actions={<Button onPress={() => cache.retry()}>{cache.ended ? "Read Again" : "Try Again"}</Button>}
        />
      )}
    </>
  );
}
