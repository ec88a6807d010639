/** English names as code writes them: words of a name, singular and plural. Pure; what it gets wrong, the user renames. */

/** Irregular words, singular to plural. */
const IRREGULAR: readonly (readonly [string, string])[] = [
  ["person", "people"],
  ["child", "children"],
  ["man", "men"],
  ["woman", "women"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["mouse", "mice"],
  ["goose", "geese"],
  ["index", "indexes"],
  ["index", "indices"],
  ["vertex", "vertices"],
  ["matrix", "matrices"],
  ["criterion", "criteria"],
  ["analysis", "analyses"],
  ["basis", "bases"],
  ["crisis", "crises"],
  ["diagnosis", "diagnoses"],
  ["hypothesis", "hypotheses"],
  ["hero", "heroes"],
  ["potato", "potatoes"],
  ["tomato", "tomatoes"],
  ["echo", "echoes"],
  ["leaf", "leaves"],
  ["life", "lives"],
  ["knife", "knives"],
  ["wife", "wives"],
  ["half", "halves"],
  ["shelf", "shelves"],
  ["wolf", "wolves"],
  ["quiz", "quizzes"],
  ["bus", "buses"],
  ["gas", "gases"],
  ["lens", "lenses"],
  ["alias", "aliases"],
];
/** The same in both numbers. */
const BOTH = new Set(
  "data media metadata series species news info information equipment money fish sheep feedback history stuff software staff".split(
    " ",
  ),
);
/** Words on -ie, whose plural looks like one of -y. */
const IE = new Set(
  "movie cookie zombie tie pie lie die calorie genie rookie selfie brownie hoodie eerie prairie".split(" "),
);

/** Words on -as and -os that are one thing already; others are several: cinemas, studios. */
const ONE = new Set(
  "alias atlas bias canvas christmas gas pancreas texas chaos cosmos ethos kudos mythos os pathos".split(" "),
);

/** The words of a name, in lower case: `order_items`, `OrderItems`, `HTTPLog2` → order items, http log2. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/** One of it: `movies` → `movie`. A word that is no plural stays. */
export function singular(word: string): string {
  if (BOTH.has(word)) return word;
  const irregular = IRREGULAR.find(([one, many]) => many === word || one === word);
  if (irregular) return irregular[0];
  if (!word.endsWith("s") || ONE.has(word) || /(ss|us|is)$/.test(word) || word.length < 3) return word;
  if (word.endsWith("ies")) {
    const one = word.slice(0, -1);
    return IE.has(one) || word.length === 4 ? one : `${word.slice(0, -3)}y`;
  }
  if (/(ss|sh|ch|x|zz|(?<![ao])us)es$/.test(word) && !/(cache|axe|ache)s$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** Several of it: `category` → `categories`. */
export function plural(word: string): string {
  if (BOTH.has(word)) return word;
  const irregular = IRREGULAR.find(([one]) => one === word);
  if (irregular) return irregular[1];
  if (IRREGULAR.some(([, many]) => many === word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** The last word changed by `change`, the others as they are. */
function lastChanged(words: readonly string[], change: (word: string) => string): string[] {
  return words.map((word, at) => (at === words.length - 1 ? change(word) : word));
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Source: https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const PYTHON_KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Can it be written as a name in Python? */
export function isPythonName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && !PYTHON_KEYWORDS.has(text);
}

/** Attributes that SQLAlchemy's declarative classes have of their own: one of this name cannot be mapped, or hides what they need. */
export function isReservedAttribute(name: string): boolean {
  return name === "metadata" || name === "registry" || name.startsWith("__") || name.startsWith("_sa_");
}

/** Can an attribute of a class be called so? */
export const isAttributeName = (name: string): boolean => isPythonName(name) && !isReservedAttribute(name);

/** `order_items` → `OrderItem`. Always an identifier of the usual languages. */
export function classNameOf(tableName: string): string {
  const name = lastChanged(wordsOf(tableName), singular).map(capital).join("");
  if (name === "") return "Table";
  if (/^(None|True|False)$/.test(name)) return `${name}_`;
  return /^\p{N}/u.test(name) ? `T${name}` : name;
}

/** The name of a new class's table: `OrderItem` → `order_items`. */
export function tableNameOf(className: string): string {
  return lastChanged(wordsOf(className), (word) => plural(singular(word))).join("_");
}

/** `OrderItem` → `order_item`, or `order_items`. */
export function attributeOf(className: string, many: boolean): string {
  const words = wordsOf(className);
  const name = (many ? lastChanged(words, plural) : words).join("_");
  return name === "" ? "rows" : /^\p{N}/u.test(name) ? `_${name}` : name;
}

/** What a foreign key's column speaks of: `movie_id`, `MovieId` → `movie`; null when nothing is left. */
export function referenceOf(column: string): string | null {
  const words = wordsOf(column);
  const rest = words.length > 1 && /^(id|fk|key|uuid)$/.test(words.at(-1) ?? "") ? words.slice(0, -1) : words;
  return rest.length === 0 ? null : rest.join("_");
}
