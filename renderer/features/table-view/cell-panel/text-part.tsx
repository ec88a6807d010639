/** A value as text: to read with room, and to edit. Left with another text than before, it is staged. */
import { type ReactNode, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { prettyJson } from "./pretty-json.ts";
import styles from "./cell-panel.module.css";

interface TextPartProps {
  readonly text: string;
  readonly label: string;
  readonly editable: boolean;
  readonly onText: (text: string) => void;
}

export function TextPart({ text, label, editable, onText }: TextPartProps): ReactNode {
  const [draft, setDraft] = useState(text);
  const [mono, setMono] = useState(false);
  const [pretty, setPretty] = useState(true);
  const json = prettyJson(text);
  const shown = json !== null && pretty;
  const apply = (): void => {
    if (draft !== text) onText(draft);
  };
  return (
    <>
      <div className={styles.tools}>
        {json !== null && (
          <>
            <Button look="quiet" aria-pressed={pretty} onPress={() => setPretty(true)}>
              JSON
            </Button>
            <Button look="quiet" aria-pressed={!pretty} onPress={() => setPretty(false)}>
              Text
            </Button>
          </>
        )}
        {!shown && (
          <Button look="quiet" aria-pressed={mono} onPress={() => setMono(!mono)} hint="Letters of one width">
            Mono
          </Button>
        )}
      </div>
      {shown ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        <pre className={styles.json} tabIndex={0} aria-label={`${label} as JSON`}>
          {json}
        </pre>
      ) : (
        <textarea
          className={mono ? styles.textMono : styles.text}
          aria-label={`Value of ${label}`}
          data-testid="cell-text"
          spellCheck={false}
          readOnly={!editable}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) apply();
            else if (event.key === "Escape") setDraft(text);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      )}
    </>
  );
}
