/** The SQL console in front, in the real app: what tests of it read and do. */
import { expect, type Locator, type Page } from "@playwright/test";

/**
 * `page` is asked each time, because a file's tests may start the app again.
 *
 *     const { editor, run, openConsole } = consoleOn(() => page);
 */
export function consoleOn(page: () => Page) {
  const shown = (locator: Locator): Locator => locator.filter({ visible: true });
  const editor = () => shown(page().getByRole("textbox", { name: /^SQL of / }));
  const mirror = () => shown(page().getByTestId("grid-mirror"));

  /** Replaces the console's text, without its help (closing brackets, completion). */
  async function write(sql: string): Promise<void> {
    await editor().click();
    await page().keyboard.press("Control+a");
    await page().keyboard.insertText(sql);
  }

  return {
    editor,
    mirror,
    write,
    bar: () => shown(page().getByRole("toolbar", { name: "Console" })),
    messages: () => shown(page().getByTestId("messages")),
    /** The result's cells of a column, as far as they are on screen. */
    cells: (column: string) => mirror().locator(`[role=gridcell][data-column="${column}"]`),
    /** Writes and runs all of it. */
    async run(sql: string): Promise<void> {
      await write(sql);
      await page().keyboard.press("Control+Enter");
    },
    /** Opens a console by its key, once the schema with the table `movies` is there. */
    async openConsole(): Promise<void> {
      await expect(
        page()
          .getByTestId("schema-tree")
          .getByRole("row", { name: /^movies, table/ }),
      ).toBeVisible();
      await page().keyboard.press("Control+t");
      await expect(editor()).toBeFocused();
    },
  };
}
