import type { Address, CallArgs, CallResult, Event, Fact, Verb } from "@sockscope/protocol";

const at = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });
/** Bytes of a message, each of them other than the last. */
const MESSAGE = 32;

interface Client {
  readonly actor: number;
  readonly socket: number;
  readonly connection: number;
  offset: number;
}

/**
 * What a recorder would have said of clients that send to an echo server and read what comes back,
 * for ever: events in the order of their `seq`, a microsecond apart.
 */
function* echoes(clients: number): Generator<Event> {
  let seq = 0;
  let call = 0;
  let sockets = 0;
  const server = 1;
  const said = (fact: Fact): Event => ({
    ...{ seq: ++seq, t: seq * 1000, truth: "observed", source: "program" },
    ...fact,
  });
  function* whole(
    actor: number,
    socket: number | null,
    verb: Verb,
    args: CallArgs,
    of: CallResult,
  ) {
    const id = ++call;
    yield said({ kind: "call.began", call: id, actor, socket, verb, args });
    yield said({ kind: "call.ended", call: id, actor, socket, verb, result: of });
  }
  const added = { kind: "actor.added", type: "SOCK_STREAM" } as const;
  const stream = { family: "AF_INET", type: "SOCK_STREAM" } as const;
  const program = "echo-server";
  yield said({ ...added, actor: server, role: "server", program, number: 1, make: "event-loop" });
  const listener = ++sockets;
  yield* whole(server, null, "socket", stream, { socket: listener });
  yield* whole(server, listener, "bind", { address: at(8888) }, { address: at(8888) });
  yield* whole(server, listener, "listen", { backlog: 128 }, { queue: "node" });
  const all: Client[] = [];
  for (let i = 0; i < clients; i++) {
    const [actor, port] = [i + 2, 20_000 + i];
    const group = clients > 1 ? { group: 1 } : {};
    yield said({ ...added, actor, role: "client", program: "talker", number: i + 1, ...group });
    const socket = ++sockets;
    yield* whole(actor, null, "socket", stream, { socket });
    const connect = ++call;
    const dials = { call: connect, actor, socket, verb: "connect" } as const;
    yield said({ kind: "call.began", ...dials, args: { address: at(8888) } });
    yield said({ kind: "socket.named", actor, socket, address: at(port) });
    const connection = ++sockets;
    const ends = { local: at(8888), peer: at(port) };
    yield said({ kind: "connection.queued", actor: server, socket: listener, connection, ...ends });
    yield said({ kind: "call.ended", ...dials, result: { address: at(port) } });
    yield* whole(server, listener, "accept", {}, { socket: connection, address: at(port) });
    all.push({ actor, socket, connection, offset: 0 });
  }
  for (;;) {
    for (const one of all) {
      const { actor, socket, connection, offset } = one;
      const payload = { length: MESSAGE, kept: message(actor, offset) };
      const sent = { count: MESSAGE };
      yield* whole(actor, socket, "sendall", { payload, offset }, sent);
      yield* whole(server, connection, "recv", { size: 1024 }, { payload, offset });
      yield* whole(server, connection, "sendall", { payload, offset }, sent);
      yield* whole(actor, socket, "recv", { size: 1024 }, { payload, offset });
      one.offset += MESSAGE;
    }
  }
}

/** 32 bytes that no other message has, in base64. */
function message(actor: number, offset: number): string {
  const text = `${actor} says message ${offset}`.padEnd(MESSAGE, ".").slice(0, MESSAGE);
  return btoa(text);
}

/** The first so many of them, in batches of the wire's size. */
export function* batches(clients: number, events: number, size: number): Generator<Event[]> {
  let batch: Event[] = [];
  let left = events;
  for (const event of echoes(clients)) {
    batch.push(event);
    left--;
    if (batch.length < size && left > 0) continue;
    yield batch;
    batch = [];
    if (left === 0) return;
  }
}
