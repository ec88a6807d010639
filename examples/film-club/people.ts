/** The people who make films. */
import { dayNumber, isoDate } from "./calendar.ts";
import { makeName, NAME_COUNTRIES } from "./names.ts";
import { random, type Random } from "./random.ts";

export interface Person {
  id: number;
  given_name: string;
  family_name: string;
  native_name: string | null;
  country: string;
  born_on: string | null;
  died_on: string | null;
  biography: string;
}

/** A person and the years in which that person works: what the credits need to know. */
export interface Career {
  person: Person;
  from: number;
  to: number;
}

const START = [
  "carrying cables",
  "painting sets",
  "selling tickets",
  "reading scripts",
  "in a travelling theatre",
  "at a radio station",
  "as a portrait photographer",
  "in the costume store",
];
const KNOWN = [
  "long, unhurried takes",
  "a weakness for rain",
  "dialogue that overlaps",
  "unlikely friendships",
  "small parts nobody forgets",
  "a camera that never pans",
  "endings that stay open",
  "working with the same crew for decades",
];
const OUTSIDE = [
  "keeps bees",
  "restores clocks",
  "teaches at the film school",
  "runs a second-hand bookshop",
  "sails, badly",
  "collects train timetables",
  "plays the viola in an amateur quartet",
  "grows tomatoes on the roof",
];

function biography(rnd: Random, name: string, from: number, paragraphs: number): string {
  const parts = [
    `${name} began ${rnd.pick(START)} in ${from} and never quite left. What the work is known for: ${rnd.pick(KNOWN)} and ${rnd.pick(KNOWN)}.`,
  ];
  for (let at = 1; at < paragraphs; at++) {
    const year = from + at * rnd.int(2, 4);
    parts.push(
      rnd.pick([
        `In ${year} came a year without work, spent ${rnd.pick(START)}. “I learned more about framing there than on any set,” ${name} said later, and the films that followed bear it out: there is more air in them, and less music.`,
        `## ${year}\n\nThe festival prize of that year changed little. The telephone rang more often; the answer was usually no. Away from the set ${name} ${rnd.pick(OUTSIDE)}.`,
        `A long collaboration ended in ${year}, in friendship and over money. The letters from that time, some of which the club owns in copy, are full of ${rnd.pick(KNOWN)}, recipes, and one unrepeatable remark about producers.`,
        `Critics have written about ${rnd.pick(KNOWN)}. ${name}, asked about it in ${year}, shrugged: “It was raining. We had the street for one day.”`,
      ]),
    );
  }
  return parts.join("\n\n");
}

/** 2,600 people, with the years they work in. Some are dead, of some we do not know when they were born. */
export function makePeople(): Career[] {
  const rnd = random("people");
  const careers: Career[] = [];
  for (let id = 1; id <= 2600; id++) {
    const country = rnd.pickEarly(NAME_COUNTRIES, 1.25);
    const { given, family, native } = makeName(rnd, country);
    const born = rnd.int(1885, 2001);
    const from = born + rnd.int(19, 34);
    const age = Math.round(Math.min(101, Math.max(38, rnd.normal(77, 12))));
    const diedIn = born + age;
    const isDead = diedIn < 2026;
    const person: Person = {
      id,
      given_name: given,
      family_name: family,
      native_name: native,
      country,
      born_on: rnd.chance(0.08) ? null : isoDate(dayNumber(born, 1, 1) + rnd.int(0, 364)),
      died_on: isDead && rnd.chance(0.95) ? isoDate(dayNumber(diedIn, 1, 1) + rnd.int(0, 364)) : null,
      biography: "",
    };
    if (rnd.chance(0.22))
      person.biography = biography(rnd, `${given} ${family}`, from, rnd.chance(0.06) ? rnd.int(12, 20) : rnd.int(1, 3));
    careers.push({ person, from, to: Math.min(diedIn, from + rnd.int(12, 48)) });
  }
  return careers;
}
