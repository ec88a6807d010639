/** A field for what something is compared with: a value as it is, or an expression. */
import { type ReactNode, useState } from "react";
import type { Expr } from "../../../src-shared/model/query.ts";
import styles from "./builder.module.css";
import { blank, isBlank } from "./document.ts";
import { ExpressionField, TextField } from "./expression-field.tsx";
import { affinityOf, useScope } from "./scope.ts";
import { literalOf, typedOf } from "./typed-literal.ts";

interface ValueFieldProps {
  readonly label: string;
  /** What it is compared with, which says how a number is meant. */
  readonly left: Expr;
  readonly value: Expr;
  readonly onValue: (value: Expr) => void;
  readonly autoFocus?: boolean;
}

export function ValueField({ label, left, value, onValue, autoFocus = false }: ValueFieldProps): ReactNode {
  const scope = useScope();
  const affinity = affinityOf(scope, left);
  // An empty field is a value until it is said otherwise.
  const [asked, setAsked] = useState<boolean | null>(null);
  const expression = asked ?? (value.kind !== "literal" && !isBlank(value));
  const toggle = () => {
    setAsked(!expression);
    if (expression && value.kind !== "literal") onValue(blank);
  };
  return (
    <span className={styles.valueField}>
      <button
        type="button"
        className={styles.toggle}
        aria-label={`${label}: ${expression ? "an expression" : "a value"}`}
        title={expression ? "An expression: click for a value" : "A value: click for a column or expression"}
        aria-pressed={expression}
        onClick={toggle}
      >
        {expression ? "ƒ" : "“”"}
      </button>
      {expression ? (
        <ExpressionField label={label} value={value} onValue={onValue} autoFocus={autoFocus || asked === true} />
      ) : (
        <TextField
          label={label}
          text={value.kind === "literal" ? typedOf(value.literal, affinity) : ""}
          placeholder="value"
          autoFocus={autoFocus}
          onText={(typed) => {
            const literal = literalOf(typed, affinity);
            onValue(literal ? { kind: "literal", literal } : blank);
          }}
        />
      )}
    </span>
  );
}
