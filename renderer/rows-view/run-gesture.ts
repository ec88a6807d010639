/** A gesture on cells, from a view: what acts on data waits for it, and its failure is shown. */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { GestureResult } from "../rows/edits/gesture.ts";
import { editUnderway } from "../ui/open-editors.ts";

/** Gives whether it was done. `after`: once it was. */
export function runGesture(
  work: Promise<GestureResult>,
  onFailure: (error: AppErrorData | null) => void,
  after?: () => void,
): Promise<boolean> {
  return editUnderway(
    work.then((failure) => {
      onFailure(failure);
      if (failure === null) after?.();
      return failure === null;
    }),
  );
}
