/** Chooses how a column is shown; each format beside what the first values would look like in it. */
import type { ReactNode } from "react";
import type { Cell } from "../../../../src-shared/model/cell.ts";
import { lookOf } from "../cell-look.ts";
import { type DisplayFormat, displayFormats, formatNames, formattedLook } from "./display-format.ts";
import styles from "./formats.module.css";

interface FormatChoiceProps {
  readonly column: string;
  readonly chosen: DisplayFormat | null;
  /** Some values of the column, to show what becomes of them. */
  readonly samples: readonly Cell[];
  readonly onChoose: (format: DisplayFormat | null) => void;
}

export function FormatChoice({ column, chosen, samples, onChoose }: FormatChoiceProps): ReactNode {
  const first = samples.find((cell) => cell !== null);
  const fitting = displayFormats.flatMap((format) => {
    const fits = samples.find((cell) => formattedLook(cell, format) !== null);
    const look = fits === undefined ? null : formattedLook(fits, format);
    return [{ format, look }];
  });
  // What fits comes first; the rest is there for values further down.
  const sorted = [...fitting.filter(({ look }) => look), ...fitting.filter(({ look }) => !look)];
  return (
    <div className={styles.choice} role="radiogroup" aria-label={`How ${column} is shown`}>
      <h2>Show “{column}” as</h2>
      <Choice
        name="It Is Stored"
        example={first === undefined ? "" : lookOf(first, { type: "" }).text}
        chosen={chosen === null}
        onChoose={() => onChoose(null)}
      />
      {sorted.map(({ format, look }) => (
        <Choice
          key={format}
          name={formatNames[format]}
          example={look?.text ?? ""}
          swatch={look?.swatch}
          faint={!look}
          chosen={chosen === format}
          onChoose={() => onChoose(format)}
        />
      ))}
    </div>
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
