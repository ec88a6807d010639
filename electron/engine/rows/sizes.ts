/** How much of a value crosses with a page of rows. All in bytes as stored. */

/** A TEXT or BLOB above this crosses as a preview. */
export const LARGEST_WHOLE_CELL = 4096;

/** Bytes of the head of a preview. */
export const PREVIEW_HEAD = 512;

/** Above this the head is empty: to give even its beginning, SQLite loads the whole value. */
export const LARGEST_WITH_HEAD = 1024 * 1024;

/**
 * The most that better-sqlite3 lets SQLite load of one value.
 * Source: LENGTH limit set at open in better-sqlite3 (SQLITE_LIMIT_LENGTH).
 */
export const LARGEST_READABLE = 536_870_888;

/**
 * In a file up to this size, numeric columns are read without asking for their size first, which would cost half as much
 * again as reading them. They may hold a huge TEXT or BLOB all the same; then the page costs at most the file's size in
 * memory, once.
 */
export const LARGEST_FILE_READ_FREELY = 1_500_000_000;

/** SQLite's limit of columns in a result. */
export const MOST_RESULT_COLUMNS = 2000;
