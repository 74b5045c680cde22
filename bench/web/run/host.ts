import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { extname, join } from "node:path";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { type Feed, feed } from "./feed.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Where the page's line leads: to what was written before, or to a real server. */
export type Source =
  | { readonly kind: "feed"; readonly feed: Feed }
  | { readonly kind: "server"; readonly port: number; readonly go: () => void };

/** Serves the measured page, leads its line to the source, and takes its result. */
export class Host {
  source: Source | null = null;
  private readonly server = createServer((request, response) => {
    this.answer(request).then(
      ({ status, type, body }) => {
        response.writeHead(status, {
          "Content-Type": type,
          // With these a page may ask how much memory it takes.
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
        });
        response.end(body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  private readonly sockets = new WebSocketServer({ noServer: true });
  private settle: ((result: unknown) => void) | null = null;
  private go: () => void = () => {};

  constructor(private readonly root: string) {
    this.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on("error", () => socket.destroy());
      if (this.source?.kind === "server") return pipe(request, socket, head, this.source.port);
      this.sockets.handleUpgrade(request, socket, head, (line) => {
        if (this.source?.kind !== "feed") return line.close();
        const { send } = feed(line, this.source.feed);
        this.go = send;
      });
    });
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => {
        const address = this.server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  }

  /** The next result that a page posts; rejects after so many ms. */
  result(ms: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no result in ${ms} ms`)), ms);
      this.settle = (result) => {
        clearTimeout(late);
        resolve(result);
      };
    });
  }

  close(): void {
    for (const line of this.sockets.clients) line.terminate();
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage) {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (request.method === "POST") {
      const body = JSON.parse(await text(request)) as unknown;
      if (path === "/bench/result" || path === "/bench/failed") this.settle?.(body);
      else if (this.source?.kind === "server") this.source.go();
      else this.go();
      return { status: 204, type: "text/plain", body: undefined };
    }
    if (path === "/api/token")
      return { status: 200, type: "application/json", body: await this.token() };
    const file = path === "/" ? "index.html" : path.slice(1);
    const type = TYPES[extname(file)];
    if (type === undefined || file.includes(".."))
      return { status: 404, type: "text/plain", body: "" };
    return { status: 200, type, body: await readFile(join(this.root, file)) };
  }

  /** What the page says first on its line: the server's own, or anything. */
  private async token(): Promise<string> {
    if (this.source?.kind !== "server") return JSON.stringify({ token: "bench" });
    return (await fetch(`http://127.0.0.1:${this.source.port}/api/token`)).text();
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let all = "";
  for await (const part of request) all += String(part);
  return all;
}

/** Byte for byte, so that nothing of the way is changed but its first line's names. */
function pipe(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const own = `127.0.0.1:${port}`;
  const headers = { ...request.headers, host: own, origin: `http://${own}` };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const there = connect({ host: "127.0.0.1", port, noDelay: true }, () => {
    there.write(`GET /ws HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    there.write(head);
    socket.pipe(there).pipe(socket);
  });
  there.on("error", () => socket.destroy());
  socket.on("close", () => there.destroy());
}
