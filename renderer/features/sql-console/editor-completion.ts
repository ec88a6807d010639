/** Hands `complete` to CodeMirror. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
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

/** Completion from the schema that `schema` gives at the time. */
export function sqlCompletion(schema: () => DatabaseSchema | undefined): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const known = schema() ?? { version: 0, tables: [], indexes: [], triggers: [] };
    const found = complete(context.state.doc.toString(), context.pos, known, context.explicit);
    if (!found || found.offers.length === 0) return null;
    return {
      from: found.from,
      options: found.offers.map(
        (offer): Completion => ({
          label: offer.label,
          displayLabel: offer.label.length > 60 ? `${offer.label.slice(0, 60)}…` : offer.label,
          detail: offer.detail.slice(0, 40),
          type: types[offer.kind],
          apply: offer.insert,
          boost: offer.rank * 10,
        }),
      ),
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  };
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 });
}
