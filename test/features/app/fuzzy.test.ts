import { describe, expect, test } from "vitest";
import { fuzzyMatch } from "../../../renderer/app/commands/fuzzy.ts";

const best = (typed: string, names: readonly string[]): string[] =>
  names
    .flatMap((name) => {
      const match = fuzzyMatch(name, typed);
      return match ? [{ name, ...match }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ name }) => name);

const marked = (name: string, typed: string): string | null => {
  const match = fuzzyMatch(name, typed);
  return match && [...name].map((letter, at) => (match.marks.includes(at) ? letter.toUpperCase() : letter)).join("");
};

describe("fuzzyMatch", () => {
  test.each([
    ["movies", "mvs", "MoVieS"],
    ["movie_genres", "mg", "Movie_Genres"],
    ["movie_genres", "gen", "movie_GENres"],
    ["audit_log", "log au", "AUdit_LOG"],
    ["movies", "movies", "MOVIES"],
    ["movies", "xz", null],
    ["movies", "sm", null],
    ["movies", "", "movies"],
  ])("%s by “%s”", (name, typed, expected) => {
    expect(marked(name, typed)).toBe(expected);
  });

  test("a beginning comes before a word within, that before letters here and there", () => {
    expect(best("mov", ["removals", "old_movies", "movies", "m_o_v"])).toEqual([
      "movies",
      "old_movies",
      "removals",
      "m_o_v",
    ]);
    expect(best("movies", ["movies_archive", "movies"])).toEqual(["movies", "movies_archive"]);
  });

  test("letters whose lower case is longer are found without marks", () => {
    expect(fuzzyMatch("İstanbul", "stan")).toEqual({ score: 0, marks: [] });
  });
});
