/** What a chart draws, chosen by columns. */
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { type ChartDefinition, type ChartType, chartTypes } from "../../../src-shared/model/chart.ts";
import { Button } from "../../ui/button.tsx";
import type { ChartColumn } from "../../rows/chart/chart-columns.ts";
import styles from "./chart.module.css";

const typeNames: Readonly<Record<ChartType, string>> = {
  line: "Line",
  bar: "Bars",
  scatter: "Scatter",
  histogram: "Histogram",
  pie: "Pie",
};

interface ChartFormProps {
  readonly columns: readonly ChartColumn[];
  readonly chart: ChartDefinition;
  readonly onChart: (chart: ChartDefinition) => void;
}

export function ChartForm({ columns, chart, onChart }: ChartFormProps): ReactNode {
  const { type, x, y, series } = chart;
  const one = type === "histogram" || type === "pie";
  const titleOf = (name: string): string => columns.find((column) => column.name === name)?.title ?? name;
  const options = columns.map(({ name, title }) => (
    <option key={name} value={name}>
      {title}
    </option>
  ));
  return (
    <div className={styles.form} role="group" aria-label="Chart">
      <label>
        <span>Type</span>
        <select value={type} onChange={(event) => onChart({ ...chart, type: event.target.value as ChartType })}>
          {chartTypes.map((id) => (
            <option key={id} value={id}>
              {typeNames[id]}
            </option>
          ))}
        </select>
      </label>
      {type !== "histogram" && (
        <label>
          <span>{type === "pie" ? "Names" : "X"}</span>
          <select value={x ?? ""} onChange={(event) => onChart({ ...chart, x: event.target.value || null })}>
            <option value="">Row number</option>
            {options}
          </select>
        </label>
      )}
      {one ? (
        <label>
          <span>{type === "pie" ? "Values" : "Y"}</span>
          <select
            value={y[0] ?? ""}
            onChange={(event) =>
              onChart({
                ...chart,
                y: [event.target.value, ...y.slice(1).filter((name) => name !== event.target.value)],
              })
            }
          >
            {y.length === 0 && <option value="">Choose a column</option>}
            {options}
          </select>
        </label>
      ) : (
        <div className={styles.many}>
          <span>Y</span>
          <MenuTrigger>
            <Button aria-label={`${y.map(titleOf).join(", ") || "Choose columns"}: columns drawn`}>
              <span className={styles.chosen}>{y.map(titleOf).join(", ") || "Choose columns"}</span>
              <ChevronDown size={12} strokeWidth={1.5} aria-hidden />
            </Button>
            <Popover className="popover" placement="bottom start">
              <Menu
                className="menu"
                aria-label="Columns to draw"
                selectionMode="multiple"
                selectedKeys={y}
                onSelectionChange={(keys) => {
                  if (keys === "all") return;
                  // In the order of the columns; eight lines are as many as the eye can tell apart.
                  onChart({
                    ...chart,
                    y: columns
                      .map(({ name }) => name)
                      .filter((name) => keys.has(name))
                      .slice(0, 8),
                  });
                }}
              >
                {columns.map(({ name, title }) => (
                  <MenuItem key={name} id={name} textValue={title} className="menu-item">
                    {({ isSelected }) => (
                      <>
                        <span className={styles.tick} aria-hidden>
                          {isSelected ? "✓" : ""}
                        </span>
                        {title}
                      </>
                    )}
                  </MenuItem>
                ))}
              </Menu>
            </Popover>
          </MenuTrigger>
        </div>
      )}
      {!one && (
        <label>
          <span>Colour</span>
          <select value={series ?? ""} onChange={(event) => onChart({ ...chart, series: event.target.value || null })}>
            <option value="">None</option>
            {options}
          </select>
        </label>
      )}
    </div>
  );
}
