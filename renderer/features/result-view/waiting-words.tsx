/** Says that an order or filter is known and waits for the statement to end, and takes it back. */
import type { ReactNode } from "react";
import { activeFilter } from "../../../src-shared/model/row-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { ViewState } from "../../rows-view/use-view-state.ts";
import styles from "./result.module.css";

interface WaitingWordsProps {
  readonly view: ViewState;
  /** What columns are called, where that is not their name here. */
  readonly titles: ReadonlyMap<string, string>;
}

export function WaitingWords({ view, titles }: WaitingWordsProps): ReactNode {
  const { order, filter } = view.shown;
  const by = order.map(({ column, direction }) => `${titles.get(column) ?? column}${direction === "desc" ? " ↓" : ""}`);
  const done = [
    ...(by.length > 0 ? [`sorts by ${by.join(", ")}`] : []),
    ...(activeFilter(filter).length > 0 ? ["filters"] : []),
  ].join(" and ");
  const words = `${done.slice(0, 1).toUpperCase()}${done.slice(1)} when all rows are here`;
  return (
    <div className={styles.waiting} role="status">
      <span title={`${words}. Stop the statement to have it now, of the rows that are here.`}>{words}</span>
      <Button
        onPress={() => {
          view.setOrder([]);
          view.setFilter([]);
        }}
      >
        Never Mind
      </Button>
    </div>
  );
}
