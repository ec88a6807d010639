/** The clipboard of a table view: text for other programs, and the exact values for ourselves. */
import type { Scalar } from "../../../src-shared/model/cell.ts";

/** Where text goes and comes from; the app gives the system's clipboard, tests a variable. */
export interface Clipboard {
  write(text: string): Promise<void>;
  read(): Promise<string>;
}

/** What was copied last, with the text it was copied as. */
let copied: { readonly text: string; readonly values: readonly (readonly Scalar[])[] } | null = null;

/** Remembers the values behind a text that goes to the clipboard. */
export function remember(text: string, values: readonly (readonly Scalar[])[]): void {
  copied = { text, values };
}

/** The values behind this text when it is what was copied last: NULL, BLOBs and storage classes survive the way. */
export function recall(text: string): readonly (readonly Scalar[])[] | null {
  return copied !== null && copied.text === text ? copied.values : null;
}
