import type { Configuration } from "electron-builder";
import { EXTENSIONS, MIME_TYPES } from "./file-types.ts";
import { outDir } from "./kind.ts";

/**
 * What electron-builder makes from the folder that Forge packaged: AppImage, NSIS and dmg, each with the update metadata
 * (latest*.yml, block maps) that electron-updater reads.
 *
 * The metadata is made when JOINERY_UPDATE_URL says where the files will be served from (any static web server: the "generic"
 * provider). Without it there are installers and no metadata: an address made up here would one day be asked for updates.
 */
export function installers(updateUrl = process.env.JOINERY_UPDATE_URL): Configuration {
  return {
    appId: "org.joinery.desktop",
    productName: "Joinery",
    copyright: "The Joinery founders",
    directories: { output: `${outDir()}/installers`, buildResources: "build/icons" },
    // electron-builder fills these in.
    artifactName: "${productName}-${version}-${os}-${arch}.${ext}",
    npmRebuild: false,
    publish: updateUrl ? { provider: "generic", url: updateUrl } : null,
    fileAssociations: [
      {
        ext: EXTENSIONS,
        name: "SQLite database",
        description: "SQLite database",
        mimeType: MIME_TYPES[0] ?? null,
        role: "Editor",
        rank: "Alternate",
      },
    ],
    linux: {
      target: ["AppImage"],
      executableName: "joinery",
      category: "Development",
      icon: "build/icons/png",
      mimeTypes: MIME_TYPES,
    },
    win: { target: ["nsis"], icon: "build/icons/joinery.ico" },
    // File associations are written for all users or not at all (electron-builder's manual), hence perMachine.
    nsis: {
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: { target: ["dmg", "zip"], icon: "build/icons/joinery.icns", category: "public.app-category.developer-tools" },
  };
}
