/**
 * What the shown tab says in the status bar. The bar offers a slot; a tab that is shown fills it by rendering
 * `<StatusItems>` anywhere inside itself.
 */
import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** The slot's element; null while there is none (a test, a hidden bar). */
export const StatusSlot = createContext<HTMLElement | null>(null);

/** Is the part of the window around this component the one in front? A hidden tab says nothing in the status bar. */
export const InFront = createContext(true);

/** Renders its children into the status bar while its tab is in front. Each child is one figure. */
export function StatusItems({ children }: { children: ReactNode }): ReactNode {
  const slot = useContext(StatusSlot);
  const inFront = useContext(InFront);
  return slot && inFront ? createPortal(children, slot) : null;
}
