/** Electron's security checklist on the real app; the items are those of docs/security.md. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";
import { randomMessages } from "./random-messages.ts";

let joinery: JoineryApp;
const netLog = join(mkdtempSync(join(tmpdir(), "joinery-netlog-")), "net.json");

test.beforeAll(async () => {
  joinery = await launchJoinery({ files: [await copyOfSample()] });
  await joinery.electron.evaluate(async ({ session, shell }, path) => {
    const { webRequest, netLog } = session.defaultSession;
    await netLog.startLogging(path, { captureMode: "everything" });
    const seen = { requested: [] as string[], opened: [] as string[] };
    webRequest.onCompleted(({ url }) => seen.requested.push(url));
    webRequest.onErrorOccurred(({ url, error }) => seen.requested.push(`${error} ${url}`));
    shell.openExternal = (url) => {
      seen.opened.push(url);
      return Promise.resolve();
    };
    Object.assign(globalThis, { seen });
  }, netLog);
});

test.afterAll(async () => {
  await joinery.close();
});

const windows = () => joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test("2–4, 6, 8–12: every window's web preferences", async () => {
  const second = await joinery.newWindow();
  const preferences = await joinery.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) => (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
  );
  expect(preferences).toHaveLength(2);
  for (const made of preferences) {
    expect(made).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    const { experimentalFeatures, enableBlinkFeatures } = made as Record<string, unknown>;
    expect(experimentalFeatures ?? false).toBe(false);
    expect(enableBlinkFeatures ?? "").toBe("");
  }
  await second.close();
});

test("2, 20: the page has no Node, and of Electron only a frozen bridge", async () => {
  const found = await joinery.page.evaluate(() => {
    const bridge = window as unknown as { joinery: Record<string, unknown> };
    const own = bridge.joinery;
    const overwrite = (change: () => void) => {
      try {
        change();
      } catch {
        // A frozen thing may say so or be silent.
      }
    };
    overwrite(() => Object.assign(bridge, { joinery: { ask: () => "mine" } }));
    overwrite(() => Object.assign(own, { ask: () => "mine" }));
    overwrite(() => Object.assign(own, { extra: 1 }));
    const names = ["require", "process", "module", "exports", "Buffer", "global", "ipcRenderer", "electron"];
    return {
      node: names.filter((name) => name in globalThis),
      keys: Object.keys(own).sort(),
      frozen: Object.isFrozen(own) && bridge.joinery === own,
      types: Object.values(own).map((value) => typeof value),
    };
  });
  expect(found.node).toEqual([]);
  expect(found.keys).toEqual(["ask", "onEvent", "openDropped", "platform"]);
  expect(found.frozen).toBe(true);
  expect(found.types.sort()).toEqual(["function", "function", "function", "string"]);
});

test("20: events reach the page as plain data, without Electron's event object", async () => {
  await joinery.page.evaluate(() => {
    type Bridge = { onEvent(listener: (...given: unknown[]) => void): () => void };
    const { onEvent } = (window as unknown as { joinery: Bridge }).joinery;
    const heard = new Promise((resolve) => {
      const stop = onEvent((...given) => {
        stop();
        resolve(given);
      });
    });
    Object.assign(window, { heard });
  });
  const window = await joinery.electron.browserWindow(joinery.page);
  await window.evaluate(({ webContents }) => webContents.send("joinery:event", { name: "theme", dark: true }));
  const heard = await joinery.page.evaluate(() => (globalThis as unknown as { heard: Promise<unknown> }).heard);
  expect(heard).toEqual([{ name: "theme", dark: true }]);
});

test("7: the policy comes as a header, and nothing injected runs", async () => {
  const found = await joinery.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const ran: string[] = [];
    Object.assign(window, { ran: (what: string) => ran.push(what) });
    const attempts: Record<string, () => unknown> = {
      "script tag": () => {
        const script = document.createElement("script");
        script.textContent = "ran('script tag')";
        document.body.append(script);
      },
      "script from elsewhere": () => {
        const script = document.createElement("script");
        script.src = "https://example.com/x.js";
        document.body.append(script);
      },
      "script from data": () => {
        const script = document.createElement("script");
        script.src = "data:text/javascript,ran('data')";
        document.body.append(script);
      },
      onerror: () => {
        const box = document.createElement("div");
        box.innerHTML = `<img src="x" onerror="ran('onerror')"><svg onload="ran('onload')"></svg>`;
        document.body.append(box);
      },
      "javascript: link": () => {
        const link = document.createElement("a");
        link.href = "javascript:ran('link')";
        document.body.append(link);
        link.click();
      },
      "string timer": () => setTimeout("ran('timer')" as unknown as () => void, 0),
      eval: () => (0, eval)("ran('eval')"),
      Function: () => new Function("ran('Function')")(),
      fetch: () => fetch("https://example.com/"),
      websocket: () => new WebSocket("wss://example.com/"),
      beacon: () => navigator.sendBeacon("https://example.com/", "x"),
      frame: () => {
        const frame = document.createElement("iframe");
        frame.src = "https://example.com/";
        document.body.append(frame);
      },
      object: () => {
        const object = document.createElement("object");
        object.data = "https://example.com/";
        document.body.append(object);
      },
      "remote image": () => {
        new Image().src = "https://example.com/x.png";
      },
      "remote style": () => {
        const style = document.createElement("style");
        style.textContent = "@import url(https://example.com/x.css)";
        document.head.append(style);
      },
      form: () => {
        const form = document.createElement("form");
        form.action = "https://example.com/";
        document.body.append(form);
        form.submit();
      },
      base: () => {
        const base = document.createElement("base");
        base.href = "https://example.com/";
        document.head.append(base);
      },
      "blob worker": () => new Worker(URL.createObjectURL(new Blob(["1"]))),
    };
    // DevTools' own evaluation may eval; what comes after a timer is the page's and may not.
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const attempt of Object.values(attempts)) {
      try {
        await attempt();
      } catch {
        // Refusing loudly is refusing.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ran, violations, url: location.href, base: document.baseURI };
  });
  expect(found.ran).toEqual([]);
  expect(found.url).toBe("app://joinery/index.html");
  expect(found.base).toBe("app://joinery/index.html");
  for (const directive of [
    "script-src-elem",
    "script-src-attr",
    "script-src",
    "connect-src",
    "frame-src",
    "object-src",
    "img-src",
    "style-src-elem",
    "form-action",
    "base-uri",
    "worker-src",
  ]) {
    expect(found.violations, directive).toContain(directive);
  }
  const header = await joinery.electron.evaluate(async ({ net }) => {
    const answer = await net.fetch("app://joinery/index.html");
    return answer.headers.get("content-security-policy");
  });
  expect(header).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'");
});

test("13, 14, 11: no navigation, no new window, no webview", async () => {
  const before = await windows();
  await joinery.answerQuestions(1);
  await joinery.page.evaluate(async () => {
    const click = (url: string, target: string) => {
      const link = document.createElement("a");
      Object.assign(link, { href: url, target, download: "" });
      if (target === "") link.removeAttribute("download");
      document.body.append(link);
      link.click();
      link.dispatchEvent(new MouseEvent("click", { button: 1, bubbles: true }));
    };
    for (const url of ["https://example.com/", "file:///etc/passwd", "data:text/html,x", "app://joinery/other.html"]) {
      click(url, "_blank");
      click(url, "");
      window.open(url);
      window.open(url, "_self");
      location.href = url;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const refresh = document.createElement("meta");
    Object.assign(refresh, { httpEquiv: "refresh", content: "0; url=https://example.com/" });
    document.head.append(refresh);
    const view = document.createElement("webview");
    view.setAttribute("src", "https://example.com/");
    document.body.append(view);
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  expect(joinery.page.url()).toBe("app://joinery/index.html");
  expect(await windows()).toBe(before);
  const contents = await joinery.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  expect(contents).toBe(before);
});

test("15: only documentation is offered to the browser, and only after asking", async () => {
  await joinery.answerQuestions(0);
  const open = (url: string) => joinery.page.evaluate((wanted) => void window.open(wanted), url);
  for (const url of [
    "file:///etc/passwd",
    "smb://host/share",
    "javascript:alert(1)",
    "ms-msdt:/id",
    "http://sqlite.org/",
    "https://sqlite.org.evil.example/",
    "https://user@sqlite.org/",
    "https://example.com/",
  ]) {
    await open(url);
  }
  expect(await joinery.askedQuestions()).toEqual([]);
  await open("https://sqlite.org/lang.html");
  await expect.poll(() => joinery.askedQuestions()).toHaveLength(1);
  const opened = await joinery.electron.evaluate(
    () => (globalThis as unknown as { seen: { opened: string[] } }).seen.opened,
  );
  expect(opened).toEqual(["https://sqlite.org/lang.html"]);
});

test("5: every permission and device is denied", async () => {
  const granted = await joinery.page.evaluate(async () => {
    const asks: Record<string, () => Promise<unknown>> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      geolocation: () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)),
      clipboard: () => navigator.clipboard.readText(),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      notification: async () => {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
      },
      persistence: async () => {
        if (!(await navigator.storage.persist())) throw new Error("denied");
      },
    };
    for (const name of ["hid", "serial", "usb", "bluetooth"]) {
      const api = (navigator as unknown as Record<string, Record<string, (options: object) => Promise<unknown>>>)[name];
      const request = api?.["requestDevice"] ?? api?.["requestPort"];
      if (request) asks[name] = () => request.call(api, { filters: [], acceptAllDevices: true });
    }
    const got: string[] = [];
    for (const [name, ask] of Object.entries(asks)) {
      await ask().then(
        // An empty list of devices is what a refused chooser gives.
        (given) => (Array.isArray(given) && given.length === 0 ? 0 : got.push(name)),
        () => {},
      );
    }
    return got;
  });
  expect(granted).toEqual([]);
});

test("18: the app's scheme serves the page's folder and nothing else", async () => {
  const answers = await joinery.electron.evaluate(async ({ net }) => {
    const paths = ["../../package.json", "%2e%2e/%2e%2e/package.json", "..%2f..%2fpackage.json", "%00", "/etc/passwd"];
    const status: Record<string, number> = {};
    for (const path of [...paths, "index.html"]) status[path] = (await net.fetch(`app://joinery/${path}`)).status;
    status.post = (await net.fetch("app://joinery/index.html", { method: "POST" })).status;
    status.elsewhere = await net.fetch("app://elsewhere/index.html").then(
      (answer) => answer.status,
      () => 404,
    );
    return status;
  });
  const { "index.html": page, ...others } = answers;
  expect(page).toBe(200);
  expect(new Set(Object.values(others))).toEqual(new Set([404]));
});

test("17: a page that is not ours is not answered", async () => {
  const answers = await joinery.electron.evaluate(async ({ app, BrowserWindow, session }) => {
    const preload = `${app.getAppPath()}/.vite/build/preload.cjs`;
    const askFrom = async (url: string, partition?: string) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, ...(partition ? { session: session.fromPartition(partition) } : {}) },
      });
      await foreign.loadURL(url);
      const answer: unknown = await foreign.webContents.executeJavaScript("joinery.ask('settings.read', undefined)");
      foreign.destroy();
      return answer;
    };
    return [await askFrom("data:text/html,foreign", "foreign"), await askFrom("app://joinery/index.html")];
  });
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: "request.invalid" } });
});

test("17: another window's handle is not answered", async () => {
  const second = await joinery.newWindow();
  const handles = await joinery.page.evaluate(async () => {
    const answer = (await ask("database.restore", undefined)) as { value: { handle: string }[] };
    return answer.value.map(({ handle }) => handle);
    function ask(name: string, params: unknown): Promise<unknown> {
      return (window as unknown as { joinery: { ask: typeof ask } }).joinery.ask(name, params);
    }
  });
  expect(handles).toHaveLength(1);
  const answer = await second.evaluate(
    (handle) =>
      (window as unknown as { joinery: { ask(name: string, params: unknown): Promise<unknown> } }).joinery.ask(
        "engine.connect",
        { handle, lane: "read" },
      ),
    handles[0],
  );
  expect(answer).toMatchObject({ ok: false, error: { code: "request.invalid" } });
  await second.close();
});

test("17: 2,000 random messages do nothing and harm nothing", async () => {
  const messages = randomMessages(2000, 20261120);
  const before = await windows();
  const codes = await joinery.page.evaluate(async (all) => {
    const { ask } = (
      window as unknown as {
        joinery: { ask(name: unknown, params: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
      }
    ).joinery;
    const answers = await Promise.all(all.map(({ name, params }) => ask(name, params)));
    return answers.map((answer) => (answer.ok ? "ok" : answer.error?.code));
  }, messages);
  expect(codes).toHaveLength(2000);
  expect(new Set(codes)).toEqual(new Set(["request.invalid"]));
  expect(await windows()).toBe(before);
  const alive = await joinery.page.evaluate(() =>
    (window as unknown as { joinery: { ask(name: string): Promise<unknown> } }).joinery.ask("settings.read"),
  );
  expect(alive).toMatchObject({ ok: true });
});

test("1: nothing was asked of the network, whatever was tried", async () => {
  const requested = await joinery.electron.evaluate(
    () => (globalThis as unknown as { seen: { requested: string[] } }).seen.requested,
  );
  const answered = requested.filter((url) => !url.startsWith("net::ERR"));
  expect(answered.filter((url) => !url.startsWith("app://joinery/"))).toEqual([]);
  await joinery.electron.evaluate(({ session }) => session.defaultSession.netLog.stopLogging());
  const log = JSON.parse(readFileSync(netLog, "utf8")) as {
    constants: { logEventTypes: Record<string, number> };
    events: { type: number }[];
  };
  const happened = new Set(log.events.map(({ type }) => type));
  const names = Object.entries(log.constants.logEventTypes);
  // UDP_CONNECT alone is Chromium asking the kernel whether there is a route (its IPv6 probe): no packet leaves.
  const network = names.filter(([, type]) => happened.has(type)).map(([name]) => name);
  expect(
    network.filter((name) => /^(TCP_CONNECT|UDP_BYTES_SENT|HOST_RESOLVER_DNS_TASK|SOCKET_BYTES)/.test(name)),
  ).toEqual([]);
});
