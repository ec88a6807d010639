/**
 * Text fields for stored texts. Everything in them that is not edited stays as it is stored, line ends too (line-ends.ts); copying
 * from them gives the text as it is stored.
 */
import { type ClipboardEvent, type ComponentProps, type ReactNode, useRef } from "react";
import { editorText, keepLineEnds, placeInText } from "./line-ends.ts";

interface TextAreaProps
  extends Omit<ComponentProps<"textarea">, "value" | "defaultValue" | "onChange" | "onPaste" | "onCopy" | "onCut"> {
  /** What is in it now, with the line ends it will be stored with. */
  readonly text: string;
  /** The text that editing began with; without it each change is one of `text`. */
  readonly stored?: string | undefined;
  /** Every change, with the line ends it is to be stored with. Absent where the field is only read. */
  readonly onText?: ((text: string) => void) | undefined;
}

export function TextArea({ text, stored = text, onText, ...rest }: TextAreaProps): ReactNode {
  /** What was pasted last. */
  const pasted = useRef("");
  const copy = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const field = event.currentTarget;
    if (!text.includes("\r") || field.selectionStart === field.selectionEnd) return;
    const [from, to] = [placeInText(text, field.selectionStart), placeInText(text, field.selectionEnd)];
    event.clipboardData.setData("text/plain", text.slice(from, to));
    event.preventDefault();
    // What the browser does not cut by itself now is deleted as a keystroke of its own: it can be taken back there.
    if (event.type === "cut" && !field.readOnly) document.execCommand("delete");
  };
  return (
    <textarea
      spellCheck={false}
      {...rest}
      value={editorText(text)}
      onChange={(event) => onText?.(keepLineEnds(stored, event.target.value, pasted.current))}
      onPaste={(event) => {
        pasted.current = event.clipboardData.getData("text/plain");
        const { value, selectionStart, selectionEnd } = event.currentTarget;
        // All of it is replaced by a text that differs in its line ends only: for the browser nothing changes.
        const all = selectionEnd - selectionStart === value.length;
        if (all && editorText(pasted.current) === value) onText?.(pasted.current);
      }}
      onCopy={copy}
      onCut={copy}
    />
  );
}

/**
 * A field for a text that mostly has one line: Enter is its form's, or its owner's; Alt+Enter breaks the line. Other than an
 * `<input>` it keeps the line breaks of what is put into it.
 */
export function LineField({ className = "", onKeyDown, ...rest }: TextAreaProps): ReactNode {
  return (
    <TextArea
      rows={1}
      autoComplete="off"
      {...rest}
      className={`one-line ${className}`}
      data-lines={/[\r\n]/.test(rest.text) || undefined}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.altKey) document.execCommand("insertText", false, "\n");
        else onKeyDown?.(event);
        if (event.key !== "Enter" || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (!event.altKey) event.currentTarget.form?.requestSubmit();
      }}
    />
  );
}
