/** Puts the generated rows into the tables, parents before children. */
import type { Database } from "better-sqlite3";
import { makeCinemas, makeScreenings, makeTickets } from "./cinemas.ts";
import { makeCredits } from "./credits.ts";
import { insertRows } from "./insert-rows.ts";
import { makeAuditLog, makeDoorLog, makeMembers, makePayments } from "./members.ts";
import { makeFilms } from "./movies.ts";
import { makePeople } from "./people.ts";
import { makePoster, POSTER_COUNT } from "./posters.ts";
import { makeNewsletters, makeReviews } from "./reviews.ts";
import { makeSettings } from "./settings.ts";
import { makeCopies, makeLoans } from "./shelf.ts";
import { makeStudios } from "./studios.ts";
import { makeGenres } from "./synopses.ts";

/** Fills a database that has the tables but neither triggers nor rows. */
export function fill(db: Database): void {
  const studios = makeStudios();
  const careers = makePeople();
  const genres = makeGenres();
  const films = makeFilms(studios, genres);
  const members = makeMembers();
  const { cinemas, halls } = makeCinemas();
  const screenings = makeScreenings(films, halls);
  const copies = makeCopies(films);
  const loans = makeLoans(copies, members); // before the copies are written: it marks those that are out

  insertRows(db, "settings", makeSettings());
  insertRows(db, "studios", studios);
  insertRows(
    db,
    "people",
    careers.map((career) => career.person),
  );
  insertRows(db, "genres", genres);
  insertRows(
    db,
    "movies",
    films.map(({ movie }) => ({ ...movie, poster: movie.id <= POSTER_COUNT ? makePoster(movie) : null })),
  );
  insertRows(
    db,
    "movie_genres",
    films.flatMap(({ movie, genreIds }) => genreIds.map((genre_id) => ({ movie_id: movie.id, genre_id }))),
  );
  insertRows(db, "credits", makeCredits(films, careers));
  insertRows(db, "cinemas", cinemas);
  insertRows(db, "halls", halls);
  insertRows(db, "screenings", screenings);
  insertRows(db, "members", members);
  insertRows(db, "tickets", makeTickets(screenings, halls, members));
  insertRows(db, "copies", copies);
  insertRows(db, "loans", loans);
  insertRows(db, "reviews", makeReviews(films, members));
  insertRows(db, "payments", makePayments(members));
  insertRows(db, "door_log", makeDoorLog(members));
  insertRows(db, "newsletters", makeNewsletters(films));
  insertRows(db, "audit_log", makeAuditLog(members));

  db.exec("INSERT INTO movie_search (movie_search) VALUES ('rebuild')");
  db.exec("INSERT INTO cinema_locations SELECT id, longitude, longitude, latitude, latitude FROM cinemas");
}
