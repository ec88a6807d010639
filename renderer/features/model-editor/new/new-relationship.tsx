/** A new relationship between two models, or of one with itself: kind, ends by name, and what carries it. */
import { type ReactNode, useState } from "react";
import type { RelationshipKind } from "../../../../src-shared/model/models.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { useEditor } from "../editor-context.tsx";
import { CheckBox } from "../fields/choices.tsx";
import { keyActions } from "../form/column-words.ts";
import { plainOptions, SelectField, TextField } from "./dialog-fields.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";
import { obstacleOf, relationshipGesture, suggestedCarrier } from "./relationship.ts";

const kinds = ["many-to-one", "one-to-many", "one-to-one", "many-to-many"] as const;

function wordsOf(kind: RelationshipKind, own: string, other: string): string {
  if (kind === "many-to-one") return `Each ${own} has one ${other}; a ${other} can have many.`;
  if (kind === "one-to-many") return `A ${own} has many of ${other}.`;
  if (kind === "one-to-one") return `Each ${own} has one ${other}, and no other has the same.`;
  return "Both have many of each other, through a link table.";
}

export function NewRelationship({ from }: { from: Table }): ReactNode {
  const { keep, models, schema } = useEditor();
  const tables = models.filter(({ table }) => table.kind === "table");
  const nameOf = (table: Table) => tables.find((model) => model.table === table)?.className ?? table.name;
  const [kind, setKind] = useState<RelationshipKind>("many-to-one");
  const [toName, setToName] = useState(() => tables.find(({ table }) => table !== from)?.table.name ?? from.name);
  const [typed, setTyped] = useState<string | null>(null);
  const [own, setOwn] = useState("");
  const [back, setBack] = useState("");
  const [required, setRequired] = useState(false);
  const [onDelete, setOnDelete] = useState("NO ACTION");
  const to = tables.find(({ table }) => table.name === toName)?.table ?? from;
  const linked = kind === "many-to-many";
  const carrier = (typed ?? suggestedCarrier(schema, kind, from, to)).trim();
  const wanted = { kind, from, to, carrier, own, back, required, onDelete };
  const child = kind === "one-to-many" ? to : from;
  const conventional = "Leave empty for the default name";
  return (
    <DialogFrame
      title={`New relationship of ${nameOf(from)}`}
      obstacle={obstacleOf(wanted)}
      onDone={() => keep(relationshipGesture(wanted))}
    >
      <SelectField
        first
        label="Kind"
        hint={wordsOf(kind, nameOf(from), nameOf(to))}
        value={kind}
        options={plainOptions(kinds)}
        onChange={(value) => setKind(value as RelationshipKind)}
      />
      <SelectField
        label="With"
        value={to.name}
        options={tables.map(({ table, className }) => [
          table.name,
          table === from ? `${className} (itself)` : className,
        ])}
        onChange={setToName}
      />
      <TextField label={`End on ${nameOf(from)}`} hint={conventional} value={own} onChange={setOwn} />
      <TextField label={`End on ${nameOf(to)}`} hint={conventional} value={back} onChange={setBack} />
      <TextField
        label={linked ? "Link table" : `New column of ${child.name}`}
        value={typed ?? carrier}
        onChange={(text) => setTyped(text === "" ? null : text)}
      />
      {!linked && (
        <>
          <SelectField
            label="When the parent is deleted"
            value={onDelete}
            options={plainOptions(keyActions)}
            onChange={setOnDelete}
          />
          <div className={styles.checks}>
            <CheckBox label="Required (NOT NULL)" checked={required} onChange={setRequired} />
          </div>
        </>
      )}
    </DialogFrame>
  );
}
