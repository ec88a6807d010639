import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { downloadOfficial, installedOfficial } from "../../build/runtime/official.ts";

const cache = mkdtempSync(path.join(tmpdir(), "joinery-download-"));
let server: Server;

/** Makes a server of this machine the mirror that Electron is downloaded from; nothing it gives is in a cache. */
async function mirror(answer: RequestListener): Promise<void> {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  vi.stubEnv("ELECTRON_MIRROR", address);
  vi.stubEnv("electron_config_cache", cache);
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  vi.stubEnv("ELECTRON_GET_NO_PROGRESS", "1");
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(cache, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

// Where the official one is installed, the installer downloads nothing.
const there = installedOfficial() !== null;

test.skipIf(there)("a mirror that takes the connection and says nothing is given up, with the reason", async () => {
  const asked: (string | undefined)[] = [];
  await mirror((request) => void asked.push(request.url));
  expect(await downloadOfficial(300)).toEqual({ reason: "nothing came for 0.3 s" });
  expect(asked).toEqual([expect.stringMatching(/electron-v\d+\.\d+\.\d+-.*\.zip$/)]);
});

test.skipIf(there)("one that stops in the middle is given up; one that is only slow is not", async () => {
  await mirror((_request, response) => void response.writeHead(200).write("the beginning"));
  expect(await downloadOfficial(300)).toEqual({ reason: "nothing came for 0.3 s" });
  server.closeAllConnections();
  server.close();
  await mirror((_request, response) => {
    let parts = 0;
    const timer = setInterval(() => {
      response.write("a part");
      parts += 1;
      if (parts < 8) return;
      clearInterval(timer);
      response.end();
    }, 250);
  });
  // Whole in two seconds, and not what the package's checksums say.
  expect(await downloadOfficial(1000)).toEqual({ reason: expect.stringContaining("checksum") });
});

test.skipIf(there)("one that has none says so", async () => {
  await mirror((_request, response) => void response.writeHead(404).end("none"));
  expect(await downloadOfficial(5000)).toEqual({ reason: expect.stringContaining("404") });
});
