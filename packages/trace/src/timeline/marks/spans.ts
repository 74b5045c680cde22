import type { Verb } from "@sockscope/protocol";
import type { Tone } from "../../tones/tone.ts";
import type { Call } from "../../types/call.ts";
import { type Now, shade } from "../axis/playhead.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";

/** Calls that can block. `close` and the like only take their time. */
export const BLOCKING: ReadonlySet<Verb> = new Set([
  "accept",
  "connect",
  "recv",
  "recvfrom",
  "send",
  "sendall",
  "sendto",
]);

/** The step at which a call ended or was abandoned; null while it is blocked. */
export const endOf = (call: Call): number | null => call.endedStep ?? call.abandonedStep;

/** The shade of a call that was blocked. An error shows only from the step on at which it came. */
export function* spanShade(
  call: Call,
  box: Box,
  alpha: number,
  now: Now,
): Iterable<Extract<DrawItem, { kind: "rect" }>> {
  const [fill, stroke] = spanTones(call);
  const failed = call.error === null ? {} : ({ fill: "wash-error", stroke: "error" } as const);
  const over = call.endedStep !== null && call.endedStep < now.position;
  const rect = { kind: "rect", ...box, radius: 4, fill, stroke, alpha } as const;
  yield* shade(over ? { ...rect, ...failed } : rect, now, failed);
}

function spanTones(call: Call): readonly [wash: Tone, edge: Tone] {
  if (call.verb === "accept" || call.verb === "connect") return ["wash-setup", "setup"];
  return call.verb.startsWith("recv") ? ["wash-data", "data"] : ["wash-data2", "data-2"];
}
