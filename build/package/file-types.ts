/** The files Joinery offers to open, for every installer. What a file really is, is decided by its first 16 bytes on opening. */
export const EXTENSIONS = ["db", "sqlite", "sqlite3", "db3", "s3db", "sl3"];

/** Linux knows SQLite files by their content under these names, whatever they are called. */
export const MIME_TYPES = ["application/vnd.sqlite3", "application/x-sqlite3"];

/** macOS: "Alternate", so that Joinery is offered for .db files but takes nothing over. */
export const MAC_DOCUMENT_TYPES = [
  {
    CFBundleTypeName: "SQLite database",
    CFBundleTypeRole: "Editor",
    LSHandlerRank: "Alternate",
    CFBundleTypeExtensions: EXTENSIONS,
  },
];
