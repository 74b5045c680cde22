import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type Invitation, LIMITS } from "@sockscope/protocol";
import { WebSocketServer } from "ws";
import { Admission } from "./admission.ts";
import { hostsOf } from "./hosts.ts";
import { createHttp } from "./http.ts";
import { JoinCode } from "./join-code.ts";
import { Journal } from "./journal.ts";
import { type JournalFile, writeJournal } from "./journal-file.ts";
import { Lab } from "./lab.ts";
import { listen } from "./listen.ts";
import { isLoopback } from "./loopback.ts";
import { inUrl, OwnAddresses } from "./own-addresses.ts";
import { roleOf } from "./role-of.ts";
import { type Target, TargetPolicy } from "./target-policy.ts";
import { Tokens } from "./tokens.ts";
import { readVersion } from "./version.ts";
import { Viewer } from "./viewer.ts";

export interface ServerOptions {
  /** An address besides those of loopback, where it listens always. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Refuse to take another port when this one is taken. */
  readonly strictPort: boolean;
  /** The folder of the built page. */
  readonly webRoot: string;
  /** Where the journal is written; null for nowhere. */
  readonly data: string | null;
  /** Whom programs may speak to besides this machine. */
  readonly allowConnect?: readonly Target[];
  readonly warn?: (sentence: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly lab: Lab;
  readonly journal: Journal;
  /** What a viewer of this machine says in its `hello`; others get it from `/api/token`. */
  readonly token: string;
  /** How others come in; null if only this machine can. */
  readonly invitation: Invitation | null;
  /** Stops the lab and the server; resolves when all ports are free. */
  close(): Promise<void>;
}

/** Starts the lab and its server. Throws Node's error when it cannot listen, look up or write. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, webRoot, data, strictPort: strict, warn = () => {} } = options;
  const version = readVersion(import.meta.url);
  const journal = new Journal();
  const hosts = await hostsOf(host);
  let own = new OwnAddresses([], options.port);
  let ownPort: number | null = null;
  const targets = await TargetPolicy.make(options.allowConnect ?? [], () => ownPort);
  const lab = new Lab({ journal, version, targets });
  const tokens = new Tokens();
  const joinCode = hosts.outside.length > 0 ? new JoinCode() : null;
  let invitation: Invitation | null = null;
  const http = createHttp({ journal, version, webRoot, tokens, own: () => own });
  const viewers = new WebSocketServer({ noServer: true, maxPayload: LIMITS.messageBytes });
  const admission = new Admission({
    tokens,
    joinCode,
    admit: (socket, role) =>
      void new Viewer(socket, { journal, lab, version, warn, role, invitation }),
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isOurs = request.url === "/ws";
    if (!own.allows(request) || !isOurs) {
      socket.on("error", () => socket.destroy());
      const status = isOurs ? "403 Forbidden" : "404 Not Found";
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    viewers.handleUpgrade(request, socket, head, (viewer) =>
      admission.meet(viewer, roleOf(request), request.socket.remoteAddress ?? ""),
    );
  };
  const make = (): Server => createServer(http).on("upgrade", upgrade);
  const { servers, port } = await listen(make, { ...hosts, port: options.port, strict });
  ownPort = port;
  own = new OwnAddresses(hosts.names, port);
  const urlAt = (name: string): string => `http://${inUrl(name)}:${port}`;
  if (joinCode !== null) invitation = { code: joinCode.text, urls: hosts.outside.map(urlAt) };
  const closeServers = async (): Promise<void> => {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of servers) server.closeAllConnections();
    await Promise.all(closed);
  };
  let file: JournalFile | null = null;
  try {
    if (data !== null)
      file = writeJournal(journal, data, ({ message }) =>
        warn(`The journal cannot be written any more: ${message}`),
      );
  } catch (error) {
    await closeServers();
    throw error;
  }

  return {
    url: urlAt(isLoopback(hosts.first) ? hosts.first : "127.0.0.1"),
    port,
    lab,
    journal,
    token: tokens.of("local"),
    invitation,
    async close() {
      await lab.close();
      for (const viewer of viewers.clients) viewer.terminate();
      await Promise.all([closeServers(), file?.close()]);
    },
  };
}
