/**
 * Electron Forge makes the packaged folder (`npm run package`) and from it, without further downloads, a .deb and .zip files
 * (`npm run make`). It is Electron's own tool: its packager knows asar, fuses and macOS bundles first, and it needs no network
 * but Electron itself.
 *
 * electron-builder makes the rest from that same folder (`npm run dist`, build/package/installers.ts): AppImage, NSIS and dmg
 * with the update metadata that electron-updater reads, which Forge does not make. It repacks nothing (--prepackaged), so what
 * is installed is, file by file, what was tested here. docs/decisions/0002-forge-and-electron-builder.md has the reasons.
 *
 * Forge does not build the app: build/build-app.ts does, for `npm start`, the tests and the packages alike.
 */
import { FuseV1Options, FuseVersion } from "@electron/fuses";
import { MakerDeb } from "@electron-forge/maker-deb";
import { MakerZIP } from "@electron-forge/maker-zip";
import { FusesPlugin } from "@electron-forge/plugin-fuses";
import type { ForgeConfig } from "@electron-forge/shared-types";
import { ships } from "./build/package/contents.ts";
import { MAC_DOCUMENT_TYPES, MIME_TYPES } from "./build/package/file-types.ts";
import { prepare, RESOURCES, trim } from "./build/package/fill.ts";
import { finish, outDir, testBuild, unofficialRuntime } from "./build/package/kind.ts";
import { unofficialZipDir } from "./build/package/runtime-zip.ts";

const config = async (): Promise<ForgeConfig> => ({
  outDir: outDir(),
  packagerConfig: {
    name: "Joinery",
    executableName: "joinery",
    appBundleId: "org.joinery.desktop",
    appCategoryType: "public.app-category.developer-tools",
    appCopyright: "The Joinery founders",
    icon: "build/icons/joinery",
    // better-sqlite3's library is loaded by the system, which cannot see into an archive.
    asar: { unpack: "**/*.node" },
    ignore: (file: string) => !ships(file),
    // `ships` has already chosen; Packager need not look for devDependencies.
    prune: false,
    extraResource: RESOURCES,
    extendInfo: { CFBundleDocumentTypes: MAC_DOCUMENT_TYPES },
    ...(unofficialRuntime() ? { electronZipDir: await unofficialZipDir() } : {}),
  },
  // better-sqlite3 comes with N-API libraries that every Electron loads: nothing is ever compiled.
  rebuildConfig: { onlyModules: [] },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: testBuild(),
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.WasmTrapHandlers]: true,
    }),
  ],
  hooks: {
    prePackage: prepare,
    packageAfterCopy: async (_config, app, _version, platform, arch) => trim(app, platform, arch),
    postPackage: async (_config, { outputPaths }) => outputPaths.forEach(finish),
  },
  makers: [
    new MakerZIP({}, ["linux", "darwin", "win32"]),
    new MakerDeb({
      options: {
        bin: "joinery",
        genericName: "SQLite browser",
        productDescription: "Browse, edit and model SQLite databases, run SQL, and write migrations.",
        section: "database",
        categories: ["Development"],
        icon: "build/icons/png/512x512.png",
        mimeType: MIME_TYPES,
        // Ours, because the usual one passes files as URLs (%U), and we take paths (%F).
        desktopTemplate: "build/package/joinery.desktop.ejs",
      },
    }),
  ],
});

export default config;
