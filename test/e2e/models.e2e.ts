/** The model editor in the real app: the first day (S0), changing a parent table with data (S3), and its states. */
import { basename, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { isRunning, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let app: JoineryApp;
let page: Page;

test.beforeAll(async () => {
  app = await launchJoinery();
  page = app.page;
});
test.afterAll(async () => {
  expect(app.pageErrors).toEqual([]);
  await app.close();
});

const editor = () => page.getByTestId("model-editor").filter({ visible: true });
const labelled = (name: string) => editor().getByLabel(name, { exact: true });
const draftBar = () => editor().getByTestId("draft-bar");
const form = () => editor().getByTestId("model-form");

/** Types into a field of the form and takes it with Enter. */
async function put(name: string, text: string): Promise<void> {
  await labelled(name).fill(text);
  await labelled(name).press("Enter");
}

async function addColumn(name: string, type: string): Promise<void> {
  await labelled("Name of a new column").fill(name);
  await labelled("Type of a new column").fill(type);
  await labelled("Type of a new column").press("Enter");
  await expect(labelled(`Name of ${name}`)).toHaveValue(name);
}

async function open(path: string): Promise<void> {
  await app.answerOpenDialog(path);
  await app.command("database.pick");
  // The one before may be in front until it is closed.
  const shown = page.getByTestId("database").filter({ visible: true });
  await expect(shown.getByRole("button", { name: basename(path), exact: true })).toBeVisible();
  await expect(shown.getByTestId("status-bar")).toContainText("read");
}

async function showModel(name: string): Promise<void> {
  await editor()
    .getByRole("listbox", { name: "Models" })
    .getByRole("option", { name: new RegExp(`\\b${name}\\b`) })
    .click();
  await expect(labelled("Table name")).toHaveValue(name);
}

/** Opens a table without rows. */
async function openEmpty(name: string): Promise<GridOnPage> {
  await page
    .getByRole("treegrid")
    .getByRole("row", { name: new RegExp(`^${name}, table`) })
    .dblclick();
  await expect(page.getByRole("grid", { name, exact: true })).toBeVisible();
  return new GridOnPage(page);
}

/** What axe finds wrong in the model editor. */
async function axe(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("[data-testid=model-editor]").analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
}

test("S0: models of movies and reviews, previewed, created, and filled in the table view", async () => {
  const path = join(temporaryFolder(), "movies.db");
  await app.answerSaveDialog(path);
  await app.command("database.create");
  await expect(page.getByText("This database is empty")).toBeVisible();
  await page.getByRole("button", { name: "New table…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Class name").fill("Movie");
  await expect(dialog.getByLabel("Table name")).toHaveValue("movies");
  await dialog.getByRole("button", { name: "Add to the draft" }).click();
  await addColumn("title", "TEXT");
  await addColumn("year", "INTEGER");
  await addColumn("rating", "REAL");

  await editor().getByRole("button", { name: "New", exact: true }).click();
  await page.getByRole("menuitem", { name: "Table…", exact: true }).click();
  await dialog.getByLabel("Class name").fill("Review");
  await dialog.getByLabel("Class name").press("Enter");
  await expect(labelled("Class name")).toHaveValue("Review");
  await addColumn("text", "TEXT");
  await form().getByRole("button", { name: "Relationship…" }).click();
  await expect(dialog.getByLabel("With")).toHaveValue("movies");
  await dialog.getByLabel("End on Review").fill("movie");
  await dialog.getByLabel("End on Movie").fill("reviews");
  await dialog.getByRole("button", { name: "Add to the draft" }).click();
  await expect(labelled("Name of movie_id")).toBeVisible();
  const relationships = form().getByTestId("relationships");
  await expect(relationships.getByRole("row").nth(1)).toContainText("many-to-one");
  await expect(labelled("Name of the relationship movie")).toHaveValue("movie");
  await expect(labelled("Other end of movie")).toHaveValue("reviews");

  await draftBar().getByRole("button", { name: "Preview SQL" }).click();
  const plan = editor().getByTestId("plan-panel");
  await expect(plan.locator("pre")).toHaveCount(2);
  const shown = (await plan.locator("pre").allTextContents()).map((sql) => sql.replace(/;\s*$/, ""));
  expect(await axe()).toEqual([]);
  expect(readDatabase(path, "SELECT count(*) FROM sqlite_schema")).toEqual([[0]]);
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^reviews, table/ })).toBeVisible();
  // What was shown is what was run.
  expect(readDatabase(path, "SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").flat()).toEqual(shown);

  const movies = await openEmpty("movies");
  for (const [row, title] of ["Alien", "Brazil", "Casablanca"].entries()) {
    await app.command("row.add");
    await movies.type(row, "title", title);
  }
  await app.command("session.commit");
  await expect.poll(() => readDatabase(path, "SELECT id, title FROM movies").length).toBe(3);
  const reviews = await openEmpty("reviews");
  for (const [row, text] of ["Still scares", "Here’s looking at you"].entries()) {
    await app.command("row.add");
    await reviews.type(row, "text", text);
    await reviews.type(row, "movie_id", row === 0 ? "1" : "3");
  }
  await app.command("session.commit");
  await expect
    .poll(() => readDatabase(path, "SELECT text, title FROM reviews JOIN movies ON movies.id = movie_id ORDER BY 1"))
    .toEqual([
      ["Here’s looking at you", "Casablanca"],
      ["Still scares", "Alien"],
    ]);
  await app.command("database.close");
});

/** A parent with everything that hangs on a table: children, a partial index, triggers, a view with INSTEAD OF, comments. */
const PARENT = `
  CREATE TABLE authors ( -- who wrote
    code TEXT NOT NULL PRIMARY KEY, -- short, by hand
    nmae TEXT NOT NULL, -- misspelt
    born TEXT, -- a year
    country TEXT DEFAULT 'UK' -- where
  );
  CREATE TABLE countries(code TEXT PRIMARY KEY, label TEXT);
  CREATE TABLE books(id INTEGER PRIMARY KEY, author TEXT REFERENCES authors(code) ON DELETE CASCADE, title TEXT);
  CREATE TABLE log(what TEXT);
  CREATE INDEX recent ON authors(born) WHERE born > '1900';
  CREATE TRIGGER t1 AFTER INSERT ON authors BEGIN INSERT INTO log VALUES ('in ' || new.nmae); END;
  CREATE TRIGGER t2 AFTER UPDATE ON authors BEGIN INSERT INTO log VALUES ('up ' || new.nmae); END;
  CREATE VIEW british AS SELECT code, nmae FROM authors WHERE country = 'UK';
  CREATE TRIGGER vi INSTEAD OF INSERT ON british BEGIN INSERT INTO authors(code, nmae) VALUES (new.code, new.nmae); END;
  INSERT INTO countries VALUES ('UK', 'United Kingdom');
  INSERT INTO authors(rowid, code, nmae, born) VALUES (10, 'le', 'Le Guin', '1929'), (20, 'wo', 'Woolf', '1882');
  INSERT INTO books VALUES (1, 'le', 'The Dispossessed'), (2, 'wo', 'Orlando'), (3, 'le', 'The Lathe of Heaven');
  DELETE FROM log;`;

const everything = (path: string) => ({
  schema: readDatabase(path, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"),
  authors: readDatabase(path, "SELECT rowid, *, typeof(born) FROM authors ORDER BY rowid"),
  books: readDatabase(path, "SELECT * FROM books ORDER BY id"),
  log: readDatabase(path, "SELECT * FROM log"),
  checks: [readDatabase(path, "PRAGMA foreign_key_check"), readDatabase(path, "PRAGMA integrity_check")],
});

/** SQL without blanks and quotes around plain names: what a rebuild may write otherwise. */
const tokens = (rows: unknown[][]) => rows.map((row) => row.map((value) => String(value).replace(/["\s]/g, "")));

test("S3: a parent table with data is changed, and changed back, and nothing else is", async () => {
  const path = makeDatabase(PARENT, "library.db");
  const before = everything(path);
  await open(path);
  // One edit staged in another table.
  const countries = await GridOnPage.open(page, "countries");
  await countries.type(0, "label", "Britain");
  await expect(page.getByText("1 change · 1 table").filter({ visible: true })).toBeVisible();

  const tree = page.getByTestId("schema-tree").filter({ visible: true });
  await app.chooseInContextMenu(
    () => tree.getByRole("row", { name: /^authors, table/ }).click({ button: "right" }),
    "Edit Table…",
  );
  await expect(labelled("Table name")).toHaveValue("authors");
  await expect(labelled("Comment of nmae")).toHaveValue("misspelt");
  // The view would hand the new name on to its trigger: said before anything is done, with a way out.
  await put("Name of nmae", "name");
  await expect(editor().getByTestId("error")).toContainText("trigger vi");
  await editor().getByRole("button", { name: "Keep the column names of “british”" }).click();
  await expect(labelled("Name of name")).toHaveValue("name");
  await put("Type of born", "INTEGER");
  await form().getByRole("button", { name: "More of born" }).click();
  await put("CHECK of born", "born > 0");
  await labelled("Name of country").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(form().getByTestId("column-grid").locator("tr[data-row]").nth(2)).toHaveAttribute("data-row", "country");
  await labelled("Columns of a new foreign key").fill("country");
  await labelled("Columns of a new foreign key").press("Enter");
  await labelled("Parent table of a new foreign key").selectOption("countries");
  await expect(labelled("Parent table of the foreign key on country")).toHaveValue("countries");
  expect(everything(path)).toEqual(before);

  // Undo and redo are the draft's while its tab is in front.
  await app.command("session.undo");
  await expect(labelled("Parent table of the foreign key on country")).toHaveCount(0);
  await app.command("session.redo");
  await expect(labelled("Parent table of the foreign key on country")).toHaveValue("countries");

  await draftBar().getByRole("button", { name: "Preview SQL" }).click();
  const plan = editor().getByTestId("plan-panel");
  await expect(plan).toContainText("can be undone");
  await expect(plan.getByText("rebuild").first()).toBeVisible();
  await expect(plan.getByText(/^The way back: \d+ operations$/)).toBeVisible();
  await draftBar().getByRole("button", { name: "Dry run" }).click();
  const dryRun = plan.getByTestId("dry-run");
  await expect(dryRun).toHaveAttribute("data-clean", "true");
  await expect(dryRun).toContainText("2 values of born are others");
  expect(await axe()).toEqual([]);
  expect(everything(path)).toEqual(before);
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(draftBar()).toContainText("Applied:");

  const after = everything(path);
  expect(after.checks).toEqual(before.checks);
  expect(after.books).toEqual(before.books);
  expect(after.log).toEqual(before.log);
  expect(after.authors).toEqual([
    [10, "le", "Le Guin", "UK", 1929, "integer"],
    [20, "wo", "Woolf", "UK", 1882, "integer"],
  ]);
  expect(after.schema.map((row) => row.slice(0, 3))).toEqual(before.schema.map((row) => row.slice(0, 3)));
  const authors = String(after.schema.find(([type, name]) => type === "table" && name === "authors")?.[3]);
  for (const kept of ["-- who wrote", "-- short, by hand", "-- misspelt", "-- a year", "-- where"]) {
    expect(authors).toContain(kept);
  }
  expect(readDatabase(path, "SELECT nmae FROM british ORDER BY 1").flat()).toEqual(["Le Guin", "Woolf"]);
  // The edit elsewhere is staged still.
  await expect(page.getByText("1 change · 1 table").filter({ visible: true })).toBeVisible();
  expect(readDatabase(path, "SELECT label FROM countries")).toEqual([["United Kingdom"]]);

  await draftBar().getByRole("button", { name: "Undo the last schema change" }).click();
  await expect(draftBar()).toContainText("change");
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(draftBar()).toContainText("Applied: Undo of");
  const back = everything(path);
  expect(tokens(back.schema)).toEqual(tokens(before.schema));
  expect({ ...back, schema: [] }).toEqual({ ...before, schema: [] });
  await app.command("session.rollback");
  await app.command("database.close");
});

test("text is checked as one types, and is the same document as the form", async () => {
  const path = makeDatabase(PARENT, "texts.db");
  await open(path);
  await app.command("model.open");
  await showModel("books");
  await editor().getByRole("radio", { name: "SQL" }).click();
  const ddl = editor().getByTestId("ddl-editor");
  await ddl.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("CREATE INDEX by_titel ON books(titel);");
  await expect(ddl).toHaveAttribute("data-state", "mistaken");
  await expect(ddl.getByRole("status")).toContainText("titel");
  await expect(ddl.locator(".cm-lintRange-error")).toHaveText("titel");
  await expect(draftBar()).toHaveCount(0);
  for (let i = 0; i < "titel);".length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("title);");
  await expect(ddl).toHaveAttribute("data-state", "taken");
  await expect(draftBar()).toContainText("1 change");
  // Renamed at its place: a choice that is shown, not a guess.
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+h");
  await page.keyboard.press("Escape");
  await ddl.locator(".cm-line").first().click();
  await page.keyboard.press("End");
  for (let i = 0; i < "title TEXT);".length; i++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("sub");
  await expect(ddl).toContainText("subtitle stands in the place of title");
  expect(await axe()).toEqual([]);
  await editor().getByRole("radio", { name: "Form" }).click();
  await expect(labelled("Name of subtitle")).toBeVisible();
  await app.command("model.discard");
  await expect(labelled("Name of title")).toBeVisible();
  await app.command("database.close");
});

test("a draft and a text with a mistake in it outlive kill -9 of everything", async () => {
  const path = makeDatabase(PARENT, "killed.db");
  const userData = temporaryFolder();
  const first = await launchJoinery({ userData, files: [path] });
  const [before, own] = [page, app];
  [app, page] = [first, first.page];
  await expect(page.getByRole("tab", { name: "authors" })).toBeVisible();
  await app.command("model.open");
  await showModel("authors");
  await put("Name of born", "birth");
  await expect(labelled("Name of birth")).toBeVisible();
  await editor().getByRole("radio", { name: "SQL" }).click();
  await editor().locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("CREATE INDEX broken ON authors(");
  await expect(editor().getByTestId("ddl-editor")).toHaveAttribute("data-state", "mistaken");
  // What is typed is on disk within a second.
  await page.waitForTimeout(1000);
  const pids = await app.electron.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ pid }) => pid));
  for (const pid of pids) if (isRunning(pid)) process.kill(pid, "SIGKILL");
  await expect.poll(() => pids.filter(isRunning)).toEqual([]);

  app = await launchJoinery({ userData, files: [path] });
  page = app.page;
  await page.getByRole("tab", { name: "Models" }).click();
  await expect(draftBar()).toContainText("1 change");
  await expect(editor().locator(".cm-content")).toContainText("CREATE INDEX broken ON authors(");
  await expect(editor().getByTestId("ddl-editor")).toHaveAttribute("data-state", "mistaken");
  await editor().getByRole("radio", { name: "Form" }).click();
  await expect(labelled("Name of birth")).toBeVisible();
  expect(readDatabase(path, "SELECT born FROM authors")).toHaveLength(2);
  await app.close();
  [app, page] = [own, before];
});

test("says why nothing can be changed, and what is in the way", async () => {
  const path = makeDatabase(
    "CREATE TABLE t(a TEXT, b INTEGER); INSERT INTO t VALUES ('x', NULL), ('y', 2)",
    "states.db",
  );
  await open(path);
  await app.command("model.open");
  await labelled("NOT NULL of b").check();
  await draftBar().getByRole("button", { name: "Apply" }).click();
  const plan = editor().getByTestId("plan-panel");
  await expect(plan.getByTestId("error")).toContainText("NULL");
  await app.command("model.discard");
  await put("Name of a", "b");
  await expect(editor().getByTestId("error")).toContainText("b");
  await labelled("Name of a").press("Escape");
  await app.command("database.close");
  await expect(page.getByTestId("database")).toHaveCount(0);

  await app.answerOpenDialog(path);
  await app.command("database.pickReadOnly");
  await app.command("model.open");
  await expect(labelled("Name of a")).toHaveAttribute("readonly", "");
  await expect(editor()).toContainText("read-only");
  await app.command("database.close");
  await expect(page.getByTestId("database")).toHaveCount(0);
});

test("the tree renames, duplicates and drops, each as a draft whose plan is shown first", async () => {
  const path = makeDatabase(
    "CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('x'), ('y'); CREATE INDEX ta ON t(a); CREATE VIEW v AS SELECT 1 AS one",
    "acts.db",
  );
  await open(path);
  const row = (name: RegExp) => page.getByRole("treegrid").filter({ visible: true }).getByRole("row", { name });
  const plan = () => editor().getByTestId("plan-panel");
  const apply = async (objects: string[]) => {
    await draftBar().getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => readDatabase(path, "SELECT name FROM sqlite_schema ORDER BY name").flat()).toEqual(objects);
  };
  await row(/^t, table/).focus();
  await page.keyboard.press("F2");
  await expect(labelled("Table name")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("films");
  await page.keyboard.press("Enter");
  await expect(editor().getByRole("listbox", { name: "Models" })).toContainText("films");
  await apply(["films", "ta", "v"]);

  await app.chooseInContextMenu(() => row(/^films, table/).click({ button: "right" }), "Structure and Rows");
  await expect(plan()).toContainText("films_copy");
  await expect(labelled("Table name")).toHaveValue("films_copy");
  await apply(["films", "films_copy", "ta", "v"]);
  expect(readDatabase(path, "SELECT a FROM films_copy ORDER BY a")).toEqual([["x"], ["y"]]);

  await row(/^films_copy, table/).focus();
  await page.keyboard.press("Delete");
  await expect(plan()).toContainText("films_copy");
  // Not in the name of another table: what is typed next must not rename it.
  await expect(plan()).toBeFocused();
  // Nothing is dropped yet.
  expect(readDatabase(path, "SELECT count(*) FROM films_copy")).toEqual([[2]]);
  await app.command("model.discard");
  await row(/^v, view/).focus();
  await page.keyboard.press("F2");
  await expect(labelled("Table name")).toHaveValue("v");
  await expect(labelled("Table name")).toBeFocused();
  await app.command("database.close");
});

test("what is final is asked with numbers, that it is done always shows, a lock is said, and tabs follow a rename", async () => {
  const path = makeDatabase(
    "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(id INTEGER PRIMARY KEY, k INT); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1), (2, 9), (3, 8);",
    "final.db",
  );
  await open(path);
  await openEmpty("c");
  await app.command("model.open");
  await showModel("c");
  await labelled("Columns of a new foreign key").fill("k");
  await labelled("Columns of a new foreign key").press("Enter");
  await labelled("Parent table of a new foreign key").selectOption("p");
  await expect(labelled("Parent table of the foreign key on k")).toHaveValue("p");
  await draftBar().getByRole("button", { name: "Preview SQL" }).click();
  const plan = editor().getByTestId("plan-panel");
  await expect(plan.getByTestId("error")).toContainText("2 rows refer to rows that do not exist");
  // One verdict: what the plan refuses cannot be applied.
  await expect(draftBar().getByRole("button", { name: "Apply" })).toBeDisabled();
  await plan.getByRole("button", { name: "Delete these rows" }).click();
  await expect(plan).toContainText("2 rows are deleted");
  await app.screenshot("final-plan");
  await app.answerQuestions(1);
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => app.askedQuestions()).toHaveLength(1);
  expect(readDatabase(path, "SELECT count(*) FROM c")).toEqual([[3]]);
  // Another program holds the file while the plan is closed.
  await plan.getByRole("button", { name: "Close the plan" }).click();
  await app.answerQuestions(0);
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(editor().getByTestId("apply-failed")).toBeVisible({ timeout: 30_000 });
  await app.screenshot("apply-failed");
  other.exec("ROLLBACK");
  other.close();
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(draftBar()).toContainText("Applied: ");
  await expect(draftBar()).toContainText("cannot be undone");
  await expect(editor().getByTestId("apply-failed")).toHaveCount(0);
  await app.screenshot("applied");
  expect(readDatabase(path, "SELECT id FROM c")).toEqual([[1]]);
  await expect(page.getByText("Changed by another program")).toHaveCount(0);

  await put("Table name", "kept");
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("tab", { name: "kept" })).toBeVisible();
  await expect(page.getByRole("tab", { name: /^c$/ })).toHaveCount(0);
  await page.getByRole("tab", { name: "kept" }).click();
  await expect(page.getByRole("grid", { name: "kept", exact: true })).toBeVisible();
  // One palette, closed by one Esc whatever is typed.
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("dark");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+p");
  await page.keyboard.press("Control+Shift+P");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await app.command("database.close");
});

test("what SQLite would only say later is said where it is typed, with a way out of one click", async () => {
  const path = makeDatabase(
    `CREATE TABLE shelves(id INTEGER PRIMARY KEY, room TEXT);
     CREATE TABLE volumes ( -- the catalogue
       id INTEGER PRIMARY KEY,
       room TEXT REFERENCES shelves(room),
       pages INT CONSTRAINT fits CHECK (pages > 0) CONSTRAINT fits CHECK (pages < 9000)
     )`,
    "later.db",
  );
  await open(path);
  await app.command("model.open");
  await showModel("volumes");
  await expect(form().getByText("the catalogue")).toBeVisible();
  // The second of two rules with one name.
  await form().getByRole("button", { name: "Drop CHECK pages < 9000" }).click();
  await expect(form().getByRole("button", { name: "Drop CHECK pages < 9000" })).toHaveCount(0);
  await expect(form().getByRole("button", { name: "Drop CHECK pages > 0" })).toBeVisible();
  const keys = form().getByTestId("foreign-keys");
  await expect(keys).toContainText("refers to “room” of “shelves”, which is not unique.");
  expect(await axe()).toEqual([]);
  await app.screenshot("foreign-key-fault");
  await app.command("theme.dark");
  expect(await axe()).toEqual([]);
  await app.screenshot("foreign-key-fault-dark");
  await app.command("theme.light");
  await keys.getByRole("button", { name: "Make room of shelves UNIQUE" }).click();
  await expect(keys).not.toContainText("not unique");
  await put("Default of room", "it's dark");
  await editor().getByRole("button", { name: "Put it in quotes: 'it''s dark'" }).click();
  await expect(labelled("Default of room")).toHaveValue("'it''s dark'");
  await put("Default of pages", "lenght('x')");
  await expect(editor().getByText("Did you mean length()?")).toBeVisible();
  // What was refused stands in its field, and Apply would ask for it once more.
  await labelled("Default of pages").press("Escape");
  await draftBar().getByRole("button", { name: "Apply" }).click();
  await expect
    .poll(() => String(readDatabase(path, "SELECT sql FROM sqlite_schema WHERE name = 'volumes'")))
    .toContain("DEFAULT 'it''s dark'");
  expect(String(readDatabase(path, "SELECT sql FROM sqlite_schema WHERE name = 'volumes'"))).toContain(
    "CONSTRAINT fits CHECK (pages > 0)",
  );
  await app.command("database.close");
});
