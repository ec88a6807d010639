/** The keyboard's way to commands, and the native menu's. */
import { type CommandId, commandSpec, isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import { askShell, onShell, platform } from "../../rpc/shell-client.ts";
import { canRun, onCommandsChanged, runCommand, together } from "../../ui/command-scope.tsx";
import { formatAccelerator, matches, parseAccelerator } from "./accelerator.ts";
import { keyIsNative, runChosen, textCan } from "./edit-routing.ts";
import { commands } from "./known.ts";
import { closeOpenOne, lastingModal, mayRunOverModal, openModal } from "./modal.ts";

/** Second keys that habit brings along; menus and help show the first one. */
const alsoBy: [key: string, id: CommandId][] = [
  ["CmdOrCtrl+Y", "session.redo"],
  ["CmdOrCtrl+=", "view.zoomIn"],
  ["CmdOrCtrl+R", "view.refresh"],
  ["CmdOrCtrl+K", "palette.commands"],
  ["CmdOrCtrl+PageDown", "view.nextTab"],
  ["CmdOrCtrl+PageUp", "view.previousTab"],
];

/** A command's key as this machine writes it; "" when it has none. */
export function keyOf(id: CommandId): string {
  const { key } = commandSpec(id);
  return key ? formatAccelerator(key, platform() === "darwin") : "";
}

/**
 * Listens to keys that no focused thing has used, and to the native menu. Gives the function that stops it.
 */
export function listenForCommands(): () => void {
  const mac = platform() === "darwin";
  const bindings = [
    ...commands.flatMap(({ id, key, inGrid }) => (key && !inGrid ? [{ id, stroke: parseAccelerator(key, mac) }] : [])),
    ...alsoBy.map(([key, id]) => ({ id, stroke: parseAccelerator(key, mac) })),
  ];
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const binding = bindings.find(({ stroke }) => matches(event, stroke));
    if (!binding || keyIsNative(binding.id)) return;
    // Also when nobody can do it now: the browser's own meaning (reload, zoom, print) is never wanted.
    event.preventDefault();
    const modal = openModal();
    if (modal === null || mayRunOverModal(binding.id)) runCommand(binding.id);
    else runCommand(binding.id, modal);
  };
  window.addEventListener("keydown", onKey);
  const stopMenu = onShell("command", ({ id }) => {
    if (!isCommandId(id)) return;
    const modal = lastingModal();
    if (mayRunOverModal(id) || textCan(id)) runChosen(id);
    else if (modal !== null) runCommand(id, modal);
    // It means the page: a palette over it has done its work.
    else if (closeOpenOne()) setTimeout(() => runChosen(id));
    else runChosen(id);
  });
  return () => {
    window.removeEventListener("keydown", onKey);
    stopMenu();
  };
}

/** Keeps the native menu's greyed items in step. Gives the function that stops it. */
export function greyMenus(): () => void {
  let told = "";
  let timer: ReturnType<typeof setTimeout> | null = null;
  const tell = () => {
    timer = null;
    const modal = lastingModal();
    const can = (id: CommandId) => canRun(id, modal && !mayRunOverModal(id) ? modal : undefined) || textCan(id);
    const enabled = together(() => Object.fromEntries(commands.map(({ id }) => [id, can(id)])));
    const text = JSON.stringify(enabled);
    if (text === told) return;
    told = text;
    void askShell("menu.enable", { commands: enabled });
  };
  const soon = () => {
    timer ??= setTimeout(tell, 60);
  };
  document.addEventListener("focusin", soon);
  const stop = onCommandsChanged(soon);
  soon();
  return () => {
    if (timer !== null) clearTimeout(timer);
    document.removeEventListener("focusin", soon);
    stop();
  };
}
