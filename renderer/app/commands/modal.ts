/**
 * What lies over the page holds the keys: a command that means the page behind it would act where nobody looks. A palette or a help
 * dialog gives way to another one, so there is never more than one of them.
 */
import { useEffect, useRef } from "react";
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";

/** Of use with anything open: how the window looks, and other windows. */
const always = /^(?:view\.zoom|theme\.|window\.)/;
/** They show a palette or a help dialog. */
const showing = /^(?:palette|app)\./;

/** Closes the palette or help dialog that is open. */
let closeOpen: (() => void) | null = null;

/** Makes this palette or help dialog the only one as long as it is mounted. */
export function useOnlyOne(onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const mine = () => close.current();
    closeOpen?.();
    closeOpen = mine;
    return () => {
      if (closeOpen === mine) closeOpen = null;
    };
  }, []);
}

/** The dialog over the page, if one is open. */
export const openModal = (): Element | null => document.querySelector(".modal-scrim");

/** The same, but not a palette or help dialog: those give way to whatever is chosen in the menu bar. */
export const lastingModal = (): Element | null => (closeOpen === null ? openModal() : null);

/** May this command be run while a dialog is open, where it does not answer itself? */
export function mayRunOverModal(id: CommandId): boolean {
  return always.test(id) || (closeOpen !== null && showing.test(id));
}

/** Closes the palette or help dialog that is open: something else was chosen. False where there is none. */
export function closeOpenOne(): boolean {
  const close = closeOpen;
  close?.();
  return close !== null;
}
