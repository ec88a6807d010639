/** Shows the SQL behind the rows that are shown: to read, to copy, to go on with in a console. */
import { Code } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { needsRegexp, type ViewSqlOf, viewSql } from "../../../src-shared/sql/view-sql.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./filter.module.css";

interface ViewSqlButtonProps {
  readonly of: ViewSqlOf;
  /** Opens a console with this SQL; absent where there are none. */
  readonly onOpen: ((sql: string) => void) | undefined;
}

export function ViewSqlButton({ of, onOpen }: ViewSqlButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button look="quiet" square aria-label="SQL of these rows" hint="Show SQL">
        <Code size={14} strokeWidth={1.5} aria-hidden />
      </Button>
      <Popover className={`popover ${styles.sqlPopover}`} placement="bottom end">
        <Dialog aria-label="SQL of these rows" className={styles.sqlDialog ?? ""}>
          <Shown of={of} onOpen={onOpen} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Shown({ of, onOpen, onDone }: ViewSqlButtonProps & { onDone: () => void }): ReactNode {
  const sql = writtenOr(of);
  const go = (text: string): void => {
    onDone();
    onOpen?.(text);
  };
  if (sql === null) return <p>A name with a NUL character cannot be written in SQL.</p>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and is selected from */}
      <pre className={styles.sqlText} tabIndex={0} data-testid="view-sql">
        {sql}
      </pre>
      {needsRegexp(sql) && (
        <p className={styles.sqlNote}>
          REGEXP is no function of SQLite's own: consoles here have it, as JavaScript's expressions; other programs must
          bring one, and a view cannot use it.
        </p>
      )}
      <div className={styles.builderEnd}>
        <Button onPress={() => void askShell("clipboard.write", { text: `${sql};` }).then(onDone)}>Copy</Button>
        {onOpen && <Button onPress={() => go(`${sql};`)}>Open in a Console</Button>}
        {onOpen && (
          <Button
            look="quiet"
            hint={
              needsRegexp(sql)
                ? "A view cannot use REGEXP: it would be broken in other programs"
                : "A console with CREATE VIEW, to name it and run it"
            }
            isDisabled={needsRegexp(sql)}
            onPress={() => go(`CREATE VIEW ${quoteName(`${of.table.name} view`)} AS\n${sql};`)}
          >
            Save as a View…
          </Button>
        )}
      </div>
    </>
  );
}

function writtenOr(of: ViewSqlOf): string | null {
  try {
    return viewSql(of);
  } catch {
    return null;
  }
}
