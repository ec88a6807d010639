/** Who did what in which film. */
import type { Film } from "./movies.ts";
import type { Career } from "./people.ts";
import { type Random, random } from "./random.ts";

export interface Credit {
  id: number;
  movie_id: number;
  person_id: number;
  job: string;
  character: string | null;
  billing: number | null;
}

const ROLES =
  "the Doctor|the Stranger|Inspector Vale|Sister Amalia|Old Tomas|the Conductor|Mrs Pell|young Henrik|the Notary|Captain Roe|Madame Solange|the Boy|Aunt Irena|Mr Okoro|the Night Porter|Lena|Marek|the Widow|Professor Lind|the Ferryman|Dolores|Cousin Pim|the Judge|Voice on the Telephone|Yuki|Brother Anselm|the Baker|Rosa|Guard|Woman at the Well".split(
    "|",
  );

/** People who worked in that year, compatriots far likelier than others. */
function candidates(film: Film, careers: readonly Career[]): { near: Career[]; all: Career[] } {
  const all = careers.filter((career) => career.from <= film.movie.year && career.to >= film.movie.year);
  return { near: all.filter((career) => career.person.country === film.country), all };
}

function jobs(rnd: Random, isNote: boolean): string[] {
  const crew = [
    "director",
    ...(rnd.chance(0.08) ? ["director"] : []),
    "writer",
    ...(rnd.chance(0.4) ? ["writer"] : []),
  ];
  for (const job of ["producer", "cinematographer", "editor", "composer"]) if (rnd.chance(0.8)) crew.push(job);
  return [...crew, ...Array<string>(isNote ? rnd.int(5, 10) : rnd.int(2, 5)).fill("cast")];
}

/** About eleven credits per film. Someone may have several jobs in a film, but each only once. */
export function makeCredits(films: readonly Film[], careers: readonly Career[]): Credit[] {
  const rnd = random("credits");
  const credits: Credit[] = [];
  for (const film of films) {
    const { near, all } = candidates(film, careers);
    const seen = new Set<string>();
    const roles = rnd.sample(ROLES, ROLES.length);
    let billing = 0;
    for (const job of jobs(rnd, film.quality > 6.2)) {
      // The bend makes stars: the same few people get most of the parts.
      const { person } = near.length > 0 && rnd.chance(0.8) ? rnd.pickEarly(near, 1.6) : rnd.pickEarly(all, 1.4);
      const key = `${person.id} ${job}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const isCast = job === "cast";
      credits.push({
        id: credits.length + 1,
        movie_id: film.movie.id,
        person_id: person.id,
        job,
        character: isCast ? (rnd.chance(0.05) ? null : (roles.pop() ?? null)) : null,
        billing: isCast ? ++billing : null,
      });
    }
  }
  return credits;
}
