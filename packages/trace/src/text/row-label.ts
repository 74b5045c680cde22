import { type Event, type EventOf, plainEventText, type Truth } from "@sockscope/protocol";
import type { Tone } from "../tones/tone.ts";
import type { Actor } from "../types/actor.ts";
import type { Call } from "../types/call.ts";
import type { Flight } from "../types/flight.ts";
import type { SocketPhase } from "../types/socket.ts";
import type { Step } from "../types/step.ts";
import { callText, portText, resultText } from "./call-text.ts";
import { type ConditionsEvent, isConditionsEvent } from "./conditions-event.ts";

/** The words that a timeline needs, in the language of the page. */
export interface TimelineWords {
  actor(actor: Actor): string;
  /** A letter and a number, for where there is no room. */
  shortActor(actor: Actor): string;
  blocked(call: Call): string;
  flight(flight: Flight): string;
  /** When it can have happened, where nobody saw it leave; null where that is known. */
  when(flight: Flight): string | null;
  /** `flight`, of what has happened by the row that tells of it, and perhaps before others. */
  byNow(flight: string): string;
  /** The same of what step `by` says never was. */
  struck(flight: string, by: number): string;
  /** The same of a datagram of which nobody here knows where it has come to. */
  unseen(flight: string): string;
  /** The true time between two steps, in ns. */
  gap(ns: number): string;
  appears: string;
  removed: string;
  known(who: string | null): string;
  ended(event: EventOf<"actor.ended">): string;
  /** The errno of a call that failed; of one whose time was over, that as well. */
  errno(failed: Pick<EventOf<"call.ended">, "call" | "error">): string;
  printed(text: string): string;
  queued(port: string): string;
  named(port: string): string;
  arrived(size: number): string;
  dropped(count: number, size: number): string;
  closedBySystem: string;
  /**
   * What the kernel's tables say of a socket, or of its other end, that they did not say before; `brief`:
   * where there is no room to say that it is the kernel who says so.
   */
  kernel(event: EventOf<"kernel.read">, of: "both" | "own" | "peer", brief?: boolean): string;
  /** Whose the other end is: the number of an actor. */
  peerKnown(other: number): string;
  /** What the gate or the link did. */
  conditions(event: ConditionsEvent): string;
  truth(truth: Truth): string;
  phase(phase: SocketPhase): string;
  /** What waits to be read: bytes of a stream, or datagrams; `least`: perhaps more. */
  unread(amount: number, datagrams: boolean, least: boolean): string;
  /** So many rows are folded here. */
  folded(rows: number): string;
  /** So many sockets have no band for want of room; `brief`: in as few letters as can be. */
  moreSockets(count: number, brief: boolean): string;
  /** Connections in an accept queue; `kernel`: its own, so they are inferred and the least there are. */
  inQueue(connections: number, kernel: boolean): string;
  /** What a printed gap is: the true time from this step to the next, counted from 1. */
  between(step: number, next: number): string;
  /** So many steps are in one bar, and whether one of them failed. */
  counted(steps: number, failed: boolean): string;
  /** So many steps are in sight that counts stand for the arrows. */
  dense(steps: number): string;
  /** So many arrows are in sight that only the newest `drawn` are there. */
  someArrows(drawn: number, all: number): string;
}

export interface RowLabel {
  readonly text: string;
  readonly tone: Tone;
  /** Set in the face of code. */
  readonly code: boolean;
  readonly mark: RowMark | null;
}

/** Appearance, end or failure, a call at the gate, a program at a breakpoint, the link's doing. */
export type RowMark = "ring" | "cross" | "gate" | "stop" | "fault";

type EventStep = Extract<Step, { kind: "event" }>;
type Said = Omit<RowLabel, "mark">;
const code = (text: string, tone: Tone = "ink"): Said => ({ text, tone, code: true });
const said = (text: string, tone: Tone = "ink-2"): Said => ({ text, tone, code: false });

/** What stands beside the lifeline in a step's row; null for nothing. */
export function rowLabel(step: EventStep, words: TimelineWords): RowLabel | null {
  const label = sayingOf(step, words);
  return label === null || label.text === "" ? null : { ...label, mark: rowMark(step) };
}

/** The mark of a step on its lifeline or on its row; null for none. */
export function rowMark({ event, ended }: EventStep): RowMark | null {
  switch (event.kind) {
    case "call.began":
      return ended?.error === undefined ? null : "cross";
    case "call.ended":
      return event.error === undefined ? null : "cross";
    case "actor.added":
      return "ring";
    case "actor.ended":
    case "datagram.dropped":
      return "cross";
    case "gate.reached":
      return event.breakpoint === undefined ? "gate" : "stop";
    default:
      return isInjected(event) ? "fault" : null;
  }
}

function sayingOf({ event, ended }: EventStep, words: TimelineWords): Said | null {
  switch (event.kind) {
    case "call.began":
      if (ended?.error !== undefined) return failure(words.errno(ended), ended.verb);
      return code(callText(event.verb, event.args));
    case "call.ended":
      if (event.error !== undefined) return failure(words.errno(event), event.verb);
      return code(returned(event), "ink-2");
    case "actor.added":
      return said(words.appears);
    case "actor.removed":
      return said(words.removed);
    case "actor.known":
      return said(words.known(event.process && `${event.process.name} (${event.process.pid})`));
    case "actor.ended":
      return event.how === "failed" ? said(words.ended(event), "error") : said(words.ended(event));
    case "actor.printed":
      return said(words.printed(event.text));
    case "connection.queued":
      return said(words.queued(portText(event.peer)));
    case "socket.named":
      return said(words.named(portText(event.address)));
    case "datagram.arrived":
      return said(words.arrived(event.length));
    case "datagram.dropped":
      return said(words.dropped(event.count, event.length), "error");
    case "kernel.read":
      return said(words.kernel(event, "own"), "ink-3");
    case "peer.known":
      return said(words.peerKnown(event.other));
    case "socket.closed":
      return said(words.closedBySystem);
    case "gate.reached":
      return event.breakpoint === undefined
        ? said(words.conditions(event))
        : said(words.conditions(event), "ink");
    case "lab.began":
      return null;
    default:
      if (!isConditionsEvent(event)) return code(plainEventText(event), "ink-2");
      return said(`${isInjected(event) ? "∿ " : ""}${words.conditions(event)}`);
  }
}

/** The playground interfered here, which the row marks. */
const isInjected = (event: Event): boolean =>
  event.truth === "injected" && isConditionsEvent(event);

function returned(event: EventOf<"call.ended">): string {
  const text = event.result === undefined ? "" : resultText(event.verb, event.result);
  return text === "" ? `${event.verb} → ok` : `${event.verb} → ${text}`;
}

const failure = (errno: string, verb: string): Said => code(`${verb} ✕ ${errno}`, "error");
