/** The columns of a table as a grid of fields; the last line makes a new one. */
import { ChevronDown, ChevronRight, GripVertical, KeyRound, Trash2 } from "lucide-react";
import { type DragEvent, Fragment, type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { meaningOf, type SemanticType } from "../../../../src-shared/model/models.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckBox, Choice } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { ColumnDetails } from "./column-details.tsx";
import { commonTypes, meaningWords } from "./column-words.ts";
import styles from "./form.module.css";
import { NewColumn } from "./new-column.tsx";
import type { ColumnFacts, TableFacts } from "./table-facts.ts";
import { changeColumn, dropColumn, moveColumn, renameColumn, setInKey, setUnique } from "./table-gestures.ts";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function ColumnGrid({ facts }: { facts: TableFacts }): ReactNode {
  const { readOnlyReason } = useEditor();
  const types = useId();
  const [open, setOpen] = useState<string | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const { keep } = useEditor();
  const drop = (to: number) => {
    const column = dragged === null ? undefined : facts.columns[dragged];
    if (column) void keep(moveColumn(facts, column.column.name, to));
    setDragged(null);
    setOver(null);
  };
  return (
    <section aria-label="Columns" className={styles.section}>
      <h2>
        Columns <span>{facts.columns.length}</span>
      </h2>
      <div className={styles.scroll}>
        <table className={styles.grid} data-testid="column-grid">
          <thead>
            <tr>
              <th className={styles.narrow}>
                <span className="visually-hidden">Order</span>
              </th>
              <th>Name</th>
              <th>Type</th>
              <th title="What the values mean, beyond the type">Meaning</th>
              <th className={styles.tick} title="Part of the primary key, and its place in it">
                Key
              </th>
              <th className={styles.tick} title="NOT NULL">
                Required
              </th>
              <th className={styles.tick} title="UNIQUE">
                Unique
              </th>
              <th>Default</th>
              <th>References</th>
              <th>Comment</th>
              <th className={styles.ends}>
                <span className="visually-hidden">More</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {facts.columns.map((column, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a column that is renamed stays the same line, with its focus
              <Fragment key={at}>
                <ColumnLine
                  facts={facts}
                  column={column}
                  at={at}
                  types={types}
                  open={open === column.column.name}
                  onOpen={setOpen}
                  drag={{
                    over: over === at && dragged !== at,
                    below: dragged !== null && dragged < at,
                    start: () => setDragged(at),
                    enter: () => dragged !== null && setOver(at),
                    drop: () => drop(at),
                    end: () => drop(-1),
                  }}
                />
                {open === column.column.name && (
                  <tr className={styles.details}>
                    <td colSpan={11}>
                      <ColumnDetails facts={facts} column={column} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
            {readOnlyReason === null && <NewColumn table={facts.table.name} types={types} />}
          </tbody>
        </table>
      </div>
      <datalist id={types}>
        {commonTypes.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </datalist>
    </section>
  );
}

interface DragParts {
  readonly over: boolean;
  readonly below: boolean;
  readonly start: () => void;
  readonly enter: () => void;
  readonly drop: () => void;
  readonly end: () => void;
}

interface ColumnLineProps {
  readonly facts: TableFacts;
  readonly column: ColumnFacts;
  readonly at: number;
  readonly types: string;
  readonly open: boolean;
  /** Opens the details of a column; null closes them. */
  readonly onOpen: (column: string | null) => void;
  readonly drag: DragParts;
}

function ColumnLine({ facts, column: own, at, types, open, onOpen, drag }: ColumnLineProps): ReactNode {
  const { keep, names, readOnlyReason } = useEditor();
  const { table } = facts;
  const { column } = own;
  const fixed = readOnlyReason !== null;
  const of = (what: string) => `${what} of ${column.name}`;
  const change = (part: Parameters<typeof changeColumn>[2], what: string) =>
    keep(changeColumn(table.name, column.name, part, what));
  const moveByKey = (event: KeyboardEvent) => {
    if (!event.altKey || fixed || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const to = at + (event.key === "ArrowUp" ? -1 : 1);
    // The field goes along with its column: the lines keep their places, the texts move.
    const field = (event.target as HTMLElement).dataset["field"];
    const lines = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>("[data-row]");
    void keep(moveColumn(facts, column.name, to)).then((moved) => {
      if (moved) lines?.[to]?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
    });
  };
  return (
    <tr
      data-row={column.name}
      data-over={drag.over ? (drag.below ? "below" : "above") : undefined}
      onKeyDown={moveByKey}
      onDragEnter={drag.enter}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={drag.drop}
    >
      <td className={styles.narrow}>
        <span
          className={styles.grip}
          draggable={!fixed}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", column.name);
            drag.start();
          }}
          onDragEnd={drag.end}
          title="Drag to move, or Alt with the arrow keys"
        >
          {column.primaryKey > 0 ? <KeyRound {...icon} /> : <GripVertical {...icon} />}
        </span>
      </td>
      <td>
        <DraftField
          label={of("Name")}
          field="name"
          value={column.name}
          readOnly={fixed}
          onTake={async (to) => {
            const taken = await keep(renameColumn(table.name, column.name, to));
            if (taken && open) onOpen(to);
            return taken;
          }}
        />
      </td>
      <td>
        <span className={styles.type}>
          <DraftField
            label={of("Type")}
            field="type"
            mono
            list={types}
            value={column.type}
            placeholder="any"
            readOnly={fixed}
            onTake={(type) => change({ type }, "Type")}
          />
          <span
            className={styles.badge}
            title={`Affinity: ${column.affinity.toUpperCase()}`}
            data-affinity={column.affinity}
          >
            {own.rowid ? "ROWID" : column.affinity.toUpperCase()}
          </span>
        </span>
      </td>
      <td>
        <Choice
          label={of("What is held")}
          value={meaningOf(table, column, names) ?? ""}
          options={meaningWords}
          disabled={fixed}
          onChange={(value) =>
            keep({
              label: of("Meaning"),
              operations: [],
              names: [
                {
                  what: "meaning",
                  table: table.name,
                  column: column.name,
                  meaning: value === "" ? "none" : (value as SemanticType),
                },
              ],
            })
          }
        />
      </td>
      <td className={styles.tick}>
        <CheckBox
          label={of("Primary key")}
          shown={false}
          checked={column.primaryKey > 0}
          disabled={fixed || !facts.ddl}
          onChange={(inKey) => keep(setInKey(facts, own, inKey))}
        />
        {(facts.primaryKey?.columns.length ?? 0) > 1 && column.primaryKey > 0 && <sup>{column.primaryKey}</sup>}
      </td>
      <td className={styles.tick}>
        <CheckBox
          label={of("NOT NULL")}
          shown={false}
          checked={column.notNull}
          disabled={fixed}
          onChange={(notNull) => change({ notNull }, "NOT NULL")}
        />
      </td>
      <td className={styles.tick}>
        <CheckBox
          label={of("UNIQUE")}
          shown={false}
          checked={own.unique}
          disabled={fixed}
          onChange={(unique) => keep(setUnique(facts, own, unique))}
        />
      </td>
      <td>
        {own.generated ? (
          <span className={styles.fixed} title={own.generated.expression}>
            = {own.generated.expression}
          </span>
        ) : (
          <DraftField
            label={of("Default")}
            field="default"
            mono
            value={column.defaultSql ?? ""}
            readOnly={fixed}
            hint="A literal, or an expression: 0, 'new', CURRENT_TIMESTAMP, datetime('now')"
            onTake={(text) => change({ default: text.trim() === "" ? null : text }, "Default")}
          />
        )}
      </td>
      <td>
        {own.foreignKey && (
          <span className={styles.fixed}>
            {own.foreignKey.key.parentTable}
            <i>.{own.foreignKey.key.parentColumns[0] ?? "?"}</i>
          </span>
        )}
      </td>
      <td>
        <DraftField
          label={of("Comment")}
          field="comment"
          value={own.comment}
          readOnly={fixed || !own.written}
          onTake={(text) => change({ comment: text.trim() === "" ? null : text.trim() }, "Comment")}
        />
      </td>
      <td className={styles.ends}>
        <Button
          look="quiet"
          square
          aria-label={of("More")}
          aria-expanded={open}
          onPress={() => onOpen(open ? null : column.name)}
        >
          {open ? <ChevronDown {...icon} /> : <ChevronRight {...icon} />}
        </Button>
        <Button
          look="quiet"
          square
          aria-label={`Drop ${column.name}`}
          isDisabled={fixed || facts.columns.length === 1}
          onPress={() => void keep(dropColumn(facts, column.name))}
        >
          <Trash2 {...icon} />
        </Button>
      </td>
    </tr>
  );
}
