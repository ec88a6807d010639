import { builtinModules } from "node:module";
import type { InlineConfig } from "vite";
import { inRoot } from "../tools/paths.ts";

/** The bundles that Electron loads as scripts of its own, by the name of the .cjs they become in .vite/build. */
export const ELECTRON_ENTRIES = {
  main: "electron/main/main.ts",
  preload: "electron/preload/preload.ts",
  "engine-host": "electron/engine-host/engine-host.ts",
} as const;

/**
 * What stays a require() in the bundles: Electron and Node, which the runtime brings, and better-sqlite3, which loads a
 * native library beside its own files (build/package/native.ts carries both into the package).
 */
const EXTERNAL = [/^electron(\/.+)?$/, /^node:/, ...builtinModules, "better-sqlite3"];

/**
 * Vite's configuration for one of Electron's own scripts.
 *
 * CommonJS, because a sandboxed preload can be nothing else and the others start faster so; one file each, because a
 * sandboxed preload can load no second one.
 *
 * @param name which bundle
 * @param outDir absolute folder, shared by the three bundles
 */
export function electronSide(name: keyof typeof ELECTRON_ENTRIES, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: inRoot(),
    logLevel: "warn",
    mode: "production",
    // Node's own conditions and no browser shims: these scripts are Node programs (the preload a very small one).
    ssr: { noExternal: true },
    define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      sourcemap: true,
      license: { fileName: `licenses-${name}.md` },
      target: "node24",
      rolldownOptions: {
        input: { [name]: inRoot(ELECTRON_ENTRIES[name]) },
        external: EXTERNAL,
        output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
      },
    },
  };
}
