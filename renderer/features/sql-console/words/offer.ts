/** One thing that the editor offers to complete what is typed. */
export interface Offer {
  readonly label: string;
  readonly kind:
    | "column"
    | "table"
    | "view"
    | "schema"
    | "function"
    | "keyword"
    | "join"
    | "pragma"
    | "value"
    | "snippet";
  /** What stands beside it: a type, the table a column is of. */
  readonly detail: string;
  /** What is written when it is taken. */
  readonly insert: string;
  /** Higher comes first among equal matches. */
  readonly rank: number;
  /** More about it, in a sentence. */
  readonly info?: string | undefined;
}
