/** The SQL editor: CodeMirror with SQLite's words, completion and errors underlined. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, selectAll, undo } from "@codemirror/commands";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, type Text } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from "@codemirror/view";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../src-shared/model/sql-words.ts";
import { invisibleCharacters } from "../../../src-shared/sql/invisible.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { editorTheme } from "../../ui/code-editor/editor-theme.ts";
import { runCommand, useCommand } from "../../ui/command-scope.tsx";
import { followDefinition, type GoToDefinition, sqlDefinitions } from "./definitions/editor-definitions.ts";
import { sqlCompletion } from "./editor-completion.ts";
import type { EditorMark } from "./error-marks.ts";
import { withOutside } from "./outside-tables.ts";
import { keywords, types } from "./sqlite-words.ts";

/** What is kept of an editor. Offsets are UTF-16 code units. */
export interface EditorContent {
  readonly text: string;
  readonly anchor: number;
  readonly head: number;
}

export interface SqlEditorHandle {
  content(): EditorContent;
  focus(): void;
  hasFocus(): boolean;
  /** Writes a text in the place of the selection, as one undo step, and takes the focus. */
  insert(text: string): void;
  /** Puts the cursor there and brings it into view. */
  goTo(offset: number): void;
  /** Underlines mistakes; none clears. */
  mark(marks: readonly EditorMark[]): void;
  /** Removes what cannot be seen outside of quotes and comments, as one undo step. */
  removeInvisible(): void;
  /** Puts another text in the place of all, as one undo step; the cursor stays about where it was. */
  rewrite(text: string): void;
}

interface SqlEditorProps {
  readonly initial: EditorContent;
  readonly label: string;
  readonly schema: DatabaseSchema | undefined;
  /** Tables that only consoles see; they are completed, and their DDL is not shown. */
  readonly outside: readonly Table[];
  readonly words: SqlWords | undefined;
  readonly onDefinition: GoToDefinition;
  /** The text is another one. At once. */
  readonly onEdit: () => void;
  /** The cursor came into it. */
  readonly onFocus: () => void;
  /** The text became blank, or is so no more. At once. */
  readonly onBlank: (blank: boolean) => void;
  /** Text or cursor changed; told when the typing pauses, and at the end. */
  readonly onChange: (content: EditorContent) => void;
  readonly handle: Ref<SqlEditorHandle>;
}

const dialect = SQLDialect.define({
  keywords: keywords.join(" "),
  types: types.join(" "),
  builtin: "",
  operatorChars: "*+-%<>!=&|/~",
  identifierQuotes: '`"',
  specialVar: "@:?$",
});

/** The language for other views of SQL (DDL). */
export const sqliteLanguage = sql({ dialect });

/** Milliseconds after a change until it is told. */
const PAUSE = 200;

const contentOf = ({ doc, selection }: EditorState): EditorContent => ({
  text: doc.toString(),
  anchor: selection.main.anchor,
  head: selection.main.head,
});

/** Looks at the beginning only: a text that is blank for so long is one. */
const isBlank = (doc: Text): boolean => doc.sliceString(0, 1000).trim() === "";

const run = (id: "console.run" | "console.runStatement") => () => runCommand(id) || true;

/** Takes its first text from `initial`; after that it is the owner of the text. */
export function SqlEditor(props: SqlEditorProps): ReactNode {
  const { initial, label, schema, outside, words, onDefinition, onEdit, onFocus, onBlank, onChange, handle } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onBlank, onChange, onEdit, onFocus, onDefinition, schema, outside, words });
  useEffect(() => {
    latest.current = { onBlank, onChange, onEdit, onFocus, onDefinition, schema, outside, words };
  });
  // Made once; what they give is what is known at the time.
  const [source] = useState(() => ({
    schema: () => latest.current.schema,
    seen: () => latest.current.schema && withOutside(latest.current.schema, latest.current.outside),
    words: () => latest.current.words,
    go: (...target: Parameters<GoToDefinition>) => latest.current.onDefinition(...target),
  }));
  const first = useRef(initial);

  useEffect(() => {
    if (!host.current) return;
    const { text, anchor, head } = first.current;
    const clamp = (offset: number) => Math.min(Math.max(0, offset), text.length);
    // A script may be megabytes long: it is not copied with every key.
    let pause: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      pause = null;
      latest.current.onChange(contentOf(editor.state));
    };
    const editor: EditorView = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        selection: { anchor: clamp(anchor), head: clamp(head) },
        extensions: [
          Prec.highest(
            keymap.of([
              { key: "Mod-Enter", run: run("console.run") },
              { key: "F5", run: run("console.run") },
              { key: "Shift-Mod-Enter", run: run("console.runStatement") },
            ]),
          ),
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          EditorState.allowMultipleSelections.of(true),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          // What cannot be seen has a mark, also the blanks that SQL does not know.
          highlightSpecialChars({ addSpecialChars: /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2060\u3000]/g }),
          highlightSelectionMatches(),
          sqliteLanguage,
          rectangularSelection(),
          crosshairCursor(),
          sqlCompletion(source.seen, source.words),
          sqlDefinitions(source),
          placeholder("SELECT …"),
          keymap.of([
            ...closeBracketsKeymap,
            // Mod-i opens the inspector, as everywhere in the window.
            ...defaultKeymap.filter(({ key }) => key !== "Mod-i" && key !== "Mod-Enter"),
            ...searchKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.focusChanged && update.view.hasFocus) latest.current.onFocus();
            if (!update.docChanged && !update.selectionSet) return;
            if (update.docChanged) {
              latest.current.onBlank(isBlank(update.state.doc));
              latest.current.onEdit();
            }
            pause ??= setTimeout(tell, PAUSE);
          }),
          editorTheme,
        ],
      }),
    });
    view.current = editor;
    return () => {
      if (pause !== null) {
        clearTimeout(pause);
        tell();
      }
      view.current = null;
      editor.destroy();
    };
  }, [label, source]);

  useImperativeHandle(handle, () => ({
    content() {
      return view.current ? contentOf(view.current.state) : first.current;
    },
    focus: () => view.current?.focus(),
    hasFocus: () => view.current?.hasFocus ?? false,
    insert(text) {
      const editor = view.current;
      editor?.dispatch(editor.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
      editor?.focus();
    },
    goTo(offset) {
      const editor = view.current;
      if (!editor) return;
      const at = Math.min(offset, editor.state.doc.length);
      editor.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      editor.focus();
    },
    mark(marks) {
      const editor = view.current;
      if (!editor) return;
      const { length } = editor.state.doc;
      const diagnostics = marks.map(
        ({ from, to, message, severity, invisible }): Diagnostic => ({
          from: Math.min(from, length),
          to: Math.min(to, length),
          severity,
          message,
          ...(invisible ? { actions: [{ name: "Remove invisible characters", apply: removeInvisible }] } : {}),
        }),
      );
      editor.dispatch(setDiagnostics(editor.state, diagnostics));
    },
    removeInvisible() {
      if (view.current) removeInvisible(view.current);
    },
    rewrite(text) {
      const editor = view.current;
      if (!editor) return;
      const { main } = editor.state.selection;
      const at = Math.min(main.head, text.length);
      const changes = { from: 0, to: editor.state.doc.length, insert: text };
      editor.dispatch({ changes, selection: { anchor: at }, userEvent: "input.format", scrollIntoView: true });
    },
  }));

  // The native menu's words for what the editor does by its own keys.
  const withView = (command: (editor: EditorView) => unknown) => () => {
    if (view.current) command(view.current);
  };
  useCommand("session.undo", withView(undo));
  useCommand("session.redo", withView(redo));
  useCommand("edit.selectAll", withView(selectAll));
  useCommand("edit.paste", () => {
    void askShell("clipboard.read").then(({ text }) => {
      const editor = view.current;
      editor?.dispatch(editor.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
    });
  });
  useCommand("edit.find", withView(openSearchPanel));
  const follow = (editor: EditorView) => followDefinition(editor, editor.state.selection.main.head, source);
  useCommand("console.definition", withView(follow));
  return <div ref={host} style={{ height: "100%", minHeight: 0 }} />;
}

/** Removes what cannot be seen outside of quotes and comments, as one step of undo. */
function removeInvisible(editor: EditorView): void {
  const changes = invisibleCharacters(editor.state.doc.toString()).map(({ offset, length, instead }) => ({
    from: offset,
    to: offset + length,
    insert: instead,
  }));
  editor.dispatch({ changes, userEvent: "delete.invisible" });
  editor.focus();
}
