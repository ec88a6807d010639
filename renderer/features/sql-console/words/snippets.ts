/** Beginnings of statements, with fields to go through by Tab. `#{n:text}` is a field, in CodeMirror's notation. */
export interface Snippet {
  /** What is typed to get it. */
  readonly label: string;
  readonly detail: string;
  readonly template: string;
}

/** Offered where a statement begins. */
export const statementSnippets: readonly Snippet[] = [
  { label: "sel", detail: "select … from …", template: "select #{1:*}\nfrom #{2:table}\nwhere #{3:condition};" },
  {
    label: "selg",
    detail: "select … group by",
    template: "select #{1:column}, count(*)\nfrom #{2:table}\ngroup by #{1:column}\norder by count(*) desc;",
  },
  { label: "ins", detail: "insert into", template: "insert into #{1:table} (#{2:columns})\nvalues (#{3:values});" },
  {
    label: "ups",
    detail: "insert or update (upsert)",
    template:
      "insert into #{1:table} (#{2:key}, #{3:column})\nvalues (#{4:values})\non conflict (#{2:key}) do update set #{3:column} = excluded.#{3:column};",
  },
  {
    label: "upd",
    detail: "update … where",
    template: "update #{1:table}\nset #{2:column} = #{3:value}\nwhere #{4:condition};",
  },
  { label: "del", detail: "delete … where", template: "delete from #{1:table}\nwhere #{2:condition};" },
  { label: "cte", detail: "with … as", template: "with #{1:name} as (\n  #{2:select}\n)\nselect *\nfrom #{1:name};" },
  {
    label: "rec",
    detail: "recursive rows",
    template:
      "with recursive #{1:n}(#{2:i}) as (\n  select #{3:1}\n  union all\n  select #{2:i} + 1 from #{1:n} where #{2:i} < #{4:10}\n)\nselect #{2:i} from #{1:n};",
  },
  {
    label: "tab",
    detail: "create table",
    template: "create table #{1:name} (\n  id integer primary key,\n  #{2:column} #{3:text} not null\n) strict;",
  },
  { label: "idx", detail: "create index", template: "create index #{1:name} on #{2:table} (#{3:columns});" },
  { label: "vie", detail: "create view", template: "create view #{1:name} as\nselect #{2:columns}\nfrom #{3:table};" },
  {
    label: "tri",
    detail: "create trigger",
    template: "create trigger #{1:name}\nafter #{2:update} on #{3:table}\nbegin\n  #{4:statement};\nend;",
  },
  { label: "txn", detail: "transaction", template: "begin immediate;\n#{1:statements}\ncommit;" },
];

/** Offered inside a statement. */
export const expressionSnippets: readonly Snippet[] = [
  {
    label: "casew",
    detail: "case when … end",
    template: "case when #{1:condition} then #{2:value} else #{3:value} end",
  },
  { label: "exi", detail: "exists (…)", template: "exists (select 1 from #{1:table} where #{2:condition})" },
  {
    label: "win",
    detail: "window function",
    template: "#{1:row_number()} over (partition by #{2:column} order by #{3:column})",
  },
];
