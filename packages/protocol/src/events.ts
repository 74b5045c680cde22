import { addressSchema, socketTypeSchema } from "./address.ts";
import { callArgsSchema, callErrorSchema, callResultSchema, callSiteSchema } from "./calls.ts";
import { breakpointSchema, gateModeSchema, gateScopeSchema, pauseSchema } from "./gate.ts";
import { faultSchema, linkConditionsSchema, linkScopeSchema, seedSchema } from "./link.ts";
import { verbSchema } from "./verbs.ts";
import { z } from "./zod.ts";

const id = z.int().min(1);
const bytes = z.int().min(0);

/** How a mark is known (rule E3). */
export const truthSchema = z.enum(["observed", "inferred", "injected"]);
export type Truth = z.infer<typeof truthSchema>;

/** Who reported it (rule E4). A lifeline may carry events of several sources. */
export const sourceSchema = z.enum(["lab", "program", "kernel", "wire"]);
export type Source = z.infer<typeof sourceSchema>;

export * from "./calls.ts";
export { type Verb, verbSchema } from "./verbs.ts";

export const roleSchema = z.enum(["server", "client", "outsider"]);
export type Role = z.infer<typeof roleSchema>;

/** How a server deals with several clients (rule E14). */
export const makeSchema = z.enum(["one-at-a-time", "threads", "event-loop"]);
export type Make = z.infer<typeof makeSchema>;

/** When it happened or was true, in ns, where its source saw it before `t` (rule E22). */
export const intervalSchema = z.tuple([bytes, bytes]).refine(([from, to]) => from <= to);
export type Interval = readonly [from: number, to: number];

/** A text that rarely comes again: it is packed as it is, and not kept in a vocabulary. */
export const proseSchema = z.string();

/** What every event carries (rules E1 to E4). */
const place = { seq: id, t: bytes, truth: truthSchema, source: sourceSchema };
/** What events carry that a source may have seen earlier (rule E22). */
const envelope = { ...place, at: intervalSchema.optional() };
const kind = <K extends string, S extends z.ZodRawShape>(name: K, shape: S) =>
  z.strictObject({ ...envelope, kind: z.literal(name), ...shape });

/** The states that the kernel names for a TCP socket (RFC 9293). */
export const tcpStateSchema = z.enum([
  "LISTEN",
  "SYN-SENT",
  "SYN-RECEIVED",
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
  "CLOSING",
  "LAST-ACK",
  "TIME-WAIT",
  "CLOSED",
]);
export type TcpState = z.infer<typeof tcpStateSchema>;

/**
 * One row of the kernel's table of sockets. `receiveQueue` and `sendQueue` are what `ss` calls Recv-Q
 * and Send-Q: bytes that no program has read, and bytes that the other end has not acknowledged. A FIN
 * counts as one byte in both. Of a listening socket: connections that wait, and 0 (only `ss` knows the backlog).
 */
export const kernelSocketSchema = z.strictObject({
  /** Null for UDP. */
  state: tcpStateSchema.nullable(),
  receiveQueue: bytes,
  sendQueue: bytes,
  /** How often the oldest segment without an acknowledgement was sent again; left out for none. */
  retransmits: id.optional(),
  /** UDP: datagrams that the kernel has dropped; left out for none. */
  drops: id.optional(),
  /** No program has it: nobody has accepted it yet, or its program has closed it. */
  orphan: z.literal(true).optional(),
});
export type KernelSocket = Readonly<z.infer<typeof kernelSocketSchema>>;

/** `CLOSE-WAIT, Recv-Q 5, Send-Q 0`, as `ss` has it; `gone` where the kernel has no such socket. */
export function kernelSocketText(socket: KernelSocket | null): string {
  if (socket === null) return "gone";
  const { state, receiveQueue, sendQueue, retransmits, drops } = socket;
  const parts = [`Recv-Q ${receiveQueue}`, `Send-Q ${sendQueue}`];
  if (state !== null) parts.unshift(state);
  if (retransmits !== undefined) parts.push(`sent again ${retransmits}`);
  if (drops !== undefined) parts.push(`dropped ${drops}`);
  return parts.join(", ");
}

export const eventSchema = z.discriminatedUnion("kind", [
  /** The first event of a session: wall-clock time (ms since 1970) at `t` = 0, and the versions. */
  kind("lab.began", {
    wall: z.number(),
    version: z.string(),
    protocol: z.int(),
    platform: z.string(),
    node: z.string(),
  }),
  /**
   * A card appears. `program` is an id of the catalogue, or null for an outsider, of whom only
   * `address` is known. `number` counts the actors of one program (outsiders: all) from 1. `make`
   * is there for a program that exists in several, `group` for one that was started with others.
   */
  kind("actor.added", {
    actor: id,
    role: roleSchema,
    type: socketTypeSchema,
    program: z.string().nullable(),
    number: id,
    address: addressSchema.optional(),
    make: makeSchema.optional(),
    group: id.optional(),
  }),
  /**
   * More is known of an outsider: which process of this machine it is (rules E16, E24). Null for a
   * viewer from outside, who is not told which one (rule A7).
   */
  kind("actor.known", {
    actor: id,
    process: z.strictObject({ pid: id, name: z.string() }).nullable(),
  }),
  kind("actor.printed", { actor: id, text: proseSchema }),
  /** The program is over: it returned, was stopped by someone, or threw `error`. */
  kind("actor.ended", {
    actor: id,
    how: z.enum(["returned", "stopped", "failed", "left"]),
    error: proseSchema.optional(),
  }),
  /** The card is taken off the stage. */
  kind("actor.removed", { actor: id }),
  /**
   * `socket` is null only for `socket()` itself, whose result names it. `thread` numbers the worker
   * threads of one program from 1; it is left out for the main thread. `site` is left out where
   * nobody looked.
   */
  kind("call.began", {
    call: id,
    actor: id,
    socket: id.nullable(),
    verb: verbSchema,
    args: callArgsSchema,
    thread: id.optional(),
    site: callSiteSchema.optional(),
  }),
  kind("call.ended", {
    call: id,
    actor: id,
    socket: id.nullable(),
    verb: verbSchema,
    result: callResultSchema.optional(),
    error: callErrorSchema.optional(),
  }),
  /** The kernel gave a socket its local address without being asked by `bind`. */
  kind("socket.named", { actor: id, socket: id, address: addressSchema }),
  /**
   * A finished handshake stands in the accept queue of `socket`. `connection` is the id that the
   * new socket will have. In one event loop this queue is Node's, not the kernel's.
   */
  kind("connection.queued", {
    actor: id,
    socket: id,
    connection: id,
    local: addressSchema,
    peer: addressSchema,
  }),
  /** A datagram waits at a socket; `datagram` counts them from 1 (rule E8). */
  kind("datagram.arrived", {
    actor: id,
    socket: id,
    datagram: id,
    address: addressSchema,
    length: bytes,
  }),
  /**
   * `count` datagrams of `length` bytes, one after another from this address, found no room in the
   * queue that this process keeps for the socket (rule E21): the kernel had delivered them.
   */
  kind("datagram.dropped", {
    actor: id,
    socket: id,
    address: addressSchema,
    length: bytes,
    count: id,
  }),
  /**
   * The kernel's tables were read, and say of this socket something else than before (rule E23). `own`
   * is its own row, `peer` the row of the other end, null where the kernel has none any more; `peer` is
   * left out where the other end is a socket of ours, or nobody knows where it is. `ahead`: bytes that
   * our process has read from the kernel and no `recv` has returned; left out for none.
   */
  kind("kernel.read", {
    actor: id,
    socket: id,
    own: kernelSocketSchema.nullable(),
    peer: kernelSocketSchema.nullable().optional(),
    ahead: id.optional(),
    /** Of a listening socket: who stands in the kernel's accept queue, as far as it was read. */
    waiting: z.array(addressSchema).max(64).optional(),
  }),
  /**
   * The kernel says whose the other end of this socket is: from now on it belongs to the outsider
   * `other` (rule E24).
   */
  kind("peer.known", { actor: id, socket: id, other: id }),
  /** The operating system closed a socket because its program is over; `unread` as in `close` (rule E25). */
  kind("socket.closed", {
    actor: id,
    socket: id,
    unread: id.optional(),
    connection: z.literal("gone").optional(),
  }),
  /** How programs pass the gate from now on; `pause` in ms, for "slow" only (rule G1). */
  kind("gate.set", { scope: gateScopeSchema, mode: gateModeSchema, pause: pauseSchema.optional() }),
  /**
   * A program waits at the gate: before a call that has not begun, or (`at` is "return") inside
   * one whose outcome is known and not told to it yet. `call` is the id that the call will have, or
   * has. It stands until the beginning (the end) of that call, or its own end (rule G2).
   */
  z.strictObject({
    ...place,
    kind: z.literal("gate.reached"),
    actor: id,
    call: id,
    socket: id.nullable(),
    verb: verbSchema,
    args: callArgsSchema,
    at: z.enum(["call", "return"]),
    why: z.enum(["slow", "step", "breakpoint", "limit"]),
    breakpoint: id.optional(),
    site: callSiteSchema.optional(),
  }),
  kind("breakpoint.set", { breakpoint: id, when: breakpointSchema }),
  kind("breakpoint.removed", { breakpoint: id }),
  /** The link is other from now on; null conditions: this scope has none of its own any more. */
  kind("link.set", {
    scope: linkScopeSchema,
    conditions: linkConditionsSchema.nullable(),
    seed: seedSchema,
  }),
  /**
   * The link touched the bytes [offset, offset + length) of a stream, or a whole datagram, of this
   * call. `delay` in ns; `copy` tells a datagram (1) from its duplicate (2).
   */
  kind("link.fault", {
    actor: id,
    socket: id,
    call: id,
    fault: faultSchema,
    offset: bytes.optional(),
    length: bytes,
    delay: bytes.optional(),
    copy: id.optional(),
  }),
  /**
   * A limit of the playground was met, and it did something about it (rule E19): "sockets": it reset
   * a new connection of this server; "bytes": this program waits for the next second; "answers":
   * this server answers another one's answers, and its gate is slow from now on; "outsiders": this
   * one's card is the first that goes, because too many stand there without a connection; "echoes":
   * the same datagram goes to and fro between this server and an outsider, and its gate is slow.
   */
  kind("limit.met", {
    actor: id,
    limit: z.enum(["sockets", "bytes", "answers", "echoes", "outsiders"]),
  }),
  /** Bytes that the link had held are in the kernel now (rule L5). */
  kind("link.passed", {
    actor: id,
    socket: id,
    call: id,
    offset: bytes.optional(),
    length: bytes,
    copy: id.optional(),
  }),
]);
export type Event = Readonly<z.infer<typeof eventSchema>>;
export type EventKind = Event["kind"];
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
type Envelope = "seq" | "t" | "truth" | "source";
/** An event before the journal has given it its place; `at` is its source's to say. */
export type Fact = { [K in EventKind]: Omit<EventOf<K>, Envelope> }[EventKind];

/** When an event happened, in ns: an instant, unless its source saw it before it was recorded. */
export const intervalOf = (event: Event): Interval =>
  event.kind === "gate.reached" || event.at === undefined ? [event.t, event.t] : event.at;
