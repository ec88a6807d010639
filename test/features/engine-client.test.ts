/** What the client does with a question whose process goes away under it. */
import { afterEach, describe, expect, it } from "vitest";
import { type ClientPort, EngineClient } from "../../renderer/rpc/engine-client.ts";
import { AppError } from "../../src-shared/errors/app-error.ts";

const gone = { code: "engine.stopped", message: "Stopped.", next: "Go on." } as const;

/** A port whose other side takes questions and never answers. */
function silentPort(): ClientPort & { asked: number } {
  const port = {
    asked: 0,
    postMessage: () => {
      port.asked++;
    },
    addEventListener: () => {},
    start: () => {},
    close: () => {},
  };
  return port;
}

let client: EngineClient;
afterEach(() => client.close());

describe("a read whose process was ended", () => {
  it("is asked again, once, of the next process", async () => {
    client = new EngineClient();
    const ports = [silentPort(), silentPort(), silentPort()];
    client.connect("read", ports[0] as ClientPort);
    const answer = client.ask("schema.read", undefined).catch((thrown: unknown) => thrown);
    await Promise.resolve();
    client.connect("read", ports[1] as ClientPort);
    await expect.poll(() => ports[1]?.asked).toBe(1);
    client.connect("read", ports[2] as ClientPort);
    expect(await answer).toBeInstanceOf(AppError);
    expect(ports.map((port) => port.asked)).toEqual([1, 1, 0]);
  });

  it("is not asked again when it was given up: it would only run again", async () => {
    client = new EngineClient();
    const ports = [silentPort(), silentPort()];
    client.connect("read", ports[0] as ClientPort);
    const abort = new AbortController();
    const answer = client.ask("schema.read", undefined, { signal: abort.signal }).catch((thrown: unknown) => thrown);
    await Promise.resolve();
    abort.abort();
    client.disconnect("read", gone);
    client.connect("read", ports[1] as ClientPort);
    expect(await answer).toMatchObject({ data: gone });
    expect(ports.map((port) => port.asked)).toEqual([1, 0]);
  });
});

describe("a write whose process was ended", () => {
  it("fails: it might have been done", async () => {
    client = new EngineClient();
    const ports = [silentPort(), silentPort()];
    client.connect("session", ports[0] as ClientPort);
    const answer = client.ask("session.undo", undefined).catch((thrown: unknown) => thrown);
    await Promise.resolve();
    client.disconnect("session", gone);
    client.connect("session", ports[1] as ClientPort);
    expect(await answer).toMatchObject({ data: gone });
    expect(ports[1]?.asked).toBe(0);
  });
});
