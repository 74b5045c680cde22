/** What an attacker's page could do: each way with what it brought, null if nothing. */
export type Loot = Readonly<Record<string, string | null>>;

/** The server's origin, and a recording that the attacker happens to know. */
export interface Target {
  readonly base: string;
  readonly recording: string;
}

/**
 * Every way that a page has to read from a server or to act on it. Runs in the page, so it stands
 * alone.
 */
export async function attack({ base, recording }: Target): Promise<Loot> {
  const loot: Record<string, string | null> = {};
  /** What does not happen within this many ms does not happen. */
  const PATIENCE = 3000;
  const tryTo = async (name: string, act: () => Promise<string | null>) => {
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null));
    const tried = (async () => act())().catch(() => null);
    loot[name] = (await Promise.race([tried, late])) || null;
  };
  const loads = (element: HTMLElement) =>
    new Promise<string | null>((resolve) => {
      element.addEventListener("load", () => resolve("loaded"));
      element.addEventListener("error", () => resolve(null));
      document.body.append(element);
    });
  const make = <K extends keyof HTMLElementTagNameMap>(
    name: K,
    more: Partial<HTMLElementTagNameMap[K]>,
  ) => Object.assign(document.createElement(name), more);

  const own = `/api/recordings/${recording}`;
  const read = ["/", "/api/token", "/api/trace", "/api/health", "/api/recordings", "/api/file"];
  for (const path of [...read, own, `${own}/file`]) {
    const url = `${base}${path}`;
    await tryTo(`fetch ${path}`, async () => {
      const response = await fetch(url);
      return response.ok ? response.text() : null;
    });
    for (const mode of ["no-cors", "cors"] as const)
      await tryTo(`fetch ${mode} with credentials ${path}`, async () => {
        const response = await fetch(url, { mode, credentials: "include" });
        return response.ok ? response.text() : null;
      });
  }
  const began = {
    ...{ seq: 1, t: 0, truth: "observed", source: "lab", kind: "lab.began", wall: 1 },
    ...{ version: "0", protocol: 1, platform: "x", node: "x" },
  };
  const session = `${JSON.stringify(began)}\n`;
  const part = "/api/file?name=planted&size=8&offset=0";
  const acts = [
    ["POST", "/api/recordings?name=planted", "application/x-ndjson", session],
    ["POST", part, "application/octet-stream", "12345678"],
    ["PUT", `${own}/name`, "application/json", '{"name":"renamed"}'],
    ["DELETE", own, "text/plain", null],
    ["DELETE", "/api/file", "text/plain", null],
  ] as const;
  for (const [method, path, type, body] of acts) {
    // What needs no leave to be sent, though it cannot be read.
    for (const plain of new Set([type, "text/plain"]))
      for (const mode of ["no-cors", "cors"] as const)
        await tryTo(`${method} ${path.replace(recording, "ID")} ${mode} ${plain}`, async () => {
          const headers = { "Content-Type": plain };
          const response = await fetch(`${base}${path}`, { method, mode, body, headers });
          return response.ok ? "done" : null;
        });
    if (method !== "POST") continue;
    await tryTo(`form ${path}`, async () => {
      const frame = make("iframe", { name: `answer to ${path}` });
      document.body.append(frame);
      const form = make("form", {
        ...{ method, action: `${base}${path}`, enctype: "text/plain", target: frame.name },
      });
      document.body.append(form);
      const answered = new Promise((resolve) => frame.addEventListener("load", resolve));
      form.submit();
      await answered;
      return null;
    });
  }
  await tryTo("script", () => {
    // A trusted-types policy of the page's own would be refused, as it should be.
    const script = document.createElement("script");
    script.src = `${base}/api/trace`;
    return loads(script);
  });
  await tryTo("image", () => loads(make("img", { src: `${base}/icon.svg` })));
  await tryTo("style", () => loads(make("link", { rel: "stylesheet", href: `${base}/api/trace` })));
  await tryTo("frame", async () => {
    const frame = make("iframe", { src: `${base}/` });
    await loads(frame);
    return frame.contentDocument?.querySelector("#app")?.outerHTML ?? null;
  });
  await tryTo("window", async () => {
    const opened = window.open(`${base}/`);
    for (let tries = 0; tries < 20; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const found = opened?.document.querySelector("#app")?.outerHTML;
      if (found !== undefined) {
        opened?.close();
        return found;
      }
    }
    opened?.close();
    return null;
  });
  await tryTo("event source", () => {
    const source = new EventSource(`${base}/api/trace`);
    return new Promise((resolve) => {
      source.addEventListener("open", () => resolve("open"));
      source.addEventListener("error", () => resolve(null));
    });
  });
  const command = {
    ...{ type: "command", id: "a" },
    command: { do: "spawn", program: "tcp-hand-client", count: 1 },
  };
  for (const path of [...read, "/ws", part])
    await tryTo(`beacon ${path}`, async () => {
      navigator.sendBeacon(`${base}${path}`, JSON.stringify(command));
      return null;
    });
  await tryTo("WebSocket", () => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/ws`);
    return new Promise((resolve) => {
      socket.addEventListener("open", () => {
        const since = { session: null, since: 0 };
        const hello = { type: "hello", protocol: 2, token: "", ...since };
        for (const message of [hello, command]) socket.send(JSON.stringify(message));
        resolve("open");
      });
      socket.addEventListener("error", () => resolve(null));
    });
  });
  return loot;
}
