/** What a query gives: columns, expressions, aggregates, related rows. */
import { type ReactNode, useState } from "react";
import type { Expr, Nested, SelectItem } from "../../../src-shared/model/query.ts";
import { nameOfItem } from "../../../src-shared/model/query-names.ts";
import styles from "./builder.module.css";
import { GroupForm, type RenderQuery } from "./condition-form.tsx";
import {
  allOf,
  blank,
  isBlank,
  moved,
  nestedItem,
  relationsIn,
  replaced,
  tableSource,
  toggledColumn,
} from "./document.ts";
import { ExpressionField, TextField } from "./expression-field.tsx";
import { type ChoiceGroup, relationWords } from "./menus.ts";
import { OrderForm } from "./order-form.tsx";
import { AddMenu, ChoiceField, RemoveButton } from "./parts.tsx";
import { type FieldScope, Scope, useScope, withSource } from "./scope.ts";

interface ItemsProps {
  readonly items: readonly SelectItem[];
  readonly onItems: (items: SelectItem[]) => void;
  readonly renderQuery: RenderQuery;
  /** May related rows be nested here? */
  readonly nesting?: boolean;
}

export function ItemsForm({ items, onItems, renderQuery, nesting = true }: ItemsProps): ReactNode {
  const scope = useScope();
  const [added, setAdded] = useState<number | null>(null);
  const add = (item: SelectItem) => {
    setAdded(items.length);
    onItems([...items, item]);
  };
  return (
    <>
      {items.length === 0 && <p className={styles.hint}>All columns</p>}
      {items.map((item, at) => {
        const put = (next: SelectItem | undefined) => onItems(replaced(items, at, next));
        const move = (by: -1 | 1) => onItems(moved(items, at, by));
        return (
          // oxlint-disable-next-line react/no-array-index-key -- columns may be equal
          <div key={at} className={styles.item}>
            {item.kind === "star" && (
              <span className={styles.word}>
                {item.source === "" ? "All columns" : `All columns of ${item.source}`}
              </span>
            )}
            {item.kind === "value" && <ValueItem item={item} onItem={put} onMove={move} autoFocus={added === at} />}
            {item.kind === "nested" && <NestedItem nested={item} onNested={put} renderQuery={renderQuery} />}
            <RemoveButton what={nameOfItem(item) || "all columns"} onRemove={() => put(undefined)} />
          </div>
        );
      })}
      <AddMenu groups={() => addGroups(scope, items, add, onItems, nesting)}>column</AddMenu>
    </>
  );
}

function addGroups(
  scope: FieldScope,
  items: readonly SelectItem[],
  add: (item: SelectItem) => void,
  onItems: (items: SelectItem[]) => void,
  nesting: boolean,
): ChoiceGroup[] {
  const own = scope.scopes.at(-1) ?? [];
  const count: Expr = { kind: "call", name: "count", args: [], distinct: false, star: true, filter: null, over: null };
  return [
    {
      choices: [
        { label: "Expression", run: () => add({ kind: "value", value: blank, alias: "" }) },
        { label: "count(*)", run: () => add({ kind: "value", value: count, alias: "" }) },
      ],
    },
    ...own.map(({ alias, columns }) => ({
      label: alias,
      choices: [
        { label: "All Columns", run: () => add({ kind: "star", source: alias }) },
        ...(columns ?? []).map((column) => ({
          label: column,
          run: () => onItems(toggledColumn(items, alias, column)),
        })),
      ],
    })),
    {
      label: "Related Rows (Nested)",
      choices: nesting
        ? relationsIn(scope.schema, scope.sources, scope.names).map(({ source, relation }) => ({
            label: `${source}.${relationWords(relation)}`,
            run: () => {
              const table = scope.schema.tables.find(
                (each) => each.schema === relation.table.schema && each.name === relation.table.name,
              );
              add(nestedItem(source, relation, table, scope.taken));
            },
          }))
        : [],
    },
  ];
}

const functions = ["", "count", "count distinct", "sum", "avg", "min", "max", "group_concat"] as const;
type FunctionChoice = (typeof functions)[number] | "other";

/** The function of one expression that stands around it, as the list knows it. */
function functionOf(value: Expr): FunctionChoice {
  if (value.kind !== "call") return "";
  const word = `${value.name.toLowerCase()}${value.distinct ? " distinct" : ""}`;
  const plain = value.args.length === 1 && !value.filter && !value.over;
  return plain && (functions as readonly string[]).includes(word) ? (word as FunctionChoice) : "other";
}

function withFunction(value: Expr, choice: FunctionChoice): Expr {
  const now = functionOf(value);
  const inner = value.kind === "call" && now !== "other" && now !== "" ? (value.args[0] ?? blank) : value;
  if (choice === "" || choice === "other" || isBlank(inner)) return inner;
  const [name = choice] = choice.split(" ");
  return {
    kind: "call",
    name,
    args: [inner],
    distinct: choice.endsWith(" distinct"),
    star: false,
    filter: null,
    over: null,
  };
}

interface ValueItemProps {
  readonly item: Extract<SelectItem, { kind: "value" }>;
  readonly onItem: (item: SelectItem) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly autoFocus: boolean;
}

function ValueItem({ item, onItem, onMove, autoFocus }: ValueItemProps): ReactNode {
  const { value, alias } = item;
  const now = functionOf(value);
  const words = functions.map((id) => ({ id: id as FunctionChoice, words: id === "" ? "–" : id }));
  return (
    <span className={styles.line}>
      <ChoiceField
        label="Function"
        className={styles.function}
        value={now}
        choices={now === "other" ? [{ id: "other", words: "…" }, ...words] : words}
        onValue={(choice) => onItem({ ...item, value: withFunction(value, choice) })}
      />
      <ExpressionField
        label="Column"
        value={value}
        autoFocus={autoFocus && isBlank(value)}
        onMove={onMove}
        onValue={(next) => onItem({ ...item, value: next })}
      />
      <span className={styles.word}>as</span>
      <TextField
        label="Name in the result"
        className={styles.alias}
        text={alias}
        placeholder={isBlank(value) ? "" : nameOfItem(item)}
        onText={(next) => onItem({ ...item, alias: next.trim() })}
      />
    </span>
  );
}

interface NestedItemProps {
  readonly nested: Nested;
  readonly onNested: (nested: Nested) => void;
  readonly renderQuery: RenderQuery;
}

function NestedItem({ nested, onNested, renderQuery }: NestedItemProps): ReactNode {
  const scope = useScope();
  const { relation, source, alias, name, items, where, orderBy, limit } = nested;
  return (
    <div className={styles.stack}>
      <span className={styles.line}>
        <span className={styles.word}>
          {relation.many ? "rows" : "row"} of{" "}
          <b>
            {source}.{relation.name}
          </b>{" "}
          as
        </span>
        <TextField
          label="Name in the result"
          className={styles.alias}
          text={name}
          onText={(next) => next.trim() !== "" && onNested({ ...nested, name: next.trim() })}
        />
        {relation.many && (
          <>
            <span className={styles.word}>at most</span>
            <TextField
              label={`Most rows of ${name}`}
              className={styles.number}
              placeholder="all"
              text={limit === null ? "" : String(limit)}
              onText={(typed) => onNested({ ...nested, limit: /^\d{1,15}$/.test(typed.trim()) ? Number(typed) : null })}
            />
          </>
        )}
      </span>
      <Scope value={withSource(scope, tableSource(relation.table, alias))}>
        <div className={styles.group} role="group" aria-label={`Nested ${name}`}>
          <ItemsForm
            items={items}
            onItems={(next) => onNested({ ...nested, items: next })}
            renderQuery={renderQuery}
            nesting={false}
          />
          <GroupForm
            top
            group={where.kind === "group" ? where : allOf(where)}
            onGroup={(next) => onNested({ ...nested, where: next })}
            renderQuery={renderQuery}
            what="filter"
          />
          <OrderForm terms={orderBy} onTerms={(next) => onNested({ ...nested, orderBy: next })} />
        </div>
      </Scope>
    </div>
  );
}
