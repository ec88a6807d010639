/** Find and replace over the rows of a view: a line below the toolbar. */
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { findNext, replaceAll, replaceAt, type Replaced, type Wanted } from "../../rows/edits/find-replace.ts";
import { LineField } from "../../ui/text-area.tsx";
import styles from "./find.module.css";

interface FindBarProps {
  readonly context: GestureContext;
  readonly cursor: CellPlace | null;
  readonly editable: boolean;
  readonly onGoTo: (cell: CellPlace) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
  readonly onClose: () => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function FindBar({ context, cursor, editable, onGoTo, onFailure, onClose }: FindBarProps): ReactNode {
  const [text, setText] = useState("");
  const [replacement, setReplacement] = useState("");
  const [regex, setRegex] = useState(false);
  const [caseSensitive, setCaseSensitive] = useState(false);
  const [only, setOnly] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const names = context.rows.columns.map(({ name }) => name);
  const wanted: Wanted = { text, regex, caseSensitive, column: names.includes(only) ? only : null };

  const run = (work: () => Promise<string>): void => {
    if (text === "" || busy) return;
    setBusy(true);
    setSaid("");
    onFailure(null);
    work()
      .then(setSaid, (thrown) => onFailure(toAppErrorData(thrown)))
      .finally(() => setBusy(false));
  };
  const find = async (direction: "forward" | "backward"): Promise<string> => {
    const found = await findNext(context, wanted, cursor, direction);
    if (!found) return "Not found";
    onGoTo(found.cell);
    if (!found.wrapped) return "";
    return direction === "forward" ? "From the first row again" : "From the last row again";
  };
  const words = ({ cells, tooLarge }: Replaced): string =>
    `Replaced in ${plural(cells, "cell")}${tooLarge > 0 ? `; ${plural(tooLarge, "large text")} left out` : ""}`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from any of its fields
    <form
      className={styles.bar}
      aria-label="Find and replace"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        else if (event.key === "Enter" && event.target instanceof HTMLTextAreaElement) {
          // Several fields and no button that submits: the form itself does nothing with Enter.
          run(() => find(event.shiftKey ? "backward" : "forward"));
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <LineField
        aria-label="Find"
        placeholder="Find"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type here
        autoFocus
        text={text}
        onText={setText}
      />
      <label title="A regular expression">
        <input type="checkbox" checked={regex} onChange={(event) => setRegex(event.target.checked)} />
        .*
      </label>
      <label title="Match case">
        <input type="checkbox" checked={caseSensitive} onChange={(event) => setCaseSensitive(event.target.checked)} />
        Aa
      </label>
      <select aria-label="Where" value={only} onChange={(event) => setOnly(event.target.value)}>
        <option value="">in all columns</option>
        {names.map((name) => (
          <option key={name} value={name}>
            in {name}
          </option>
        ))}
      </select>
      <Button
        look="quiet"
        square
        aria-label="Find previous"
        hint="Previous (Shift+Enter)"
        onPress={() => run(() => find("backward"))}
      >
        <ArrowUp {...icon} />
      </Button>
      <Button look="quiet" square aria-label="Find next" hint="Next (Enter)" onPress={() => run(() => find("forward"))}>
        <ArrowDown {...icon} />
      </Button>
      {editable && (
        <>
          <LineField
            aria-label="Replace with"
            placeholder={regex ? "Replace with ($1 …)" : "Replace with"}
            text={replacement}
            onText={setReplacement}
          />
          <Button
            look="quiet"
            isDisabled={text === "" || cursor === null}
            onPress={() =>
              run(async () => {
                if (cursor) await replaceAt(context, wanted, replacement, cursor);
                return find("forward");
              })
            }
          >
            Replace
          </Button>
          <Button
            look="quiet"
            isDisabled={text === ""}
            onPress={() => run(async () => words(await replaceAll(context, wanted, replacement)))}
          >
            Replace All
          </Button>
        </>
      )}
      <span role="status" className={styles.said}>
        {busy ? "Searching…" : said}
      </span>
      <Button look="quiet" square aria-label="Close find and replace" onPress={onClose}>
        <X {...icon} />
      </Button>
    </form>
  );
}
