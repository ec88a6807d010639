/** A small BLOB as hexadecimal text to edit. Keyed by its bytes' reading: another value is another editor. */
import { type ReactNode, useState } from "react";
import { readHex, writeHex } from "../../values/hex-text.ts";
import { useDraft } from "../../ui/open-editors.ts";
import styles from "./cell-panel.module.css";

interface HexPartProps {
  readonly bytes: Uint8Array;
  readonly label: string;
  /** Gives whether the bytes were taken. */
  readonly onBytes: (bytes: Uint8Array) => Promise<boolean>;
}

export function HexPart({ bytes, label, onBytes }: HexPartProps): ReactNode {
  const before = writeHex(bytes);
  const [draft, setDraft] = useState(before);
  const read = readHex(draft);
  const take = (): boolean | Promise<boolean> =>
    typeof read === "string" ? false : writeHex(read) === before || onBytes(read);
  const save = useDraft(draft === before ? null : take, draft);
  return (
    <>
      <textarea
        className={styles.textMono}
        aria-label={`Bytes of ${label}`}
        data-testid="cell-hex-edit"
        aria-invalid={typeof read === "string"}
        spellCheck={false}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          else if (event.key === "Escape") setDraft(before);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {typeof read === "string" && (
        <p className={styles.problem} role="status">
          Not stored yet: {read}
        </p>
      )}
    </>
  );
}
