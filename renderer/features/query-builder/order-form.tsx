/** The order of rows, and other lists of expressions. */
import { type ReactNode, useState } from "react";
import type { Expr, QueryOrder } from "../../../src-shared/model/query.ts";
import styles from "./builder.module.css";
import { blank, moved, replaced } from "./document.ts";
import { ExpressionField } from "./expression-field.tsx";
import { AddButton, ChoiceField, RemoveButton } from "./parts.tsx";

interface OrderProps {
  readonly terms: readonly QueryOrder[];
  readonly onTerms: (terms: QueryOrder[]) => void;
  /** Names of the result it may use. */
  readonly results?: readonly string[];
}

export function OrderForm({ terms, onTerms, results }: OrderProps): ReactNode {
  const [added, setAdded] = useState<number | null>(null);
  return (
    <>
      {terms.map((term, at) => {
        const put = (next: QueryOrder | undefined) => onTerms(replaced(terms, at, next));
        return (
          // oxlint-disable-next-line react/no-array-index-key -- terms have no names
          <div key={at} className={styles.item}>
            <span className={styles.line}>
              <ExpressionField
                label={`Order by, ${at + 1}`}
                value={term.value}
                autoFocus={added === at}
                {...(results ? { results } : {})}
                onMove={(by) => onTerms(moved(terms, at, by))}
                onValue={(value) => put({ ...term, value })}
              />
              <ChoiceField
                label={`Direction, ${at + 1}`}
                value={term.descending ? "desc" : "asc"}
                choices={[
                  { id: "asc", words: "ascending" },
                  { id: "desc", words: "descending" },
                ]}
                onValue={(id) => put({ ...term, descending: id === "desc" })}
              />
              <ChoiceField
                label={`NULLs, ${at + 1}`}
                value={term.nulls ?? ""}
                choices={[
                  { id: "", words: "NULLs: default" },
                  { id: "first", words: "NULLs first" },
                  { id: "last", words: "NULLs last" },
                ]}
                onValue={(id) => put({ ...term, nulls: id === "" ? null : id })}
              />
            </span>
            <RemoveButton what={`order ${at + 1}`} onRemove={() => put(undefined)} />
          </div>
        );
      })}
      <AddButton
        onAdd={() => {
          setAdded(terms.length);
          onTerms([...terms, { value: blank, descending: false, nulls: null }]);
        }}
      >
        order
      </AddButton>
    </>
  );
}

interface ListProps {
  readonly what: string;
  readonly values: readonly Expr[];
  readonly onValues: (values: Expr[]) => void;
}

/** Expressions one below the other: GROUP BY. */
export function ExpressionList({ what, values, onValues }: ListProps): ReactNode {
  const [added, setAdded] = useState<number | null>(null);
  return (
    <>
      {values.map((value, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- expressions may be equal
        <div key={at} className={styles.item}>
          <span className={styles.line}>
            <ExpressionField
              label={`${what} ${at + 1}`}
              value={value}
              autoFocus={added === at}
              onMove={(by) => onValues(moved(values, at, by))}
              onValue={(next) => onValues(replaced(values, at, next))}
            />
          </span>
          <RemoveButton what={`${what} ${at + 1}`} onRemove={() => onValues(replaced(values, at, undefined))} />
        </div>
      ))}
      <AddButton
        onAdd={() => {
          setAdded(values.length);
          onValues([...values, blank]);
        }}
      >
        {what}
      </AddButton>
    </>
  );
}
