/** Columns of a query that share a name: rows as objects keep one of them. */
import { isBlank } from "../compiling.ts";
import type { Query, Select, SelectItem, Source } from "../../../../src-shared/model/query.ts";
import { nameOfItem } from "../../../../src-shared/model/query-names.ts";
import type { Naming } from "./writing.ts";

/** Sentences about them, for a comment before the code: of the rows themselves (`rows`) and of related rows as JSON. */
export function equalNames(query: Query, naming: Naming, { rows }: { rows: boolean }): string[] {
  const lists: { names: string[]; where: string }[] = [];
  if (rows) lists.push({ names: columnsOf(query.select, query, naming), where: "" });
  for (const item of query.select.items) {
    if (item.kind !== "nested") continue;
    const { table } = item.relation;
    const names = item.items.flatMap((each) =>
      each.kind === "star" ? tableColumns(naming, table.schema, table.name) : [nameOfItem(each)],
    );
    lists.push({ names, where: ` of “${item.name}”` });
  }
  return lists.flatMap(({ names, where }) => {
    const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
    if (twice.length === 0) return [];
    const listed = twice.map((name) => `“${name.replaceAll(/\s+/g, " ")}”`).join(", ");
    return `Several columns${where} are called ${listed}: an object keeps only the last. Give them aliases to have all.`;
  });
}

function columnsOf(select: Select, query: Query, naming: Naming): string[] {
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value));
  const chosen: SelectItem[] = items.length === 0 ? [{ kind: "star", source: "" }] : items;
  const sources = select.from ? [select.from, ...select.joins.map(({ source }) => source)] : [];
  return chosen.flatMap((item) => {
    if (item.kind !== "star") return [nameOfItem(item)];
    const of = item.source === "" ? sources : sources.filter(({ alias }) => alias === item.source);
    return of.flatMap((source) => sourceColumns(source, query, naming));
  });
}

function sourceColumns(source: Source, query: Query, naming: Naming): string[] {
  if (source.kind === "table") return tableColumns(naming, source.schema, source.name);
  if (source.kind === "query") return columnsOf(source.query.select, source.query, naming);
  const cte = query.ctes.find(({ name }) => name === source.name);
  if (!cte) return [];
  return cte.columns.length > 0 ? [...cte.columns] : columnsOf(cte.query.select, cte.query, naming);
}

const tableColumns = (naming: Naming, schema: string, name: string): string[] =>
  (naming.table(schema, name)?.columns ?? []).filter(({ kind }) => kind !== "hidden").map((column) => column.name);
