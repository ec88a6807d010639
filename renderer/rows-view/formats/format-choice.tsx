/** Chooses how a column is shown; each format beside what the first values would look like in it. */
import { type ReactNode, useRef, useState } from "react";
import type { Cell } from "../../../src-shared/model/cell.ts";
import { lookOf } from "../../values/cell-look.ts";
import { Button } from "../../ui/button.tsx";
import { displayFormats, displayFormatIds, formattedLook, sqlFormat, sqlOf } from "../../values/display-format.ts";
import type { ColumnFormat } from "../../values/kept-formats.ts";
import styles from "./formats.module.css";

interface FormatChoiceProps {
  readonly column: string;
  readonly chosen: ColumnFormat | null;
  /** Some values of the column, to show what becomes of them. */
  readonly samples: readonly Cell[];
  readonly onChoose: (format: ColumnFormat | null) => void;
  /** Why SQLite does not take an expression; null when it does. */
  readonly check?: ((sql: string) => Promise<string | null>) | undefined;
}

export function FormatChoice({ column, chosen, samples, onChoose, check }: FormatChoiceProps): ReactNode {
  const first = samples.find((cell) => cell !== null);
  const fitting = displayFormatIds.flatMap((format) => {
    const fits = samples.find((cell) => formattedLook(cell, format) !== null);
    const look = fits === undefined ? null : formattedLook(fits, format);
    return [{ format, look }];
  });
  // What fits these values, and what is chosen; the rest is there for values further down.
  const offered = fitting.filter(({ format, look }) => look !== null || format === chosen);
  const others = fitting.filter((one) => !offered.includes(one));
  const choices = (list: typeof fitting): ReactNode =>
    list.map(({ format, look }) => (
      <Choice
        key={format}
        name={displayFormats[format].title}
        example={look?.text ?? ""}
        swatch={look?.swatch}
        faint={!look}
        chosen={chosen === format}
        onChoose={() => onChoose(format)}
      />
    ));
  return (
    <div className={styles.choice} role="radiogroup" aria-label={`How ${column} is shown`}>
      <h2>Show “{column}” as</h2>
      <Choice
        name="As stored"
        example={first === undefined ? "" : lookOf(first, { type: "" }).text}
        chosen={chosen === null}
        onChoose={() => onChoose(null)}
      />
      {choices(offered)}
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>More, which fit none of the values on screen</summary>
          {choices(others)}
        </details>
      )}
      {check && <OwnSql column={column} chosen={chosen} onChoose={onChoose} check={check} />}
    </div>
  );
}

type OwnSqlProps = Omit<FormatChoiceProps, "samples" | "check"> & Required<Pick<FormatChoiceProps, "check">>;

/** An expression of the user's own; it is checked before it is taken. */
function OwnSql({ column, chosen, onChoose, check }: OwnSqlProps): ReactNode {
  const before = chosen === null ? null : sqlOf(chosen);
  const [text, setText] = useState(before ?? `upper("${column.replaceAll('"', '""')}")`);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      className={styles.rule}
      aria-label="Custom SQL"
      onSubmit={(event) => {
        event.preventDefault();
        void check?.(text).then((why) => {
          setProblem(why);
          if (why === null) onChoose(sqlFormat(text));
          // The button has nothing left to do, and a disabled one would swallow Esc.
          field.current?.focus();
        });
      }}
    >
      <span className={styles.check}>{before === null ? "Custom SQL" : "Custom SQL, shown"}</span>
      <input
        ref={field}
        className={styles.field}
        aria-label="SQL expression"
        aria-invalid={problem !== null}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" isDisabled={text.trim() === "" || text === before}>
        Use
      </Button>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly example: string;
  readonly swatch?: string | undefined;
  readonly faint?: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ name, example, swatch, faint = false, chosen, onChoose }: ChoiceProps): ReactNode {
  return (
    <label className={styles.one} data-faint={faint || undefined}>
      <input type="radio" name="format" checked={chosen} onChange={onChoose} />
      <span>{name}</span>
      {swatch !== undefined && <span className={styles.swatch} style={{ background: swatch }} />}
      <span className={styles.example}>{example.slice(0, 40)}</span>
    </label>
  );
}
