/** The commands of the window itself: opening, theme, zoom, palette, help. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Settings } from "../../src-shared/rpc/shell-contract.ts";
import type { Opening } from "../features/open-database/opening.ts";
import { settingsRead } from "../rpc/queries.ts";
import { askShell } from "../rpc/shell-client.ts";
import { useCommand } from "../ui/command-scope.tsx";
import { About, Shortcuts } from "./commands/help-dialogs.tsx";
import { commandItems, Palette, type PaletteItem } from "./commands/palette.tsx";

/** Zoom steps in per cent, as in browsers. */
const zooms = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200];

type Shown = { kind: "palette"; items: PaletteItem[] } | { kind: "about" } | { kind: "shortcuts" } | null;

/** Draws only the dialog that is open. */
export function AppCommands({ opening }: { opening: Opening }): ReactNode {
  const { attempt } = opening;
  const queries = useQueryClient();
  const { data: settings } = useQuery(settingsRead);
  const [shown, setShown] = useState<Shown>(null);
  const change = async (part: Partial<Settings>) => {
    queries.setQueryData(settingsRead.queryKey, await askShell("settings.write", part));
  };
  const zoom = settings?.zoom ?? 100;
  const zoomIn = zooms.find((step) => step > zoom);
  const zoomOut = zooms.findLast((step) => step < zoom);

  useCommand("database.create", () => void attempt(() => askShell("database.create")));
  useCommand(
    "database.memory",
    () => void attempt(() => askShell("database.openAddress", { address: ":memory:", readOnly: false })),
  );
  useCommand("database.pick", () => void attempt(() => askShell("database.pick", { readOnly: false })));
  useCommand("database.pickReadOnly", () => void attempt(() => askShell("database.pick", { readOnly: true })));
  useCommand("database.openSample", () => void attempt(() => askShell("database.openSample")));
  useCommand("window.new", () => void askShell("window.create"));
  useCommand("view.zoomIn", () => void change({ zoom: zoomIn ?? zoom }), { enabled: zoomIn !== undefined });
  useCommand("view.zoomOut", () => void change({ zoom: zoomOut ?? zoom }), { enabled: zoomOut !== undefined });
  useCommand("view.zoomReset", () => void change({ zoom: 100 }), { enabled: zoom !== 100 });
  useCommand("theme.system", () => void change({ theme: "system" }));
  useCommand("theme.light", () => void change({ theme: "light" }));
  useCommand("theme.dark", () => void change({ theme: "dark" }));
  useCommand("palette.commands", () => setShown({ kind: "palette", items: commandItems() }));
  useCommand("app.about", () => setShown({ kind: "about" }));
  useCommand("app.shortcuts", () => setShown({ kind: "shortcuts" }));

  const close = () => setShown(null);
  if (shown?.kind === "palette") return <Palette label="Run a command" items={shown.items} onClose={close} />;
  if (shown?.kind === "about") return <About onClose={close} />;
  if (shown?.kind === "shortcuts") return <Shortcuts onClose={close} />;
  return null;
}
