/** The places of a database, in words: its rows, a console, a builder, the models, the diagram. */
import { Blocks, Boxes, Network, SquareTerminal, Table2 } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import { CommandButton } from "../../ui/button.tsx";
import { keyOf } from "../commands/keyboard.ts";
import type { Modeling } from "../modeling.ts";
import type { TabData } from "../tabs/tab-data.ts";
import type { Tabs } from "../tabs/tabs.ts";
import styles from "./toolbar.module.css";

type Place = "rows" | "console" | "builder" | "models" | "diagram";

interface PlaceSpec {
  readonly place: Place;
  readonly command: CommandId;
  readonly words: string;
  readonly hint: string;
  readonly Icon: typeof Table2;
}

const places: readonly PlaceSpec[] = [
  { place: "rows", command: "place.rows", words: "Rows", hint: "The table that was in front last", Icon: Table2 },
  { place: "console", command: "place.console", words: "Console", hint: "SQL of your own", Icon: SquareTerminal },
  { place: "builder", command: "place.builder", words: "Builder", hint: "A query from a form", Icon: Blocks },
  {
    place: "models",
    command: "model.open",
    words: "Models",
    hint: "Tables as models, to look at and change",
    Icon: Boxes,
  },
  {
    place: "diagram",
    command: "model.diagram",
    words: "Diagram",
    hint: "Tables and foreign keys, drawn",
    Icon: Network,
  },
];

/** Where a tab stands; null while none is open. */
function placeOf(tab: TabData | null, mode: string): Place | null {
  if (tab === null) return null;
  if (tab.kind === "model") return mode === "diagram" ? "diagram" : "models";
  return tab.kind === "table" || tab.kind === "ddl" ? "rows" : tab.kind;
}

/** A button for each place: it brings back what one had there last, or opens it. */
export function Places({ tabs, modeling }: { tabs: Tabs; modeling: Modeling }): ReactNode {
  const active = useStore(tabs.store, (state) => state.active);
  const mode = useStore(modeling.view.store, (state) => state.mode);
  const here = placeOf(active, mode);
  return (
    <div className={styles.places} role="group" aria-label="Places">
      {places.map(({ place, command, words, hint, Icon }) => (
        <CommandButton
          key={place}
          look="quiet"
          command={command}
          aria-label={words}
          aria-pressed={place === here}
          hint={[`${words}: ${hint}`, keyOf(command) && `(${keyOf(command)})`].filter(Boolean).join(" ")}
        >
          <Icon size={16} strokeWidth={1.5} aria-hidden className={styles.placeIcon} />
          <span className={styles.placeWords}>{words}</span>
        </CommandButton>
      ))}
    </div>
  );
}
