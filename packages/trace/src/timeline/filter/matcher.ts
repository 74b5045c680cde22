import type { Event, EventOf, Payload } from "@sockscope/protocol";
import { payloadPrefix } from "../../columns/payload-prefix.ts";
import { isFailure, stepError } from "../../tones/step-tone.ts";
import type { Actor } from "../../types/actor.ts";
import type { Step } from "../../types/step.ts";
import type { Row } from "../index/rows.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";
import type { Query, Term } from "./query.ts";

/** What a filter has to know of the page. */
export interface FilterNames {
  actor(actor: Actor): string;
  shortActor(actor: Actor): string;
  decode(bytes: Uint8Array): string;
}

/** What the answer for a step depends on beyond the step itself, and may change later. */
export interface Dependencies {
  /** The addresses of a socket, or whom it talks with. */
  socket(socket: number): void;
  /** The name of an actor. */
  actor(actor: number): void;
}

/** What people type for a reading of the kernel, in either language. */
const READING = ["kernel", "内核"];
const statesOf = ({ own, peer }: EventOf<"kernel.read">): readonly string[] =>
  [own, peer].flatMap((row) => row?.state?.toLowerCase() ?? []);

/** Decides whether a step satisfies a query, by what is known now. */
export class Matcher {
  private readonly names = new Map<number, string>();
  private readonly sides = new Map<number, { one: boolean; other: boolean }>();

  constructor(
    private readonly query: Query,
    private readonly index: TimelineIndex,
    private readonly words: FilterNames,
    private readonly dependencies: Dependencies,
  ) {}

  /** The programs that a conversation is between; null for every other query. */
  party(): ReadonlySet<number> | null {
    if (this.query.kind !== "conversation") return null;
    const party = new Set<number>();
    for (const { id } of this.index.trace.actors) {
      const { one, other } = this.sidesOf(id);
      if (one || other) party.add(id);
    }
    return party;
  }

  /** Whether a row belongs to the conversation that is followed. */
  keepsRow(row: Row): boolean {
    if (this.query.kind !== "conversation" || row.peer === null || row.listener === null)
      return true;
    const partner = this.index.partnerOf(row);
    return partner === null || this.together(row.actor.id, partner.actor.id);
  }

  /**
   * More is known of an actor.
   * @returns whether it was asked for by a name that it no longer has
   */
  forget(actor: number): boolean {
    const before = this.names.get(actor);
    this.names.delete(actor);
    this.sides.delete(actor);
    return before !== undefined && before !== this.nameOf(actor);
  }

  matches(step: Step): boolean {
    switch (this.query.kind) {
      case "all":
        return true;
      case "terms":
        return this.query.terms.every((term) => this.satisfies(step, term));
      case "conversation":
        return this.converses(step);
      default:
        return this.query satisfies never;
    }
  }

  private satisfies(step: Step, term: Term): boolean {
    switch (term.kind) {
      case "failed":
        return isFailure(step);
      case "truth":
        return truthOf(step) === term.truth;
      case "size":
        return sizesOf(step).some((size) => compares(size, term.compare, term.bytes));
      case "port":
        return this.ports(step).includes(term.port);
      case "socket":
        return socketsOf(step).includes(term.socket);
      case "text":
        return this.textOf(step).includes(term.text);
      case "word":
        return (
          this.wordsOf(step).some((word) => word.includes(term.word)) ||
          this.textOf(step).includes(term.word)
        );
      case "not":
        return !this.satisfies(step, term.term);
      default:
        return term satisfies never;
    }
  }

  /** Whether those two said it to one another: by its arrows, or by whom its socket talks with. */
  private converses(step: Step): boolean {
    if (step.kind === "segment") {
      const { from, to } = step.flight;
      return from !== null && to !== null && this.together(from.actor, to.actor);
    }
    const { event } = step;
    if (event.kind === "call.began" || event.kind === "call.ended") {
      const flights = this.index.trace.flightsOf(event.call);
      if (flights.length > 0) {
        return flights.some(
          ({ from, to }) => from !== null && to !== null && this.together(from.actor, to.actor),
        );
      }
    }
    const sockets = socketsOf(step);
    if (event.kind === "connection.queued") sockets.push(event.connection);
    return sockets.some((socket) => {
      this.dependencies.socket(socket);
      const row = this.index.rowOf(socket);
      const partner = row === undefined ? null : this.index.partnerOf(row);
      return row !== undefined && partner !== null && this.together(row.actor.id, partner.actor.id);
    });
  }

  private together(a: number, b: number): boolean {
    const [first, second] = [this.sidesOf(a), this.sidesOf(b)];
    return (first.one && second.other) || (first.other && second.one);
  }

  private sidesOf(actor: number): { one: boolean; other: boolean } {
    this.dependencies.actor(actor);
    let sides = this.sides.get(actor);
    if (sides === undefined && this.query.kind === "conversation") {
      const { one, other } = this.query;
      sides = { one: this.isCalled(actor, one), other: this.isCalled(actor, other) };
      this.sides.set(actor, sides);
    }
    return sides ?? { one: false, other: false };
  }

  private isCalled(id: number, text: string): boolean {
    const name = this.nameOf(id);
    const actor = this.index.trace.actor(id);
    if (actor === undefined) return false;
    const short = this.words.shortActor(actor).toLowerCase();
    // "Client 1" is not meant by "client 10", but "client" is meant by both.
    const at = name.indexOf(text);
    const whole = at >= 0 && !/\d/.test(name[at + text.length] ?? "");
    return text === "" || short === text || whole;
  }

  private nameOf(id: number): string {
    this.dependencies.actor(id);
    let name = this.names.get(id);
    if (name === undefined) {
      const actor = this.index.trace.actor(id);
      name = actor === undefined ? "" : this.words.actor(actor).toLowerCase();
      this.names.set(id, name);
    }
    return name;
  }

  private wordsOf(step: Step): readonly string[] {
    const words: string[] = step.actor === null ? [] : [this.nameOf(step.actor)];
    if (step.kind === "segment") {
      if (step.flight.to !== null) words.push(this.nameOf(step.flight.to.actor));
      if (step.flight.cargo.kind === "segment") words.push(step.flight.cargo.flags.toLowerCase());
      return words;
    }
    if (step.event.kind === "call.began" || step.event.kind === "call.ended")
      words.push(step.event.verb);
    if (step.event.kind === "kernel.read") words.push(...READING, ...statesOf(step.event));
    const error = stepError(step);
    if (error !== undefined) words.push(error.errno.toLowerCase());
    return words;
  }

  private textOf(step: Step): string {
    if (step.kind === "segment") return "";
    if (step.event.kind === "actor.printed") return step.event.text.toLowerCase();
    return payloadsOf(step)
      .map((payload) => this.words.decode(payloadPrefix(payload)).toLowerCase())
      .join("\n");
  }

  private ports(step: Step): readonly number[] {
    const ports: number[] = [];
    for (const socket of socketsOf(step)) {
      this.dependencies.socket(socket);
      const row = this.index.rowOf(socket);
      for (const address of [row?.local, row?.peer]) if (address) ports.push(address.port);
    }
    if (step.kind === "event") {
      const { event } = step;
      if ("address" in event && event.address !== undefined) ports.push(event.address.port);
      if (event.kind === "call.began" && event.args.address !== undefined)
        ports.push(event.args.address.port);
    }
    return ports;
  }
}

const compares = (size: number, compare: ">" | "<" | "=", bytes: number): boolean =>
  compare === ">" ? size > bytes : compare === "<" ? size < bytes : size === bytes;

const truthOf = (step: Step) => (step.kind === "segment" ? step.flight.truth : step.event.truth);

function socketsOf(step: Step): number[] {
  if (step.kind === "segment") {
    return [step.flight.from?.socket ?? null, step.flight.to?.socket ?? null].filter(
      (id) => id !== null,
    );
  }
  const { event } = step;
  return "socket" in event && event.socket !== null ? [event.socket] : [];
}

function payloadsOf(step: Extract<Step, { kind: "event" }>): readonly Payload[] {
  const ended = step.ended ?? (step.event.kind === "call.ended" ? step.event : null);
  const argument = step.event.kind === "call.began" ? step.event.args.payload : undefined;
  return [argument, ended?.result?.payload].filter((payload) => payload !== undefined);
}

function sizesOf(step: Step): readonly number[] {
  if (step.kind === "segment") return [];
  const { event }: { event: Event } = step;
  if (event.kind === "datagram.arrived" || event.kind === "datagram.dropped") return [event.length];
  return payloadsOf(step).map(({ length }) => length);
}
