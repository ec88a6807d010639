/** A query as a form. Queries inside it are forms of the same kind. */
import { type ReactNode, useId } from "react";
import {
  type CompoundOperator,
  compoundOperators,
  type Cte,
  type Query,
  type Select,
} from "../../../src-shared/model/query.ts";
import { nameOfItem } from "../../../src-shared/model/query-names.ts";
import styles from "./builder.module.css";
import { GroupForm, type RenderQuery } from "./condition-form.tsx";
import { allOf, emptyQuery, emptySelect, freeAlias, replaced, ungrouped } from "./document.ts";
import { TextField } from "./expression-field.tsx";
import { ItemsForm } from "./items-form.tsx";
import { ExpressionList, OrderForm } from "./order-form.tsx";
import { AddButton, ChoiceField, RemoveButton, Section } from "./parts.tsx";
import { type FieldScope, innerScope, namesIn, Scope, useScope } from "./scope.ts";
import { SourcesForm } from "./source-form.tsx";

interface QueryFormProps {
  readonly query: Query;
  readonly onQuery: (query: Query) => void;
  /** Name for screen readers. */
  readonly label: string;
}

const renderQuery: RenderQuery = (query, onQuery, label) => (
  <div className={styles.group}>
    <QueryForm query={query} onQuery={onQuery} label={label} />
  </div>
);

export function QueryForm({ query, onQuery, label }: QueryFormProps): ReactNode {
  const outer = useScope();
  const { ctes, select, compounds } = query;
  const blocks = [...outer.blocks, ...ctes];
  const results = select.items.map(nameOfItem).filter((name) => name !== "");
  const change = (part: Partial<Query>) => onQuery({ ...query, ...part });
  const inner = { ...outer, blocks };
  return (
    <div role="group" aria-label={label} className={styles.query}>
      <Scope value={inner}>
        {ctes.length > 0 && <Blocks ctes={ctes} outer={outer} onCtes={(next) => change({ ctes: next })} />}
        <SelectForm select={select} onSelect={(next) => change({ select: next })} />
        {compounds.map(({ operator, select: other }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- queries have no names
          <div key={at} className={styles.compound}>
            <div className={styles.item}>
              <ChoiceField
                label={`Combine with query ${at + 2}`}
                value={operator}
                choices={compoundOperators.map((id) => ({ id, words: id }))}
                onValue={(id: CompoundOperator) =>
                  change({ compounds: replaced(compounds, at, { operator: id, select: other }) })
                }
              />
              <RemoveButton
                what={`query ${at + 2}`}
                onRemove={() => change({ compounds: replaced(compounds, at, undefined) })}
              />
            </div>
            <SelectForm
              select={other}
              onSelect={(next) => change({ compounds: replaced(compounds, at, { operator, select: next }) })}
            />
          </div>
        ))}
        <OrderAndLimit
          query={query}
          results={results}
          onChange={change}
          scope={innerScope(inner, compounds.length > 0 ? emptySelect(null) : select, "")}
        />
        <div className={styles.more}>
          <AddButton
            onAdd={() => {
              const from = select.from && select.from.kind !== "query" ? select.from : null;
              change({
                compounds: [...compounds, { operator: "union", select: { ...emptySelect(from), items: select.items } }],
              });
            }}
          >
            UNION, EXCEPT…
          </AddButton>
          <AddButton
            onAdd={() => {
              const name = freeAlias(
                "block",
                blocks.map((cte) => cte.name),
              );
              change({ ctes: [...ctes, { name, columns: [], recursive: false, query: emptyQuery(null) }] });
            }}
          >
            CTE (WITH)
          </AddButton>
        </div>
      </Scope>
    </div>
  );
}

interface OrderAndLimitProps {
  readonly query: Query;
  readonly results: readonly string[];
  readonly onChange: (part: Partial<Query>) => void;
  readonly scope: FieldScope;
}

function OrderAndLimit({ query, results, onChange, scope }: OrderAndLimitProps): ReactNode {
  const listId = useId();
  const number = (typed: string) => (/^\d{1,15}$/.test(typed.trim()) ? Number(typed) : null);
  return (
    <Scope value={{ ...scope, listId }}>
      <Names id={listId} scope={scope} more={results} />
      <Section name="Order by">
        <OrderForm terms={query.orderBy} onTerms={(orderBy) => onChange({ orderBy })} results={results} />
      </Section>
      <Section name="Limit">
        <span className={styles.line}>
          <TextField
            label="Limit"
            className={styles.number}
            placeholder="none"
            text={query.limit === null ? "" : String(query.limit)}
            onText={(typed) => onChange({ limit: number(typed) })}
          />
          <span className={styles.word}>offset</span>
          <TextField
            label="Offset"
            className={styles.number}
            placeholder="0"
            text={query.offset === null ? "" : String(query.offset)}
            onText={(typed) => onChange({ offset: number(typed) })}
          />
        </span>
      </Section>
    </Scope>
  );
}

/** The names that fields offer while one types. */
function Names({ id, scope, more = [] }: { id: string; scope: FieldScope; more?: readonly string[] }): ReactNode {
  return (
    <datalist id={id}>
      {[...new Set([...more, ...namesIn(scope)])].map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </datalist>
  );
}

function SelectForm({ select, onSelect }: { select: Select; onSelect: (select: Select) => void }): ReactNode {
  const outer = useScope();
  const listId = useId();
  const scope = innerScope(outer, select, listId);
  const change = (part: Partial<Select>) => onSelect({ ...select, ...part });
  const missing = ungrouped(select);
  const grouped =
    select.groupBy.length > 0 ||
    missing.length > 0 ||
    (select.having.kind === "group" && select.having.items.length > 0);
  return (
    <Scope value={scope}>
      <Names id={listId} scope={scope} />
      <Section name="From">
        <SourcesForm select={select} onSelect={onSelect} renderQuery={renderQuery} />
      </Section>
      <Section name="Columns">
        <ItemsForm items={select.items} onItems={(items) => change({ items })} renderQuery={renderQuery} />
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={select.distinct}
            onChange={(event) => change({ distinct: event.target.checked })}
          />
          distinct rows only
        </label>
      </Section>
      <Section name="Where">
        <GroupForm
          top
          group={groupOf(select.where)}
          onGroup={(where) => change({ where })}
          renderQuery={renderQuery}
          what="filter"
        />
      </Section>
      <Section name="Group by">
        {missing.length > 0 && select.groupBy.length === 0 && (
          <button
            type="button"
            className={styles.offer}
            onClick={() => change({ groupBy: [...select.groupBy, ...missing] })}
          >
            Group by the other columns
          </button>
        )}
        <ExpressionList what="group" values={select.groupBy} onValues={(groupBy) => change({ groupBy })} />
      </Section>
      {grouped && (
        <Section name="Having">
          <GroupForm
            top
            group={groupOf(select.having)}
            onGroup={(having) => change({ having })}
            renderQuery={renderQuery}
            what="group filter"
          />
        </Section>
      )}
    </Scope>
  );
}

function groupOf(condition: Select["where"]): Extract<Select["where"], { kind: "group" }> {
  return condition.kind === "group" ? condition : allOf(condition);
}

function Blocks({
  ctes,
  outer,
  onCtes,
}: {
  ctes: readonly Cte[];
  outer: FieldScope;
  onCtes: (ctes: Cte[]) => void;
}): ReactNode {
  return (
    <Section name="With">
      {ctes.map((cte, at) => {
        const put = (next: Cte | undefined) => onCtes(replaced(ctes, at, next));
        const before = ctes.slice(0, at);
        // A recursive block reads from itself too.
        const own = cte.recursive ? [{ ...cte, query: { ...emptyQuery(null), select: cte.query.select } }] : [];
        const word = (typed: string) =>
          typed
            .trim()
            .replace(/[^A-Za-z0-9_]+/g, "_")
            .replace(/^(?=\d)/, "_");
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a block's name changes while it is typed
          <div key={at} className={styles.stack}>
            <div className={styles.item}>
              <span className={styles.line}>
                <TextField
                  label="Name of the block"
                  className={styles.alias}
                  text={cte.name}
                  onText={(typed) => word(typed) !== "" && put({ ...cte, name: word(typed) })}
                />
                <TextField
                  label={`Columns of ${cte.name}`}
                  placeholder="columns, with commas"
                  text={cte.columns.join(", ")}
                  onText={(typed) =>
                    put({
                      ...cte,
                      columns: typed
                        .split(",")
                        .map(word)
                        .filter((name) => name !== ""),
                    })
                  }
                />
                <label className={styles.check}>
                  <input
                    type="checkbox"
                    checked={cte.recursive}
                    onChange={(event) => put({ ...cte, recursive: event.target.checked })}
                  />
                  recursive
                </label>
              </span>
              <RemoveButton what={`block ${cte.name}`} onRemove={() => put(undefined)} />
            </div>
            <Scope value={{ ...outer, blocks: [...outer.blocks, ...before, ...own] }}>
              {renderQuery(cte.query, (query) => put({ ...cte, query }), `Block ${cte.name}`)}
            </Scope>
          </div>
        );
      })}
    </Section>
  );
}
