import { createServer } from "node:http";
import { LIMITS } from "@sockscope/protocol";
import { WebSocketServer } from "ws";
import { ChosenFile } from "./chosen-file.ts";
import { createHttp } from "./http.ts";
import { Journal } from "./journal.ts";
import { JournalFile } from "./journal-file.ts";
import { JournalLines, type Stopped, stoppedProblem } from "./journal-lines.ts";
import { KnownViewers } from "./known-viewers.ts";
import { Lab } from "./lab.ts";
import { listen } from "./listen.ts";
import { OwnAddresses } from "./own-addresses.ts";
import { Recordings } from "./recordings.ts";
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
  /** Whether to go on with a warning when nothing can be written there; else that is thrown. */
  readonly dataIsOptional?: boolean;
  /** Bytes of the journal in memory; `LIMITS.journalMemory` unless said otherwise. */
  readonly journalMemory?: number;
  readonly warn?: (sentence: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly lab: Lab;
  readonly journal: Journal;
  /** Writes what is missing of the recording, and that it is whole; at once, and for good. */
  flush(): void;
  /** Stops the lab and the server; resolves when all ports are free. */
  close(): Promise<void>;
}

/** Starts the lab and its server. Throws Node's error when it cannot listen or write. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, webRoot, strictPort: strict, warn = () => {} } = options;
  const version = readVersion(import.meta.url);
  const journal = new Journal();
  const server = createServer();
  const port = await listen(server, { host, port: options.port, strict });
  const own = new OwnAddresses(host, port);
  let opened: JournalFile | Error | null;
  try {
    opened = openFile(options, journal, version);
  } catch (error) {
    server.close();
    throw error;
  }
  const file = opened instanceof Error ? null : opened;
  const recordings = new Recordings({
    folder: file === null ? null : options.data,
    own: file?.id ?? null,
  });
  tidy(recordings, warn);
  const views = new Set<Viewer>();
  const stopped = (why: Stopped): void => {
    const problem = stoppedProblem(why);
    warn(problem.message);
    for (const view of views) view.tell(problem);
  };
  const lines = new JournalLines({
    ...{ journal, file: opened, stopped },
    memory: options.journalMemory ?? LIMITS.journalMemory,
  });
  const known = new KnownViewers();
  const chosen = new ChosenFile();
  const lab = new Lab({ journal, version, ownPort: () => port, file: () => chosen.source });
  server.on(
    "request",
    createHttp({ journal, lines, recordings, chosen, version, webRoot, own: () => own }),
  );
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
      const view = new Viewer(viewer, { journal, lines, lab, known, version, warn });
      views.add(view);
      viewer.on("close", () => views.delete(view));
    });
  });

  const flush = (): void => {
    lines.close();
    // Nobody did anything in it.
    if (journal.seq === 1) file?.remove();
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    lab,
    journal,
    flush,
    async close() {
      await lab.close();
      await chosen.forget();
      for (const viewer of viewers.clients) viewer.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      flush();
    },
  };
}

/** Gives the error instead if it need not be. */
function openFile(
  { data, dataIsOptional = false }: ServerOptions,
  journal: Journal,
  version: string,
): JournalFile | Error | null {
  if (data === null) return null;
  try {
    return new JournalFile(data, journal, version);
  } catch (error) {
    if (!dataIsOptional) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Keeps the folder bounded, and says so; an old session that was cut off is offered for replay. */
function tidy(recordings: Recordings, warn: (sentence: string) => void): void {
  const removed = recordings.tidy(LIMITS.recordingsBytes);
  if (removed > 0)
    warn(
      `The recordings took more than ${LIMITS.recordingsBytes / 2 ** 30} GiB: the ${removed} oldest without a name were deleted.`,
    );
  const last = recordings.list().find(({ state }) => state !== "live");
  if (last?.state === "cut")
    warn("The last session was cut off. What was seen of it is kept: see Recordings.");
}
