import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isQueryPath, QueryLibrary } from "../../electron/main/query-library.ts";
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";

let outside: string;
let folder: string;
let library: QueryLibrary;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), "joinery-library-"));
  folder = join(outside, "queries");
  library = new QueryLibrary(folder);
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (thrown: unknown) => toAppErrorData(thrown).code,
  );
const paths = async (search = "") => (await library.list(search)).map(({ path }) => path);

describe("queries", () => {
  test("are plain files in folders, found by path and text", async () => {
    expect(await paths()).toEqual([]);
    await library.write("reports/top movies", "select *\nfrom movies -- ümlaut\n", null);
    await library.write("film.db/all", "select 1", null);
    expect(readFileSync(join(folder, "reports/top movies.sql"), "utf8")).toBe("select *\nfrom movies -- ümlaut\n");
    expect(await paths()).toEqual(["film.db/all", "reports/top movies"]);
    expect(await paths("MOVIES top")).toEqual(["reports/top movies"]);
    expect(await paths("ümlaut")).toEqual(["reports/top movies"]);
    expect(await paths("nothing")).toEqual([]);
    expect((await library.read("film.db/all")).text).toBe("select 1");
  });

  test("never lose what another program wrote", async () => {
    const { modified } = await library.write("a", "one", null);
    expect(await codeOf(library.write("a", "two", null))).toBe("library.conflict");
    writeFileSync(join(folder, "a.sql"), "theirs");
    const later = new Date(modified + 5000);
    const { utimesSync } = await import("node:fs");
    utimesSync(join(folder, "a.sql"), later, later);
    expect(await codeOf(library.write("a", "mine", modified))).toBe("library.conflict");
    expect((await library.read("a")).text).toBe("theirs");
    await library.write("a", "mine", "any");
    expect((await library.read("a")).text).toBe("mine");
    rmSync(join(folder, "a.sql"));
    expect(await codeOf(library.write("a", "mine", modified))).toBe("library.conflict");
    expect(await codeOf(library.read("a"))).toBe("file.missing");
  });

  test("are renamed, moved and removed; empty folders go", async () => {
    await library.write("x/y/a", "select 1", null);
    await library.write("b", "select 2", null);
    expect(await codeOf(library.rename("x/y/a", "b"))).toBe("library.conflict");
    await library.rename("x/y/a", "z/c");
    expect(await paths()).toEqual(["b", "z/c"]);
    expect(existsSync(join(folder, "x"))).toBe(false);
    await library.rename("b", "B");
    expect(await paths()).toEqual(["B", "z/c"]);
    await library.remove("z/c");
    expect(await paths()).toEqual(["B"]);
    expect(existsSync(folder)).toBe(true);
  });

  test("other files of the folder are not theirs", async () => {
    mkdirSync(join(folder, ".git"), { recursive: true });
    writeFileSync(join(folder, ".git/x.sql"), "");
    writeFileSync(join(folder, "readme.md"), "");
    expect(await paths()).toEqual([]);
  });
});

describe("nothing outside the folder is reached", () => {
  test.each([
    "../x",
    "a/../../x",
    "/etc/passwd",
    "a//b",
    "",
    ".",
    "..",
    ".hidden",
    "a\\b",
    "c:x",
    "x\0y",
    "a/",
    "trailing.",
    " x",
    "x".repeat(500),
  ])("%j", async (path) => {
    expect(isQueryPath(path)).toBe(false);
    expect(await codeOf(library.write(path, "x", "any"))).toBe("file.badName");
    expect(await codeOf(library.read(path))).toBe("file.badName");
    expect(await codeOf(library.rename(path, "ok"))).toBe("file.badName");
  });

  test("a symbolic link leads nowhere else", async () => {
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(outside, "secret"));
    writeFileSync(join(outside, "secret/s.sql"), "secret");
    symlinkSync(join(outside, "secret"), join(folder, "link"));
    symlinkSync(join(outside, "secret/s.sql"), join(folder, "file.sql"));
    expect(await codeOf(library.read("link/s"))).toBe("file.badName");
    expect(await codeOf(library.read("file"))).toBe("file.badName");
    expect(await codeOf(library.write("link/new", "x", null))).toBe("file.badName");
    expect(existsSync(join(outside, "secret/new.sql"))).toBe(false);
    expect(await paths()).toEqual([]);
  });
});
