/** Chooses a row by a part of what it is called or of its key: the list of the cell's own editor, in a field of its own. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ChoiceList } from "../../ui/data-grid/choice-list.tsx";
import type { EditStart } from "../../ui/data-grid/grid-source.ts";
import { useEditChoices } from "../../ui/data-grid/use-edit-choices.ts";
import styles from "./parent-card.module.css";

interface ParentPickerProps {
  readonly start: EditStart;
  /** What the rows are rows of. */
  readonly label: string;
  /** The key as text. */
  readonly onChoose: (text: string) => void;
  /** `refocus`: by Escape, so that the keyboard goes back where it came from. */
  readonly onClose: (refocus: boolean) => void;
}

export function ParentPicker({ start, label, onChoose, onClose }: ParentPickerProps): ReactNode {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { choices = [], search } = useEditChoices(start, undefined);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const chosen = Math.min(at, choices.length - 1);
  return (
    <>
      <input
        ref={field}
        role="combobox"
        aria-label={`Choose another row of ${label}`}
        aria-expanded={choices.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? `${id}-${chosen}` : undefined}
        className={styles.search}
        placeholder="A part of its name, or its key"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          search(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, choices.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else if (event.key === "Escape") onClose(true);
          else if (event.key === "Enter") {
            const choice = choices[chosen];
            if (choice) onChoose(choice.text);
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => {
          // Another window in front is no reason to close.
          if (document.hasFocus()) onClose(false);
        }}
      />
      {choices.length > 0 && (
        <ChoiceList
          id={id}
          label={label}
          choices={choices}
          chosen={chosen}
          anchor={field}
          onChoose={({ text: key }) => onChoose(key)}
        />
      )}
    </>
  );
}
