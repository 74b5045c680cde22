import { createServer } from "node:http";
import { LIMITS } from "@sockscope/protocol";
import { WebSocketServer } from "ws";
import { createHttp } from "./http.ts";
import { Journal } from "./journal.ts";
import { type JournalFile, writeJournal } from "./journal-file.ts";
import { Lab } from "./lab.ts";
import { listen } from "./listen.ts";
import { OwnAddresses } from "./own-addresses.ts";
import { readVersion } from "./version.ts";
import { Viewer } from "./viewer.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Refuse to take another port when this one is taken. */
  readonly strictPort: boolean;
  /** The folder of the built page. */
  readonly webRoot: string;
  /** Where the journal is written; null for nowhere. */
  readonly data: string | null;
  readonly warn?: (sentence: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly lab: Lab;
  readonly journal: Journal;
  /** Stops the lab and the server; resolves when all ports are free. */
  close(): Promise<void>;
}

/** Starts the lab and its server. Throws Node's error when it cannot listen or write. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, webRoot, data, strictPort: strict, warn = () => {} } = options;
  const version = readVersion(import.meta.url);
  const journal = new Journal();
  let port: number | null = null;
  let own = new OwnAddresses(host, options.port);
  const lab = new Lab({ journal, version, ownPort: () => port });
  const server = createServer(createHttp({ journal, version, webRoot, own: () => own }));
  const viewers = new WebSocketServer({ noServer: true, maxPayload: LIMITS.messageBytes });

  server.on("upgrade", (request, socket, head) => {
    const isOurs = request.url === "/ws";
    if (!own.allows(request) || !isOurs) {
      socket.on("error", () => socket.destroy());
      const status = isOurs ? "403 Forbidden" : "404 Not Found";
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    viewers.handleUpgrade(request, socket, head, (viewer) => {
      new Viewer(viewer, { journal, lab, version, warn });
    });
  });

  port = await listen(server, { host, port: options.port, strict });
  own = new OwnAddresses(host, port);
  let file: JournalFile | null = null;
  try {
    if (data !== null)
      file = writeJournal(journal, data, ({ message }) =>
        warn(`The journal cannot be written any more: ${message}`),
      );
  } catch (error) {
    server.close();
    throw error;
  }

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    lab,
    journal,
    async close() {
      await lab.close();
      for (const viewer of viewers.clients) viewer.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, file?.close()]);
    },
  };
}
