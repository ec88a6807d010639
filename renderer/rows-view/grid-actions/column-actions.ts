/** What is done to a column: the order of the rows by it, and its name. */
import type { OrderTerm } from "../../../src-shared/model/rows.ts";
import type { ActionTarget, GridAction, PlainAction } from "./grid-action.ts";

/** The terms of the order that are not about the column. */
const others = ({ view, column }: ActionTarget): OrderTerm[] =>
  view.shown.order.filter((term) => term.column !== column?.name);

const directionOf = ({ view, column }: ActionTarget): OrderTerm["direction"] | undefined =>
  view.shown.order.find((term) => term.column === column?.name)?.direction;

/** Not by a column that SQLite cannot compute. */
const canSort = ({ column }: ActionTarget): boolean => column !== undefined && column.error === undefined;

const sorting = (id: GridAction["id"], direction: OrderTerm["direction"], then: boolean): GridAction => ({
  id,
  menu: ["column"],
  needs: "order",
  when: then ? (target) => canSort(target) && others(target).length > 0 : canSort,
  ...(then ? {} : { checked: (target: ActionTarget) => directionOf(target) === direction }),
  run: (target) => {
    const { column, view } = target;
    if (column) view.setOrder([...(then ? others(target) : []), { column: column.name, direction }]);
  },
});

export const columnActions: readonly GridAction[] = [
  sorting("column.sortAsc", "asc", false),
  sorting("column.sortDesc", "desc", false),
  sorting("column.thenAsc", "asc", true),
  sorting("column.thenDesc", "desc", true),
  {
    id: "column.sortNone",
    menu: ["column"],
    needs: "order",
    when: (target) => directionOf(target) !== undefined,
    run: (target) => target.view.setOrder(others(target)),
  },
];

export const nameActions: readonly PlainAction[] = [
  {
    id: "column.copyName",
    menu: ["column"],
    when: ({ columnTitle }) => columnTitle !== undefined,
    run: ({ columnTitle, clipboard }) => columnTitle !== undefined && clipboard.write(columnTitle),
  },
];
