/** A new virtual table: full-text search (FTS5) over a table or on its own, or an R*Tree of boxes. */
import { type ReactNode, useState } from "react";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { useEditor } from "../editor-context.tsx";
import { CheckBox } from "../fields/choices.tsx";
import { namesIn } from "../fields/names-in.ts";
import { SelectField, TextField } from "./dialog-fields.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";
import { ftsOperations, rtreeOperations, type Tokenizer } from "./virtual-sql.ts";

/** Columns worth searching: texts that are written, not computed. */
function textColumns(table: Table): string[] {
  return table.columns
    .filter(({ affinity, kind }) => affinity === "text" && kind === "ordinary")
    .map(({ name }) => name);
}

/** More dimensions than this SQLite does not take. */
const MOST_DIMENSIONS = 5;

export function NewVirtual({ current }: { current: Table | null }): ReactNode {
  const { keep, view } = useEditor();
  const [module, setModule] = useState("fts5");
  const [typed, setTyped] = useState<string | null>(null);
  const [fts, setFts] = useState<FtsFields>(() => firstFts(current));
  const [rtree, setRtree] = useState<RtreeFields>({ dimensions: "x, y", auxiliary: "", integers: false });
  const suggested = module === "rtree" ? "boxes" : fts.content ? `${fts.content.name}_search` : "search";
  const name = (typed ?? suggested).trim();
  const operations: SchemaOperation[] =
    module === "fts5"
      ? ftsOperations({ ...fts, name, columns: fts.content ? fts.chosen : namesIn(fts.own) })
      : rtreeOperations({
          name,
          dimensions: namesIn(rtree.dimensions),
          auxiliary: namesIn(rtree.auxiliary),
          integers: rtree.integers,
        });
  const make = async () => {
    const made = await keep({ label: `New virtual table ${name}`, operations });
    if (made) view.show(name, "form");
    return made;
  };
  const obstacle = () => {
    if (module === "rtree" && namesIn(rtree.dimensions).length > MOST_DIMENSIONS) {
      return `An R*Tree has ${MOST_DIMENSIONS} dimensions at most.`;
    }
    const none = module === "rtree" ? namesIn(rtree.dimensions) : fts.content ? fts.chosen : namesIn(fts.own);
    return name === "" || none.length === 0 ? "" : null;
  };
  return (
    <DialogFrame title="New virtual table" wide obstacle={obstacle()} onDone={make}>
      <SelectField
        first
        label="Kind"
        value={module}
        options={[
          ["fts5", "Full-text search (FTS5)"],
          ["rtree", "Boxes and places (R*Tree)"],
        ]}
        onChange={setModule}
      />
      <TextField label="Name" value={typed ?? name} onChange={(text) => setTyped(text === "" ? null : text)} />
      {module === "fts5" ? <FtsPart fts={fts} onFts={setFts} /> : <RtreePart rtree={rtree} onRtree={setRtree} />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre className={styles.preview} tabIndex={0}>
        {operations.map((operation) => ("sql" in operation ? `${operation.sql};` : "")).join("\n")}
      </pre>
    </DialogFrame>
  );
}

interface FtsFields {
  readonly content: Table | null;
  readonly chosen: readonly string[];
  /** Columns of one that keeps texts of its own. */
  readonly own: string;
  readonly tokenizer: Tokenizer;
  readonly foldAccents: boolean;
  readonly prefix: string;
  readonly triggers: boolean;
}

/** Can a full-text index lie over it? */
const isContent = (table: Table) =>
  table.schema === "main" && table.kind === "table" && table.identity.kind === "rowid";

function firstFts(current: Table | null): FtsFields {
  const content = current && isContent(current) ? current : null;
  return {
    content,
    chosen: content ? textColumns(content) : [],
    own: "title, body",
    tokenizer: "unicode61",
    foldAccents: true,
    prefix: "",
    triggers: true,
  };
}

function FtsPart({ fts, onFts }: { fts: FtsFields; onFts: (fts: FtsFields) => void }): ReactNode {
  const { schema } = useEditor();
  const { content, chosen } = fts;
  const put = (part: Partial<FtsFields>) => onFts({ ...fts, ...part });
  const tables = schema.tables.filter(isContent);
  return (
    <>
      <SelectField
        label="Searches"
        value={content?.name ?? ""}
        options={[["", "texts of its own"], ...tables.map(({ name }) => [name, name] as const)]}
        onChange={(name) => {
          const table = tables.find((t) => t.name === name) ?? null;
          put({ content: table, chosen: table ? textColumns(table) : [] });
        }}
      />
      <SelectField
        label="Finds"
        value={fts.tokenizer}
        options={[
          ["unicode61", "whole words (unicode61)"],
          ["porter", "English word stems (porter)"],
          ["trigram", "any part of a word (trigram)"],
          ["ascii", "whole words, ASCII only"],
        ]}
        onChange={(tokenizer) => put({ tokenizer: tokenizer as Tokenizer })}
      />
      {content ? (
        <div className={styles.checks} role="group" aria-label="Columns to search">
          {content.columns.map(({ name }) => (
            <CheckBox
              key={name}
              label={name}
              checked={chosen.includes(name)}
              onChange={(on) =>
                put({
                  chosen: content.columns.map((c) => c.name).filter((n) => (n === name ? on : chosen.includes(n))),
                })
              }
            />
          ))}
        </div>
      ) : (
        <TextField label="Columns" value={fts.own} onChange={(own) => put({ own })} />
      )}
      <TextField
        label="Prefix index lengths"
        hint="Such as 2 3; empty for none"
        value={fts.prefix}
        onChange={(prefix) => put({ prefix })}
      />
      <div className={styles.checks}>
        <CheckBox
          label="Ignore accents"
          checked={fts.foldAccents}
          disabled={fts.tokenizer === "ascii"}
          onChange={(foldAccents) => put({ foldAccents })}
        />
        {content && (
          <CheckBox
            label="Keep in sync with triggers"
            checked={fts.triggers}
            onChange={(triggers) => put({ triggers })}
          />
        )}
      </div>
    </>
  );
}

interface RtreeFields {
  readonly dimensions: string;
  readonly auxiliary: string;
  readonly integers: boolean;
}

function RtreePart({ rtree, onRtree }: { rtree: RtreeFields; onRtree: (rtree: RtreeFields) => void }): ReactNode {
  return (
    <>
      <TextField
        label="Dimensions"
        hint="Each has a least and a greatest value"
        value={rtree.dimensions}
        onChange={(dimensions) => onRtree({ ...rtree, dimensions })}
      />
      <TextField
        label="Columns kept beside"
        hint="Not indexed"
        value={rtree.auxiliary}
        onChange={(auxiliary) => onRtree({ ...rtree, auxiliary })}
      />
      <div className={styles.checks}>
        <CheckBox
          label="Whole numbers (rtree_i32)"
          checked={rtree.integers}
          onChange={(integers) => onRtree({ ...rtree, integers })}
        />
      </div>
    </>
  );
}
