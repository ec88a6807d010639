/**
 * The only code that sees both worlds. It passes questions, events and ports on and has no opinion about them: what is
 * allowed is decided by Electron main (electron/main/shell-server.ts), which trusts this file no more than the page.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { shellChannels } from "../../src-shared/rpc/shell-channels.ts";
import type { EnginePortMessage, JoineryBridge, ShellEvent } from "../../src-shared/rpc/shell-contract.ts";

const listeners = new Set<(event: ShellEvent) => void>();
// Electron's event object never reaches a listener: it would hand the page ipcRenderer.
ipcRenderer.on(shellChannels.event, (_event, data: ShellEvent) => {
  for (const listener of listeners) listener(data);
});

// A port cannot cross contextBridge; posted to our own origin it arrives in the page as a message event.
ipcRenderer.on(shellChannels.port, (event, message: EnginePortMessage) => {
  window.postMessage(message, window.location.origin, event.ports);
});

const bridge: JoineryBridge<File> = {
  ask: (name, params) => ipcRenderer.invoke(shellChannels.ask, name, params),
  onEvent(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  openDropped: (file, readOnly) => ipcRenderer.invoke(shellChannels.drop, webUtils.getPathForFile(file), readOnly),
  platform: process.platform,
};

contextBridge.exposeInMainWorld("joinery", Object.freeze(bridge));
