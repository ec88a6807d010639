/** What the pragmas people use are about, and the values they take. Source: https://www.sqlite.org/pragma.html */
const lines = `
analysis_limit|Rows ANALYZE looks at; 0 is all.
application_id|A number in the file's header for the program that made it.
auto_vacuum|Whether freed pages are given back; a change needs VACUUM.|none full incremental
busy_timeout|Milliseconds to wait for another program's lock.
cache_size|Pages kept in memory; negative in KiB.
cell_size_check|Checks b-tree pages when they are read.|on off
collation_list|Collating sequences of this connection.
compile_options|How SQLite was compiled.
data_version|Changes when another connection commits.
database_list|Databases of this connection and their files.
defer_foreign_keys|Checks foreign keys at COMMIT, until then.|on off
encoding|Text encoding of the file.
foreign_key_check|Rows that break a foreign key.
foreign_key_list|Foreign keys of a table.
foreign_keys|Whether foreign keys are enforced on this connection.|on off
freelist_count|Pages that hold nothing.
function_list|Functions of this connection.
ignore_check_constraints|Leaves CHECK aside.|on off
incremental_vacuum|Gives back this many free pages.
index_info|Columns of an index.
index_list|Indexes of a table.
index_xinfo|Columns of an index with their order and collation.
integrity_check|Looks at every page and constraint; "ok" when all is well.
journal_mode|How transactions are made safe; wal is kept in the file.|delete truncate persist memory wal off
journal_size_limit|Bytes a journal may keep.
legacy_alter_table|ALTER TABLE RENAME as before 3.26.|on off
locking_mode|Whether locks are kept between transactions.|normal exclusive
max_page_count|The file grows no larger.
mmap_size|Bytes read by memory mapping.
optimize|Runs ANALYZE where it would help.
page_count|Pages of the file.
page_size|Bytes a page; a change needs VACUUM.
query_only|Nothing can be written.|on off
quick_check|integrity_check without the indexes.
recursive_triggers|A trigger may fire itself.|on off
reverse_unordered_selects|Shows whether a query relies on an order nobody asked for.|on off
schema_version|Changes with every change of the schema.
secure_delete|Overwrites what is deleted with zeros.|on off fast
synchronous|How often the disk is synced.|off normal full extra
table_info|Columns of a table.
table_list|Tables and views.
table_xinfo|Columns of a table with hidden and generated ones.
temp_store|Where temporary tables are.|default file memory
trusted_schema|Whether views and triggers may use any function.|on off
user_version|A number in the file's header for your use.
wal_autocheckpoint|Pages of the WAL after which it is copied into the file.
wal_checkpoint|Copies the WAL into the file.|passive full restart truncate`;

interface PragmaWords {
  readonly sentence: string;
  readonly values: readonly string[];
}

const known = new Map<string, PragmaWords>(
  lines
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", sentence = "", values = ""] = line.split("|");
      return [name, { sentence, values: values === "" ? [] : values.split(" ") }];
    }),
);

/** Pragmas that take a table's name in parentheses. */
export const ofTable = new Set(
  "table_info table_xinfo table_list index_list foreign_key_list foreign_key_check integrity_check quick_check".split(
    " ",
  ),
);
/** Pragmas that take an index's name. */
export const ofIndex = new Set(["index_info", "index_xinfo"]);

/** What a pragma is about, as far as this file knows it. */
export function pragmaWords(name: string): PragmaWords | undefined {
  return known.get(name.toLowerCase());
}
