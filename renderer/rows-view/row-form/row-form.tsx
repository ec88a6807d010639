/** A row as a form: all its columns below each other, hidden ones too, with what its foreign keys stand for. */
import { ChevronDown, ChevronUp, CornerDownRight, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { formatCount } from "../../ui/format.ts";
import { editorText } from "../../ui/line-ends.ts";
import { useDraft } from "../../ui/open-editors.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { ChoiceSelect } from "../choice-select.tsx";
import { CellProblem } from "../cell-problem.tsx";
import { marksOf } from "../../rows/grid-columns.ts";
import { oneCell } from "../../rows/edits/row-edits.ts";
import { nameOfRow } from "../../rows/cell-owners.ts";
import { HeldCell } from "../../rows/edits/held-cell.ts";
import { editStartOf } from "../../rows/edits/edit-start.ts";
import type { Relations } from "../relations/use-relations.ts";
import { gesture, type GestureContext } from "../../rows/edits/gesture.ts";
import { setNull, typeInto } from "../../rows/edits/table-gestures.ts";
import { runGesture } from "../run-gesture.ts";
import { FieldName } from "./field-name.tsx";
import styles from "./row-form.module.css";

interface RowFormProps {
  readonly context: GestureContext;
  readonly relations: Relations;
  readonly cursor: CellPlace | null;
  readonly editable: boolean;
  /** Makes another cell the active one. */
  readonly onGo: (cell: CellPlace) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function RowForm({ context, relations, cursor, editable, onGo, onFailure }: RowFormProps): ReactNode {
  const { rows } = context;
  const shown = cursor && rows.at(cursor.row);
  if (!cursor || !shown) return <p className={styles.nothing}>Select a row to see all of it here.</p>;
  const { row } = cursor;
  const rowName = nameOfRow(shown);
  const step = (by: 1 | -1): void => onGo({ row: row + by, column: cursor.column });
  return (
    <section className={styles.form} aria-label="Row" data-testid="row-form">
      <div className={styles.head}>
        <h2>Row {shown.file ? formatCount(row + 1) : "not stored yet"}</h2>
        <Button look="quiet" square aria-label="Row before" isDisabled={row === 0} onPress={() => step(-1)}>
          <ChevronUp {...icon} />
        </Button>
        <Button
          look="quiet"
          square
          aria-label="Row after"
          isDisabled={row >= rows.rowCount - 1}
          onPress={() => step(1)}
        >
          <ChevronDown {...icon} />
        </Button>
      </div>
      <div className={styles.fields}>
        {rows.shownColumns.map((column, place) => {
          const cell = { row, column: place };
          const look = rows.cell(row, place);
          const value = rows.value(row, place);
          const start = editable ? editStartOf(rows, cell) : null;
          // Another row or another value is another field: nothing of a draft is left over.
          const key = `${rowName} ${column.name} ${look?.kind} ${look?.text}`;
          // What is typed or chosen belongs to this row, wherever it stands by then.
          const held = HeldCell.at(rows, cell) ?? cell;
          const label = look?.label ? look.label : undefined;
          const give = (text: string | null): void =>
            void (text === null ? setNull(context, oneCell(cell)) : typeInto(context, held, text)).then(onFailure);
          const name = <FieldName column={column} mark={marksOf(rows.table, column)} cell={value} />;
          return (
            <div key={column.name} className={styles.field} data-tone={look?.tone} data-column={column.name}>
              {start?.choices && look?.kind === "boolean" ? (
                <label>
                  {name}
                  <span className={styles.box}>
                    <input
                      type="checkbox"
                      checked={look.text === "true"}
                      onChange={(event) => give(event.target.checked ? "1" : "0")}
                    />
                  </span>
                </label>
              ) : start?.choices ? (
                <label>
                  {name}
                  <ChoiceSelect
                    key={rowName}
                    choices={start.choices}
                    cell={value}
                    notNull={column.notNull}
                    onChoice={give}
                  />
                </label>
              ) : (
                <Field
                  key={key}
                  name={name}
                  text={start?.text ?? editText(isText(value) ? value : null) ?? ""}
                  placeholder={look?.kind === "null" || look?.kind === "default" ? look.text : undefined}
                  shown={start || isText(value) ? null : (look?.text ?? "…")}
                  editable={start !== null}
                  onText={(text) =>
                    runGesture(
                      gesture(async () => typeInto(context, held, await relations.typed(cell, text))),
                      onFailure,
                    )
                  }
                />
              )}
              {label !== undefined && (
                <Button
                  look="quiet"
                  hint="Go to this row; with Ctrl in a new tab"
                  onPress={({ ctrlKey, metaKey }) =>
                    void relations.followParent(cell, ctrlKey || metaKey).then(onFailure)
                  }
                >
                  <CornerDownRight {...icon} /> <span>{label}</span>
                </Button>
              )}
              {start && !column.notNull && value !== null && value !== undefined && (
                <span className={styles.nothingHere}>
                  <Button
                    look="quiet"
                    square
                    aria-label={`Set ${column.name} to NULL`}
                    hint="Set to NULL"
                    onPress={() => give(null)}
                  >
                    <X {...icon} />
                  </Button>
                </span>
              )}
              <CellProblem session={context.session} shown={shown} column={column.name} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

const isText = (value: unknown): value is string | bigint | number =>
  typeof value === "string" || typeof value === "bigint" || typeof value === "number";

interface FieldProps {
  readonly name: ReactNode;
  readonly text: string;
  readonly placeholder: string | undefined;
  /** What stands for a value that is not edited here (a BLOB, a long text); null: `text` is the value. */
  readonly shown: string | null;
  readonly editable: boolean;
  /** Gives whether the text was taken. */
  readonly onText: (text: string) => Promise<boolean>;
}

function Field({ name, text, placeholder, shown, editable, onText }: FieldProps): ReactNode {
  const [draft, setDraft] = useState(text);
  const changed = editable && draft !== text;
  const save = useDraft(changed ? () => onText(draft) : null, draft);
  return (
    <label>
      {name}
      <TextArea
        rows={Math.min(6, Math.max(1, editorText(draft).split("\n").length))}
        readOnly={!editable}
        placeholder={placeholder}
        text={shown ?? draft}
        stored={text}
        onText={setDraft}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.altKey) void save();
          else if (event.key === "Escape") setDraft(text);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </label>
  );
}
