import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Invitation, LIMITS, type Problem } from "@sockscope/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { Admission } from "../access/admission.ts";
import { hostsOf } from "../access/hosts.ts";
import { JoinCode } from "../access/join-code.ts";
import { listen } from "../access/listen.ts";
import { inUrl, OwnAddresses } from "../access/own-addresses.ts";
import { roleOf } from "../access/role-of.ts";
import { type Target, TargetPolicy } from "../access/target-policy.ts";
import { Tokens } from "../access/tokens.ts";
import { ConnectionGuard, TOO_OFTEN, type TooMuch } from "../connections/connection-guard.ts";
import { Journal } from "../journal/journal.ts";
import { JournalFile } from "../journal/journal-file.ts";
import { JournalLines, type Stopped, stoppedProblem } from "../journal/journal-lines.ts";
import { Lab } from "../lab/lab.ts";
import { ChosenFile } from "../recordings/chosen-file.ts";
import { isLoopback } from "../system/loopback.ts";
import { socketsThatFit } from "../system/open-files.ts";
import { readVersion } from "../system/version.ts";
import { Viewer } from "../viewers/viewer.ts";
import { ViewerLoad } from "../viewers/viewer-load.ts";
import { ViewerRegistry } from "../viewers/viewer-registry.ts";
import { OutsideViewerSocket, ViewerSocket } from "../viewers/viewer-socket.ts";
import { createHttp } from "./http.ts";
import { recordSession, type SessionRecording } from "./session-recording.ts";

export interface ServerOptions {
  /** An address besides loopback, where it always listens. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Fail if this port is taken, instead of using another one. */
  readonly strictPort: boolean;
  /** The folder of the built page. */
  readonly webRoot: string;
  /** Where the journal is written. Null for nowhere. */
  readonly data: string | null;
  /**
   * Whether to continue with a warning if nothing can be written there. Otherwise the error is
   * thrown.
   */
  readonly dataIsOptional?: boolean;
  /** Bytes of the journal in memory. Default: `LIMITS.journalMemory`. */
  readonly journalMemory?: number;
  /** Bytes of the recording. Default: `LIMITS.recordingBytes`. */
  readonly recordingBytes?: number;
  /** ms between two renewals of a recording's lease. Default: `LEASE_BEAT`. */
  readonly leaseBeat?: number;
  /** Targets besides this machine to which programs may connect or send. */
  readonly allowConnect?: readonly Target[];
  readonly warn?: (sentence: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly lab: Lab;
  readonly journal: Journal;
  /**
   * Writes the missing part of the recording and marks it complete: at once, and for the last time.
   * After `until` (by performance.now()) nothing more is written, and a warning says so.
   */
  flush(until?: number): void;
  /** Bytes sent to viewers that they have not received yet. */
  unsent(): number;
  /**
   * What a viewer on this machine sends in its `hello`. Other viewers get theirs from `/api/token`.
   */
  readonly token: string;
  /** How viewers of other machines connect. Null if only this machine can. */
  readonly invitation: Invitation | null;
  /** Stops the lab and the server. Resolves when all ports are free. `until` is that of `flush`. */
  close(until?: number): Promise<void>;
}

/**
 * Starts the lab and its server. Throws Node's error if it cannot listen, resolve a name or write.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, webRoot, strictPort: strict, warn = () => {} } = options;
  const version = readVersion(import.meta.url);
  const journal = new Journal();
  const hosts = await hostsOf(host);
  let own = new OwnAddresses([], options.port);
  let ownPort: number | null = null;
  const targets = await TargetPolicy.create(options.allowConnect ?? [], () => ownPort);
  const tokens = new Tokens();
  // A join code is needed even without a network, since one may come up later.
  const joinCode = isLoopback(hosts.first) ? null : new JoinCode();
  let invitation: Invitation | null = null;
  const guard = new ConnectionGuard();
  const registries = { local: new ViewerRegistry(), outside: new ViewerRegistry() };
  const doors = {
    local: new WebSocketServer({
      ...{ noServer: true, maxPayload: LIMITS.messageBytes },
      WebSocket: ViewerSocket,
    }),
    outside: new WebSocketServer({
      ...{ noServer: true, maxPayload: LIMITS.helloBytes },
      WebSocket: OutsideViewerSocket,
    }),
  };
  const connected = (): readonly WebSocket[] => [...doors.local.clients, ...doors.outside.clients];
  const admission = new Admission({
    tokens,
    joinCode,
    admit: (socket, role) => {
      const registry = registries[role];
      const shared = { journal, lines, lab, registry, version, warn, load };
      const view = new Viewer(socket, { ...shared, role, invitation });
      views.add(view);
      socket.on("close", () => views.delete(view));
      if (role !== "local" || news === null) return;
      // The first viewer gets the warnings that the terminal showed at the start.
      view.tell(news);
      news = null;
    },
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    const tooMuch = guard.begin(socket);
    if (tooMuch === "pipelined") return void socket.destroy();
    const status = statusOfUpgrade(request, tooMuch, own);
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const role = roleOf(request);
    doors[role].handleUpgrade(request, socket, head, (viewer) =>
      admission.receive(viewer, role, request.socket.remoteAddress ?? "", () =>
        guard.use(socket, "admitted"),
      ),
    );
  };
  // No connection is admitted before everything is set up. Only then is there a request handler.
  let http: ReturnType<typeof createHttp> | null = null;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    const tooMuch = socket.destroyed ? "pipelined" : guard.begin(socket);
    if (tooMuch === "pipelined") return void socket.destroy();
    response.once("close", () => guard.use(socket, "idle"));
    if (tooMuch === "too-often") response.writeHead(429, { connection: "close" }).end(TOO_OFTEN);
    else if (http) http(request, response);
    else response.writeHead(503).end();
  };
  const createGuarded = (): Server => {
    const server = createServer(answer).on("upgrade", upgrade);
    // All headers are parsed, so that none can hide behind the thousandth.
    server.maxHeadersCount = 0;
    guard.watch(server);
    return server;
  };
  const { servers, port } = await listen(createGuarded, { ...hosts, port: options.port, strict });
  const closeServers = async (): Promise<void> => {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of servers) server.closeAllConnections();
    await Promise.all(closed);
  };
  const views = new Set<Viewer>();
  const tell = (problem: Problem): void => {
    for (const view of views) view.tell(problem);
  };
  let recording: SessionRecording;
  try {
    recording = recordSession({ ...options, journal, version, warn, tell });
  } catch (error) {
    await closeServers();
    throw error;
  }
  const { file, recordings } = recording;
  let { news } = recording;
  const stopped = (why: Stopped): void => {
    const problem = stoppedProblem(why);
    warn(problem.message);
    tell(problem);
  };
  const lines = new JournalLines({
    ...{ journal, file, stopped },
    memory: options.journalMemory ?? LIMITS.journalMemory,
    most: options.recordingBytes ?? LIMITS.recordingBytes,
  });
  const load = new ViewerLoad();
  const chosen = new ChosenFile();
  const lab = new Lab({
    ...{ journal, version, targets, file: () => chosen.source },
    limits: { sockets: Math.min(LIMITS.sockets, socketsThatFit(joinCode !== null)) },
  });
  const urlAt = (name: string): string => `http://${inUrl(name)}:${port}`;
  if (joinCode !== null) invitation = { code: joinCode.text, urls: hosts.outside.map(urlAt) };
  http = createHttp({
    journal,
    lines,
    recordings,
    chosen,
    version,
    webRoot,
    tokens,
    warn,
    own: () => own,
  });
  ownPort = port;
  own = new OwnAddresses(hosts.names, port);

  const flush = (until?: number): void => {
    recording.settle(until);
    lines.close(until);
    // Nothing happened in this session.
    if (journal.seq === 1 && file instanceof JournalFile) file.remove();
    recording.release();
  };
  return {
    url: urlAt(isLoopback(hosts.first) ? hosts.first : "127.0.0.1"),
    port,
    lab,
    journal,
    unsent: () => connected().reduce((sum, one) => sum + one.bufferedAmount, 0),
    token: tokens.of("local"),
    invitation,
    flush,
    async close(until) {
      await lab.close();
      await chosen.forget();
      for (const viewer of connected()) viewer.terminate();
      await closeServers();
      flush(until);
    },
  };
}

/** The status with which an upgrade is refused. Null if it is accepted. */
function statusOfUpgrade(
  request: IncomingMessage,
  tooMuch: TooMuch,
  own: OwnAddresses,
): string | null {
  if (tooMuch !== null) return "429 Too Many Requests";
  if (request.url !== "/ws") return "404 Not Found";
  return own.allows(request) ? null : "403 Forbidden";
}
