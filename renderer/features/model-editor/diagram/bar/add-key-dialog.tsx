/** Adding a foreign key by choosing: what drawing does with the mouse, and keys of several columns besides. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "../../../../ui/button.tsx";
import type { DiagramTable } from "../data/diagram-data.ts";
import { type DrawnKey, drawnWords, primaryOf, withNewColumn } from "../data/drawn-key.ts";
import styles from "./add-key-dialog.module.css";
import { shownName } from "../../../../../src-shared/formats/shown-name.ts";

interface AddKeyDialogProps {
  readonly tables: readonly DiagramTable[];
  /** The table that is chosen at first, as the child. */
  readonly from: DiagramTable | null;
  readonly onAdd: (key: DrawnKey) => void;
  readonly onClose: () => void;
}

/** Stands for a column that is made for the key. */
const NEW = -1;

export function AddKeyDialog({ tables, from, onAdd, onClose }: AddKeyDialogProps): ReactNode {
  const [child, setChild] = useState(from ?? tables[0] ?? null);
  const [parent, setParent] = useState<DiagramTable | null>(() => tables.find((table) => table !== child) ?? child);
  /** For each column of the parent's key: the child's column, or a new one. */
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const parentColumns = parent ? primaryOf(parent) : [];
  const [picked, setPicked] = useState<number | null>(null);
  const goal = picked === null ? parentColumns : [picked];
  const key = child && parent ? keyOf(child, parent, goal, chosen) : null;
  const choose = (table: string, put: (table: DiagramTable) => void) => {
    const found = tables.find(({ id }) => id === table);
    if (found) put(found);
    setChosen([]);
  };
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (!key) return;
              onClose();
              onAdd(key);
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              Add a foreign key
            </Heading>
            <TableChoice
              label="Table"
              autoFocus
              tables={tables}
              value={child}
              onChoose={(id) => choose(id, setChild)}
            />
            <TableChoice
              label="Refers to"
              tables={tables}
              value={parent}
              onChoose={(id) => {
                choose(id, setParent);
                setPicked(null);
              }}
            />
            {parent && (
              <label className={styles.field}>
                <span>Its column</span>
                <select
                  aria-label="Its column"
                  value={picked ?? "key"}
                  onChange={(event) => setPicked(event.target.value === "key" ? null : Number(event.target.value))}
                >
                  {parentColumns.length > 0 && (
                    <option value="key">the primary key ({namesOf(parent, parentColumns)})</option>
                  )}
                  {parentColumns.length === 0 && picked === null && <option value="key">choose a column</option>}
                  {parent.columns.map(({ name }, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- columns have a fixed order
                    <option key={at} value={at}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {child &&
              parent &&
              goal.map((at, place) => (
                <label key={at} className={styles.field}>
                  <span>{byColumn(parent, goal, at)}</span>
                  <select
                    aria-label={byColumn(parent, goal, at)}
                    value={chosen[place] ?? NEW}
                    onChange={(event) =>
                      setChosen(
                        goal.map((_, other) => (other === place ? Number(event.target.value) : (chosen[other] ?? NEW))),
                      )
                    }
                  >
                    <option value={NEW}>a new column</option>
                    {child.columns.map(({ name }, column) => (
                      // oxlint-disable-next-line react/no-array-index-key -- columns have a fixed order
                      <option key={column} value={column}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              ))}
            <output className={styles.words}>{key ? drawnWords(key) : "Choose the column it refers to."}</output>
            <div className={styles.actions}>
              <Button onPress={onClose}>Cancel</Button>
              <Button look="primary" type="submit" isDisabled={!key}>
                Add foreign key
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface TableChoiceProps {
  readonly label: string;
  readonly tables: readonly DiagramTable[];
  readonly value: DiagramTable | null;
  readonly autoFocus?: boolean;
  readonly onChoose: (id: string) => void;
}

function TableChoice({ label, tables, value, autoFocus = false, onChoose }: TableChoiceProps): ReactNode {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog begins at its first field */}
      <select
        aria-label={label}
        autoFocus={autoFocus}
        value={value?.id ?? ""}
        onChange={(event) => onChoose(event.target.value)}
      >
        {tables.map(({ id, title }) => (
          <option key={id} value={id}>
            {shownName(title)}
          </option>
        ))}
      </select>
    </label>
  );
}

const byColumn = (parent: DiagramTable, goal: readonly number[], at: number) =>
  goal.length > 1 ? `Column for ${parent.columns[at]?.name ?? ""}` : "By column";
const namesOf = (table: DiagramTable, columns: readonly number[]) =>
  columns.map((at) => table.columns[at]?.name ?? "").join(", ");

/** The key that was chosen; new columns are called after what they refer to. */
function keyOf(
  child: DiagramTable,
  parent: DiagramTable,
  goal: readonly number[],
  chosen: readonly number[],
): DrawnKey | null {
  if (goal.length === 0) return null;
  const columns = goal.flatMap((at) => parent.columns[at] ?? []);
  // Named as if all were new; those that are there already replace them.
  const made = withNewColumn(child, {
    ...parent,
    columns: columns.map((column) => ({ ...column, primaryKey: true })),
  });
  if (!made) return null;
  const names = made.columns.map((name, place) => {
    const at = chosen[place] ?? NEW;
    return at === NEW ? name : (child.columns[at]?.name ?? name);
  });
  const added = made.newColumns.filter((_, place) => (chosen[place] ?? NEW) === NEW);
  return { ...made, columns: names, newColumns: added };
}
