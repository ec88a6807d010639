import { existsSync } from "node:fs";
import { makeFilmClub } from "../../examples/make-film-club.ts";
import { notice } from "../runtime/say.ts";
import { inRoot } from "../tools/paths.ts";

/** The sample database, made on first use: absolute path. */
export function sampleDatabase(): string {
  const file = inRoot("examples/film-club.db");
  if (!existsSync(file)) {
    notice("making the sample database, examples/film-club.db …");
    makeFilmClub(file);
  }
  return file;
}
