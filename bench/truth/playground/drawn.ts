import type { Address, Event } from "@sockscope/protocol";
import type { End, Flight, Step, Trace } from "@sockscope/trace";
import { pairKey } from "../capture/connections.ts";

/** One thing that the picture claims of a connection. */
export interface Drawn {
  readonly what: DrawnKind;
  /** Of an ACK: what it acknowledges, by what was drawn before it. */
  readonly of: "SYN" | "FIN" | null;
  readonly step: number;
  /** Endpoints as in a capture; null where nothing names them. */
  readonly from: string | null;
  readonly to: string | null;
  /** ns: when it is drawn to have happened. */
  readonly at: readonly [from: number, to: number];
  readonly truth: string;
  /** Replaced by a later step. */
  readonly struck: boolean;
  readonly offset: number;
  readonly length: number;
  readonly arrived: boolean;
  readonly lost: boolean;
  /** The socket of ours that it is known by. */
  readonly socket: number | null;
}
export type DrawnKind = "SYN" | "SYN,ACK" | "ACK" | "FIN" | "RST" | "data" | "datagram";

type At = readonly [from: number, to: number];

interface Names {
  readonly local: string | null;
  readonly peer: string | null;
}

/** `::ffff:127.0.0.1` travels as 127.0.0.1; what is bound to all addresses has none of its own. */
function nameOf(address: Address | null | undefined): string | null {
  if (!address || address.port === 0) return null;
  const host = address.address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (host === "0.0.0.0" || host === "::") return null;
  return host.includes(":") ? `[${host}]:${address.port}` : `${host}:${address.port}`;
}

/** Endpoints of sockets, by what the events have said so far. */
export class Endpoints {
  /** Local names that sockets of ours had; those that were bound; and connections, by `pairKey`. */
  readonly locals = new Set<string>();
  readonly bound = new Set<string>();
  readonly pairs = new Set<string>();
  readonly #names = new Map<number, Names>();
  readonly #outsiders = new Map<number, string>();
  readonly #connects = new Map<number, Address>();
  /** Ports of listeners that are bound to all addresses. */
  readonly #ports = new Map<number, Address>();

  see(event: Event): void {
    switch (event.kind) {
      case "actor.added": {
        const name = nameOf(event.address);
        if (name) this.#outsiders.set(event.actor, name);
        break;
      }
      case "socket.named":
        this.#set(event.socket, { local: nameOf(event.address) });
        break;
      case "connection.queued":
        this.#set(event.connection, { local: nameOf(event.local), peer: nameOf(event.peer) });
        break;
      case "call.began":
        if (event.verb === "connect" && event.socket !== null && event.args.address) {
          this.#connects.set(event.call, event.args.address);
          this.#set(event.socket, { peer: nameOf(event.args.address) });
        }
        break;
      case "call.ended":
        this.#ended(event);
        break;
      default:
        break;
    }
  }

  #ended({ verb, socket, result }: Extract<Event, { kind: "call.ended" }>): void {
    if (!result || socket === null) return;
    if (verb === "bind" && result.address) {
      this.#ports.set(socket, result.address);
      const local = nameOf(result.address);
      if (local !== null) this.bound.add(local);
      this.#set(socket, { local });
    }
    if (verb === "connect" || verb === "getsockname")
      this.#set(socket, { local: nameOf(result.address) });
    if (verb === "accept" && result.socket !== undefined) {
      const peer = nameOf(result.address);
      this.#set(result.socket, { peer, local: this.#reached(socket, peer) });
    }
  }

  /** Where a connection of this listener was made to: loopback, if it is bound to all addresses. */
  #reached(listener: number, peer: string | null): string | null {
    const own = this.of(listener).local;
    const port = this.#ports.get(listener)?.port;
    if (own !== null || port === undefined) return own;
    return `${peer?.slice(0, peer.lastIndexOf(":")) ?? "127.0.0.1"}:${port}`;
  }

  #set(socket: number, names: Partial<Names>): void {
    const known = this.of(socket);
    const local = names.local ?? known.local;
    const peer = names.peer ?? known.peer;
    if (local !== null) this.locals.add(local);
    if (local !== null && peer !== null) this.pairs.add(pairKey(local, peer));
    this.#names.set(socket, { local, peer });
  }

  /** Others may use a port of ours at the same time, towards somebody else. */
  areOurs(local: string, peer: string): boolean {
    return this.bound.has(local) || this.bound.has(peer) || this.pairs.has(pairKey(local, peer));
  }

  of(socket: number): Names {
    return this.#names.get(socket) ?? { local: null, peer: null };
  }

  outsider(actor: number): string | null {
    return this.#outsiders.get(actor) ?? null;
  }
}

/** Everything drawn of what travelled, in the order of the steps. */
export function drawnOf(trace: Trace): readonly Drawn[] {
  const so = new Endpoints();
  const whole = new Endpoints();
  for (const step of trace.steps) for (const event of eventsOf(step)) whole.see(event);
  const made: Drawn[] = [];
  const byStart = new Map<number, Flight[]>();
  for (const flight of trace.flights) {
    if (flight.cargo.kind === "segment") continue;
    byStart.set(flight.startStep, [...(byStart.get(flight.startStep) ?? []), flight]);
  }
  for (const step of trace.steps) {
    for (const event of eventsOf(step)) so.see(event);
    if (step.kind === "segment") made.push(drawn(step, step.flight, trace, [so, whole]));
    for (const flight of byStart.get(step.index) ?? [])
      if (!flight.unsent) made.push(drawn(step, flight, trace, [so, whole]));
  }
  return acknowledging(made);
}

function eventsOf(step: Step): readonly Event[] {
  if (step.kind !== "event") return [];
  return step.ended ? [step.event, step.ended] : [step.event];
}

function drawn(step: Step, flight: Flight, trace: Trace, names: readonly Endpoints[]): Drawn {
  const { cargo, truth } = flight;
  const { from, to, socket } = endpoints(flight, names);
  const end = flight.endStep === null ? null : trace.steps.get(flight.endStep);
  const last =
    end?.kind === "event" ? (end.ended?.t ?? end.t) : (end?.t ?? Number.MAX_SAFE_INTEGER);
  const at: At = flight.at ?? (cargo.kind === "segment" ? [step.t, step.t] : [step.t, last]);
  return {
    what: cargo.kind === "segment" ? cargo.flags : cargo.kind === "stream" ? "data" : "datagram",
    of: null,
    step: step.index,
    ...{ from, to, at, truth, socket },
    struck: flight.replacedStep !== null,
    offset: cargo.kind === "stream" ? cargo.offset : 0,
    length: cargo.kind === "segment" ? 0 : cargo.length,
    arrived: flight.endStep !== null,
    lost: flight.lostStep !== null,
  };
}

/** By the socket of ours that knows both addresses, at that moment or else later. */
function endpoints(
  { from, to }: Flight,
  names: readonly Endpoints[],
): { from: string | null; to: string | null; socket: number | null } {
  const known = (end: End | null, which: Endpoints): Names | null => {
    if (end?.socket == null) return null;
    const found = which.of(end.socket);
    return found.local !== null && found.peer !== null ? found : null;
  };
  for (const which of names) {
    const sender = known(from, which);
    if (sender) return { from: sender.local, to: sender.peer, socket: from?.socket ?? null };
    const receiver = known(to, which);
    if (receiver) return { from: receiver.peer, to: receiver.local, socket: to?.socket ?? null };
  }
  const single = (end: End | null): string | null => {
    if (end === null) return null;
    if (end.socket === null) return names.at(-1)?.outsider(end.actor) ?? null;
    return names.at(-1)?.of(end.socket).local ?? null;
  };
  return { from: single(from), to: single(to), socket: from?.socket ?? to?.socket ?? null };
}

/** An ACK says what it acknowledges only by standing behind it. */
function acknowledging(all: readonly Drawn[]): readonly Drawn[] {
  const last = new Map<string, "SYN" | "FIN">();
  return all.map((one) => {
    const way = `${one.from} ${one.to}`;
    if (one.what === "SYN,ACK") last.set(way, "SYN");
    if (one.what === "FIN") last.set(way, "FIN");
    if (one.what !== "ACK") return one;
    return { ...one, of: last.get(`${one.to} ${one.from}`) ?? null };
  });
}
