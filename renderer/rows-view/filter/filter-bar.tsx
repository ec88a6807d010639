/** Conditions on the rows: chips that can be switched off, changed and removed, and ways to add one. */
import { ChevronDown, Filter, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { Button } from "../../ui/button.tsx";
import { replaced, switched } from "../../rows/filter/column-filter.ts";
import { FilterBuilder } from "./filter-builder.tsx";
import { FilterForm, hasForm, newCondition } from "./filter-forms.tsx";
import { filterWords, type WriteValue } from "../../rows/filter/filter-words.ts";
import styles from "./filter.module.css";

interface FilterBarProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly filter: readonly RowFilter[];
  readonly onFilter: (filter: readonly RowFilter[]) => void;
  /** The column that a new condition begins with. */
  readonly column: string | undefined;
  readonly write: WriteValue;
}

/** What is being edited: its place in the list (`filter.length` for a new one) and what the form begins with. */
interface Editing {
  readonly at: number;
  readonly initial: RowFilter;
}

export function FilterBar({ table, columns, filter, onFilter, column, write }: FilterBarProps): ReactNode {
  const [editing, setEditing] = useState<Editing | null>(null);
  const done = (at: number) => (next: RowFilter | null) => {
    setEditing(null);
    if (next) onFilter(replaced(filter, at, next));
  };
  const add = (initial: RowFilter) => setEditing({ at: filter.length, initial });
  const adding = { all: () => newCondition(columns.find(({ name }) => name === column) ?? columns[0]) };
  const ways: Readonly<Record<string, () => void>> = {
    search: () => add({ anyColumn: "" }),
    sql: () => add({ rawSql: "" }),
    group: () => add({ any: [adding.all(), adding.all()] }),
  };
  const editor = editing && (
    <FilterEditor
      key={editing.at}
      table={table}
      columns={columns}
      initial={editing.initial}
      onDone={done(editing.at)}
    />
  );
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      {filter.map((part, at) =>
        editing?.at === at ? (
          editor
        ) : (
          <Chip
            // oxlint-disable-next-line react/no-array-index-key -- conditions have no names, and may be equal
            key={at}
            part={part}
            write={write}
            onEdit={() => setEditing({ at, initial: part })}
            onSwitch={() => onFilter(switched(filter, at))}
            onRemove={() => {
              setEditing(null);
              onFilter(replaced(filter, at, null));
            }}
          />
        ),
      )}
      {editing?.at === filter.length ? (
        editor
      ) : (
        <>
          <Button look="quiet" onPress={() => add(adding.all())} hint="Add a filter">
            {filter.length === 0 ? <Filter size={14} strokeWidth={1.5} /> : <Plus size={14} strokeWidth={1.5} />}
            {filter.length === 0 ? "Filter" : "And"}
          </Button>
          <MenuTrigger>
            <Button look="quiet" square aria-label="More ways to filter">
              <ChevronDown size={12} strokeWidth={1.5} aria-hidden />
            </Button>
            <Popover className="popover" placement="bottom start">
              <Menu
                className="menu"
                aria-label="More ways to filter"
                onAction={(way) => afterMenu(() => ways[String(way)]?.())}
              >
                <MenuItem id="search" className="menu-item">
                  Search in All Columns…
                </MenuItem>
                <MenuItem id="sql" className="menu-item">
                  SQL Condition…
                </MenuItem>
                <MenuItem id="group" className="menu-item">
                  Group with And and Or…
                </MenuItem>
              </Menu>
            </Popover>
          </MenuTrigger>
        </>
      )}
    </div>
  );
}

/** Once the menu is gone and has given the focus back: before, it would take it from the field that opens. */
function afterMenu(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

type EditorProps = Parameters<typeof FilterForm>[0];

function FilterEditor(props: EditorProps): ReactNode {
  return hasForm(props.initial) ? <FilterForm {...props} /> : <FilterBuilder {...props} />;
}

interface ChipProps {
  readonly part: RowFilter;
  readonly write: WriteValue;
  readonly onEdit: () => void;
  readonly onSwitch: () => void;
  readonly onRemove: () => void;
}

function Chip({ part, write, onEdit, onSwitch, onRemove }: ChipProps): ReactNode {
  const { about, says } = filterWords(part, write);
  const name = about === null ? `the group ${says}` : `the filter on ${about}`;
  const on = part.enabled !== false;
  const editable = !("column" in part && part.operator === "in");
  return (
    <span className={styles.chip} data-testid="filter-chip" data-off={on ? undefined : true}>
      <input
        type="checkbox"
        checked={on}
        aria-label={`Use ${name}`}
        title={on ? "Disable filter" : "Switch on"}
        onChange={onSwitch}
      />
      <button type="button" className={styles.words} disabled={!editable} title={says} onClick={onEdit}>
        {about !== null && <b>{about}</b>} {says}
      </button>
      <button type="button" className={styles.small} aria-label={`Remove ${name}`} onClick={onRemove}>
        <X size={12} strokeWidth={1.5} aria-hidden />
      </button>
    </span>
  );
}
