/** An editor for a piece of SQL: colours, brackets, undo of its own, errors underlined. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, selectAll, undo } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { type ReactNode, useEffect, useRef } from "react";
import { editorTheme } from "../../../ui/code-editor/editor-theme.ts";
import { CommandScope, useCommand } from "../../../ui/command-scope.tsx";

/** A text that came from elsewhere: nobody typed it. */
const fromOutside = Annotation.define<boolean>();

export interface SqlMark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

interface SqlFieldProps {
  readonly label: string;
  /** Shown when it becomes another one than was typed. */
  readonly text: string;
  readonly language: Extension;
  readonly readOnly?: boolean;
  readonly mark?: SqlMark | null;
  /** At once, with every key. */
  readonly onType: (text: string) => void;
}

/** Undo, redo and find are its own while the focus is in it: so it is a scope of its own. */
export function SqlField(props: SqlFieldProps): ReactNode {
  return (
    <CommandScope style={{ height: "100%", minHeight: 0 }}>
      <Field {...props} />
    </CommandScope>
  );
}

function Field({ label, text, language, readOnly = false, mark = null, onType }: SqlFieldProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(onType);
  const first = useRef(text);
  useEffect(() => {
    latest.current = onType;
  });
  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          language,
          keymap.of([
            ...closeBracketsKeymap,
            // Mod-i opens the inspector, as everywhere in the window.
            ...defaultKeymap.filter(({ key }) => key !== "Mod-i" && key !== "Mod-Enter"),
            ...searchKeymap,
            ...historyKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            const typed = update.transactions.some((t) => t.docChanged && t.annotation(fromOutside) !== true);
            if (typed) latest.current(update.state.doc.toString());
          }),
          editorTheme,
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, language, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    const changes = { from: 0, to: editor.state.doc.length, insert: text };
    editor.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const shown = mark
      ? [
          {
            from: Math.min(mark.from, length),
            to: Math.min(mark.to, length),
            severity: "error" as const,
            message: mark.message,
          },
        ]
      : [];
    editor.dispatch(setDiagnostics(editor.state, shown));
  }, [mark]);

  const withView = (command: (editor: EditorView) => unknown) => () => {
    if (view.current) command(view.current);
  };
  useCommand("session.undo", withView(undo));
  useCommand("session.redo", withView(redo));
  useCommand("edit.selectAll", withView(selectAll));
  useCommand("edit.find", withView(openSearchPanel));
  return <div ref={host} style={{ height: "100%", minHeight: 0 }} />;
}
