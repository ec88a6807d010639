/** How rows are to be written; where to is asked by the system's own dialog. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import {
  type ExportFormat,
  exportFormatIds,
  exportFormats,
  type ExportOptions,
} from "../../../src-shared/model/export.ts";
import type { ExportedRows } from "../../rows/exported-rows.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import styles from "./export.module.css";

interface ExportDialogProps {
  readonly all: ExportedRows;
  /** What is selected, where that is another thing. */
  readonly selected?: ExportedRows | null;
  /** Something of these rows is staged only. */
  readonly isStaged: boolean;
  /** What to begin with. */
  readonly initial: ExportOptions;
  readonly onExport: (what: ExportedRows, options: ExportOptions) => void;
  readonly onCancel: () => void;
}

const separators = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
] as const;

/** "all rows", "3 rows, 2 columns". */
const words = ({ count, columns }: ExportedRows): string =>
  `${count === null ? "all rows" : plural(count, "row")}, ${plural(columns.length, "column")}`;

export function ExportDialog(props: ExportDialogProps): ReactNode {
  const { all, selected, isStaged, initial, onExport, onCancel } = props;
  const [options, setOptions] = useState(initial);
  const [isSelection, setIsSelection] = useState(false);
  const what = (isSelection && selected) || all;
  const { format, csv, table } = options;
  const changeCsv = (part: Partial<ExportOptions["csv"]>): void => setOptions({ ...options, csv: { ...csv, ...part } });
  const check = (key: "header" | "byteOrderMark" | "harmless", words: string, hint: string): ReactNode => (
    <label title={hint}>
      <input type="checkbox" checked={csv[key]} onChange={(event) => changeCsv({ [key]: event.target.checked })} />
      {words}
    </label>
  );
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onCancel()}>
      <Modal className="modal">
        <Dialog>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              onExport(what, options);
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              Export {words(what)}
            </Heading>
            <div className={styles.fields}>
              {selected && (
                <label>
                  <span>Rows</span>
                  <select
                    value={isSelection ? "selected" : "all"}
                    onChange={(event) => setIsSelection(event.target.value === "selected")}
                  >
                    <option value="all">All: {words(all)}</option>
                    <option value="selected">Selected: {words(selected)}</option>
                  </select>
                </label>
              )}
              <label>
                <span>Format</span>
                <select
                  // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to choose this
                  autoFocus
                  value={format}
                  onChange={(event) => setOptions({ ...options, format: event.target.value as ExportFormat })}
                >
                  {exportFormatIds.map((id) => (
                    <option key={id} value={id}>
                      {exportFormats[id].title}
                    </option>
                  ))}
                </select>
              </label>
              {(format === "sql" || format === "html") && (
                <label>
                  <span>{format === "sql" ? "Into table" : "Title"}</span>
                  <input
                    value={table}
                    spellCheck={false}
                    onChange={(event) => setOptions({ ...options, table: event.target.value })}
                  />
                </label>
              )}
              {format === "csv" && (
                <>
                  <label>
                    <span>Separator</span>
                    <select
                      value={csv.separator}
                      onChange={(event) => changeCsv({ separator: event.target.value as typeof csv.separator })}
                    >
                      {separators.map(([id, words]) => (
                        <option key={id} value={id}>
                          {words}
                        </option>
                      ))}
                    </select>
                  </label>
                  <div className={styles.checks}>
                    {check("header", "Column names first", "The first line holds the names of the columns")}
                    {check("byteOrderMark", "Add BOM (Excel)", "Begins with a byte order mark")}
                    {check(
                      "harmless",
                      "Escape formulas",
                      "Texts that begin like a formula (=, +, -, @) get an apostrophe: they are not the same text then",
                    )}
                  </div>
                </>
              )}
            </div>
            {isStaged && (
              <p className={styles.note}>Pending changes are in no file yet: commit them first to export them.</p>
            )}
            <div className={styles.foot}>
              <Button onPress={onCancel}>Cancel</Button>
              <Button look="primary" type="submit" isDisabled={format === "sql" && table === ""}>
                Export…
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
