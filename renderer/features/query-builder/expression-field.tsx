/** A field for an expression: typed as SQL, kept as what it means. */
import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { Expr } from "../../../src-shared/model/query.ts";
import { exprText } from "../../../src-shared/sql/query/query-text.ts";
import { readExpressionText } from "../../../src-shared/sql/query/read-query.ts";
import { useOpenEditor } from "../../ui/open-editors.ts";
import { LineField } from "../../ui/text-area.tsx";
import styles from "./builder.module.css";
import { shortened, useScope } from "./scope.ts";

interface ExpressionFieldProps {
  readonly label: string;
  readonly value: Expr;
  readonly onValue: (value: Expr) => void;
  readonly placeholder?: string;
  /** Names of the result's columns that may be used. */
  readonly results?: readonly string[];
  readonly autoFocus?: boolean;
  /** Alt+Up and Alt+Down. */
  readonly onMove?: (by: -1 | 1) => void;
}

/** Enter or leaving takes what was typed; Escape gives it up. */
export function ExpressionField(props: ExpressionFieldProps): ReactNode {
  const { label, value, onValue, placeholder = "column or expression", results, autoFocus = false, onMove } = props;
  const { schema, scopes, listId } = useScope();
  const shown = exprText(shortened(value, scopes));
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): boolean => {
    setTyped(null);
    if (typed !== null && typed.trim() !== shown) onValue(readExpressionText(typed, schema, scopes, results));
    return true;
  };
  useOpenEditor(typed !== null && typed.trim() !== shown ? take : null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") take();
    if (event.key === "Escape" && typed !== null) {
      event.stopPropagation();
      setTyped(null);
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && onMove) {
      event.preventDefault();
      take();
      onMove(event.key === "ArrowUp" ? -1 : 1);
    }
  };
  const copied = value.kind === "raw" && value.sql.trim() !== "";
  return (
    <input
      aria-label={label}
      className={`${styles.field} ${styles.expression}`}
      title={copied ? "Kept as SQL: the builder does not look into it" : shown.length > 24 ? shown : undefined}
      data-raw={copied || undefined}
      list={listId}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the row was added to type here
      autoFocus={autoFocus}
      spellCheck={false}
      autoComplete="off"
      placeholder={placeholder}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly placeholder?: string;
  readonly className?: string | undefined;
  readonly autoFocus?: boolean;
}

/** A field for a plain text, taken like an expression. */
export function TextField({
  label,
  text,
  onText,
  placeholder,
  className,
  autoFocus = false,
}: TextFieldProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed !== null && typed !== text) onText(typed);
    setTyped(null);
    return true;
  };
  useOpenEditor(typed !== null && typed !== text ? take : null);
  return (
    <LineField
      aria-label={label}
      className={`${styles.field} ${className ?? ""}`}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the row was added to type here
      autoFocus={autoFocus}
      placeholder={placeholder}
      title={text.length > 24 ? text : undefined}
      text={typed ?? text}
      onText={setTyped}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape" && typed !== null) {
          event.stopPropagation();
          setTyped(null);
        }
      }}
    />
  );
}
