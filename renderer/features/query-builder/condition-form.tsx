/** Conditions in groups, within one another. */
import type { ReactNode } from "react";
import type { Condition, Query } from "../../../src-shared/model/query.ts";
import styles from "./builder.module.css";
import { allOf, blank, emptyQuery, relatedCondition, relationsIn, replaced, tableSource } from "./document.ts";
import { ExpressionField, TextField } from "./expression-field.tsx";
import { type ChoiceGroup, relationWords } from "./menus.ts";
import { type Filter, operatorChoices, operatorOf, withOperator } from "./operators.ts";
import { AddMenu, ChoiceField, RemoveButton } from "./parts.tsx";
import { affinityOf, Scope, useScope, withSource } from "./scope.ts";
import { listOf, typedList } from "./typed-literal.ts";
import { ValueField } from "./value-field.tsx";

/** How a query inside a condition is drawn: given by the form of queries, which holds conditions itself. */
export type RenderQuery = (query: Query, onQuery: (query: Query) => void, label: string) => ReactNode;

type Group = Extract<Condition, { kind: "group" }>;

interface GroupProps {
  readonly group: Group;
  readonly onGroup: (group: Group) => void;
  readonly renderQuery: RenderQuery;
  /** The outermost one of a clause: it has no frame and is not negated. */
  readonly top?: boolean;
  /** What is added, in words: "filter", "condition". */
  readonly what: string;
}

const joints = [
  { id: "and", words: "all of these" },
  { id: "or", words: "any of these" },
  { id: "not and", words: "not all of these" },
  { id: "not or", words: "none of these" },
] as const;

/** A new condition with nothing in it. */
function newFilter(): Condition {
  return { kind: "compare", operator: "=", left: blank, right: blank };
}

export function GroupForm({ group, onGroup, renderQuery, top = false, what }: GroupProps): ReactNode {
  const scope = useScope();
  const { joint, negated, items } = group;
  const put = (next: Condition[]) => onGroup({ ...group, items: next });
  const add = (item: Condition) => put([...items, item]);
  const groups = (): ChoiceGroup[] => [
    {
      choices: [
        { label: "Condition", run: () => add(newFilter()) },
        { label: "Group", run: () => add({ ...allOf(newFilter()), joint: "or" }) },
        { label: "SQL Condition", run: () => add({ kind: "truth", value: blank, negated: false }) },
        { label: "Exists (Sub-Query)", run: () => add({ kind: "exists", query: emptyQuery(null), negated: false }) },
      ],
    },
    {
      label: "Related Rows",
      choices: relationsIn(scope.schema, scope.sources, scope.names).map(({ source, relation }) => ({
        label: `${source}.${relationWords(relation)}`,
        run: () => add(relatedCondition(source, relation, scope.taken)),
      })),
    },
  ];
  const plain = top && joint === "and" && !negated;
  return (
    <div className={top ? styles.topGroup : styles.group}>
      {(!plain || items.length > 1) && (
        <ChoiceField
          label={`Which of these hold (${what})`}
          className={styles.joint}
          value={`${negated ? "not " : ""}${joint}`}
          choices={joints}
          onValue={(id) =>
            onGroup({ ...group, negated: id.startsWith("not"), joint: id.endsWith("or") ? "or" : "and" })
          }
        />
      )}
      {items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- conditions have no names, and may be equal
        <div key={at} className={styles.condition} data-off={item.off || undefined}>
          <input
            type="checkbox"
            aria-label={`Use ${what} ${at + 1}`}
            title="Switch off without removing"
            checked={!item.off}
            onChange={(event) => put(replaced(items, at, { ...item, off: event.target.checked ? undefined : true }))}
          />
          <div className={styles.conditionBody}>
            <ConditionForm
              condition={item}
              onCondition={(next) => put(replaced(items, at, next))}
              renderQuery={renderQuery}
              what={what}
            />
          </div>
          <RemoveButton what={`${what} ${at + 1}`} onRemove={() => put(replaced(items, at, undefined))} />
        </div>
      ))}
      <AddMenu groups={groups}>{what}</AddMenu>
    </div>
  );
}

interface ConditionProps {
  readonly condition: Condition;
  readonly onCondition: (condition: Condition) => void;
  readonly renderQuery: RenderQuery;
  readonly what: string;
}

function ConditionForm(props: ConditionProps): ReactNode {
  const { condition, onCondition, renderQuery, what } = props;
  switch (condition.kind) {
    case "group":
      return <GroupForm group={condition} onGroup={onCondition} renderQuery={renderQuery} what={what} />;
    case "related":
      return <RelatedForm {...props} condition={condition} />;
    case "exists":
      return (
        <div className={styles.stack}>
          <ChoiceField
            label="Exists"
            value={condition.negated ? "not exists" : "exists"}
            choices={[
              { id: "exists", words: "exists" },
              { id: "not exists", words: "does not exist" },
            ]}
            onValue={(id) => onCondition({ ...condition, negated: id === "not exists" })}
          />
          {renderQuery(condition.query, (query) => onCondition({ ...condition, query }), "Sub-query")}
        </div>
      );
    case "truth":
      return (
        <span className={styles.line}>
          <ChoiceField
            label="Is it true"
            value={condition.negated ? "not" : "is"}
            choices={[
              { id: "is", words: "true:" },
              { id: "not", words: "not true:" },
            ]}
            onValue={(id) => onCondition({ ...condition, negated: id === "not" })}
          />
          <ExpressionField
            label="SQL condition"
            placeholder="SQL condition"
            value={condition.value}
            onValue={(value) => onCondition({ ...condition, value })}
          />
        </span>
      );
    default:
      return <FilterForm {...props} condition={condition} />;
  }
}

function RelatedForm({
  condition,
  onCondition,
  renderQuery,
  what,
}: ConditionProps & { condition: Extract<Condition, { kind: "related" }> }): ReactNode {
  const scope = useScope();
  const { relation, source, alias, where, negated } = condition;
  const word = relation.many ? "has any" : "has";
  return (
    <div className={styles.stack}>
      <span className={styles.line}>
        <span className={styles.word}>{source}</span>
        <ChoiceField
          label="Are there related rows"
          value={negated ? "not" : "any"}
          choices={[
            { id: "any", words: word },
            { id: "not", words: relation.many ? "has none of" : "has no" },
          ]}
          onValue={(id) => onCondition({ ...condition, negated: id === "not" })}
        />
        <span className={styles.word}>
          <b>{relation.name}</b> ({alias}) where
        </span>
      </span>
      <Scope value={withSource(scope, tableSource(relation.table, alias))}>
        <GroupForm
          group={where.kind === "group" ? where : allOf(where)}
          onGroup={(next) => onCondition({ ...condition, where: next })}
          renderQuery={renderQuery}
          what={what}
        />
      </Scope>
    </div>
  );
}

function FilterForm({ condition, onCondition, renderQuery }: ConditionProps & { condition: Filter }): ReactNode {
  const scope = useScope();
  const { left } = condition;
  const affinity = affinityOf(scope, left);
  return (
    <div className={styles.stack}>
      <span className={styles.line}>
        <ExpressionField
          label="Left side"
          value={left}
          autoFocus={left.kind === "raw" && left.sql === ""}
          onValue={(value) => onCondition({ ...condition, left: value })}
        />
        <ChoiceField
          label="Operator"
          className={styles.operator}
          value={operatorOf(condition)}
          choices={operatorChoices}
          onValue={(id) => onCondition(withOperator(condition, id))}
        />
        {(condition.kind === "compare" || condition.kind === "text") && (
          <ValueField
            label="Value"
            left={left}
            value={condition.right}
            onValue={(right) => onCondition({ ...condition, right })}
          />
        )}
        {condition.kind === "between" && (
          <>
            <ValueField
              label="Lowest value"
              left={left}
              value={condition.low}
              onValue={(low) => onCondition({ ...condition, low })}
            />
            <span className={styles.word}>and</span>
            <ValueField
              label="Highest value"
              left={left}
              value={condition.high}
              onValue={(high) => onCondition({ ...condition, high })}
            />
          </>
        )}
        {condition.kind === "in" && !condition.query && (
          <TextField
            label="Values"
            placeholder="values, with commas"
            text={typedList(condition.items, affinity) ?? "(expressions)"}
            onText={(typed) => onCondition({ ...condition, items: listOf(typed, affinity) })}
          />
        )}
      </span>
      {condition.kind === "in" &&
        condition.query &&
        renderQuery(condition.query, (query) => onCondition({ ...condition, query }), "Sub-query")}
    </div>
  );
}
