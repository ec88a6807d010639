/** A value as text: to read with room, and to edit. Left with another text than before, it is staged. */
import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useDraft } from "../../ui/open-editors.ts";
import { TextArea } from "../../ui/text-area.tsx";
import styles from "./cell-panel.module.css";

interface TextPartProps {
  readonly text: string;
  readonly label: string;
  readonly editable: boolean;
  /** Gives whether the text was taken. */
  readonly onText: (text: string) => Promise<boolean>;
}

export function TextPart({ text, label, editable, onText }: TextPartProps): ReactNode {
  const [draft, setDraft] = useState(text);
  const [mono, setMono] = useState(false);
  const changed = editable && draft !== text;
  const apply = useDraft(changed ? () => onText(draft) : null, draft);
  return (
    <>
      <div className={styles.tools}>
        <Button look="quiet" aria-pressed={mono} onPress={() => setMono(!mono)} hint="Monospaced">
          Mono
        </Button>
      </div>
      <TextArea
        className={mono ? styles.textMono : styles.text}
        aria-label={`Value of ${label}`}
        data-testid="cell-text"
        readOnly={!editable}
        text={draft}
        stored={text}
        onText={setDraft}
        onBlur={() => void apply()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void apply();
          else if (event.key === "Escape") setDraft(text);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </>
  );
}
