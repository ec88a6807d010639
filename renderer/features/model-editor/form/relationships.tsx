/** Relationships of a model: each with its two named ends, as SQLAlchemy's relationship(back_populates) means them. */
import { ArrowLeftRight, ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Model, RelationshipEnd } from "../../../../src-shared/model/models.ts";
import { Button } from "../../../ui/button.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { AddWords } from "../fields/add-words.tsx";
import styles from "./form.module.css";

const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

function carriedBy({ via, secondary }: RelationshipEnd): string {
  return secondary ? `through ${secondary.name}` : `${via.table.name}.${via.columns.join(", ")}`;
}

export function Relationships({ model }: { model: Model }): ReactNode {
  const { keep, view, readOnlyReason } = useEditor();
  const rename = (key: string, name: string) =>
    keep({
      label: `Relationship ${name}`,
      operations: [],
      // Nothing typed: by convention again.
      names: [{ what: "end", key, name: name.trim() === "" ? null : name.trim() }],
    });
  return (
    <section aria-label="Relationships" className={styles.section}>
      <h2>
        Relationships <span>{model.relationships.length}</span>
      </h2>
      {model.relationships.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.grid} data-testid="relationships">
            <thead>
              <tr>
                <th>{model.className}.</th>
                <th>Kind</th>
                <th>Target</th>
                <th title="The other end: back_populates">Reverse name</th>
                <th>Through</th>
              </tr>
            </thead>
            <tbody>
              {model.relationships.map((end) => (
                <tr key={end.key} data-row={end.name}>
                  <td>
                    <DraftField
                      label={`Name of the relationship ${end.name}`}
                      field="end"
                      value={end.name}
                      onTake={(name) => rename(end.key, name)}
                    />
                  </td>
                  <td className={styles.words}>
                    {end.kind === "many-to-many" ? <ArrowLeftRight {...icon} /> : <ArrowRight {...icon} />} {end.kind}
                    {end.target.name === model.table.name && ", itself"}
                  </td>
                  <td>
                    <Button look="quiet" onPress={() => view.show(end.target.name)}>
                      {end.targetClass}
                    </Button>
                  </td>
                  <td>
                    <DraftField
                      label={`Other end of ${end.name}`}
                      field="back"
                      value={end.back.name}
                      onTake={(name) => rename(end.back.key, name)}
                    />
                  </td>
                  <td className={styles.words}>{carriedBy(end)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {readOnlyReason === null && (
        <Button look="quiet" onPress={() => view.make("relationship")}>
          <AddWords>Relationship…</AddWords>
        </Button>
      )}
    </section>
  );
}
