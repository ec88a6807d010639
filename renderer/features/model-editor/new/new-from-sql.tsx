/** A whole schema from a text: CREATE statements in any order, as operations in the order of their foreign keys. */
import { type ReactNode, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { toast } from "sonner";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { plural } from "../../../ui/format.ts";
import { SqlField } from "../ddl/sql-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";

/** Statements that are listed one by one. */
const LISTED = 6;

function nothingToMake(skipped: readonly string[]): AppErrorData {
  return {
    code: "schema.refused",
    message: skipped.length === 0 ? "All of it is in the database already." : "No statement of it makes an object.",
    next: "Write CREATE statements; rows are imported, and other statements run in the console.",
    ...(skipped.length === 0 ? {} : { detail: skipped.join("\n") }),
  };
}

export function NewFromSql(): ReactNode {
  const { client, keep, language } = useEditor();
  const [sql, setSql] = useState("");
  const [errors, setErrors] = useState<readonly AppErrorData[]>([]);
  const make = async () => {
    try {
      const { operations, refusals, skipped = [] } = await client.ask("models.createAll", { sql });
      // What cannot be made is said before anything is taken.
      setErrors(refusals.length === 0 && operations.length === 0 ? [nothingToMake(skipped)] : refusals);
      if (refusals.length > 0 || operations.length === 0) return false;
      const taken = await keep({ label: `${plural(operations.length, "object")} from SQL`, operations });
      if (taken && skipped.length > 0) {
        const more = skipped.length > LISTED ? `\n… and ${skipped.length - LISTED} more` : "";
        toast(
          `${plural(skipped.length, "statement")} that make no object ${skipped.length === 1 ? "was" : "were"} left out`,
          {
            description: skipped.slice(0, LISTED).join("\n") + more,
            className: styles.lines ?? "",
            duration: 20_000,
          },
        );
      }
      return taken;
    } catch (thrown) {
      setErrors([toAppErrorData(thrown)]);
      return false;
    }
  };
  return (
    <DialogFrame title="New from SQL" wide obstacle={sql.trim() === "" ? "" : null} onDone={make}>
      <p className={styles.words}>
        CREATE statements, in any order. What is there already is left out, and so are other statements (INSERT, PRAGMA
        …); they are listed.
      </p>
      <div className={styles.code} data-tall>
        <SqlField label="CREATE statements" text={sql} language={language} onType={setSql} />
      </div>
      {errors.map((error) => (
        <div key={error.message} className={styles.words}>
          <ErrorWords error={error} look="line" />
        </div>
      ))}
    </DialogFrame>
  );
}
