/** SQLite's keywords and built-in functions, for colours, completion and quoting. */

/** Source: https://www.sqlite.org/lang_keywords.html */
export const keywords: readonly string[] =
  `abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case
  cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp
  database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive
  exists explain fail filter first following for foreign from full generated glob group groups having if ignore immediate
  in index indexed initially inner insert instead intersect into is isnull join key last left like limit match materialized
  natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding primary
  query raise range recursive references regexp reindex release rename replace restrict returning right rollback row rows
  savepoint select set table temp temporary then ties to transaction trigger unbounded union unique update using vacuum
  values view virtual when where window with without strict rowid true false`
    .trim()
    .split(/\s+/);

/** Types people declare columns with; SQLite takes any word. https://www.sqlite.org/datatype3.html §3.1 */
export const types: readonly string[] =
  "integer int bigint real double float numeric decimal text varchar char clob blob boolean date datetime any".split(
    " ",
  );

/** Source: https://www.sqlite.org/lang_corefunc.html, lang_aggfunc, lang_datefunc, lang_mathfunc, windowfunctions, json1 */
export const functions: readonly string[] =
  `abs acos asin atan atan2 avg ceil changes char coalesce concat concat_ws cos count cume_dist date datetime degrees
  dense_rank exp first_value floor format glob group_concat hex ifnull iif instr json json_array json_array_length
  json_extract json_group_array json_group_object json_insert json_object json_patch json_quote json_remove json_replace
  json_set json_type json_valid jsonb julianday lag last_insert_rowid last_value lead length like ln log log10 log2 lower
  ltrim max min mod nth_value ntile nullif octet_length percent_rank pi pow printf quote radians random randomblob rank
  replace round row_number rtrim sign sin soundex sqlite_version sqrt strftime string_agg substr sum tan time timediff
  total total_changes trim trunc typeof unhex unicode unixepoch upper zeroblob`
    .trim()
    .split(/\s+/);

const reserved = new Set(keywords);

/** A name as one would write it: in double quotes only where SQLite needs them. */
export function writtenName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}
