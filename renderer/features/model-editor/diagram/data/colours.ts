/** The colours a table may have. Their values are tokens (`--tint-…` in renderer/ui/tokens.css). */
export const tableColours = ["red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"] as const;
export type TableColour = (typeof tableColours)[number];
