/** CodeMirror in the tokens' colours: light and dark by the same names, so no theme switch reaches this file. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const chrome = EditorView.theme({
  "&": { height: "100%", color: "var(--text-1)", backgroundColor: "var(--surface-0)", fontSize: "var(--size-chrome)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px", fontVariantLigatures: "none" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--text-1)", userSelect: "text", cursor: "text" },
  ".cm-cursor": { borderLeftColor: "var(--text-1)", borderLeftWidth: "1.5px" },
  ".cm-line": { padding: "0 8px" },
  ".cm-gutters": { backgroundColor: "var(--surface-0)", color: "var(--text-3)", border: "none", fontSize: "11px" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px", minWidth: "32px" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in oklch, var(--surface-2) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text-1)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--accent-soft)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--surface-3)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--surface-3)",
    outline: "1px solid var(--line-strong)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    color: "var(--danger)",
    backgroundColor: "transparent",
  },
  ".cm-placeholder": { color: "var(--text-3)" },
  ".cm-panels": { backgroundColor: "var(--surface-1)", color: "var(--text-1)", borderColor: "var(--line)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 8px", fontFamily: "var(--font-ui)" },
  ".cm-textfield": {
    backgroundColor: "var(--surface-0)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    padding: "2px 6px",
    fontSize: "var(--size-data)",
  },
  ".cm-button": {
    background: "var(--surface-0)",
    border: "1px solid var(--line)",
    borderRadius: "var(--radius)",
    fontSize: "var(--size-data)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--warning-soft)", outline: "1px solid var(--warning)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent-soft)" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface-float)",
    color: "var(--text-1)",
    border: "none",
    borderRadius: "var(--radius-float)",
    boxShadow: "var(--shadow-float)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-ui)", maxHeight: "264px", minWidth: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    height: "24px",
    padding: "0 8px",
    lineHeight: "24px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    forcedColorAdjust: "none",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-completionLabel": { fontSize: "var(--size-data)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "var(--weight-strong)" },
  ".cm-completionDetail": {
    marginLeft: "auto",
    color: "var(--text-3)",
    fontStyle: "normal",
    fontSize: "var(--size-small)",
  },
  ".cm-diagnostic": { padding: "6px 10px", border: "none", maxWidth: "60ch" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--danger-mark)" },
  ".cm-diagnosticText": { display: "block", whiteSpace: "pre-line" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--danger-mark) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warning-mark)" },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning-mark) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-completionInfo": { maxWidth: "36ch", padding: "6px 10px", fontSize: "var(--size-data)" },
  ".cm-definition": { maxWidth: "60ch", padding: "6px 0", fontSize: "var(--size-data)", lineHeight: "18px" },
  ".cm-definition code": { fontFamily: "var(--font-mono)" },
  ".cm-definition-head": {
    display: "flex",
    justifyContent: "space-between",
    gap: "16px",
    padding: "0 10px 4px",
    fontWeight: "var(--weight-strong)",
  },
  ".cm-definition-head span": { color: "var(--text-3)", fontWeight: "var(--weight-normal)" },
  ".cm-definition-line": {
    display: "flex",
    justifyContent: "space-between",
    gap: "16px",
    padding: "0 10px",
    color: "var(--text-2)",
  },
  ".cm-definition-line code": { color: "var(--text-1)" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--danger-mark)" },
  ".cm-lint-marker-error": { content: "none" },
});

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.literal], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--text-2)" },
  { tag: [tags.name, tags.propertyName], color: "var(--code-name)" },
]);

/** Colours, type and spacing of every editor of ours. */
export const editorTheme: Extension = [chrome, syntaxHighlighting(highlight)];
