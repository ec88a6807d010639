/** The editor of a value: chosen by what the value is, and changed by the user. */
import { type ReactNode, useState } from "react";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { Button } from "../../ui/button.tsx";
import { DatePart } from "./date-part.tsx";
import { type PickableDate, pickableDate } from "../../values/date-text.ts";
import { HexPart } from "./hex-part.tsx";
import { largestEdited } from "../../values/hex-text.ts";
import { JsonPart } from "./json-part.tsx";
import { jsonTree } from "../../values/json-tree.ts";
import { JsonTreePart } from "./json-tree-part.tsx";
import { prettyJson } from "../../values/pretty-json.ts";
import { TextPart } from "./text-part.tsx";
import styles from "./cell-panel.module.css";

type Editor = "date" | "tree" | "json" | "text";
const titles: Record<Editor, string> = { date: "Date", tree: "Tree", json: "JSON", text: "Text" };

interface TextEditorProps {
  readonly cell: Cell;
  /** All of it, as text. */
  readonly text: string;
  readonly column: Column;
  readonly editable: boolean;
  /** Text that was typed: it is read by the column's rules. Both give whether it was taken. */
  readonly onText: (text: string) => Promise<boolean>;
  readonly onValue: (value: Scalar) => Promise<boolean>;
}

/** The editors that fit, the best one first. */
function editorsFor(cell: Cell, text: string, date: PickableDate | null): Editor[] {
  return [
    ...(date ? (["date"] as const) : []),
    ...(typeof cell === "bigint" || prettyJson(text) === null ? [] : jsonEditors(text)),
    "text",
  ];
}

function jsonEditors(text: string): Editor[] {
  return jsonTree(text) ? ["tree", "json"] : ["json"];
}

/** Text and numbers. Keyed by the value. */
export function TextEditor({ cell, text, column, editable, onText, onValue }: TextEditorProps): ReactNode {
  const date = pickableDate(cell, column);
  const editors = editorsFor(cell, text, date);
  const [chosen, setChosen] = useState<Editor | null>(null);
  const editor = chosen ?? editors[0] ?? "text";
  return (
    <>
      {editors.length > 1 && (
        <div className={styles.tools} role="toolbar" aria-label="Editor">
          {editors.map((id) => (
            <Button key={id} look="quiet" aria-pressed={id === editor} onPress={() => setChosen(id)}>
              {titles[id]}
            </Button>
          ))}
        </div>
      )}
      {editor === "date" && date ? (
        <DatePart date={date} label={column.name} editable={editable} onValue={onValue} />
      ) : editor === "tree" ? (
        <JsonTreePart text={text} label={column.name} editable={editable} onText={onText} />
      ) : editor === "json" ? (
        <JsonPart text={text} label={column.name} editable={editable} onText={onText} />
      ) : (
        <TextPart text={text} label={column.name} editable={editable} onText={onText} />
      )}
    </>
  );
}

interface BytesEditorProps {
  /** All bytes, when they are here. */
  readonly bytes: Uint8Array | null;
  readonly label: string;
  readonly editable: boolean;
  readonly onBytes: (bytes: Uint8Array) => Promise<boolean>;
  /** How they are looked at. */
  readonly children: ReactNode;
}

/** Bytes to look at, and small ones to edit. Keyed by their reading. */
export function BytesEditor({ bytes, label, editable, onBytes, children }: BytesEditorProps): ReactNode {
  const [editing, setEditing] = useState(false);
  const can = editable && bytes !== null && bytes.length <= largestEdited;
  return (
    <>
      {can && (
        <div className={styles.tools} role="toolbar" aria-label="Editor">
          <Button look="quiet" aria-pressed={!editing} onPress={() => setEditing(false)}>
            View
          </Button>
          <Button
            look="quiet"
            aria-pressed={editing}
            onPress={() => setEditing(true)}
            hint="Edit the bytes in hexadecimal"
          >
            Edit Hex
          </Button>
        </div>
      )}
      {can && editing ? <HexPart bytes={bytes} label={label} onBytes={onBytes} /> : children}
    </>
  );
}
