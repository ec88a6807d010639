/** Which cell of nested rows is the active one, for what stands beside the grid. */
import { useCallback, useState } from "react";
import type { InnerCell, NestedScene } from "./nested-scene.ts";

/** `inner` is null while the active cell is one of the view's own rows. */
export function useInner(): { readonly inner: InnerCell | null; readonly onInner: NestedScene["onInner"] } {
  const [inner, setInner] = useState<InnerCell | null>(null);
  const onInner = useCallback<NestedScene["onInner"]>((cell, of) => {
    // Rows that go take only their own cell with them.
    setInner((before) => (cell === null && of && before?.context.rows !== of ? before : cell));
  }, []);
  return { inner, onInner };
}
