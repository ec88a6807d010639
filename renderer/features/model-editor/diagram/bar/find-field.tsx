/** The search of the diagram: type part of a name, Enter goes there. */
import { Columns3, Search, Table2 } from "lucide-react";
import { type ReactNode, type Ref, useMemo, useState } from "react";
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from "react-aria-components";
import type { DiagramTable } from "../data/diagram-data.ts";
import { type Found, findInDiagram } from "../data/find-in-diagram.ts";
import styles from "./bar.module.css";

interface FindFieldProps {
  readonly tables: readonly DiagramTable[];
  readonly field: Ref<HTMLInputElement>;
  readonly onFound: (found: Found) => void;
  readonly onLeave: () => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;
const label = "Find a table or column";

/** Empties itself when something was chosen: the eye is on the diagram then. */
export function FindField({ tables, field, onFound, onLeave }: FindFieldProps): ReactNode {
  const [text, setText] = useState("");
  const found = useMemo(() => findInDiagram(tables, text), [tables, text]);
  return (
    <ComboBox
      aria-label={label}
      className={styles.find ?? ""}
      items={found}
      inputValue={text}
      onInputChange={setText}
      selectedKey={null}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      onSelectionChange={(id) => {
        const hit = found.find((each) => each.id === id);
        setText("");
        if (hit) onFound(hit);
      }}
    >
      <Search {...icon} />
      <Input
        ref={field}
        placeholder={label}
        spellCheck={false}
        onKeyDown={(event) => {
          // Enter without having walked the list means its first one.
          const [first] = found;
          if (event.key === "Enter" && first && event.currentTarget.getAttribute("aria-activedescendant") === null) {
            setText("");
            onFound(first);
          }
          if (event.key === "Escape" && text === "") onLeave();
        }}
      />
      <Popover className="popover" placement="bottom start" crossOffset={-28}>
        <ListBox
          className="menu"
          aria-label={label}
          renderEmptyState={() => <p className={styles.none}>Nothing has this name.</p>}
        >
          {(hit: Found) => {
            const Icon = hit.column === null ? Table2 : Columns3;
            const name = hit.column === null ? hit.table.title : (hit.table.columns[hit.column]?.name ?? "");
            return (
              <ListBoxItem id={hit.id} className="menu-item" textValue={name}>
                <Icon {...icon} />
                <span className={styles.hit}>{name.slice(0, 200)}</span>
                {hit.column !== null && <span className="quiet">{hit.table.title.slice(0, 100)}</span>}
              </ListBoxItem>
            );
          }}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
