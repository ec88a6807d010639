/** Reading and writing the files of queries; what they are stored as is asked where it cannot be known. */
import { toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { encodingWords, type WrittenEncoding, writtenEncodings } from "../../../../src-shared/formats/text-file.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { nameOfQuery, type OpenedQuery } from "./saved-link.ts";

const isWritten = (name: string | undefined): name is WrittenEncoding =>
  writtenEncodings.some((known) => known === name);

/** The query; null when the user did not say how it is stored. Rejects with an AppError. */
export async function readQuery(path: string): Promise<OpenedQuery | null> {
  try {
    return { path, ...(await askShell("library.read", { path })) };
  } catch (thrown) {
    const { code, message, cause, place } = toAppErrorData(thrown);
    if (code !== "text.encoding" || !isWritten(cause)) throw thrown;
    const others = (["windows-1252", "windows-1251"] as const).filter(
      (name) => name !== cause && !cause.startsWith("utf-16"),
    );
    const choices = [cause, ...others];
    const button = await askShell("dialog.ask", {
      message: `“${nameOfQuery(path)}” is not stored as UTF-8.`,
      detail: `${place?.line ? `Line ${place.line}, column ${place.column}: ` : ""}${message} Saving it keeps the encoding that you choose.`,
      buttons: [...choices.map((name) => `Open as ${encodingWords[name].replace(/ \(.*/, "")}`), "Cancel"],
      defaultButton: 0,
      cancelButton: choices.length,
    });
    const encoding = choices[button];
    return encoding === undefined ? null : { path, ...(await askShell("library.read", { path, encoding })) };
  }
}

/** Writes a query; null when its text does not fit into the file's encoding and the user left it so. Rejects with an AppError. */
export async function writeQuery(question: {
  path: string;
  text: string;
  expects: number | null | "any";
  encoding?: WrittenEncoding;
}): Promise<{ modified: number; encoding: WrittenEncoding } | null> {
  try {
    return await askShell("library.write", question);
  } catch (thrown) {
    const { code, message } = toAppErrorData(thrown);
    if (code !== "text.encoding" || !question.text.isWellFormed()) throw thrown;
    const button = await askShell("dialog.ask", {
      message: `“${nameOfQuery(question.path)}” was not saved.`,
      detail: `${message} As UTF-8 the file can hold every character; programs that read it must know.`,
      buttons: ["Save as UTF-8", "Cancel"],
      defaultButton: 1,
      cancelButton: 1,
    });
    return button === 0 ? askShell("library.write", { ...question, encoding: "utf-8" }) : null;
  }
}
