/** A whole schema from a text: CREATE statements in any order, as operations in the order of their foreign keys. */
import { type ReactNode, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { plural } from "../../../ui/format.ts";
import { SqlField } from "../ddl/sql-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";

export function NewFromSql(): ReactNode {
  const { client, keep, language } = useEditor();
  const [sql, setSql] = useState("");
  const [errors, setErrors] = useState<readonly AppErrorData[]>([]);
  const make = async () => {
    try {
      const { operations, refusals } = await client.ask("models.createAll", { sql });
      // What cannot be made is said before anything is taken.
      setErrors(refusals);
      if (refusals.length > 0 || operations.length === 0) return false;
      return await keep({ label: `${plural(operations.length, "object")} from SQL`, operations });
    } catch (thrown) {
      setErrors([toAppErrorData(thrown)]);
      return false;
    }
  };
  return (
    <DialogFrame title="New from SQL" wide obstacle={sql.trim() === "" ? "" : null} onDone={make}>
      <p className={styles.words}>CREATE statements, in any order. What is there already is left out.</p>
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
