/** Hover, Ctrl+click and F12 in the editor: what a name is, and the way to it. */
import type { Extension } from "@codemirror/state";
import { EditorView, hoverTooltip } from "@codemirror/view";
import type { ObjectName } from "../../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../../src-shared/model/sql-words.ts";
import { around } from "../editor-completion.ts";
import { type Defined, type Definition, definitionAt } from "./definition-at.ts";
import { definitionText } from "./definition-words.ts";

/** Opens what defines an object. */
export type GoToDefinition = (object: ObjectName, what: "table" | "index" | "trigger") => void;

interface DefinitionSource {
  readonly schema: () => DatabaseSchema | undefined;
  readonly words: () => SqlWords | undefined;
  readonly go: GoToDefinition;
}

function find({ state }: EditorView, position: number, { schema, words }: DefinitionSource): Defined | null {
  const known = schema();
  if (!known) return null;
  const { from, text } = around(state.doc, position);
  const found = definitionAt(text, position - from, known, words());
  return found && { ...found, from: from + found.from, to: from + found.to };
}

/** Goes to what the name at `position` is defined by; false when it names nothing that has a definition. */
export function followDefinition(view: EditorView, position: number, source: DefinitionSource): boolean {
  const found = find(view, position, source);
  const target = found && targetOf(found.definition);
  if (target) source.go(target.object, target.what);
  return target !== null;
}

/** The extension; what it knows is asked for when it is needed. */
export function sqlDefinitions(source: DefinitionSource): Extension {
  return [
    hoverTooltip(
      (view, position) => {
        const found = find(view, position, source);
        return found && { pos: found.from, end: found.to, above: true, create: () => ({ dom: tooltip(found) }) };
      },
      { hoverTime: 350, hideOnChange: true },
    ),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (event.button !== 0 || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
        const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (position === null || !followDefinition(view, position, source)) return false;
        event.preventDefault();
        return true;
      },
    }),
    // Ctrl+click follows a name, so Alt is what adds a cursor.
    EditorView.clickAddsSelectionRange.of((event) => event.altKey && !event.ctrlKey && !event.metaKey),
  ];
}

function targetOf(definition: Definition): { object: ObjectName; what: "table" | "index" | "trigger" } | null {
  const of = ({ schema, name }: ObjectName): ObjectName => ({ schema, name });
  if (definition.kind === "table" || definition.kind === "column")
    return { object: of(definition.table), what: "table" };
  if (definition.kind === "index") return { object: of(definition.index), what: "index" };
  if (definition.kind === "trigger") return { object: of(definition.trigger), what: "trigger" };
  return null;
}

/** Text alone: names are the file's, not ours. */
function tooltip({ definition }: Defined): HTMLElement {
  const { title, kind, lines, more } = definitionText(definition);
  const dom = element("div", "cm-definition", "");
  const head = dom.appendChild(element("div", "cm-definition-head", ""));
  head.append(element("code", "", title.slice(0, 200)), element("span", "", kind));
  for (const { code, words } of lines) {
    const line = dom.appendChild(element("div", "cm-definition-line", ""));
    if (code !== "") line.append(element("code", "", code.slice(0, 200)));
    line.append(element("span", "", words));
  }
  if (more > 0) dom.append(element("div", "cm-definition-line", `and ${more.toLocaleString("en-GB")} more`));
  return dom;
}

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.textContent = text;
  return made;
}
