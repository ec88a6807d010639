/** What rows of a table or view allow. */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { GridCan } from "./grid-action.ts";

/** A view takes what its INSTEAD OF triggers take. */
export function tableCan({ insteadOf }: Table, editable: boolean, exports: boolean): GridCan {
  return {
    edit: editable,
    insert: editable && (insteadOf?.insert ?? true),
    delete: editable && (insteadOf?.delete ?? true),
    revertRows: true,
    order: true,
    refresh: true,
    export: exports,
  };
}
