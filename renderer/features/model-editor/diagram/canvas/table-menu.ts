/** What a right click on a table, a line or the empty canvas offers. */
import type { MenuItem, SimpleMenuItem } from "../../../../../src-shared/rpc/shell-contract.ts";
import { type TableColour, tableColours } from "../data/colours.ts";
import type { Depth } from "../data/kept-diagram.ts";

/** One more item that whoever shows the diagram puts into the menu of a table or a line. */
export interface MoreItem {
  readonly command: string;
  readonly label: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
}

export type TableChoice =
  | { readonly kind: "open" | "copyName" | "drawKey" | "whole" }
  | { readonly kind: "around"; readonly depth: Depth }
  | { readonly kind: "colour"; readonly colour: TableColour | "none" | null }
  | { readonly kind: "more"; readonly command: string };

interface TableMenuSetup {
  /** What Enter and a double click do. */
  readonly openLabel: string;
  /** Its own; null: that of its group. */
  readonly colour: TableColour | "none" | null;
  readonly grouped: boolean;
  /** How far the neighbours of this table are shown now; null when they are not. */
  readonly depth: Depth | null;
  /** A part is shown, not all tables. */
  readonly isPart: boolean;
  readonly canDraw: boolean;
  readonly more: readonly MoreItem[];
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const item = (label: string, command: string, rest: Partial<SimpleMenuItem> = {}): SimpleMenuItem => ({
  type: "item",
  label,
  command,
  ...rest,
});
const separator = { type: "separator" } as const;
const depths: readonly [Depth, string][] = [
  [1, "One Foreign Key Away"],
  [2, "Two Foreign Keys Away"],
  [3, "Three Foreign Keys Away"],
];

/** The items of a table's menu. */
export function tableMenu({ openLabel, colour, depth, isPart, canDraw, more, grouped }: TableMenuSetup): MenuItem[] {
  return [
    item(openLabel, "open", { accelerator: "Enter" }),
    ...more.map(({ label, command, ...rest }) => item(label, `more:${command}`, rest)),
    ...(canDraw ? [item("Add Foreign Key…", "drawKey")] : []),
    separator,
    {
      type: "submenu",
      label: "Neighbours Only",
      items: depths.map(([far, label]) => item(label, `around:${far}`, { checked: depth === far })),
    },
    ...(isPart ? [item("Show All Tables", "whole")] : []),
    {
      type: "submenu",
      label: "Colour",
      items: [
        ...(grouped
          ? [
              item("By Group", "colour:", { checked: colour === null }),
              item("None", "colour:none", { checked: colour === "none" }),
            ]
          : [item("None", "colour:", { checked: colour === null || colour === "none" })]),
        separator,
        ...tableColours.map((name) => item(capital(name), `colour:${name}`, { checked: colour === name })),
      ],
    },
    separator,
    item("Copy Name", "copyName"),
  ];
}

/** What was chosen in it. */
export function tableChoice(command: string | null): TableChoice | null {
  if (command === "open" || command === "copyName" || command === "drawKey" || command === "whole")
    return { kind: command };
  const [kind, rest = ""] = command?.split(/:(.*)/s) ?? [];
  if (kind === "around") return { kind, depth: Number(rest) as Depth };
  if (kind === "colour") return { kind, colour: rest === "" ? null : (rest as TableColour | "none") };
  return kind === "more" ? { kind, command: rest } : null;
}
