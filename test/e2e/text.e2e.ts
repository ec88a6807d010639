/** Whatever a database holds is shown as text: names, values, errors and file names that look like HTML or a script. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { type JoineryApp, launchJoinery } from "./harness.ts";

const payloads = [
  `<img src=x onerror="ran('img')">`,
  `<script>ran('script')</script>`,
  `<svg onload="ran('svg')"><a href="javascript:ran('link')">x</a></svg>`,
  `"><style>*{display:none!important}</style>`,
  `javascript:ran('url')`,
  `{{constructor.constructor('ran(1)')()}}`,
];
const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Every place a name or a value can stand in, with each payload in it. */
const script = payloads
  .map(
    (payload, i) => `
    CREATE TABLE ${name(`${payload} t${i}`)} (id INTEGER PRIMARY KEY, ${name(payload)} TEXT DEFAULT ${text(payload)},
      CHECK (${name(payload)} <> 'forbidden'));
    INSERT INTO ${name(`${payload} t${i}`)} (${name(payload)}) VALUES (${text(payload)});
    CREATE VIEW ${name(`${payload} v${i}`)} AS SELECT ${text(payload)} AS ${name(payload)};
    CREATE VIEW ${name(`${payload} broken${i}`)} AS SELECT * FROM ${name(`${payload} missing`)};
    CREATE INDEX ${name(`${payload} i${i}`)} ON ${name(`${payload} t${i}`)} (${name(payload)});
    CREATE TRIGGER ${name(`${payload} g${i}`)} BEFORE DELETE ON ${name(`${payload} t${i}`)}
      BEGIN SELECT RAISE(ABORT, ${text(payload)}); END;`,
  )
  .join("\n");

let joinery: JoineryApp;
let page: Page;

/** From the first line of the page on: what ran, and what the policy had to refuse. */
async function watch(watched: Page): Promise<void> {
  await watched.addInitScript(() => {
    const seen = { ran: [] as unknown[], violations: [] as string[] };
    Object.assign(window, { seen, ran: (what: unknown) => seen.ran.push(what) });
    document.addEventListener("securitypolicyviolation", (event) => seen.violations.push(event.violatedDirective));
  });
  await watched.reload();
}

const seen = () => page.evaluate(() => (window as unknown as { seen: { ran: unknown[]; violations: string[] } }).seen);
const grid = () => page.getByTestId("grid-mirror").filter({ visible: true });

test.beforeAll(async () => {
  const path = makeDatabase(script, "<img src=x onerror=ran('file')>.db");
  joinery = await launchJoinery({ files: [path] });
  page = joinery.page;
  await watch(page);
  await expect(page.getByRole("treegrid")).toBeVisible();
});
test.afterEach(async () => {
  expect(await seen()).toEqual({ ran: [], violations: [] });
});
test.afterAll(() => joinery.close());

test("the file's name", async () => {
  await expect(page.getByRole("toolbar", { name: "Database" })).toContainText("<img src=x onerror=ran('file')>.db");
});

payloads.forEach((payload, i) => {
  test(`tables, columns, values and views called ${payload}`, async () => {
    await joinery.openTable(`${payload} t${i}`);
    await expect(grid().getByRole("gridcell", { name: payload, exact: true })).toBeAttached();
    await expect(grid().getByRole("columnheader").nth(2)).toContainText(payload);
    await joinery.openTable(`${payload} v${i}`);
    await expect(grid().getByRole("gridcell", { name: payload, exact: true })).toBeAttached();
    await page.mouse.move(600, 120);
  });
});

test("errors of broken views, of constraints and of triggers", async () => {
  for (const payload of payloads) {
    const i = payloads.indexOf(payload);
    await page
      .getByRole("treegrid")
      .getByRole("row", { name: `${payload} broken${i}` })
      .first()
      .dblclick();
    await expect(page.getByTestId("error").filter({ visible: true }).first()).toBeVisible();
  }
  const table = name(`${payloads[0]} t0`);
  await joinery.command("console.new");
  await page
    .getByRole("textbox", { name: /SQL of/ })
    .filter({ visible: true })
    .click();
  for (const sql of [
    `DELETE FROM ${table}`,
    `UPDATE ${table} SET ${name(payloads[0] ?? "")} = 'forbidden'`,
    `SELECT ${payloads[0]} FROM ${table}`,
  ]) {
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(sql);
    await page.getByRole("button", { name: "Run", exact: true }).filter({ visible: true }).click();
    await expect(page.getByTestId("messages").filter({ visible: true }).getByTestId("error")).toBeVisible();
  }
});

test("staged values, the list of pending changes and the SQL of a commit", async () => {
  await joinery.openTable(`${payloads[0]} t0`);
  await grid().focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type(`${payloads[2]} edited`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
  await joinery.command("view.pending");
  await expect(page.getByText(`${payloads[2]} edited`).first()).toBeAttached();
  await joinery.command("session.preview");
  await joinery.command("session.rollback");
});

test("context menus and the palette", async () => {
  const row = page
    .getByRole("treegrid")
    .getByRole("row", { name: `${payloads[1]} t1` })
    .first();
  await joinery.chooseInContextMenu(() => row.click({ button: "right" }), null);
  await joinery.command("palette.objects");
  await page.keyboard.type("img");
  await expect(page.getByRole("dialog")).toContainText("<img src=x");
  await page.keyboard.press("Escape");
});
