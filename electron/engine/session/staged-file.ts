/** Which file the staged rows were based on, to tell when another one is at its path after a restart. */
import type { Connections } from "../connection/connections.ts";
import type { Journal } from "./journal/journal.ts";

/** The identity of the open file as a text; null in memory. */
export function identityText(connections: Connections): string | null {
  const identity = connections.fileIdentity();
  if (!identity) return null;
  return JSON.stringify(Object.fromEntries(Object.entries(identity).map(([part, value]) => [part, String(value)])));
}

/** A sentence when what is staged was based on another file than the one that is open now; null otherwise. */
export function replacedNotice(journal: Journal, connections: Connections): string | null {
  const based = journal.about("identity");
  const now = identityText(connections);
  if (typeof based !== "string" || now === null) return null;
  const file = (text: string) => {
    const { device, inode } = JSON.parse(text) as { device?: string; inode?: string };
    return `${device} ${inode}`;
  };
  if (file(based) === file(now)) return null;
  return "The file was replaced by another one since your staged changes were made; each is checked against it when you commit.";
}
