/** The catalogue: films, their genres, and the sequels among them. */
import { CLUB_TODAY, dayNumber, epochSeconds, isoDateTime } from "./calendar.ts";
import { type Random, random } from "./random.ts";
import type { Studio } from "./studios.ts";
import { type Genre, makeSynopsis, makeTagline } from "./synopses.ts";
import { type FilmTitle, makeSequelTitle, makeTitle } from "./titles.ts";

export interface Movie {
  id: number;
  title: string;
  original_title: string | null;
  year: number;
  runtime_min: number | null;
  studio_id: number | null;
  sequel_of: number | null;
  status: string;
  certificate: string | null;
  is_colour: boolean;
  budget_usd: number | null;
  tagline: string;
  synopsis: string | null;
  details: string | null;
  added_at: string;
  updated_at: string;
}

/** A film and what the rest of the club's life depends on but no column holds. */
export interface Film {
  movie: Movie;
  genreIds: number[];
  /** Where it was made: ISO 3166-1 alpha-2. */
  country: string;
  /** What a member will think of it on average, 1…10. */
  quality: number;
}

/** How many films the catalogue has. */
const MOVIE_COUNT = 1400;

function details(rnd: Random, title: FilmTitle, isColour: boolean, year: number): string | null {
  if (rnd.chance(0.07)) return null;
  const sound =
    year < 1929
      ? "silent"
      : year < 1960
        ? "mono"
        : rnd.pick(year < 1992 ? ["mono", "stereo"] : ["stereo", "5.1", "5.1", "7.1"]);
  const aspect = year < 1954 ? "1.37:1" : rnd.pick(["1.37:1", "1.66:1", "1.85:1", "2.39:1"]);
  const facts: Record<string, unknown> = { language: title.language, aspect, sound, colour: isColour };
  if (rnd.chance(0.3))
    facts["festivals"] = rnd
      .sample(["Lantern Days", "Northlight", "Quayside Shorts", "Dos Orillas", "Winterreise"], rnd.int(1, 3))
      .map((name) => ({ name, year: year + rnd.int(0, 1), prize: rnd.chance(0.3) ? "jury" : null }));
  if (year < 2010 && rnd.chance(0.2))
    facts["restored"] = { year: rnd.int(Math.max(1985, year + 10), 2025), resolution: rnd.pick(["2K", "4K"]) };
  return JSON.stringify(facts);
}

function makeGenreIds(rnd: Random, genres: readonly Genre[], year: number): number[] {
  const usual = genres.filter((genre) => genre.name !== "Silent");
  const ids = new Set<number>();
  const count = rnd.int(1, 3);
  while (ids.size < count) ids.add(rnd.pickEarly(usual, 1.7).id);
  const silent = genres.find((genre) => genre.name === "Silent");
  if (silent && year < 1929) ids.add(silent.id);
  return [...ids].sort((one, other) => one - other);
}

/** Words of the title twice, as in The Mirror’s Mirror: not a title. */
function repeatsItself(title: string): boolean {
  const long = title.split(/[^\p{L}]+/u).filter((word) => word.length > 3);
  return new Set(long).size < long.length;
}

/** The films in the order in which the club took them into its catalogue. A sequel comes after the film it continues. */
export function makeFilms(studios: readonly Studio[], genres: readonly Genre[]): Film[] {
  const rnd = random("movies");
  const films: Film[] = [];
  const taken = new Set<string>();
  const partOf = new Map<number, { first: string; part: number }>();

  for (let id = 1; id <= MOVIE_COUNT; id++) {
    const before = films.length > 30 && rnd.chance(0.055) ? rnd.pickEarly(films, 1.5) : null;
    const continues =
      before && before.movie.year < 2018 && !films.some((film) => film.movie.sequel_of === before.movie.id)
        ? before
        : null;
    const studio = continues
      ? studios.find((each) => each.id === continues.movie.studio_id)
      : rnd.chance(0.03)
        ? undefined
        : rnd.pickEarly(studios, 1.2);
    const country = continues?.country ?? studio?.country ?? "GB";

    let title: FilmTitle;
    if (continues) {
      const series = partOf.get(continues.movie.id) ?? { first: continues.movie.title, part: 1 };
      const part = series.part + 1;
      partOf.set(id, { first: series.first, part });
      title = { ...makeTitle(rnd, "GB"), title: makeSequelTitle(rnd, series.first, part) };
    } else {
      do title = makeTitle(rnd, country);
      while (repeatsItself(title.title) || (taken.has(title.title) && rnd.chance(0.97)));
    }
    const oldest = Math.max(1912, studio?.founded ?? 1912);
    let year = continues
      ? continues.movie.year + rnd.int(2, 7)
      : oldest + Math.floor((2026 - oldest) * rnd.next() ** 0.85);
    while (taken.has(`${title.title} ${year}`)) year++;
    taken.add(title.title).add(`${title.title} ${year}`);

    const genreIds = makeGenreIds(rnd, genres, year);
    const isShort = genreIds.some((genreId) => genres[genreId - 1]?.name === "Short");
    const isColour = year > 1968 ? rnd.chance(0.95) : year > 1938 && rnd.chance(0.4);
    const addedDay =
      dayNumber(2009, 3, 1) + Math.floor(((CLUB_TODAY - dayNumber(2009, 3, 1)) * id) / (MOVIE_COUNT + 40));
    const added = epochSeconds(Math.max(addedDay, dayNumber(year, 1, 1) + 20), rnd.int(9 * 60, 20 * 60));
    const touched = Math.min(added + rnd.int(0, 900) * 86_400, epochSeconds(CLUB_TODAY, 12 * 60));
    const isLost = year < 1935 && rnd.chance(0.3);
    films.push({
      movie: {
        id,
        title: title.title,
        original_title: title.original,
        year,
        runtime_min: rnd.chance(0.03)
          ? null
          : isShort
            ? rnd.int(4, 39)
            : Math.round(Math.min(238, Math.max(58, rnd.normal(year < 1935 ? 78 : 104, 19)))),
        studio_id: studio?.id ?? null,
        sequel_of: continues?.movie.id ?? null,
        status: isLost ? "lost film" : rnd.chance(0.82) ? "in library" : rnd.pick(["wanted", "wanted", "on order"]),
        certificate: rnd.chance(0.12) ? null : rnd.pick(["U", "PG", "PG", "12", "12", "15", "15", "18"]),
        is_colour: isColour,
        budget_usd: rnd.chance(0.3)
          ? null
          : Math.round(10 ** rnd.normal(4.6 + (year - 1912) / 55, 0.5) / 1000) * 1000 + 5000,
        tagline: makeTagline(rnd),
        synopsis: rnd.chance(0.05) ? null : makeSynopsis(rnd),
        details: details(rnd, title, isColour, year),
        added_at: isoDateTime(added),
        updated_at: isoDateTime(Math.max(touched, added)),
      },
      genreIds,
      country,
      quality: Math.min(9.6, Math.max(2, rnd.normal(6.7, 1.3))),
    });
  }
  return films;
}
