/**
 * Who may know whom (docs/architecture.md, "Direction"), held by dependency-cruiser.
 *
 * The parser is swc: TypeScript 7 has no compiler API, and without swc dependency-cruiser silently sees no .ts file and
 * passes. test/build/dependency-rules.test.ts plants violations and fails when these rules stop reading TypeScript.
 *
 * Type imports count as any other: a type ties files and rooms together just as well.
 */

const npm = (...names) => `(^|/)node_modules/(${names.join("|")})/`;
const CORE = { dependencyTypes: ["core"] };

/** Engine rooms: a room knows itself, the rooms listed for it, and the files at the engine's root but its door. */
const ENGINE_ROOMS = {
  connection: [],
  schema: ["connection"],
  rows: ["connection", "schema"],
  session: ["connection", "schema", "rows"],
  models: ["connection", "schema", "rows", "session"],
  migrations: ["connection", "schema", "rows", "session", "models"],
  console: ["connection", "schema", "rows"],
  results: ["connection", "schema", "rows"],
  queries: ["connection", "schema"],
  transfer: ["connection", "schema", "rows"],
  care: ["connection", "schema", "rows"],
};

const engineRoomRules = Object.entries(ENGINE_ROOMS).map(([room, known]) => ({
  name: `engine-room-${room}`,
  comment: `electron/engine/${room} knows only ${known.join(", ") || "itself"}: rooms know the rooms to their left.`,
  severity: "error",
  from: { path: `^electron/engine/${room}/` },
  to: {
    path: `^electron/engine/(?:(${Object.keys(ENGINE_ROOMS).join("|")})/|engine\\.ts$)`,
    pathNot: `^electron/engine/(${[room, ...known].join("|")})/`,
  },
}));

/** The storeys of the page, from the ground up; docs/architecture.md, "Storeys of the page". */
const STOREYS = ["(rpc|ui)", "values", "rows", "rows-view", "features"];

const storeyRules = STOREYS.slice(0, -1).map((storey, at) => ({
  name: `storey-${storey.replace(/\W+/g, "-").replace(/^-|-$/g, "")}`,
  comment: `renderer/${storey} knows only the storeys below it: ${STOREYS.slice(0, at).join(", ") || "none"}.`,
  severity: "error",
  from: { path: `^renderer/${storey}/` },
  to: { path: `^renderer/(${STOREYS.slice(at + 1).join("|")})/` },
}));

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid(
      "no-cycle",
      "No import cycle, of types neither: split the file by noun, move the type, or turn the dependency round.",
      {},
      { circular: true },
    ),
    forbid("no-unresolved", "This import leads nowhere.", {}, { couldNotResolve: true }),
    forbid(
      "no-orphan",
      "Nobody imports this file and it is no entry: wire it up or delete it.",
      {
        orphan: true,
        pathNot: [
          "\\.d\\.ts$",
          "\\.css$",
          "(^|/)[^/]+\\.config\\.(ts|mjs|cjs)$",
          "\\.test\\.tsx?$",
          "^test/(e2e|bench|fixtures)/",
          "^build/rules/",
          // Given to Node as --import, before another script.
          "^build/runtime/impatient-fetch\\.ts$",
          "^forge\\.config\\.ts$",
        ],
      },
      {},
    ),
    forbid(
      "shared-knows-nobody",
      "src-shared is the language: types, contract, errors. It knows no room, no Node and no package but valibot; only its sql/ also the parser.",
      { path: "^src-shared/" },
      { pathNot: ["^src-shared/", npm("valibot"), npm("sqlite3-parser")] },
    ),
    forbid(
      "only-shared-sql-parses",
      "Of src-shared only sql/ reads SQL text: the model and the contract stay data.",
      { path: "^src-shared/", pathNot: "^src-shared/sql/" },
      { path: [npm("sqlite3-parser")] },
    ),
    forbid(
      "engine-is-plain-node",
      "electron/engine never imports electron, the window or its own callers: the app, the CLI and tests share it.",
      { path: "^electron/engine/" },
      { path: [npm("electron", "electron-next"), "^electron/(?!engine/)", "^(renderer|build|examples|test)/"] },
    ),
    ...engineRoomRules,
    forbid(
      "engine-has-one-door",
      "Callers of the engine come in through the files at its root (engine.ts, engine-error.ts, …), never through its rooms.",
      { path: "^electron/(engine-host|cli)/" },
      { path: "^electron/engine/", pathNot: "^electron/engine/[^/]+\\.ts$" },
    ),
    forbid(
      "host-and-cli-know-the-engine-only",
      "The engine's host and the command line know the engine, src-shared and (cli only) the Electron launcher of build/runtime.",
      { path: "^electron/(engine-host|cli)/" },
      { path: ["^electron/(main|preload)/", "^(renderer|build|examples|test)/"], pathNot: "^build/runtime/" },
    ),
    forbid(
      "host-launches-nothing",
      "build/ never ships, so nothing in the package may import it.",
      { path: "^electron/engine-host/" },
      { path: "^build/" },
    ),
    forbid(
      "cli-without-a-window",
      "The command line is plain Node.",
      { path: "^electron/cli/" },
      { path: npm("electron", "electron-next") },
    ),
    forbid(
      "main-knows-shared-only",
      "Main and preload know src-shared and the OS. What they want from a database they ask through a port.",
      { path: "^electron/(main|preload)/" },
      {
        path: [
          "^electron/(engine|engine-host|cli)/",
          "^(renderer|build|examples|test)/",
          npm("better-sqlite3", "kysely"),
        ],
      },
    ),
    forbid(
      "main-and-preload-apart",
      "Main and preload run in different processes; what both need lives in src-shared.",
      { path: "^electron/(main|preload)/" },
      { path: "^electron/(main|preload)/", pathNot: "^electron/$1/" },
    ),
    forbid("preload-is-sandboxed", "A sandboxed preload has no Node.", { path: "^electron/preload/" }, CORE),
    forbid("page-has-no-node", "The page has no Node.", { path: "^renderer/" }, CORE),
    forbid(
      "page-knows-shared-only",
      "The page reaches the engine and the shell through renderer/rpc, by messages, never by import.",
      { path: "^renderer/" },
      {
        path: [
          "^(electron|build|examples|test)/",
          npm("electron", "electron-next", "electron-log", "better-sqlite3", "kysely"),
        ],
      },
    ),
    forbid(
      "features-meet-in-app",
      "A feature never reaches into another: they meet in renderer/app.",
      { path: "^renderer/features/([^/]+)/" },
      { path: "^renderer/features/", pathNot: "^renderer/features/$1/" },
    ),
    forbid(
      "app-is-on-top",
      "renderer/app puts features together; nothing below it may know it.",
      { path: "^renderer/", pathNot: "^renderer/app/" },
      { path: "^renderer/app/" },
    ),
    ...storeyRules,
    forbid(
      "grid-actions-once",
      "What is done to cells and rows is one list for every grid (renderer/rows-view/grid-actions): a feature says what its rows allow, it makes no commands or menus of gestures.",
      { path: "^renderer/(features|app)/" },
      { path: "^renderer/rows/edits/(table-gestures|copy-paste|copied-cells|revert-cells|save-values)\\.ts$" },
    ),
    forbid(
      "grid-menus-once",
      "The menu of a grid is made of the list of actions: features add items of their own (MenuExtras), and give no command a title or key again.",
      { path: "^renderer/(features|app)/" },
      {
        path: "^renderer/rows-view/grid-actions/",
        pathNot: "/(use-grid-actions|use-plain-grid|table-can|grid-menu)\\.ts$",
      },
    ),
    forbid(
      "rows-draw-nothing",
      "renderer/values and renderer/rows are plain TypeScript: what a grid shows and does is tested without React. Of ui they know types and measures, no component.",
      { path: "^renderer/(values|rows)/" },
      { path: [npm("react", "react-dom", "react-aria-components"), "\\.(tsx|css)$"] },
    ),
    forbid(
      "values-ask-nobody",
      "renderer/values turns values into looks and typed text into values; it asks no engine.",
      { path: "^renderer/values/" },
      { path: "^renderer/rpc/" },
    ),
    forbid("rpc-draws-nothing", "renderer/rpc does not draw.", { path: "^renderer/rpc/" }, { path: "^renderer/ui/" }),
    forbid(
      "ui-knows-no-sqlite",
      "renderer/ui draws without knowing SQLite or the engine.",
      { path: "^renderer/ui/" },
      { path: ["^src-shared/(model|rpc|sql)/", "^renderer/rpc/"] },
    ),
    forbid(
      "what-ships-knows-no-tools",
      "Tests, tools and examples never ship.",
      { path: "^(src-shared|electron|renderer)/", pathNot: "^electron/cli/" },
      { path: "^(build|test|examples)/" },
    ),
    forbid(
      "packages-of-the-main-side",
      "What the Electron side imports at run time is a dependency in package.json (electron itself is the runtime).",
      { path: "^electron/" },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: npm("electron", "@types/[^/]+") },
    ),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "(^|/)node_modules/" },
    // Ours only: most packages live in a dist/ of their own.
    exclude: { path: "^(\\.vite|out|dist|\\.cache)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json", ".css", ".d.ts"],
    },
  },
};
