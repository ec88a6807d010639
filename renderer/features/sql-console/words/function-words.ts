/**
 * What SQLite's functions do, in a line each: signature, then a sentence. Those this build has come from the engine
 * (`console.words`); a function without a line here is offered all the same.
 * Source: https://www.sqlite.org/lang_corefunc.html, lang_aggfunc, lang_datefunc, lang_mathfunc, windowfunctions, json1
 */
const lines = `
abs(x)|The value without its sign.
avg(x)|Mean of the values that are not NULL, as REAL.
ceil(x)|The least integer that is not less than x.
changes()|Rows the last INSERT, UPDATE or DELETE changed.
char(x, …)|The text of these code points.
coalesce(a, b, …)|The first value that is not NULL.
concat(a, …)|The values as one text; NULL counts as empty.
concat_ws(separator, a, …)|The values that are not NULL, with a separator between them.
count(x)|Rows where x is not NULL; count(*) counts all.
cume_dist()|Window: share of rows up to and including this one.
date(time, modifier, …)|A date as YYYY-MM-DD.
datetime(time, modifier, …)|A time as YYYY-MM-DD HH:MM:SS.
dense_rank()|Window: rank without gaps.
first_value(x)|Window: x of the first row of the frame.
floor(x)|The greatest integer that is not greater than x.
format(format, a, …)|A text as C's printf would write it; %Q quotes for SQL.
glob(pattern, text)|What text GLOB pattern gives.
group_concat(x, separator)|All texts of the group as one; use ORDER BY inside for an order.
hex(x)|The bytes of x in hexadecimal.
ifnull(a, b)|a, or b when a is NULL.
iif(condition, a, b)|a when the condition is true, else b.
instr(text, part)|1-based place of the first occurrence; 0 when there is none.
json(text)|Checked and compacted JSON.
json_array(a, …)|A JSON array of the values.
json_array_length(json, path)|Number of elements.
json_each(json, path)|Table function: a row for each element; key, value, type, atom, path.
json_extract(json, path, …)|The value at a path such as $.a[0]; json ->> path is shorter.
json_group_array(x)|A JSON array of the group's values.
json_group_object(name, value)|A JSON object of the group's pairs.
json_insert(json, path, value, …)|Adds what is not there yet.
json_object(name, value, …)|A JSON object of the pairs.
json_patch(json, patch)|RFC 7396 merge patch.
json_pretty(json)|JSON with line breaks and indents.
json_remove(json, path, …)|JSON without these elements.
json_replace(json, path, value, …)|Replaces what is there.
json_set(json, path, value, …)|Replaces what is there, adds what is not.
json_tree(json, path)|Table function: a row for each element at any depth.
json_type(json, path)|null, true, false, integer, real, text, array or object.
json_valid(json, flags)|1 when it is well-formed.
julianday(time, modifier, …)|Days since noon on 24 November 4714 BC.
lag(x, offset, default)|Window: x of an earlier row.
last_insert_rowid()|The rowid of the last INSERT of this connection.
last_value(x)|Window: x of the last row of the frame.
lead(x, offset, default)|Window: x of a later row.
length(x)|Characters of a text, bytes of a BLOB.
like(pattern, text, escape)|What text LIKE pattern gives.
lower(text)|ASCII letters in lower case.
ltrim(text, characters)|Without these characters (blanks) at the beginning.
max(a, b, …)|With one argument the greatest of the group, else the greatest of the arguments.
median(x)|The middle value of the group.
min(a, b, …)|With one argument the least of the group, else the least of the arguments.
nth_value(x, n)|Window: x of the n-th row of the frame.
ntile(n)|Window: n groups as even as can be.
nullif(a, b)|a, or NULL when both are equal.
octet_length(x)|Bytes of a text or BLOB.
percentile(x, p)|The p-th percentile (0 to 100) of the group.
percent_rank()|Window: rank as a share from 0 to 1.
pow(x, y)|x to the power of y.
printf(format, a, …)|Another name of format.
quote(x)|The value as a SQL literal.
random()|An integer between -2^63 and 2^63-1.
randomblob(n)|n random bytes.
rank()|Window: rank with gaps.
replace(text, from, to)|Every occurrence replaced.
round(x, digits)|Rounded to digits after the point.
row_number()|Window: 1, 2, 3 …
rtrim(text, characters)|Without these characters (blanks) at the end.
sign(x)|-1, 0 or 1.
soundex(text)|Its soundex code.
sqlite_version()|The version of SQLite.
sqrt(x)|Square root.
strftime(format, time, modifier, …)|A time by a format such as %Y-%m.
string_agg(x, separator)|Another name of group_concat.
substr(text, start, length)|A part, from the 1-based place; negative counts from the end.
sum(x)|Sum of the values that are not NULL; NULL when there are none.
time(time, modifier, …)|A time as HH:MM:SS.
timediff(a, b)|What has to be added to b to get a.
total(x)|Sum as REAL; 0.0 when there are none.
total_changes()|Rows changed since this connection was opened.
trim(text, characters)|Without these characters (blanks) at both ends.
trunc(x)|Without what stands after the point.
typeof(x)|null, integer, real, text or blob.
unhex(text, ignored)|The bytes that hexadecimal digits stand for.
unicode(text)|Code point of the first character.
unixepoch(time, modifier, …)|Seconds since 1970.
upper(text)|ASCII letters in upper case.
zeroblob(n)|n bytes of zero.`;

export interface FunctionWords {
  readonly signature: string;
  readonly sentence: string;
}

const known = new Map<string, FunctionWords>(
  lines
    .trim()
    .split("\n")
    .map((line) => {
      const [signature = "", sentence = ""] = line.split("|");
      return [signature.slice(0, signature.indexOf("(")), { signature, sentence }];
    }),
);

/** Signature and sentence of a function, as far as this file knows it. */
export function functionWords(name: string): FunctionWords | undefined {
  return known.get(name.toLowerCase());
}
