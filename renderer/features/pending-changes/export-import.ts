/** Staged rows into files and out of them: an SQL script, a patch file (docs/patch-format.md). */
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { StagedMany } from "../../../src-shared/model/commit.ts";
import type { Outcome, SessionStore } from "../../rpc/session-store.ts";
import { askShell } from "../../rpc/shell-client.ts";

/** Gives the name of what was written or read; null when the dialog was cancelled. */
type Told<T> = Promise<Outcome<T | null>>;

/** Asks where to, and writes the script there. */
export async function exportSql(session: SessionStore, database: string): Told<string> {
  const script = await session.script();
  return script.ok ? save(`${stem(database)}-changes.sql`, script.value) : script;
}

/** Asks where to, and writes the patch file there. */
export async function exportPatch(session: SessionStore, database: string): Told<string> {
  const text = await session.exportPatch();
  return text.ok ? save(`${stem(database)}.joinery-patch.json`, text.value) : text;
}

/** Asks for a patch file and stages what is in it. */
export async function importPatch(session: SessionStore): Told<StagedMany> {
  try {
    const file = await askShell("file.load");
    if (!file) return { ok: true, value: null };
    // What is no UTF-8 is no JSON either: reading it says so.
    return await session.importPatch(new TextDecoder().decode(file.data));
  } catch (thrown) {
    return { ok: false, error: toAppErrorData(thrown) };
  }
}

async function save(suggestedName: string, data: string): Told<string> {
  try {
    return { ok: true, value: await askShell("file.save", { suggestedName, data }) };
  } catch (thrown) {
    const error: AppErrorData = toAppErrorData(thrown);
    return { ok: false, error };
  }
}

function stem(name: string): string {
  return name.replace(/\.[^.]+$/, "");
}
