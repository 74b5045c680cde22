import type { CallError, Verb } from "@sockscope/protocol";
import type { Actor } from "../types/actor.ts";
import type { Step } from "../types/step.ts";
import { flightTone, type Tone } from "./tone.ts";

/** What a step is about, most telling last: where many share a pixel, that one decides. */
export const STEP_TONES = [
  "ink-3",
  "ack",
  "setup",
  "data",
  "data-2",
  "udp",
  "close",
  "inject",
  "error",
] as const satisfies readonly Tone[];
export type StepTone = (typeof STEP_TONES)[number];

/** An error that a step tells of; undefined for none. */
export function stepError(step: Step): CallError | undefined {
  if (step.kind === "segment") return undefined;
  if (step.event.kind === "call.ended") return step.event.error;
  return step.ended?.error;
}

/** Whether something went wrong in this step: a call or a whole program failed. */
export const isFailure = (step: Step): boolean =>
  stepError(step) !== undefined ||
  (step.kind === "event" && step.event.kind === "actor.ended" && step.event.how === "failed");

export function stepTone(step: Step, actor: Actor | undefined): StepTone {
  const server = actor?.role === "server";
  if (step.kind === "segment") {
    if (step.flight.truth === "injected") return "inject";
    const tone = flightTone(step.flight, server);
    return STEP_TONES.find((one) => one === tone) ?? "ink-3";
  }
  if (isFailure(step)) return "error";
  const { event } = step;
  if (event.truth === "injected") return "inject";
  if (event.kind === "call.began" || event.kind === "call.ended") {
    return verbTone(event.verb, server, actor?.type === "SOCK_DGRAM");
  }
  if (event.kind === "connection.queued") return "setup";
  if (event.kind === "datagram.arrived") return "udp";
  if (event.kind === "datagram.dropped") return "error";
  if (event.kind === "socket.closed") return "close";
  return "ink-3";
}

function verbTone(verb: Verb, server: boolean, datagrams: boolean): StepTone {
  switch (verb) {
    case "connect":
    case "accept":
    case "listen":
    case "bind":
      return "setup";
    case "send":
    case "sendall":
      return datagrams ? "udp" : server ? "data-2" : "data";
    case "recv":
      return datagrams ? "udp" : server ? "data" : "data-2";
    case "sendto":
    case "recvfrom":
      return "udp";
    case "close":
    case "shutdown":
      return "close";
    default:
      return "ink-3";
  }
}
