/** What Ctrl+P goes to: tables and views, the ones one had lately first, consoles, and, once something is typed, columns. */
import { objectKey } from "../../../src-shared/model/names.ts";
import { type DatabaseSchema, type Table, readableColumns } from "../../../src-shared/model/schema.ts";
import type { PaletteItem } from "../commands/palette.tsx";
import { focusIntoTab } from "../panes.ts";
import type { Tabs } from "../tabs/tabs.ts";

/** Kinds in the order in which one looks for them; what SQLite or a module keeps for itself is last. */
const kinds: readonly Table["kind"][] = ["table", "view", "virtual", "shadow", "system"];

/** Letters after which columns are offered: with fewer, nearly every column fits. */
const COLUMNS_FROM = 2;

/** All there is to go to; the first are shown before anything is typed. */
export function objectItems(tabs: Tabs, schema: DatabaseSchema | undefined): PaletteItem[] {
  const keys = new Map(tabs.all.map(({ id, data }) => [id, data.kind === "table" ? objectKey(data.object) : null]));
  const recent = [...new Set(tabs.store.getState().recent.map((id) => keys.get(id) ?? null))];
  const lately = (table: Table) => {
    const at = recent.indexOf(objectKey(table));
    return at < 0 ? recent.length : at;
  };
  const tables = (schema?.tables ?? []).toSorted(
    (a, b) => lately(a) - lately(b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name),
  );
  const go = (table: Table) => (apart: boolean) => {
    const object = { schema: table.schema, name: table.name };
    focusIntoTab(apart ? tabs.openTableInNewTab(object) : tabs.openTable(object));
  };
  const nameOf = (table: Table) => (table.schema === "main" ? table.name : `${table.schema}.${table.name}`);
  const isInner = (table: Table) => table.kind === "shadow" || table.kind === "system";
  return [
    ...tables.map(
      (table): PaletteItem => ({
        id: `${table.kind}:${table.schema}:${table.name}`,
        label: nameOf(table),
        detail: table.kind === "table" ? "" : table.kind,
        icon: table.kind === "view" ? "view" : "table",
        enabled: true,
        behind: isInner(table) ? 200 : 0,
        run: go(table),
      }),
    ),
    ...tabs.openConsoles().map(
      ({ id, title }): PaletteItem => ({
        id,
        label: title,
        detail: "console",
        icon: "console",
        enabled: true,
        run: () => {
          tabs.select(id);
          focusIntoTab(id);
        },
      }),
    ),
    ...tables
      .filter((table) => !isInner(table))
      .flatMap((table) =>
        readableColumns(table).map(
          ({ name }): PaletteItem => ({
            id: `column:${table.schema}:${table.name}:${name}`,
            label: `${nameOf(table)}.${name}`,
            detail: "column",
            icon: "column",
            enabled: true,
            typedFrom: COLUMNS_FROM,
            behind: 100,
            run: go(table),
          }),
        ),
      ),
  ];
}
