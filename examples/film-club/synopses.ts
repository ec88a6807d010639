/** What the films are about: genres, and a few sentences for each film. */
import type { Random } from "./random.ts";

export interface Genre {
  id: number;
  name: string;
  description: string | null;
}

const GENRES: readonly (readonly [name: string, description: string | null])[] = [
  ["Drama", "People, and what they do to each other."],
  ["Comedy", "People, and what they do to each other, seen from further away."],
  ["Crime", "Someone did it."],
  ["Romance", "Two people, and everything between them."],
  ["Mystery", "Someone did it, and we are not told who."],
  ["Thriller", "Someone is about to do it."],
  ["Adventure", "Far away, on foot."],
  ["Documentary", "It happened; someone had a camera."],
  ["Family", "For everyone from six."],
  ["Historical", "Hats."],
  ["Music", null],
  ["War", null],
  ["Fantasy", "The door in the wardrobe, the key under the stone."],
  ["Science Fiction", "What if."],
  ["Horror", "Not alone, please."],
  ["Noir", "Rain, neon, regret."],
  ["Western", "Dust, horses, debts."],
  ["Animation", "Drawn, built or computed."],
  ["Road Movie", "Nobody arrives where they meant to."],
  ["Silent", "Before 1930, mostly."],
  ["Essay Film", "A voice, and pictures that disagree with it."],
  ["Short", "Under forty minutes."],
];

export function makeGenres(): Genre[] {
  return GENRES.map(([name, description], index) => ({ id: index + 1, name, description }));
}

const HEROES = [
  "a retired cartographer",
  "a night-shift nurse",
  "the last projectionist in town",
  "a piano tuner with failing hearing",
  "a customs officer",
  "an exiled botanist",
  "a young widow",
  "two estranged brothers",
  "a lighthouse keeper’s daughter",
  "a forger of train tickets",
  "an interpreter at the law courts",
  "a circus accountant",
  "a disgraced surgeon",
  "a boy who never speaks",
  "the village postwoman",
  "a mountain guide",
  "three sisters",
  "a wedding photographer",
  "a clerk in the patent office",
  "a pearl diver",
];
const PLACES = [
  "in a harbour town in its last summer",
  "in a hotel closed for the season",
  "in a valley soon to be flooded",
  "in the archive of a vanished newspaper",
  "on an island with one telephone",
  "at a railway junction on the border",
  "in a city under curfew",
  "in the back rooms of a provincial theatre",
  "at a salt works by the sea",
  "in a tenement of eleven families",
  "at an observatory above the clouds",
  "on a river barge going south",
];
const EVENTS = [
  "finds a letter addressed to a stranger",
  "is asked to keep a secret for one night",
  "inherits a house nobody will enter",
  "witnesses something that did not happen",
  "misses the last train",
  "recognises a face in an old photograph",
  "agrees to impersonate the dead",
  "receives the same postcard every Tuesday",
  "buys a suitcase at auction",
  "is hired to find a missing clock",
  "takes in a lodger without a name",
  "loses a bet and must cross the country on foot",
];
const TURNS = [
  "What begins as a favour becomes a search that nobody else wants to see ended.",
  "But the neighbours have noticed, and the neighbours talk.",
  "Then the snow comes, and with it the only other witness.",
  "Each answer costs a friendship.",
  "The police are polite, which is worse.",
  "An unlikely friendship grows in the margins of a lie.",
  "By the time the truth is out, it has stopped being useful.",
  "Somebody has been there before, and left instructions.",
  "It would be a comedy, were it not for the money.",
  "Old debts surface with the low tide.",
  "Between them stands a piano that neither can play.",
];
const ENDS = [
  "A film about patience, filmed with a good deal of it.",
  "The last shot is eleven minutes long and not one too many.",
  "Nobody is forgiven, and everybody stays for dinner.",
  "Told in five chapters and one long silence.",
  "The ending divided the members; the club shows both versions.",
  "Shot on location, in the order of the story.",
  "A quiet film with one very loud scene.",
  "Based, loosely, on a true newspaper error.",
  "Its final waltz is worth the evening by itself.",
  "",
];
const TAGLINES = [
  "Some doors open only once.",
  "Every map leaves something out.",
  "He kept the light. She kept the time.",
  "The truth takes the slow train.",
  "Nobody leaves before the music stops.",
  "One summer. One secret. No boats.",
  "She came to forget. The town remembered.",
  "Three days. Two brothers. One ticket.",
  "You can hear the snow.",
  "Love is a matter of punctuality.",
  "All debts are paid at low tide.",
  "The quietest crime of the year.",
  "Wherever she goes, the piano goes.",
  "They had one umbrella and too much to say.",
  "Not every letter wants to be opened.",
  "Home is the place that waits longest.",
  "Eleven families. One key.",
  "He counted everything but the days.",
  "There is a hotel at the end of every road.",
  "Someone has moved the border.",
  "A love story, with accounts.",
];

/** The line on the poster; often the empty text. */
export function makeTagline(rnd: Random): string {
  return rnd.chance(0.42) ? rnd.pick(TAGLINES) : "";
}

function opening(rnd: Random): string {
  const hero = rnd.pick(HEROES);
  const isPlural = /^(two|three)/.test(hero);
  // The verb is the first word of the event: plural heroes find what a single one finds.
  const event = rnd.pick(EVENTS).replace(/^\w+/, (verb) => (isPlural ? plural(verb) : verb));
  return rnd.chance(0.5)
    ? `${capital(rnd.pick(PLACES))}, ${hero} ${event}.`
    : `${capital(hero)} ${event} ${rnd.pick(PLACES)}.`;
}

function plural(verb: string): string {
  if (verb === "is") return "are";
  if (verb.endsWith("sses")) return verb.slice(0, -2);
  return verb.endsWith("s") ? verb.slice(0, -1) : verb;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Two to five sentences. */
export function makeSynopsis(rnd: Random): string {
  return [opening(rnd), ...rnd.sample(TURNS, rnd.int(1, 3)), rnd.pick(ENDS)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
