/** The commands of the window itself: opening, theme, zoom, palette, help. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { defaultSettings, type Settings, zoomSteps } from "../../src-shared/model/settings.ts";
import type { Opening } from "../features/open-database/opening.ts";
import { settingsRead } from "../rpc/queries.ts";
import { askShell } from "../rpc/shell-client.ts";
import { useCommand } from "../ui/command-scope.tsx";
import { About, Shortcuts } from "./commands/help-dialogs.tsx";
import { commandItems, Palette, type PaletteItem } from "./commands/palette.tsx";

type Shown = { kind: "palette"; items: PaletteItem[] } | { kind: "about" } | { kind: "shortcuts" } | null;

/** Draws only the dialog that is open. */
export function AppCommands({ opening }: { opening: Opening }): ReactNode {
  const { attempt } = opening;
  const queries = useQueryClient();
  const { data: settings } = useQuery(settingsRead);
  const [shown, setShown] = useState<Shown>(null);
  const asked = useRef(0);
  const change = async (part: Partial<Settings>) => {
    // At once, so that a second press in quick succession goes on from there.
    queries.setQueryData(settingsRead.queryKey, (before) => before && { ...before, ...part });
    const mine = ++asked.current;
    const answer = await askShell("settings.write", part);
    // An older answer does not know of what was pressed since.
    if (mine === asked.current) queries.setQueryData(settingsRead.queryKey, answer);
  };
  const zoom = settings?.zoom ?? defaultSettings.zoom;
  const zoomIn = (from: number) => zoomSteps.find((step) => step > from);
  const zoomOut = (from: number) => zoomSteps.findLast((step) => step < from);
  const zoomBy = (step: typeof zoomIn) => {
    const now = queries.getQueryData(settingsRead.queryKey)?.zoom ?? zoom;
    void change({ zoom: step(now) ?? now });
  };

  useCommand("database.create", () => void attempt(() => askShell("database.create")));
  useCommand(
    "database.memory",
    () => void attempt(() => askShell("database.openAddress", { address: ":memory:", readOnly: false })),
  );
  useCommand("database.pick", () => void attempt(() => askShell("database.pick", { readOnly: false })));
  useCommand("database.pickReadOnly", () => void attempt(() => askShell("database.pick", { readOnly: true })));
  useCommand("database.openSample", () => void attempt(() => askShell("database.openSample")));
  useCommand("window.new", () => void askShell("window.create"));
  useCommand("view.zoomIn", () => zoomBy(zoomIn), { enabled: zoomIn(zoom) !== undefined });
  useCommand("view.zoomOut", () => zoomBy(zoomOut), { enabled: zoomOut(zoom) !== undefined });
  useCommand("view.zoomReset", () => void change({ zoom: defaultSettings.zoom }), {
    enabled: zoom !== defaultSettings.zoom,
  });
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
