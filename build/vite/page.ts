import react from "@vitejs/plugin-react";
import type { InlineConfig } from "vite";
import { inRoot } from "../tools/paths.ts";

/**
 * Vite's configuration for the page, built for `app://joinery/` under a strict Content-Security-Policy: scripts only from
 * files (no inline script, no polyfill tag), fonts and images as files (no data: URLs), relative addresses.
 *
 * @param outDir absolute folder
 */
export function page(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: inRoot("renderer"),
    base: "./",
    logLevel: "warn",
    mode: "production",
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      // The Chromium of the Electron in package.json; nothing older is ever asked to run this.
      target: "chrome148",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      license: { fileName: "licenses-page.md" },
      // Rooms that a start may do without are files of their own (renderer/app/tabs/tab-content.tsx): parsing is what a start
      // waits for. Styles are one file all the same, in one order. The size warning is about networks.
      cssCodeSplit: false,
      chunkSizeWarningLimit: 10_000,
    },
  };
}
