/** The question before something is closed in which texts are typed that are refused: the page asks it of a database, main of a window. */
export function losingText(
  what: string,
  texts: number,
): { readonly message: string; readonly detail: string; readonly buttons: string[] } {
  return {
    message: `Close ${what} without what is being typed?`,
    detail:
      texts === 1
        ? "A text in a field is refused and would be lost. Go back to correct it."
        : `The texts in ${texts} fields are refused and would be lost. Go back to correct them.`,
    buttons: ["Close and Lose It", "Go Back"],
  };
}
