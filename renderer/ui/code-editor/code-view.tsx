/** Code to read, select and copy, never to edit. */
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { type ReactNode, useEffect, useRef } from "react";
import { editorTheme } from "./editor-theme.ts";

interface CodeViewProps {
  readonly text: string;
  /** Language support, as a CodeMirror extension; one object for the life of the component. */
  readonly language: Extension;
  readonly label: string;
}

/** Fills its container and scrolls by itself. */
export function CodeView({ text, language, label }: CodeViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          language,
          editorTheme,
        ],
      }),
    });
    return () => view.destroy();
  }, [text, language, label]);
  return <div ref={host} style={{ height: "100%", minHeight: 0 }} />;
}
