/** The studios: invented companies in real towns. */
import { random } from "./random.ts";

export interface Studio {
  id: number;
  name: string;
  country: string;
  city: string | null;
  founded: number;
  owned_by: number | null;
  active: boolean;
  website: string | null;
}

// Twice the same country: it makes twice as many films.
const HOMES: readonly (readonly [country: string, city: string])[] = [
  ["GB", "London"],
  ["GB", "Bristol"],
  ["GB", "Glasgow"],
  ["US", "Chicago"],
  ["US", "Culver City"],
  ["US", "Santa Fe"],
  ["US", "Baltimore"],
  ["FR", "Paris"],
  ["FR", "Lyon"],
  ["DE", "Potsdam"],
  ["DE", "Hamburg"],
  ["IT", "Torino"],
  ["ES", "Valencia"],
  ["SE", "Göteborg"],
  ["PL", "Łódź"],
  ["JP", "Kyōto"],
  ["JP", "Chōfu"],
  ["CN", "Chongqing"],
  ["KR", "Busan"],
  ["BR", "Recife"],
  ["IN", "Kolkata"],
  ["NG", "Lagos"],
  ["TR", "İzmir"],
  ["EG", "Alexandria"],
  ["GR", "Thessaloniki"],
  ["UA", "Odesa"],
];
const FIRST =
  "Anchor Blackbird Cormorant Daybreak Ember Fernhill Goldcrest Halcyon Ironbark Juniper Kestrel Larkspur Mooring Nightjar Osprey Palisade Quayside Redwing Sandpiper Tamarind Umbra Verdigris Windrose Yellowhammer Zephyr".split(
    " ",
  );
const SECOND = [
  "Pictures",
  "Film",
  "Studios",
  "Productions",
  "Filmworks",
  "Motion Pictures",
  "& Daughters",
  "Film Collective",
];

/** 64 studios; about one in seven belongs to an older one. */
export function makeStudios(): Studio[] {
  const rnd = random("studios");
  const names = new Set<string>();
  while (names.size < 64) names.add(`${rnd.pick(FIRST)} ${rnd.pick(SECOND)}`);
  const studios: Studio[] = [];
  for (const [index, name] of [...names].entries()) {
    const [country, city] = HOMES[index % HOMES.length] as (typeof HOMES)[number];
    const founded = rnd.int(1909, 1998);
    const elders = studios.filter((studio) => studio.founded < founded && studio.owned_by === null);
    const site = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
    studios.push({
      id: index + 1,
      name,
      country,
      city: rnd.chance(0.06) ? null : city,
      founded,
      owned_by: elders.length > 0 && rnd.chance(0.15) ? rnd.pick(elders).id : null,
      active: rnd.chance(0.72),
      website: rnd.chance(0.65) ? `https://${site}.example` : null,
    });
  }
  return studios;
}
