/**
 * JSON to read and to edit, indented. What is stored keeps its layout and takes only the tokens that were edited, until compact or
 * indented is chosen; numbers and names stay as they are typed.
 */
import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { compactJson, jsonError, prettyJson } from "../../values/pretty-json.ts";
import { useDraft } from "../../ui/open-editors.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { withEditedTokens } from "../../values/edited-json.ts";
import styles from "./cell-panel.module.css";

interface JsonPartProps {
  readonly text: string;
  readonly label: string;
  readonly editable: boolean;
  /** Gives whether the text was taken. */
  readonly onText: (text: string) => Promise<boolean>;
}

/** Keyed by its text: another value is another editor. */
export function JsonPart({ text, label, editable, onText }: JsonPartProps): ReactNode {
  const shown = prettyJson(text) ?? text;
  const [draft, setDraft] = useState(shown);
  // What was on one line is saved on one line again, unless the other is chosen.
  const [compact, setCompact] = useState(!/[\r\n]/.test(text.trim()));
  const error = draft === shown ? null : jsonError(draft);
  const save = (asCompact = compact): boolean | Promise<boolean> => {
    // What is no JSON is not taken: it stays here, with the reason.
    if (jsonError(draft) !== null) return false;
    const chosen = asCompact !== compact;
    const next = chosen ? (asCompact ? compactJson(draft) : prettyJson(draft)) : withEditedTokens(text, draft);
    return next !== null && (chosen || draft !== shown) && next !== text ? onText(next) : true;
  };
  const finish = useDraft(editable && draft !== shown ? () => save() : null, draft);
  const choose = (asCompact: boolean): void => {
    setCompact(asCompact);
    void save(asCompact);
  };
  return (
    <>
      <div className={styles.tools}>
        <Button
          look="quiet"
          aria-pressed={compact}
          isDisabled={!editable}
          onPress={() => choose(true)}
          hint="Saved on one line"
        >
          Saved Compact
        </Button>
        <Button
          look="quiet"
          aria-pressed={!compact}
          isDisabled={!editable}
          onPress={() => choose(false)}
          hint="Saved with line breaks"
        >
          Saved Indented
        </Button>
      </div>
      <TextArea
        className={styles.textMono}
        aria-label={`${label} as JSON`}
        data-testid="cell-json"
        aria-invalid={error !== null}
        readOnly={!editable}
        text={draft}
        stored={shown}
        onText={setDraft}
        onBlur={() => void finish()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void finish();
          else if (event.key === "Escape") setDraft(shown);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {error !== null && (
        <p className={styles.problem} role="status">
          Not stored yet: {error}
        </p>
      )}
    </>
  );
}
