/** How rows are to be written; where to is asked by the system's own dialog. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import {
  type ExportFormat,
  exportFormatIds,
  exportFormats,
  type ExportOptions,
} from "../../../src-shared/model/export.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import styles from "./export.module.css";

interface ExportDialogProps {
  /** Rows there are; null while that is not known. */
  readonly rows: number | null;
  readonly columns: number;
  /** What to begin with. */
  readonly initial: ExportOptions;
  readonly onExport: (options: ExportOptions) => void;
  readonly onCancel: () => void;
}

const separators = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
] as const;

export function ExportDialog({ rows, columns, initial, onExport, onCancel }: ExportDialogProps): ReactNode {
  const [options, setOptions] = useState(initial);
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
              onExport(options);
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              Export {rows === null ? "all rows" : plural(rows, "row")}, {plural(columns, "column")}
            </Heading>
            <div className={styles.fields}>
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
