import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Event,
  PROTOCOL,
  type ServerMessage,
  unpackEvents,
  type ViewerMessage,
} from "@sockscope/protocol";
import { type ClientOptions, WebSocket } from "ws";
import { type RunningServer, type ServerOptions, startServer } from "./server.ts";

export interface ServerUnderTest extends RunningServer {
  readonly data: string;
  view(options?: ClientOptions): Promise<ViewerUnderTest>;
  end(): Promise<void>;
}

/** A viewer that keeps every message sent to it. */
export interface ViewerUnderTest {
  readonly socket: WebSocket;
  /** The messages in JSON. */
  readonly messages: ServerMessage[];
  /** The events of packed batches. */
  readonly packed: Event[];
  /** The code with which its connection was closed. */
  readonly closed: Promise<number>;
  events(): Event[];
  send(message: ViewerMessage | string): void;
  hello(session?: string | null, since?: number, protocol?: number, packs?: true): void;
  /** The first message for which `which` is true, now or later. */
  message(which: (message: ServerMessage) => boolean): Promise<ServerMessage>;
}

export async function serverUnderTest(
  overrides: Partial<ServerOptions> = {},
): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>");
  const data = join(folder, "data");
  const running = await startServer({
    host: "127.0.0.1",
    port: 0,
    strictPort: false,
    webRoot: folder,
    data,
    ...overrides,
  });
  return {
    ...running,
    data,
    view: (options) => view(running.url, running.token, options),
    async end() {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function view(url: string, token: string, options?: ClientOptions): Promise<ViewerUnderTest> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, options);
  const messages: ServerMessage[] = [];
  const packed: Event[] = [];
  const checks = new Set<() => void>();
  socket.on("message", (data, binary) => {
    const bytes = data as Buffer;
    if (binary) packed.push(...(unpackEvents(new Uint8Array(bytes)) ?? []));
    else messages.push(JSON.parse(bytes.toString()) as ServerMessage);
    for (const check of checks) check();
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await once(socket, "open");
  const send: ViewerUnderTest["send"] = (message) =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  return {
    socket,
    messages,
    packed,
    closed,
    events: () =>
      messages.flatMap((message) => (message.type === "batch" ? [...message.events] : [])),
    send,
    hello: (session = null, since = 0, protocol = PROTOCOL, packs) =>
      send({ type: "hello", protocol, token, session, since, ...(packs && { packs }) }),
    message: (which) =>
      new Promise((resolve) => {
        const check = (): void => {
          const message = messages.find(which);
          if (!message) return;
          checks.delete(check);
          resolve(message);
        };
        checks.add(check);
        check();
      }),
  };
}
