/** Where films are shown, and to whom: cinemas, halls, screenings, tickets. */
import { CLUB_TODAY, dayNumber, epochSeconds, isoDateTime, weekday } from "./calendar.ts";
import type { Member } from "./members.ts";
import type { Film } from "./movies.ts";
import { random } from "./random.ts";

export interface Cinema {
  id: number;
  name: string;
  city: string;
  country: string;
  opened: number | null;
  longitude: number;
  latitude: number;
}

export interface Hall {
  id: number;
  cinema_id: number;
  name: string;
  seat_rows: number;
  seats_per_row: number;
}

export interface Screening {
  hall_id: number;
  starts_at: string;
  movie_id: number;
  price: number;
  subtitles: string | null;
  remark: string;
}

export interface Ticket {
  id: number;
  hall_id: number;
  starts_at: string;
  seat: string;
  member_id: number | null;
  price: number;
  sold_at: number;
}

const CINEMAS: readonly (readonly [
  name: string,
  city: string,
  country: string,
  opened: number | null,
  longitude: number,
  latitude: number,
  halls: string,
])[] = [
  ["The Lantern", "Bristol", "GB", 1931, -2.5966, 51.4552, "Great Hall 18x22|Salon 9x12|Cellar 5x8"],
  ["Tidehouse", "Whitby", "GB", 1926, -0.6206, 54.4863, "Main 11x14"],
  ["Cinéma des Quais", "Nantes", "FR", 1948, -1.5536, 47.2184, "Salle Agnès 12x16|Petite salle 6x9"],
  ["Lichtspiele am Speicher", "Hamburg", "DE", 1954, 9.9937, 53.5511, "Saal 1 14x18|Saal 2 8x10|Werkstatt 4x8"],
  ["Sala Levante", "Valencia", "ES", 1962, -0.3763, 39.4699, "Sala Mar 10x15|Terraza 12x12"],
  ["Cinema Aurora", "Trieste", "IT", 1919, 13.7768, 45.6495, "Platea 15x20"],
  ["Kino Latarnia", "Łódź", "PL", 1937, 19.456, 51.7592, "Duża 13x16|Mała 6x8"],
  ["Biograf Fyren", "Göteborg", "SE", null, 11.9746, 57.7089, "Salongen 10x13"],
  ["Cine Farol", "Porto", "PT", 1958, -8.6291, 41.1579, "Sala Grande 12x15|Sala Azul 7x9"],
  ["Tōdai-za", "Kyōto", "JP", 1929, 135.7681, 35.0116, "Ichi 9x14|Ni 5x9"],
  ["Beacon Street Cinema", "Baltimore", "US", 1939, -76.6122, 39.2904, "Auditorium 16x20|Loft 6x10"],
  ["Cine Maré", "Recife", "BR", 1966, -34.877, -8.0476, "Sala Capibaribe 11x14"],
];
const TIMES = [14 * 60, 16 * 60 + 30, 19 * 60, 19 * 60 + 30, 20 * 60 + 15, 21 * 60 + 45];
const REMARKS = [
  "With an introduction",
  "Live piano",
  "From a 35 mm print",
  "The director is present",
  "School matinée",
  "Members’ choice 🎟️",
];

export function makeCinemas(): { cinemas: Cinema[]; halls: Hall[] } {
  const halls: Hall[] = [];
  const cinemas = CINEMAS.map(([name, city, country, opened, longitude, latitude, rooms], index) => {
    for (const room of rooms.split("|")) {
      const [, hall = "", rows, perRow] = /^(.*) (\d+)x(\d+)$/.exec(room) ?? [];
      halls.push({
        id: halls.length + 1,
        cinema_id: index + 1,
        name: hall,
        seat_rows: Number(rows),
        seats_per_row: Number(perRow),
      });
    }
    return { id: index + 1, name, city, country, opened, longitude, latitude };
  });
  return { cinemas, halls };
}

/** About 2,900 screenings since 2022, and a few planned for the weeks after the books end. */
export function makeScreenings(films: readonly Film[], halls: readonly Hall[]): Screening[] {
  const rnd = random("screenings");
  const shown = films
    .filter((film) => film.movie.status === "in library")
    .sort((one, other) => other.quality - one.quality);
  const screenings: Screening[] = [];
  for (let day = dayNumber(2022, 1, 6); day < CLUB_TODAY + 40; day++) {
    const isWeekend = [0, 5, 6].includes(weekday(day));
    for (const hall of halls) {
      if (!rnd.chance(isWeekend ? 0.16 : 0.05)) continue;
      const { movie } = rnd.pickEarly(shown, 1.6);
      if (movie.year > 2026 - 1 || movie.added_at > isoDateTime(epochSeconds(day, 0))) continue;
      screenings.push({
        hall_id: hall.id,
        starts_at: isoDateTime(epochSeconds(day, rnd.pick(TIMES))),
        movie_id: movie.id,
        price: rnd.pick([6, 7.5, 8.5, 8.5, 8.5, 9.9, 12]),
        subtitles: movie.original_title && rnd.chance(0.8) ? "en" : null,
        remark: rnd.chance(0.15) ? rnd.pick(REMARKS) : "",
      });
    }
  }
  return screenings;
}

/** Up to a dozen tickets per screening that has been: the club counts only its own sales. */
export function makeTickets(
  screenings: readonly Screening[],
  halls: readonly Hall[],
  members: readonly Member[],
): Ticket[] {
  const rnd = random("tickets");
  const tickets: Ticket[] = [];
  const end = isoDateTime(epochSeconds(CLUB_TODAY, 0));
  for (const screening of screenings) {
    const hall = halls[screening.hall_id - 1] as Hall;
    if (screening.starts_at > end || rnd.chance(0.2)) continue;
    const start = Date.parse(`${screening.starts_at.replace(" ", "T")}Z`) / 1000;
    const visitors = rnd.sample(members, Math.floor(6 * rnd.next() ** 1.3) + 1);
    const seats = new Set<string>();
    while (seats.size < visitors.length)
      seats.add(`${String.fromCharCode(64 + rnd.int(1, hall.seat_rows))}${rnd.int(1, hall.seats_per_row)}`);
    for (const seat of seats) {
      const member = visitors.pop();
      const isGuest = !member || member.joined_on > screening.starts_at || rnd.chance(0.2);
      tickets.push({
        id: tickets.length + 1,
        hall_id: screening.hall_id,
        starts_at: screening.starts_at,
        seat,
        member_id: isGuest ? null : member.id,
        price: isGuest ? screening.price : Math.round(screening.price * 80) / 100,
        sold_at: start - rnd.int(2, 9 * 24 * 60) * 60,
      });
    }
  }
  return tickets;
}
