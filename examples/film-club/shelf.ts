/** What the club owns and lends: copies and loans. */
import { CLUB_TODAY, dayNumber, epochSeconds, isoDate } from "./calendar.ts";
import type { Member } from "./members.ts";
import type { Film } from "./movies.ts";
import { type Random, random } from "./random.ts";

export interface Copy {
  id: number;
  movie_id: number;
  medium: string;
  rfid_tag: bigint | null;
  shelf: string | null;
  price: number | null;
  weight_kg: number | null;
  bought_on: string | null;
  status: string;
}

export interface Loan {
  id: number;
  copy_id: number;
  member_id: number;
  lent_at: number;
  due_on: string;
  returned_at: number | null;
  fee: number;
  note: string | null;
}

const MEDIA: readonly (readonly [medium: string, grams: number, euro: number])[] = [
  ["DVD", 95, 14],
  ["Blu-ray", 88, 22],
  ["UHD", 90, 31],
  ["VHS", 210, 6],
  ["16 mm", 2600, 180],
  ["35 mm", 21_500, 640],
];
const NOTES = [
  "Case cracked",
  "For the school project",
  "Called twice",
  "Returned with a thank-you card 💌",
  "Skips at 41 minutes",
  "",
];

/** Any 64 bits, as a signed integer: one in two is negative, nearly all are beyond 2^53. */
function tag(rnd: Random): bigint {
  return BigInt.asIntN(64, (BigInt(rnd.int(0, 0xffff_ffff)) << 32n) | BigInt(rnd.int(0, 0xffff_ffff)));
}

/** One to three copies of each film in the library. */
export function makeCopies(films: readonly Film[]): Copy[] {
  const rnd = random("copies");
  const copies: Copy[] = [];
  for (const { movie, quality } of films) {
    if (movie.status !== "in library") continue;
    for (let count = quality > 7.4 ? rnd.int(1, 4) : rnd.int(1, 2); count > 0; count--) {
      const [medium, grams, euro] = rnd.pickEarly(MEDIA, 1.6);
      copies.push({
        id: copies.length + 1,
        movie_id: movie.id,
        medium,
        rfid_tag: rnd.chance(0.12) ? null : tag(rnd),
        shelf: rnd.chance(0.05)
          ? null
          : `${String.fromCharCode(65 + rnd.int(0, 11))}-${String(rnd.int(1, 60)).padStart(2, "0")}`,
        price: rnd.chance(0.1) ? null : Math.round(euro * (0.5 + rnd.next()) * 20) / 20,
        weight_kg: rnd.chance(0.1) ? null : Math.round(grams * (0.95 + rnd.next() * 0.1)) / 1000,
        bought_on: rnd.chance(0.15) ? null : movie.added_at.slice(0, 10),
        status: rnd.chance(0.965) ? "on shelf" : rnd.pick(["in repair", "in repair", "lost"]),
      });
    }
  }
  return copies;
}

/**
 * The loans of the last five years, copy by copy, so that none is lent twice at a time. Marks the copies that are out
 * as `on loan`.
 */
export function makeLoans(copies: readonly Copy[], members: readonly Member[]): Loan[] {
  const rnd = random("loans");
  const loans: Loan[] = [];
  const now = epochSeconds(CLUB_TODAY, 20 * 60);
  for (const copy of copies) {
    if (copy.medium === "35 mm") continue; // too heavy to carry home
    const wait = 220 + Math.floor(3200 * rnd.next() ** 1.5); // days between two loans of this copy, at most
    let day =
      Math.max(dayNumber(2021, 1, 4), copy.bought_on ? Date.parse(copy.bought_on) / 86_400_000 : 0) + rnd.int(1, wait);
    while (day < CLUB_TODAY - 1) {
      const lentAt = epochSeconds(day, rnd.int(16 * 60, 20 * 60));
      const daysOut = Math.max(1, Math.round(rnd.normal(9, 4.5)));
      const returnedAt = lentAt + daysOut * 86_400 + rnd.int(-7200, 7200);
      const lentOn = isoDate(day);
      const present = members.filter((each) => each.joined_on <= lentOn);
      const isOut = returnedAt > now;
      if (isOut && copy.status !== "on shelf") break;
      loans.push({
        id: 0,
        copy_id: copy.id,
        member_id: rnd.pickEarly(present, 1.2).id,
        lent_at: lentAt,
        due_on: isoDate(day + 14),
        returned_at: isOut ? null : returnedAt,
        fee: daysOut > 14 ? (daysOut - 14) * 0.5 : 0,
        note: rnd.chance(0.04) ? rnd.pick(NOTES) : null,
      });
      if (isOut) copy.status = "on loan";
      day += daysOut + rnd.int(5, wait);
    }
  }
  loans.sort((one, other) => one.lent_at - other.lent_at || one.copy_id - other.copy_id);
  return loans.map((loan, index) => ({ ...loan, id: index + 1 }));
}
