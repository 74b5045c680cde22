import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { WebSocketServer } from "ws";

/** One event of the bare relay; `at` is wall clock time in ms. */
export interface BareEvent {
  readonly seq: number;
  readonly kind: string;
  readonly at: number;
  readonly length: number;
}

const now = (): number => performance.timeOrigin + performance.now();
/** As many as our own server records of one message: two calls, begun and ended. */
const EVENTS = ["recv began", "recv ended", "send began", "send ended"] as const;

/**
 * The least that could show what an echo server does: it notes four events a message and sends them as
 * JSON to each page at the end of the turn. No journal, no order between sources, no limits.
 */
export async function withBareRelay<T>(
  work: (port: number, echo: number) => Promise<T>,
): Promise<T> {
  const http = createHttpServer((_, response) => response.end());
  const pages = new WebSocketServer({ server: http, path: "/ws" });
  let seq = 0;
  let unsent: string[] = [];
  const flush = (): void => {
    const text = `[${unsent.join(",")}]`;
    unsent = [];
    for (const page of pages.clients) page.send(text);
  };
  const note = (kind: string, length: number): void => {
    if (unsent.length === 0) setImmediate(flush);
    seq += 1;
    const event: BareEvent = { seq, kind, at: now(), length };
    unsent.push(JSON.stringify(event));
  };
  const echo = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      note(EVENTS[0], bytes.length);
      note(EVENTS[1], bytes.length);
      note(EVENTS[2], bytes.length);
      socket.write(bytes);
      note(EVENTS[3], bytes.length);
    });
  });
  http.listen(0, "127.0.0.1");
  echo.listen(0, "127.0.0.1");
  await Promise.all([once(http, "listening"), once(echo, "listening")]);
  const portOf = (address: AddressInfo | string | null): number =>
    typeof address === "object" && address !== null ? address.port : 0;
  try {
    return await work(portOf(http.address()), portOf(echo.address()));
  } finally {
    for (const page of pages.clients) page.terminate();
    http.close();
    http.closeAllConnections();
    echo.close();
  }
}
