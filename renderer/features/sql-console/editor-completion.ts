/** Hands `complete` to CodeMirror. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { SqlWords } from "../../../src-shared/model/sql-words.ts";
import { complete } from "./completion.ts";
import type { Offer } from "./words/offer.ts";

const types = {
  column: "property",
  table: "class",
  view: "interface",
  schema: "namespace",
  function: "function",
  keyword: "keyword",
  join: "property",
  pragma: "function",
  value: "constant",
  snippet: "text",
} satisfies Record<Offer["kind"], string>;

/** Characters on each side of the cursor that are looked at in a long script. */
const NEAR = 30_000;

/** The text, or of a long one the part around the cursor, from the end of a statement as far as can be told. */
export function around(doc: Text, position: number): { from: number; text: string } {
  if (doc.length <= 4 * NEAR) return { from: 0, text: doc.toString() };
  const start = Math.max(0, position - NEAR);
  const text = doc.sliceString(start, position + NEAR);
  const cut = start === 0 ? 0 : text.indexOf(";\n") + 1;
  return { from: start + cut, text: text.slice(cut) };
}

function asCompletion(offer: Offer, place: number): Completion {
  const completion: Completion = {
    label: offer.label,
    displayLabel: offer.label.length > 60 ? `${offer.label.slice(0, 60)}…` : offer.label,
    detail: offer.detail.slice(0, 40),
    type: types[offer.kind],
    boost: offer.rank * 10,
    // Columns in the order of the table, as the parser gave them.
    sortText: String(place).padStart(6, "0"),
    ...(offer.info === undefined ? {} : { info: offer.info }),
  };
  return offer.kind === "snippet"
    ? snippetCompletion(offer.insert, completion)
    : { ...completion, apply: offer.insert };
}

/** Completion from the schema and words that are known at the time. */
export function sqlCompletion(schema: () => DatabaseSchema | undefined, words: () => SqlWords | undefined): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    // A dialog was opened meanwhile: the list would come up over it.
    if (context.view?.hasFocus === false) return null;
    const known = schema() ?? { version: 0, tables: [], indexes: [], triggers: [] };
    const { from, text } = around(context.state.doc, context.pos);
    const found = complete(text, context.pos - from, known, context.explicit, words());
    if (!found || found.offers.length === 0) return null;
    // What is written already needs no list: the next Enter would be taken by it.
    const written = context.state.sliceDoc(from + found.from, context.pos).toLowerCase();
    const [only, more] = found.offers;
    if (!context.explicit && more === undefined && only?.kind !== "snippet" && only?.label.toLowerCase() === written)
      return null;
    return {
      from: from + found.from,
      options: found.offers.map(asCompletion),
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  };
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 });
}
