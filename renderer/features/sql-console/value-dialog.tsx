/** A value of a result, whole: text as it is, bytes as hexadecimal. To read and copy; results are not edited. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { CellChunk } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatBytes } from "../../ui/format.ts";
import styles from "./value-dialog.module.css";

/** Bytes read at most: more is for a program, not for eyes. */
const MOST_TEXT = 1024 * 1024;
const MOST_BYTES = 16 * 1024;

interface ValueDialogProps {
  readonly client: EngineClient;
  readonly runId: string;
  readonly statement: number;
  readonly row: number;
  readonly column: number;
  readonly name: string;
  readonly onClose: () => void;
}

/** Sixteen bytes a line: offset, hexadecimal, and what of it is printable ASCII. */
function hexDump(data: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < data.length; at += 16) {
    const bytes = [...data.subarray(at, at + 16)];
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = bytes.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${ascii}`);
  }
  return lines.join("\n");
}

function shown({ storage, data }: CellChunk): string {
  if (storage === "null") return "NULL";
  return storage === "blob" ? hexDump(data.subarray(0, MOST_BYTES)) : new TextDecoder().decode(data);
}

/** What is shown of how much. */
function measure({ storage, bytes, data }: CellChunk): string {
  if (storage === "null") return "NULL";
  const part = Math.min(data.length, storage === "blob" ? MOST_BYTES : MOST_TEXT);
  return `${storage} · ${part < bytes ? `first ${formatBytes(part)} of ` : ""}${formatBytes(bytes)}`;
}

/** Opens at once and reads; Esc or Close closes. */
export function ValueDialog({ client, runId, statement, row, column, name, onClose }: ValueDialogProps): ReactNode {
  const params = { runId, statement, row, column, offset: 0, length: MOST_TEXT };
  const { data, error } = useQuery({
    queryKey: ["console.readCell", params],
    queryFn: () => client.ask("console.readCell", params),
    gcTime: 0,
  });
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal wide">
        <Dialog>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title ?? ""}>
              {name.slice(0, 200)}
            </Heading>
            <span className={styles.measure}>{data && measure(data)}</span>
            <Button
              isDisabled={!data}
              onPress={() =>
                data && void askShell("clipboard.write", { text: data.storage === "null" ? "" : shown(data) })
              }
            >
              Copy
            </Button>
            <Button autoFocus onPress={onClose}>
              Close
            </Button>
          </div>
          {error && <ErrorWords error={toAppErrorData(error)} />}
          {data && (
            <pre className={styles.value} data-storage={data.storage}>
              {shown(data)}
            </pre>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
