/** Hands `complete` to CodeMirror. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { complete } from "./completion.ts";

const types = {
  column: "property",
  table: "class",
  view: "interface",
  schema: "namespace",
  function: "function",
  keyword: "keyword",
};

/** Characters on each side of the cursor that are looked at in a long script. */
const NEAR = 30_000;

/** The text, or of a long one the part around the cursor, from the end of a statement as far as can be told. */
function around(doc: Text, position: number): { from: number; text: string } {
  if (doc.length <= 4 * NEAR) return { from: 0, text: doc.toString() };
  const start = Math.max(0, position - NEAR);
  const text = doc.sliceString(start, position + NEAR);
  const cut = start === 0 ? 0 : text.indexOf(";\n") + 1;
  return { from: start + cut, text: text.slice(cut) };
}

/** Completion from the schema that `schema` gives at the time. */
export function sqlCompletion(schema: () => DatabaseSchema | undefined): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const known = schema() ?? { version: 0, tables: [], indexes: [], triggers: [] };
    const { from, text } = around(context.state.doc, context.pos);
    const found = complete(text, context.pos - from, known, context.explicit);
    if (!found || found.offers.length === 0) return null;
    return {
      from: from + found.from,
      options: found.offers.map(
        (offer, place): Completion => ({
          label: offer.label,
          displayLabel: offer.label.length > 60 ? `${offer.label.slice(0, 60)}…` : offer.label,
          detail: offer.detail.slice(0, 40),
          type: types[offer.kind],
          apply: offer.insert,
          boost: offer.rank * 10,
          // Columns in the order of the table, as the parser gave them.
          sortText: String(place).padStart(6, "0"),
        }),
      ),
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  };
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 });
}
