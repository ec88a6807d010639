/** Film titles, put together from word lists: English ones, and foreign ones with their original beside the English. */
import type { Random } from "./random.ts";

export interface FilmTitle {
  title: string;
  /** As shown in the country of origin; null when that is the same. */
  original: string | null;
  /** ISO 639-1. */
  language: string;
}

const words = (text: string) => text.split(" ");

const ADJECTIVES = words(
  "Amber Borrowed Broken Crooked Distant Drowned Electric Empty Final Forgotten Gentle Golden Hidden Hollow Honest Invisible Little Lonely Lost Midnight Northern Paper Patient Quiet Restless Salted Scarlet Second Silent Silver Sleeping Stolen Tender Unfinished Velvet Winter Wooden",
);
const NOUNS = words(
  "Aviary Balcony Bridge Carnival Cartographer Ceremony Clockmaker Compass Confession Corridor Diver Echo Engine Ferry Garden Glacier Harbour Hotel Island Jury Lantern Ledger Library Lighthouse Locksmith Meridian Mirror Observatory Orchard Orchestra Passenger Pianist Platform Postmaster Quarry River Season Signal Staircase Stranger Summer Swimmer Telegram Tide Translator Understudy Valley Violin Waltz Watchmaker Winter Witness",
);
const SOMEONE = words(
  "Archivist Cartographer Clockmaker Diver Ferryman Gardener Locksmith Organist Postmaster Stranger Swimmer Translator Understudy Watchmaker Widow",
);
const PLURALS = words(
  "Arrows Bells Bicycles Candles Daughters Doors Envelopes Feathers Ghosts Horses Islands Keys Letters Mirrors Oranges Photographs Rivers Roads Shadows Sisters Sparrows Stars Strangers Thieves Umbrellas Widows Windows",
);
const TOWNS = words(
  "Aldermouth Antwerp Bergamo Bukhara Cádiz Cairo Dakar Fez Galway Genoa Havana Izmir Kraków Lisbon Lviv Marseille Naples Odesa Oslo Porto Riga Samarkand Seville Tbilisi Trieste Valparaíso Vilnius Zanzibar",
);
const PLACES = [...TOWNS, "Cape Sorrow", "the Far Shore", "the North", "the Old Quarter", "Platform Nine"];
const NAMES = words(
  "Agnes Bruno Clara Desmond Edith Felix Greta Hanna Iris Jonas Leopold Mabel Nora Oskar Pearl Rosa Silas Theodora Vera Wilfred",
);
const NUMBERS = words("Two Three Four Five Seven Eight Nine Eleven Twelve Forty");
const GERUNDS = words(
  "Building Burying Catching Counting Forgiving Inventing Leaving Losing Painting Remembering Stealing Teaching Waking Awaiting",
);
const TRAVEL = words("Bus Boat Ferry Flight Letter Night Sleeper Train Tram Waltz");
const VERBS = words("Burned Forgot Kept Knew Promised Said Saw Stole Took Wanted");

const ENGLISH: readonly ((rnd: Random) => string)[] = [
  (rnd) => `The ${rnd.pick(ADJECTIVES)} ${rnd.pick(NOUNS)}`,
  (rnd) => `The ${rnd.pick(SOMEONE)}’s ${rnd.pick(NOUNS)}`,
  (rnd) => `The ${rnd.pick(NOUNS)} of ${rnd.pick(PLACES)}`,
  (rnd) => `A ${rnd.pick(NOUNS.filter((noun) => !/^[AEIOU]/.test(noun)))} for ${rnd.pick(NAMES)}`,
  (rnd) => `${rnd.pick(PLURALS)} of ${rnd.pick(PLACES)}`,
  (rnd) => `${rnd.pick(NUMBERS)} ${rnd.pick(PLURALS)}`,
  (rnd) => `${rnd.pick(GERUNDS)} ${rnd.pick(NAMES)}`,
  (rnd) => `${rnd.pick(GERUNDS)} the ${rnd.pick(NOUNS)}`,
  (rnd) => `The Last ${rnd.pick(TRAVEL)} to ${rnd.pick(PLACES)}`,
  (rnd) => `Letters from ${rnd.pick(PLACES)}`,
  (rnd) => `What the ${rnd.pick(NOUNS)} ${rnd.pick(VERBS)}`,
  (rnd) => `Beneath the ${rnd.pick(ADJECTIVES)} ${rnd.pick(NOUNS)}`,
  (rnd) => `${rnd.pick(NAMES)} and the ${rnd.pick(NOUNS)}`,
  (rnd) => `${rnd.pick(ADJECTIVES)} ${rnd.pick(PLURALS)}`,
  (rnd) => `No ${rnd.pick(NOUNS)} in ${rnd.pick(TOWNS)}`,
  (rnd) => `${rnd.pick(ADJECTIVES)} ${rnd.pick(NOUNS)}`,
];

/** A language: what films are about there, as `English/original`, and the places, likewise. */
interface Language {
  code: string;
  things: string;
  places: string;
  and(one: string, other: string): string;
  /** `thing` in `place`, when the default (thing first, a space between) is wrong. */
  at?(thing: string, place: string): string;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  FR: {
    code: "fr",
    things:
      "The Winter/L’Hiver|The House/La Maison|The Letter/La Lettre|The Stranger/L’Étrangère|The Summer/L’Été|The Promise/La Promesse|The Bookseller/Le Libraire|The Silence/Le Silence|The Child/L’Enfant|The Bells/Les Cloches|The Night/La Nuit|The Brothers/Les Frères",
    places:
      "in Lyon/à Lyon|in Brittany/en Bretagne|by the Sea/au bord de la mer|under the Snow/sous la neige|on the Quay/sur le quai|Without an Address/sans adresse",
    and: (one, other) => `${one} et ${lower(other)}`,
  },
  DE: {
    code: "de",
    things:
      "The Bridge/Die Brücke|The Glazier/Der Glaser|The Summer/Der Sommer|The Letter/Der Brief|The Key/Der Schlüssel|The Daughters/Die Töchter|The Train/Der Zug|The Garden/Der Garten|The Doctor/Die Ärztin|The Echo/Das Echo|The Forester/Der Förster|The Year/Das Jahr",
    places:
      "in Lübeck/in Lübeck|over the Roofs/über den Dächern|on the Border/an der Grenze|After the Rain/nach dem Regen|Without a Name/ohne Namen|at Daybreak/bei Tagesanbruch",
    and: (one, other) => `${one} und ${lower(other)}`,
  },
  IT: {
    code: "it",
    things:
      "The Courtyard/Il cortile|The Bride/La sposa|The Thieves/I ladri|The Tailor/Il sarto|The Sea/Il mare|The Dance/Il ballo|The Road/La strada|The Teacher/La maestra|The Secret/Il segreto|The Wedding/Le nozze|The Sunday/La domenica|The Fishermen/I pescatori",
    places:
      "in Trieste/a Trieste|in August/d’agosto|on the Hill/sulla collina|Behind the Station/dietro la stazione|of My Father/di mio padre|at Dawn/all’alba",
    and: (one, other) => `${one} e ${lower(other)}`,
  },
  ES: {
    code: "es",
    things:
      "The Orchard/El huerto|The Widow/La viuda|The Moon/La luna|The Shadow/La sombra|The Journey/El viaje|The Bell Ringer/El campanero|The Fever/La fiebre|The Photograph/La fotografía|The Blind Horse/El caballo ciego|The Afternoon/La tarde|The Sisters/Las hermanas|The Well/El pozo",
    places:
      "in Cádiz/en Cádiz|of the South/del sur|Without Return/sin regreso|Under the Lemon Trees/bajo los limoneros|of San Telmo/de San Telmo|Tomorrow/mañana",
    and: (one, other) => `${one} y ${lower(other)}`,
  },
  SE: {
    code: "sv",
    things:
      "The Ice/Isen|The Island/Ön|The Ferryman/Färjkarlen|The Autumn/Hösten|The Guest/Gästen|The Forest/Skogen|The Bridge/Bron|The Sister/Systern|The Dream/Drömmen|The Clock/Klockan",
    places:
      "in Malmö/i Malmö|by the Lake/vid sjön|Beyond the Night/bortom natten|Without Light/utan ljus|on Gotland/på Gotland",
    and: (one, other) => `${one} och ${lower(other)}`,
  },
  PL: {
    code: "pl",
    things:
      "The Winter/Zima|The Train/Pociąg|The Neighbour/Sąsiadka|The Window/Okno|The Silence/Cisza|The Road/Droga|The Bread/Chleb|The River/Rzeka|The Wedding Guests/Goście weselni|The Letter/List",
    places:
      "in Łódź/w Łodzi|on the Vistula/nad Wisłą|After Midnight/po północy|Without an Exit/bez wyjścia|Behind the Wall/za ścianą",
    and: (one, other) => `${one} i ${lower(other)}`,
  },
  JP: {
    code: "ja",
    things:
      "The Winter/冬|The Letter/手紙|The Cat/猫|The Sea/海|The Rain/雨|The Station/駅|The Mother/母|The Firefly/蛍|The Piano/ピアノ|The Lantern/灯籠|The Moon/月|The Bridge/橋",
    places:
      "in Kyōto/京都|in the Snow Country/雪国|of the Afternoon/午後|of August/八月|of Childhood/子供時代|in Yokohama/横浜",
    and: (one, other) => `${one}と${other}`,
    at: (thing, place) => `${place}の${thing}`,
  },
  CN: {
    code: "zh",
    things:
      "The River/河流|The Teahouse/茶馆|The Spring/春天|The Night Bus/夜车|The Tailor/裁缝|The Kite/风筝|The Rooftop/屋顶|The Photograph/照片|The Old Street/老街|The Peony/牡丹",
    places: "in Chongqing/重庆|of Grandmother/祖母|in the Fog/雾中|of the South/南方|of Yesterday/昨天",
    and: (one, other) => `${one}与${other}`,
    at: (thing, place) => `${place}的${thing}`,
  },
  KR: {
    code: "ko",
    things:
      "The Spring Day/봄날|The Bookshop/책방|The Lighthouse/등대|The Umbrella/우산|The Kitchen/부엌|The Diary/일기|The Last Bus/막차|The Snow/눈|The Promise/약속|The Tide/밀물",
    places: "in Busan/부산의|of the Alley/골목의|of Two People/두 사람의|of Winter/겨울의|at Dawn/새벽의",
    and: (one, other) => `${one} 그리고 ${other}`,
    at: (thing, place) => `${place} ${thing}`,
  },
};

function lower(text: string): string {
  return text.charAt(0).toLocaleLowerCase("en") + text.slice(1);
}

function pair(rnd: Random, list: string): [english: string, native: string] {
  const [english = "", native = ""] = rnd.pick(list.split("|")).split("/");
  return [english, native];
}

/** A title as a studio of this country (ISO 3166-1 alpha-2) might choose it. */
export function makeTitle(rnd: Random, country: string): FilmTitle {
  const language = LANGUAGES[country];
  if (!language) return { title: rnd.pick(ENGLISH)(rnd), original: null, language: "en" };
  const [english, native] = pair(rnd, language.things);
  if (rnd.chance(0.6)) {
    const [where, nativeWhere] = pair(rnd, language.places);
    const original = language.at ? language.at(native, nativeWhere) : `${native} ${nativeWhere}`;
    return { title: `${english} ${where}`, original, language: language.code };
  }
  let [other, nativeOther] = pair(rnd, language.things);
  while (other === english) [other, nativeOther] = pair(rnd, language.things);
  return {
    title: `${english} and ${lower(other)}`,
    original: language.and(native, nativeOther),
    language: language.code,
  };
}

const SUBTITLES = [
  "The Return",
  "After the Storm",
  "Homecoming",
  "The Reckoning",
  "One Last Time",
  "The Second Summer",
  "A New Tide",
];

/** The title of part `part` (2, 3, …) of a series that began with `first`. */
export function makeSequelTitle(rnd: Random, first: string, part: number): string {
  const numeral = ["", "", "II", "III", "IV"][part] ?? String(part);
  if (rnd.chance(0.45)) return `${first} ${numeral}`;
  if (part === 2 && rnd.chance(0.4)) return `Return to ${first.replace(/^The /, "the ")}`;
  return `${first}: ${rnd.pick(SUBTITLES)}`;
}
