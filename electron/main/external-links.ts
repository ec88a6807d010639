/** Links out of the app: documentation only, by https, and the user is asked. Text of a database never opens anything. */
import { dialog, shell } from "electron";

const documentationHosts = new Set(["sqlite.org", "www.sqlite.org", "docs.sqlalchemy.org", "kysely.dev"]);

/** Whether Joinery would offer to open a URL in the browser. */
export function isDocumentation(text: string): boolean {
  const url = URL.parse(text);
  return (
    url?.protocol === "https:" &&
    documentationHosts.has(url.hostname) &&
    url.port === "" &&
    url.username === "" &&
    url.password === ""
  );
}

/** Asks whether to open a page of documentation in the browser; does nothing for any other URL. */
export function offerLink(text: string): void {
  if (!isDocumentation(text)) return;
  void dialog
    .showMessageBox({
      message: "Open this page in your browser?",
      detail: text,
      buttons: ["Open", "Cancel"],
      defaultId: 0,
      cancelId: 1,
    })
    .then(({ response }) => (response === 0 ? shell.openExternal(text) : undefined));
}
