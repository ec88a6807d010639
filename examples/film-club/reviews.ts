/** What the members write: reviews from one word to an essay, and the newsletter. */
import { CLUB_TODAY, dayNumber, epochSeconds, isoDate, isoDateTime } from "./calendar.ts";
import type { Member } from "./members.ts";
import type { Film } from "./movies.ts";
import { type Random, random } from "./random.ts";

export interface Review {
  id: number;
  movie_id: number;
  member_id: number;
  rating: number;
  headline: string;
  body: string | null;
  posted_at: string;
  helpful: number;
}

export interface Newsletter {
  issue: number;
  published_on: string;
  subject: string;
  body: string;
}

interface Tone {
  headlines: readonly string[];
  sentences: readonly string[];
  marks: readonly string[];
}

const GOOD: Tone = {
  headlines: [
    "Stay for the last reel",
    "I walked home the long way",
    "A small marvel",
    "Why is this not better known?",
    "Ten minutes in, I forgot my tea",
    "See it big",
  ],
  sentences: [
    "Hardly anyone raises their voice, and I have rarely been so tense.",
    "The light in the second half deserves a prize of its own.",
    "I had forgotten that films may be this patient.",
    "Every small part is played as if it were the main one.",
    "The scene on the stairs is worth the price of the ticket.",
    "My neighbour cried; I had something in my eye.",
    "It trusts us to put two and two together, and leaves the room while we do.",
    "The music comes in late and stays exactly long enough.",
  ],
  marks: ["🌟", "😭❤️", "🎬👏", "🕯️", "🍿"],
};
const MIXED: Tone = {
  headlines: ["Half a great film", "For a rainy Sunday", "Nicely shot", "It depends on your mood", "Good, then long"],
  sentences: [
    "The first hour is lovely; the second repeats it.",
    "I liked the house better than the people in it.",
    "Well made, and a little pleased with itself.",
    "The subplot with the suitcase goes nowhere, slowly.",
    "The subtitles could not keep up with the jokes, or the jokes with the subtitles.",
    "Worth it for the harbour at dawn, if not for the ending.",
  ],
  marks: ["🤷", "☔", "🥱", "🙂"],
};
const BAD: Tone = {
  headlines: [
    "Not for me",
    "I checked my watch twice",
    "Two hours I would like to have back",
    "The trailer was better",
  ],
  sentences: [
    "Nobody in it behaves like anybody I have met.",
    "The twist was visible from the foyer.",
    "Someone should have taken the zoom lens away from them.",
    "The dog is good.",
    "I left before the waltz and hear I missed nothing.",
  ],
  marks: ["💤", "👎", "🐕", "🙃"],
};

const DIGRESSIONS = [
  "My sister holds that the whole film is about the wallpaper, and she may be right.",
  "The projectionist, whom I asked, has a theory about the clocks: none of them agree, except in the last scene.",
  "I read somewhere that the crew waited nine days for that cloud.",
  "Compare the two breakfasts, the one at the beginning and the one at the end: the same table, the same cups, and one chair fewer.",
  "Listen, too, to what is not there: for almost twenty minutes no one says a name.",
  "At this point the man in row F began to snore, in time with the music.",
  "There is a version with another ending, which I am told exists only in a cellar in Trieste.",
  "The costumes deserve a letter of their own, and will get one.",
];

function toneOf(rating: number): Tone {
  return rating >= 7 ? GOOD : rating >= 5 ? MIXED : BAD;
}

/** Several kilobytes: what Mr Garside hands in every month. */
function essay(rnd: Random, title: string, tone: Tone): string {
  const thoughts = [...new Set([...tone.sentences, ...MIXED.sentences, ...DIGRESSIONS])];
  const paragraphs = [
    `I have now seen *${title}* three times: once alone, once with my sister, who disagrees, and once from the projection room.`,
  ];
  for (let count = rnd.int(9, 18); count > 0; count--) {
    const own = rnd.sample(thoughts, rnd.int(3, 5)).join(" ");
    paragraphs.push(rnd.chance(0.15) ? `> ${own}` : own);
  }
  paragraphs.push(`In short: ${rnd.pick(tone.sentences)} ${rnd.pick(tone.marks)}`);
  return paragraphs.join("\n\n");
}

function body(rnd: Random, title: string, rating: number): string | null {
  const tone = toneOf(rating);
  if (rnd.chance(0.16)) return null;
  if (rnd.chance(0.012)) return essay(rnd, title, tone);
  const text = rnd.sample(tone.sentences, rnd.int(1, 4)).join(" ");
  return rnd.chance(0.2) ? `${text} ${rnd.pick(tone.marks)}` : text;
}

/** About 5,200 reviews. Few films have many, many have few; nobody reviews a film twice. */
export function makeReviews(films: readonly Film[], members: readonly Member[]): Review[] {
  const rnd = random("reviews");
  const reviews: Review[] = [];
  const seen = new Set<string>();
  while (reviews.length < 5200) {
    const film = rnd.pickEarly(films, 1.8);
    const member = rnd.pickEarly(members, 1.5);
    const key = `${film.movie.id} ${member.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const rating = Math.round(Math.min(10, Math.max(1, rnd.normal(film.quality, 1.6))));
    const earliest = Math.max(Date.parse(member.joined_on), Date.parse(film.movie.added_at.slice(0, 10))) / 86_400_000;
    reviews.push({
      id: 0,
      movie_id: film.movie.id,
      member_id: member.id,
      rating,
      headline: rnd.chance(0.3) ? "" : rnd.pick(toneOf(rating).headlines),
      body: body(rnd, film.movie.title, rating),
      posted_at: isoDateTime(epochSeconds(rnd.int(earliest, CLUB_TODAY), rnd.int(0, 1439)) + rnd.int(0, 59)),
      helpful: Math.floor(24 * rnd.next() ** 4),
    });
  }
  reviews.sort((one, other) =>
    one.posted_at < other.posted_at ? -1 : one.posted_at > other.posted_at ? 1 : one.movie_id - other.movie_id,
  );
  return reviews.map((review, index) => ({ ...review, id: index + 1 }));
}

/** 54 monthly letters, a few kilobytes of Markdown each. */
export function makeNewsletters(films: readonly Film[]): Newsletter[] {
  const rnd = random("newsletters");
  const letters: Newsletter[] = [];
  for (let issue = 1; issue <= 54; issue++) {
    const year = 2022 + Math.floor((issue - 1) / 12);
    const month = ((issue - 1) % 12) + 1;
    const choice = rnd.sample(
      films.filter((film) => film.movie.year < year),
      rnd.int(6, 10),
    );
    const pick = choice[0] as Film;
    const program = choice.map(
      ({ movie }) =>
        `- **${movie.title}** (${movie.year})${movie.original_title ? ` — *${movie.original_title}*` : ""}\n  ${movie.synopsis ?? "Let us be surprised."}`,
    );
    letters.push({
      issue,
      published_on: isoDate(dayNumber(year, month, 1)),
      subject:
        `${rnd.pick(["This month", "In the Lantern", "Save the date", "What to see"])}: ${pick.movie.title} ${rnd.pick(["🎞️", "📽️", "🍂", "✨", ""])}`.trim(),
      body: [
        `# Lantern Street Film Club\n\n*Letter no. ${issue}*`,
        `Dear members,\n\n${rnd.sample(["The projector has been serviced and hums half a tone lower.", "Please bring back the blue umbrella.", "The cellar is dry again.", "We welcome our new members, and their opinions.", "The coffee machine is on loan, too.", "Somebody left a violin in row C."], 3).join(" ")}`,
        `## Programme\n\n${program.join("\n")}`,
        "## From the shelf\n\nPlease return what you have finished. Reminders go out on Mondays; the fee for late copies stays at € 0.50 a day and pays for the piano tuner.",
        "See you in the dark,\n\n*the committee*",
      ].join("\n\n"),
    });
  }
  return letters;
}
