/**
 * The names under which the page keeps what it wants back after a restart. A name that is not here does not compile, so two
 * places cannot use the same one by accident, and none is misspelt.
 */

/** Kept once a database. */
type Single =
  /** Which tabs are open, how they are arranged, and which were closed. */
  | "tabs"
  | "closed-tabs"
  /** The way back of each tab. */
  | "ways"
  /** The side bar's width in pixels and the tree's unfolded nodes. */
  | "sidebar"
  | "tree"
  /** Whether the panel of pending changes is shown. */
  | "pending-shown"
  /** Parameters typed for scripts, by name; whether the console commits by itself. */
  | "console-parameters"
  | "console-transactions"
  /** The model editor: its draft, what it shows, its diagram. */
  | "model-draft"
  | "model-view"
  | "diagram"
  /** Columns chosen as labels, relations of the user's own, relations that unfold (side panel, grid). */
  | "label-columns"
  | "virtual-relations"
  | "unfolded-relations"
  | "unfolded-under-rows";

/** Kept once a tab, table or result, whose name follows the colon. */
type Family =
  /** A console's text and cursor; the saved query it belongs to. */
  | "console"
  | "console-query"
  /** A builder's query with what can be undone. */
  | "builder"
  /** How a table's or a result's rows are shown. */
  | "view"
  | "result"
  /** The SQL of a table being edited in the model editor. */
  | "model-text";

export type WorkspaceKey = Single | `${Family}:${string}`;
