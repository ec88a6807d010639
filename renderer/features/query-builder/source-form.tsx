/** Where a query reads from: tables, blocks and sub-queries, and how they are joined. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  type Join,
  type JoinKind,
  joinKinds,
  type Select,
  type SelectItem,
  type Source,
} from "../../../src-shared/model/query.ts";
import { conditionText } from "../../../src-shared/sql/query/query-text.ts";
import styles from "./builder.module.css";
import { GroupForm, type RenderQuery } from "./condition-form.tsx";
import {
  aliasesIn,
  allOf,
  emptyQuery,
  freeAlias,
  isColumn,
  joinsAlong,
  relationsIn,
  renamedAlias,
  replaced,
  tableSource,
  toggledColumn,
} from "./document.ts";
import { TextField } from "./expression-field.tsx";
import { type ChoiceGroup, relationWords } from "./menus.ts";
import { AddMenu, ChoiceField, RemoveButton } from "./parts.tsx";
import { type FieldScope, useScope } from "./scope.ts";

/** What can be read from, as a list; its ids are JSON. */
function sourceChoices({ schema, blocks }: FieldScope): { id: string; words: string }[] {
  return [
    ...blocks.map(({ name }) => ({ id: JSON.stringify(["cte", name]), words: `${name} (block)` })),
    ...schema.tables
      .filter(({ kind, error }) => kind !== "shadow" && error === null)
      .map((table) => ({
        id: JSON.stringify(["table", table.schema, table.name]),
        words: table.schema === "main" ? table.name : `${table.schema}.${table.name}`,
      })),
    { id: JSON.stringify(["query"]), words: "(sub-query)" },
  ];
}

function idOf(source: Source | null): string {
  if (source === null) return "";
  if (source.kind === "query") return JSON.stringify(["query"]);
  return JSON.stringify(source.kind === "cte" ? ["cte", source.name] : ["table", source.schema, source.name]);
}

function sourceOf(id: string, taken: readonly string[]): Source | null {
  const [kind, first = "", name = ""] = (id === "" ? [""] : JSON.parse(id)) as string[];
  if (kind === "table") return tableSource({ schema: first, name }, freeAlias(name, taken));
  if (kind === "cte") return { kind: "cte", name: first, alias: freeAlias(first, taken) };
  return kind === "query" ? { kind: "query", query: emptyQuery(null), alias: freeAlias("sub", taken) } : null;
}

interface SourcesProps {
  readonly select: Select;
  readonly onSelect: (select: Select) => void;
  readonly renderQuery: RenderQuery;
}

export function SourcesForm({ select, onSelect, renderQuery }: SourcesProps): ReactNode {
  const scope = useScope();
  const { from, joins } = select;
  const taken = [...scope.taken, ...aliasesIn(select)];
  const rename = (old: string, alias: string) => {
    // All that names it goes along.
    if (alias.trim() !== "") onSelect(renamedAlias(select, old, freeAlias(alias.trim(), taken)));
  };
  const addJoins = (more: readonly Join[]) => onSelect({ ...select, joins: [...joins, ...more] });
  const groups = (): ChoiceGroup[] => {
    const related = relationsIn(scope.schema, scope.sources, scope.names);
    const other = sourceChoices(scope).map(({ id, words }) => ({
      label: words,
      run: () => {
        const source = sourceOf(id, taken);
        if (source) addJoins([{ kind: "inner", source, on: allOf() }]);
      },
    }));
    return [
      {
        choices: related.map(({ source, relation }) => ({
          label: scope.sources.length > 1 ? `${source}.${relationWords(relation)}` : relationWords(relation),
          run: () => addJoins(joinsAlong(source, relation, taken)),
        })),
      },
      { label: "Another Source", choices: other },
    ];
  };
  return (
    <>
      <SourceRow
        label="From"
        source={from}
        select={select}
        onSelect={onSelect}
        onSource={(source) => onSelect({ ...select, from: source })}
        onRename={rename}
        renderQuery={renderQuery}
      />
      {joins.map((join, at) => (
        <JoinRow
          // oxlint-disable-next-line react/no-array-index-key -- a join has no name of its own
          key={at}
          join={join}
          onJoin={(next) => onSelect({ ...select, joins: replaced(joins, at, next) })}
          select={select}
          onSelect={onSelect}
          onRename={rename}
          renderQuery={renderQuery}
        />
      ))}
      {from && <AddMenu groups={groups}>join</AddMenu>}
    </>
  );
}

interface RowProps {
  readonly select: Select;
  readonly onSelect: (select: Select) => void;
  readonly onRename: (from: string, to: string) => void;
  readonly renderQuery: RenderQuery;
}

interface SourceRowProps extends RowProps {
  readonly label: string;
  readonly source: Source | null;
  readonly onSource: (source: Source | null) => void;
  readonly children?: ReactNode;
  readonly end?: ReactNode;
}

function SourceRow(props: SourceRowProps): ReactNode {
  const { label, source, onSource, select, onSelect, onRename, renderQuery, children, end } = props;
  const scope = useScope();
  const [open, setOpen] = useState(false);
  const choices = sourceChoices(scope);
  const id = idOf(source);
  return (
    <div className={styles.stack}>
      <span className={styles.line}>
        {children}
        <ChoiceField
          label={label}
          className={styles.source}
          value={id}
          choices={source ? choices : [{ id: "", words: "choose a table" }, ...choices]}
          onValue={(chosen) => onSource(sourceOf(chosen, scope.taken))}
        />
        {source && (
          <>
            <span className={styles.word}>as</span>
            <TextField
              label={`Alias of ${source.alias}`}
              className={styles.alias}
              text={source.alias === ownName(source) ? "" : source.alias}
              placeholder={source.alias}
              onText={(alias) => onRename(source.alias, alias.trim() === "" ? ownName(source) : alias)}
            />
            <button type="button" className={styles.disclose} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? (
                <ChevronDown size={12} strokeWidth={1.5} aria-hidden />
              ) : (
                <ChevronRight size={12} strokeWidth={1.5} aria-hidden />
              )}{" "}
              columns
            </button>
          </>
        )}
        {end}
      </span>
      {source && open && (
        <ColumnChecks source={source} items={select.items} onItems={(items) => onSelect({ ...select, items })} />
      )}
      {source?.kind === "query" && renderQuery(source.query, (query) => onSource({ ...source, query }), source.alias)}
    </div>
  );
}

/** What a source is called when nobody says otherwise. */
function ownName(source: Source): string {
  return source.kind === "query" ? "" : source.name;
}

/** The columns of a source, each to be ticked. */
function ColumnChecks({
  source,
  items,
  onItems,
}: {
  source: Source;
  items: readonly SelectItem[];
  onItems: (items: SelectItem[]) => void;
}): ReactNode {
  const { scopes } = useScope();
  const columns = scopes.at(-1)?.find(({ alias }) => alias === source.alias)?.columns ?? [];
  return (
    <div className={styles.checks} role="group" aria-label={`Columns of ${source.alias}`}>
      {columns.map((column) => (
        <label key={column} className={styles.check} title={column}>
          <input
            type="checkbox"
            checked={items.some((item) => isColumn(item, source.alias, column))}
            onChange={() => onItems(toggledColumn(items, source.alias, column))}
          />
          {column}
        </label>
      ))}
    </div>
  );
}

const kindWords: Record<JoinKind, string> = {
  inner: "join",
  left: "left join",
  right: "right join",
  full: "full join",
  cross: "cross join",
};

function JoinRow({
  join,
  onJoin,
  ...row
}: RowProps & { join: Join; onJoin: (join: Join | undefined) => void }): ReactNode {
  const { renderQuery } = row;
  const { kind, source, on } = join;
  const words = conditionText(on);
  const [open, setOpen] = useState(words === "" && kind !== "cross");
  return (
    <div className={styles.stack}>
      <SourceRow
        {...row}
        label={`Join with ${source.alias}`}
        source={source}
        onSource={(next) => next && onJoin({ ...join, source: next })}
        end={<RemoveButton what={`the join with ${source.alias}`} onRemove={() => onJoin(undefined)} />}
      >
        <ChoiceField
          label={`Kind of join with ${source.alias}`}
          className={styles.joinKind}
          value={kind}
          choices={joinKinds.map((id) => ({ id, words: kindWords[id] }))}
          onValue={(next) => onJoin({ ...join, kind: next })}
        />
      </SourceRow>
      {kind !== "cross" && (
        <div className={styles.on}>
          <button
            type="button"
            className={styles.disclose}
            aria-expanded={open}
            aria-label={`Conditions of the join with ${source.alias}`}
            onClick={() => setOpen(!open)}
          >
            {open ? (
              <ChevronDown size={12} strokeWidth={1.5} aria-hidden />
            ) : (
              <ChevronRight size={12} strokeWidth={1.5} aria-hidden />
            )}{" "}
            on {!open && <code className={styles.code}>{words === "" ? "nothing yet" : words}</code>}
          </button>
          {open && (
            <GroupForm
              top
              group={on.kind === "group" ? on : allOf(on)}
              onGroup={(next) => onJoin({ ...join, on: next })}
              renderQuery={renderQuery}
              what="condition"
            />
          )}
        </div>
      )}
    </div>
  );
}
