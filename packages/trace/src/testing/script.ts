import type {
  Address,
  CallArgs,
  CallResult,
  Event,
  Fact,
  KernelSocket,
  Payload,
  TcpState,
  Verb,
} from "@sockscope/protocol";
import type { End } from "../types/flight.ts";
import type { Step } from "../types/step.ts";

/** Writes traces for tests: what a recorder would have said, without a socket. */
export class Script {
  readonly events: Event[] = [];
  private call = 0;
  private socket = 0;
  private actor = 0;
  private readonly sent = new Map<number, number>();
  private readonly read = new Map<number, number>();

  add(fact: Fact): this {
    const seq = this.events.length + 1;
    const envelope = {
      seq,
      t: seq * 1000,
      truth: "observed",
      source: "program",
    } as const;
    this.events.push({ ...envelope, ...fact });
    return this;
  }

  /** A session in which the kernel is asked. */
  onLinux(): this {
    const said = { wall: 0, version: "", protocol: 3, platform: "linux", node: "" };
    return this.add({ kind: "lab.began", ...said });
  }

  actorAdded(role: "server" | "client" | "outsider", extra: { address?: Address } = {}): number {
    const actor = ++this.actor;
    const program = role === "outsider" ? null : `${role}-program`;
    this.add({
      kind: "actor.added",
      actor,
      role,
      type: "SOCK_STREAM",
      program,
      number: 1,
      ...extra,
    });
    return actor;
  }

  began(actor: number, socket: number | null, verb: Verb, args: CallArgs = {}): number {
    const call = ++this.call;
    this.add({ kind: "call.began", call, actor, socket, verb, args });
    return call;
  }

  ended(call: number, result: CallResult = {}): this {
    const began = this.events.find((event) => event.kind === "call.began" && event.call === call);
    if (began?.kind !== "call.began") throw new Error(`call ${call} has not begun`);
    const { actor, socket, verb } = began;
    return this.add({ kind: "call.ended", call, actor, socket, verb, result });
  }

  failed(call: number, errno: string): this {
    const began = this.events.find((event) => event.kind === "call.began" && event.call === call);
    if (began?.kind !== "call.began") throw new Error(`call ${call} has not begun`);
    const { actor, socket, verb } = began;
    const error = { errno, number: 1, message: errno };
    return this.add({ kind: "call.ended", call, actor, socket, verb, error });
  }

  whole(
    actor: number,
    socket: number | null,
    verb: Verb,
    args: CallArgs,
    result: CallResult,
  ): this {
    return this.ended(this.began(actor, socket, verb, args), result);
  }

  opened(actor: number, type: "SOCK_STREAM" | "SOCK_DGRAM" = "SOCK_STREAM"): number {
    const socket = ++this.socket;
    this.whole(actor, null, "socket", { family: "AF_INET", type }, { socket });
    return socket;
  }

  listening(
    actor: number,
    port: number,
    { backlog, ...result }: { backlog: number; queue?: "kernel" } = { backlog: 5 },
  ): number {
    const socket = this.opened(actor);
    this.whole(actor, socket, "bind", { address: at(port) }, { address: at(port) });
    this.whole(actor, socket, "listen", { backlog }, result);
    return socket;
  }

  /** A socket of this client whose `connect` to this port is under way. */
  connecting(client: number, port: number): { socket: number; connect: number } {
    const socket = this.opened(client);
    return { socket, connect: this.began(client, socket, "connect", { address: at(port) }) };
  }

  /** The same, and the client's own port is known. */
  dialled(client: number, [clientPort, serverPort]: [number, number]) {
    const { socket, connect } = this.connecting(client, serverPort);
    this.add({ kind: "socket.named", actor: client, socket, address: at(clientPort) });
    return { socket, connect };
  }

  /** A client's connection waits until `accept` returns it. */
  queued(
    server: number,
    listener: number,
    connection: number,
    [clientPort, serverPort]: [number, number],
  ): this {
    const [local, peer] = [at(serverPort), at(clientPort)];
    const ends = { actor: server, socket: listener, connection, local, peer };
    return this.add({ kind: "connection.queued", ...ends });
  }

  /** A client and a server's connection, accepted. */
  connected(server: number, listener: number, client: number, ports: [number, number]) {
    const peer = at(ports[0]);
    const { socket, connect } = this.dialled(client, ports);
    const connection = ++this.socket;
    const accept = this.began(server, listener, "accept");
    this.queued(server, listener, connection, ports);
    this.ended(accept, { socket: connection, address: peer });
    this.ended(connect, { address: peer });
    return { socket, connection };
  }

  /** The kernel's tables say this of a socket and of its other end; null: they have none any more. */
  kernel(actor: number, socket: number, own: Told | null, peer?: Told | null, since = 500): this {
    const t = (this.events.length + 1) * 1000;
    return this.add({
      ...{ kind: "kernel.read", actor, socket, own: own && rowOf(own), at: [t - since, t - 1] },
      ...(peer !== undefined && { peer: peer && rowOf(peer) }),
    });
  }

  /** How many bytes this socket has sent. */
  sentBy(socket: number): number {
    return this.sent.get(socket) ?? 0;
  }

  send(actor: number, socket: number, text: string): number {
    const payload = payloadOf(text);
    const offset = this.sent.get(socket) ?? 0;
    this.sent.set(socket, offset + payload.length);
    const call = this.began(actor, socket, "sendall", { payload, offset });
    this.ended(call, { count: payload.length });
    return call;
  }

  recv(actor: number, socket: number, text: string): number {
    const payload = payloadOf(text);
    const offset = this.read.get(socket) ?? 0;
    this.read.set(socket, offset + payload.length);
    const call = this.began(actor, socket, "recv", { size: 1024 });
    this.ended(call, { payload, offset });
    return call;
  }
}

/** State, Recv-Q and Send-Q. */
type Told = readonly [state: TcpState, receiveQueue?: number, sendQueue?: number];
const rowOf = ([state, receiveQueue = 0, sendQueue = 0]: Told): KernelSocket => ({
  state,
  receiveQueue,
  sendQueue,
});

export const at = (port: number): Address => ({
  address: "127.0.0.1",
  port,
  family: "AF_INET",
});

export function payloadOf(text: string): Payload {
  const bytes = Buffer.from(text, "utf8");
  return { length: bytes.length, kept: bytes.toString("base64") };
}

const who = (end: End | null): string => (end === null ? "nobody" : `a${end.actor}`);

/** A step in few words, to compare whole traces by. */
export function stepText(step: Step): string {
  if (step.kind === "segment") {
    const { cargo, from, to } = step.flight;
    return `${cargo.kind === "segment" ? cargo.flags : cargo.kind} ${who(from)}>${who(to)}`;
  }
  const { event } = step;
  if (event.kind !== "call.began" && event.kind !== "call.ended") return event.kind;
  const whole = step.ended === null ? "" : ".whole";
  return `a${event.actor} ${event.verb}${whole || (event.kind === "call.began" ? ".began" : ".ended")}`;
}

/** A server that listens at port 8888, and a client that it has accepted. */
export function conversation(script = new Script(), clientPort = 49_152) {
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const ports: [number, number] = [clientPort, 8888];
  return { script, server, listener, client, ...script.connected(server, listener, client, ports) };
}

/** A server with a connection of an outsider (99 to port 5000), as `accept` alone shows it. */
export function withOutsider() {
  const script = new Script().onLinux();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  script.actorAdded("outsider", { address: at(5000) });
  const accept = script.began(server, listener, "accept");
  script.ended(accept, { socket: 99, address: at(5000) });
  return { script, server, listener, connection: 99 };
}
