import { createServer } from "node:net";
import type { Socket } from "@sockscope/sockets";
import type { SocketView } from "@sockscope/trace";
import { type Driver, PYTHON } from "../playground/foreign.ts";
import type { Ours } from "../playground/playground.ts";
import type { Act } from "./scenario.ts";

export const HOST = "127.0.0.1";

/** A connection of which one end is ours and the other, `name`, a socket of the Python process. */
export interface Mixed {
  readonly own: Socket;
  readonly ours: Ours;
  readonly python: Driver;
  readonly name: string;
}

/** Our server accepts a Python client. */
export async function pythonClient(act: Act): Promise<Mixed> {
  const ours = await act.ours("server");
  const { socket, port } = await act.listening(ours);
  const python = act.driver();
  await dial(python, "client", port);
  const [own] = await socket.accept();
  return { own, ours, python, name: "client" };
}

/** Our client is connected to a Python server. */
export async function pythonServer(act: Act): Promise<Mixed> {
  const python = act.driver();
  const port = await python.must<number>("listener", "listen", { host: HOST });
  const ours = await act.ours("client");
  const own = await connected(ours, port);
  await python.must("listener", "accept", { as: "server" });
  return { own, ours, python, name: "server" };
}

/** Connects a new TCP socket `name` of the Python process to our server at `port`. */
export async function dial(python: Driver, name: string, port: number): Promise<void> {
  await python.must(name, "socket");
  await python.must(name, "connect", { host: HOST, port });
}

export async function connected({ net }: Ours, port: number, host = HOST): Promise<Socket> {
  const socket = await net.socket(host.includes(":") ? "AF_INET6" : "AF_INET", "SOCK_STREAM");
  await socket.connect([host, port]);
  return socket;
}

export interface BothOurs {
  readonly client: Socket;
  readonly server: Socket;
}

/** Our server accepts our client. */
export async function bothOurs(act: Act): Promise<BothOurs> {
  const { socket, port } = await act.listening(await act.ours("server"));
  const client = await connected(await act.ours("client"), port);
  const [server] = await socket.accept();
  return { client, server };
}

/** A UDP socket of a card of its own. */
export async function udpSocket(act: Act, name: "client" | "server"): Promise<Socket> {
  const { net } = await act.ours(name, { udp: true });
  return net.socket("AF_INET", "SOCK_DGRAM");
}

/** A call that may fail: the errno is on the stage. */
export const tried = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);

/** A port that was free a moment ago, for programs that cannot choose one themselves. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** What the newest stage shows of a socket. */
export function viewOf({ playground }: Act, socket: Socket): SocketView | undefined {
  const trace = playground.read();
  return trace
    .stageAt(trace.steps.length)
    .actors.flatMap(({ sockets }) => sockets)
    .find(({ id }) => id === socket.id);
}

export const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Resolves when this actor's program is over. */
export const over = (act: Act, actor: number): Promise<unknown> =>
  act.event((event) => event.kind === "actor.ended" && event.actor === actor);

/** Makes a server of a Python program that prints `port N` once it listens. */
export async function pythonProgram(act: Act, source: string): Promise<number> {
  const program = act.run(PYTHON, ["-c", source]);
  const [, port] = await program.says(/port (\d+)/);
  return Number(port);
}
