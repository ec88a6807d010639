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

describe("text files that others wrote", () => {
  const put = (name: string, bytes: Buffer) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.sql`), bytes);
  };
  const bytesOf = (name: string) => readFileSync(join(folder, `${name}.sql`));

  test("keep their encoding, byte order mark and line ends when they are saved", async () => {
    const wide = Buffer.from("\uFEFFselect 'é';\r\nselect 2;\n", "utf16le");
    for (const [name, bytes, encoding] of [
      ["utf8", Buffer.from("\uFEFFselect 'é';\r\nselect 2;\n"), "utf-8"],
      ["le", wide, "utf-16le"],
      ["be", Buffer.from(wide).swap16(), "utf-16be"],
    ] as const) {
      put(name, bytes);
      const read = await library.read(name);
      expect([read.text, read.encoding]).toEqual(["select 'é';\nselect 2;\n", encoding]);
      await library.write(name, read.text, read.modified, read.encoding);
      expect(bytesOf(name)).toEqual(bytes);
      // Also a link that does not know the encoding, and one that replaces whatever is there.
      await library.write(name, read.text, "any");
      expect(bytesOf(name)).toEqual(bytes);
    }
    put("latin", Buffer.from("select 'é';\r\n", "latin1"));
    expect(await library.read("latin").catch((thrown: unknown) => toAppErrorData(thrown))).toMatchObject({
      code: "text.encoding",
      cause: "windows-1252",
    });
    const { text, modified, encoding } = await library.read("latin", "windows-1252");
    expect(text).toBe("select 'é';\n");
    await library.write("latin", `${text}-- €\n`, modified, encoding);
    expect(bytesOf("latin")).toEqual(Buffer.from([...Buffer.from("select 'é';\r\n-- ", "latin1"), 0x80, 13, 10]));
    expect(await codeOf(library.write("latin", "→", "any", encoding))).toBe("text.encoding");
    expect(await paths("é")).toEqual(["be", "latin", "le", "utf8"]);
  });

  test("are listed, read and saved under names that only this system has", async () => {
    put('a < b > c : d ? e * "f" | g', Buffer.from("select 1"));
    put("\u202egpj.exe", Buffer.from("select 1"));
    put("CON", Buffer.from("select 1"));
    const listed = await paths();
    expect(listed).toHaveLength(3);
    for (const path of listed) {
      const { modified } = await library.read(path);
      await library.write(path, "select 2", modified);
      expect((await library.read(path)).text).toBe("select 2");
    }
    await library.rename("CON", "console");
    expect(await paths()).toContain("console");
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
    "CON",
    "a/nul",
    "com1.txt",
    "\u202e",
    "\u200b/x",
    "a\u202egpj",
    "x".repeat(500),
  ])("%j", async (path) => {
    expect(isQueryPath(path)).toBe(false);
    expect(await codeOf(library.write(path, "x", "any"))).toBe("file.badName");
    await library.write("there", "x", "any");
    expect(await codeOf(library.rename("there", path))).toBe("file.badName");
    // Names that only this system allows may be there: they are read and renamed, never made.
    expect(["file.badName", "file.missing"]).toContain(await codeOf(library.read(path)));
    expect(["file.badName", "file.missing"]).toContain(await codeOf(library.rename(path, "ok")));
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
