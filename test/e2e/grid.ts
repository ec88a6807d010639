/** A data grid of the real app: read through its DOM mirror, used by mouse and keyboard on its canvas. */
import { expect, type Locator, type Page } from "@playwright/test";

export class GridOnPage {
  readonly page: Page;
  readonly mirror: Locator;

  /** `name`: which one, where rows of others are unfolded between its own. */
  constructor(page: Page, name?: string) {
    this.page = page;
    this.mirror = name
      ? page.getByRole("grid", { name, exact: true })
      : page.getByTestId("grid-mirror").filter({ visible: true });
  }

  /** Opens a table by double click in the schema tree, and waits for its first row. */
  static async open(page: Page, name: string): Promise<GridOnPage> {
    const tree = page.getByRole("treegrid");
    await tree
      .getByRole("row")
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
      .dblclick();
    const grid = new GridOnPage(page);
    await expect(page.getByRole("grid", { name, exact: true })).toBeVisible();
    await expect(grid.mirror.locator("[data-row='0'] [role=gridcell]").first()).not.toHaveAttribute(
      "data-kind",
      "loading",
    );
    return grid;
  }

  /** A cell on screen, by 0-based row and the column's name. */
  cell(row: number, column: string): Locator {
    return this.mirror.locator(`[data-row="${row}"] [role=gridcell][data-column="${column}"]`);
  }
  row(row: number): Locator {
    return this.mirror.locator(`[data-row="${row}"]`);
  }
  rowNumber(row: number): Locator {
    return this.row(row).getByRole("rowheader");
  }
  header(column: string): Locator {
    return this.mirror.locator(`[role=columnheader][data-column="${column}"]`);
  }
  editor(): Locator {
    return this.page.getByTestId("cell-editor").locator("textarea");
  }

  /** Waits until the mirror shows what is painted, two frames long: what a key before did has come and is through. */
  async rest(): Promise<void> {
    await this.mirror.evaluateAll(async (mirrors) => {
      const behind = () => mirrors.some((mirror) => mirror.hasAttribute("data-behind"));
      for (let still = 0; still < 2; still = behind() ? 0 : still + 1) await new Promise(requestAnimationFrame);
    });
  }

  /** Where something of the mirror is painted: its middle, once the view rests. */
  async middle(of: Locator): Promise<{ x: number; y: number }> {
    await this.rest();
    const box = await of.boundingBox();
    if (!box) throw new Error("not on screen");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  async click(of: Locator, options?: Parameters<Page["mouse"]["click"]>[2]): Promise<void> {
    const { x, y } = await this.middle(of);
    await this.page.mouse.click(x, y, options);
  }

  /** Unfolds or folds what refers to a row, by the triangle at its number. */
  async fold(row: number): Promise<void> {
    const box = await this.rowNumber(row).boundingBox();
    if (!box) throw new Error("not on screen");
    await this.page.mouse.click(box.x + 11, box.y + box.height / 2);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types over a cell and commits with Enter. */
  async type(row: number, column: string, text: string): Promise<void> {
    await this.click(this.cell(row, column));
    await this.page.keyboard.type(text);
    await expect(this.editor()).toHaveValue(text);
    await this.page.keyboard.press("Enter");
    await expect(this.editor()).toBeHidden();
  }

  /** The active cell as a screen reader is told: `row,column` by number. */
  async active(): Promise<string | null> {
    const id = await this.mirror.getAttribute("aria-activedescendant");
    return id?.split("-").slice(-2).join(",") ?? null;
  }

  total(): Locator {
    return this.page.getByTestId("row-total");
  }
}
