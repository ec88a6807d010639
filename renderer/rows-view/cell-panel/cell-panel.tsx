/** The active cell with room: what it is, its whole value, and what can be done with it. */
import { Download, Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { AppError, type AppErrorData, sentenceEnd, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar, storageOf } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatBytes, plural } from "../../ui/format.ts";
import { nameOfRow, ownerOf } from "../../rows/cell-owners.ts";
import { lookOf } from "../../values/cell-look.ts";
import { ChoiceSelect } from "../choice-select.tsx";
import { CellProblem } from "../cell-problem.tsx";
import { controlWords, editText } from "../../../src-shared/model/cell-text.ts";
import { choicesOf } from "../../rows/edits/edit-start.ts";
import { HeldCell } from "../../rows/edits/held-cell.ts";
import { isWritable, setEdit } from "../../rows/edits/row-edits.ts";
import { saveValue, type WriteFiles } from "../../rows/edits/save-values.ts";
import { type GestureContext, stage } from "../../rows/edits/gesture.ts";
import { typeInto } from "../../rows/edits/table-gestures.ts";
import type { Parents } from "../relations/use-parents.ts";
import { runGesture } from "../run-gesture.ts";
import { storingAffinity, typedValue } from "../../values/typed-value.ts";
import { BytesPart } from "./bytes-part.tsx";
import { OpenElsewhere } from "./open-elsewhere.tsx";
import { ParentCard } from "./parent-card.tsx";
import { SetButtons } from "./set-buttons.tsx";
import { StorageChoice } from "./storage-choice.tsx";
import { type ShownCell, shownCell, useWholeValue } from "./use-cell-value.ts";
import { BytesEditor, TextEditor } from "./value-editor.tsx";
import { stoppable } from "../export/stoppable.ts";
import styles from "./cell-panel.module.css";

/** As much as the shell's file dialog loads, in bytes. */
const largestDropped = 512 * 1024 * 1024;

interface CellPanelProps {
  readonly context: GestureContext;
  /** The ways to what cells refer to. */
  readonly parents: Pick<Parents, "parentOf" | "followParent" | "editStart">;
  readonly cursor: CellPlace | null;
  readonly editable: boolean;
  readonly onFailure: (error: AppErrorData | null) => void;
}

export function CellPanel({ context, parents, cursor, editable, onFailure }: CellPanelProps): ReactNode {
  const at = shownCell(context, cursor);
  if (!at) return <p className={styles.nothing}>Select a cell to see all of it here.</p>;
  const { file } = at.shown;
  const owner = ownerOf(at.shown, at.column.name);
  const row = nameOfRow(at.shown);
  const held = cursor && HeldCell.at(context.rows, cursor);
  const settable = context.rows.table.insteadOf?.update;
  const isTaken = !settable || !file || settable.includes(at.column.name);
  const canEdit = editable && isTaken && isWritable(at.column) && owner !== null && owner.staged?.state !== "deleted";
  const choices = choicesOf(at.column);
  const put = (value: Scalar): Promise<boolean> => {
    const edit = setEdit(at.shown, at.column, at.index, value);
    return runGesture(stage(context, `Set ${at.column.name}`, [edit]), onFailure);
  };
  // Another cell or another value is another panel: nothing of a draft is left over.
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a file is dropped; Load… does it by keyboard
    <section
      className={styles.panel}
      aria-label="Cell"
      data-testid="cell-panel"
      // A file that is dropped here becomes the value; elsewhere in the window it would be opened.
      onDragOver={(event) => {
        if (canEdit && event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!canEdit || !file) return;
        event.preventDefault();
        void readDropped(file, at.column).then(put, (thrown) => onFailure(toAppErrorData(thrown)));
      }}
    >
      <Head
        at={at}
        title={context.rows.options.titles?.get(at.column.name) ?? at.column.name}
        storage={
          canEdit && (
            <StorageChoice
              cell={at.cell}
              affinity={storingAffinity(context.rows.table, at.column)}
              notNull={at.column.notNull}
              onValue={put}
            />
          )
        }
      >
        {canEdit && cursor && (
          <div className={styles.set}>
            <SetButtons context={context} at={at} cursor={cursor} onFailure={onFailure} />
          </div>
        )}
      </Head>
      {cursor && (
        <ParentCard context={context} parents={parents} cursor={cursor} editable={canEdit} onFailure={onFailure} />
      )}
      {canEdit && choices && held && (
        <div className={styles.choice}>
          <ChoiceSelect
            key={row}
            label={`Value of ${at.column.name}`}
            choices={choices}
            cell={at.cell}
            notNull={at.column.notNull}
            onChoice={(text) => (text === null ? put(null) : void typeInto(context, held, text).then(onFailure))}
          />
        </div>
      )}
      <CellProblem session={context.session} shown={at.shown} column={at.column.name} />
      <Value
        key={`${row} ${at.column.name} ${versionOf(at)}`}
        context={context}
        at={at}
        editable={canEdit}
        put={put}
        onFailure={onFailure}
      />
    </section>
  );
}

/** Changes with the value: text by itself, bytes by the reading they come from. */
function versionOf({ cell, column, shown }: ShownCell): string {
  if (cell === undefined) return "";
  const { text, kind } = lookOf(cell, column);
  return kind === "blob" || kind === "damaged" || isPreview(cell) ? `${text} ${shown.file?.generation}` : text;
}

interface HeadProps {
  readonly at: ShownCell;
  readonly title: string;
  /** Where the storage class is chosen; false: it is only said. */
  readonly storage: ReactNode;
  readonly children: ReactNode;
}

/** What was declared, and beside it what is stored: with SQLite these are two things. */
function Head({ at, title, storage, children }: HeadProps): ReactNode {
  const { column, cell, bytes } = at;
  const characters = typeof cell === "string" ? [...cell].length : null;
  const failed = failureOf(cell);
  const facts = [
    ...(storage
      ? []
      : [cell === undefined ? "default" : failed === undefined ? at.storage.toUpperCase() : "not computed"]),
    ...(characters === null ? [] : [plural(characters, "character")]),
    ...(bytes === null ? [] : [formatBytes(bytes)]),
  ];
  const declared = [
    column.type || "no type",
    ...(column.notNull ? ["NOT NULL"] : []),
    ...(isWritable(column) ? [] : ["generated"]),
  ];
  return (
    <div className={styles.head}>
      <h2>{title}</h2>
      <p>
        Declared <b>{declared.join(", ")}</b>
      </p>
      <div className={styles.stored}>
        {failed === undefined && "Stored as"} {storage} <span data-testid="cell-facts">{facts.join(" · ")}</span>
        {children}
      </div>
    </div>
  );
}

interface ValueProps {
  readonly context: GestureContext;
  readonly at: ShownCell;
  readonly editable: boolean;
  /** Gives whether the value was staged. */
  readonly put: (value: Scalar) => Promise<boolean>;
  readonly onFailure: (error: AppErrorData | null) => void;
}

function Value({ context, at, editable, put, onFailure }: ValueProps): ReactNode {
  const { column, cell, bytes } = at;
  const [address] = useState(at.address);
  const whole = useWholeValue(context, at);
  const attempt = (work: () => Promise<void>): void => void work().catch((thrown) => onFailure(toAppErrorData(thrown)));
  const { value } = whole;
  const text = value === undefined ? null : editText(value);
  const isBytes =
    value instanceof Uint8Array || (cell !== undefined && isPreview(cell) && (cell.storage === "blob" || cell.damaged));
  return (
    <>
      <div className={styles.value}>
        {whole.error && <ErrorWords error={whole.error} />}
        {whole.loading && !isBytes && <p className={styles.note}>Reading {formatBytes(bytes ?? 0)} …</p>}
        {cell !== undefined && isPreview(cell) && cell.damaged && (
          <p className={styles.note}>This text holds bytes that are no valid text, so it is shown as bytes.</p>
        )}
        {typeof value === "string" && controlWords(value) !== null && (
          <p className={styles.note}>{controlWords(value)}</p>
        )}
        {failureOf(cell) !== undefined && (
          <p className={styles.note}>SQLite cannot compute this value: {sentenceEnd(failureOf(cell) ?? "")}</p>
        )}
        {isBytes ? (
          <BytesEditor
            // Damaged text is only looked at: bytes that are typed would be a BLOB.
            bytes={value instanceof Uint8Array && storageOf(cell ?? null) === "blob" ? value : null}
            label={column.name}
            editable={editable}
            onBytes={put}
          >
            <BytesPart
              client={context.client}
              whole={value instanceof Uint8Array ? value : null}
              address={address}
              bytes={bytes ?? 0}
            />
          </BytesEditor>
        ) : text !== null && cell !== null ? (
          <TextEditor
            key={text}
            cell={value ?? null}
            text={text}
            column={column}
            editable={editable}
            onValue={put}
            onText={(typed) => put(typedValue(typed, storingAffinity(context.rows.table, column), cell))}
          />
        ) : cell === null || cell === undefined ? (
          <NullPart isDefault={cell === undefined} editable={editable} onStart={() => put("")} />
        ) : null}
        {whole.canLoad && !isBytes && <Button onPress={whole.load}>Show all {formatBytes(bytes ?? 0)}</Button>}
      </div>
      <div className={styles.actions}>
        <Button
          look="quiet"
          isDisabled={cell === null || cell === undefined || failureOf(cell) !== undefined}
          onPress={() =>
            attempt(async () => {
              if (cell === undefined) return;
              const { client, handle } = context;
              await stoppable(`Saving ${column.name}…`, (signal) =>
                saveValue({ client, handle, ask: askShell as WriteFiles, signal }, column.name, { cell, address }),
              );
            })
          }
        >
          <Download size={14} strokeWidth={1.5} aria-hidden /> Save…
        </Button>
        <Button
          look="quiet"
          isDisabled={!editable}
          onPress={() =>
            attempt(async () => {
              const file = await askShell("file.load");
              if (!file) return;
              await put(column.affinity === "text" ? (decoded(file.data) ?? file.data) : file.data);
            })
          }
        >
          <Upload size={14} strokeWidth={1.5} aria-hidden /> Load…
        </Button>
        {cell !== undefined && cell !== null && failureOf(cell) === undefined && (
          <OpenElsewhere
            client={context.client}
            handle={context.handle}
            value={{ cell, address }}
            editable={editable}
            onValue={(data) => {
              // It stays what it was: bytes, or what its text means in the column.
              const saved = storageOf(cell) === "blob" ? null : decoded(data, beginsWithMark(cell));
              void put(saved === null ? data : typedValue(saved, storingAffinity(context.rows.table, column), cell));
            }}
            onFailure={onFailure}
          />
        )}
      </div>
    </>
  );
}

/** Why the value cannot be computed. */
function failureOf(cell: Cell | undefined): string | undefined {
  return cell !== undefined && isPreview(cell) ? cell.failed : undefined;
}

function NullPart({
  isDefault,
  editable,
  onStart,
}: {
  isDefault: boolean;
  editable: boolean;
  onStart: () => void;
}): ReactNode {
  return (
    <div className={styles.null}>
      <p>{isDefault ? "This cell gets its default when the row is stored." : "NULL: there is no value."}</p>
      {editable && <Button onPress={onStart}>Set to Empty Text</Button>}
    </div>
  );
}

/** What a dropped file makes of a cell: text in a text column when it is text, else bytes. Throws an AppError. */
async function readDropped(file: File, column: Column): Promise<Scalar> {
  if (file.size > largestDropped) {
    throw new AppError({
      code: "value.tooLarge",
      message: `“${file.name}” has ${formatBytes(file.size)}, and a value here can have ${formatBytes(largestDropped)}.`,
      next: "Store the file's path instead, or write it with a program of your own.",
    });
  }
  const data = new Uint8Array(await file.arrayBuffer());
  return column.affinity === "text" ? (decoded(data) ?? data) : data;
}

/** Is a byte order mark a part of this text? */
function beginsWithMark(cell: Cell): boolean {
  const text = typeof cell === "object" && cell !== null && isPreview(cell) ? cell.head : cell;
  return typeof text === "string" && text.startsWith("\ufeff");
}

/** Text of a file when it is valid UTF-8; without a byte order mark, which says only that, unless it is a part of the text. */
function decoded(data: Uint8Array, ignoreBOM = false): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM }).decode(data);
  } catch {
    return null;
  }
}
