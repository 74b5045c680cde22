import type { Call, Step, Trace } from "../../model/types.ts";
import type { RowMark } from "../../text/row-label.ts";
import type { DrawItem, Tone } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import type { Summary } from "../index/summary.ts";

/** Half the length of the zigzag of what the link did, in px. */
const ZIGZAG = 12;

interface MarkPlace {
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly alpha: number;
  /** A zigzag runs down and not across: it lies over its lifeline, not along it. */
  readonly down: boolean;
}

/** A mark on a lifeline or on a row. */
export function markItem(mark: RowMark, { x, y, tone, alpha, down }: MarkPlace): DrawItem {
  const at = { kind: "dot", x, y, alpha } as const;
  switch (mark) {
    case "cross":
      return { ...at, r: tone === "error" ? 7 : 5, tone, shape: mark };
    case "ring":
      return { ...at, r: 5, tone: "line-2", shape: mark };
    case "gate":
      return { ...at, r: 5, tone: "inject", shape: mark };
    case "stop":
      return { ...at, r: 7, tone: "inject", shape: mark };
    case "fault": {
      const [dx, dy] = down ? [0, ZIGZAG] : [ZIGZAG, 0];
      const ends = { x1: x - dx, y1: y - dy, x2: x + dx, y2: y + dy };
      const look = { tone: "inject", width: 2.5, dash: "zigzag", head: "none" } as const;
      return { kind: "line", ...ends, ...look, alpha };
    }
    default:
      return mark satisfies never;
  }
}

/** A call that stood at the gate; `until` is the step at which it went on, null while it stands. */
export interface Stand {
  readonly step: Extract<Step, { kind: "event" }>;
  readonly until: number | null;
}

/** Who stood at the gate in the steps [from, to), of the steps of one lifeline or row. */
export function* standsIn(trace: Trace, steps: Summary, from: number, to: number): Iterable<Stand> {
  // One that began before what is in sight may reach into it.
  const first = Math.max(0, steps.lowerBound(from) - 1);
  for (let n = first; n < steps.length && steps.at(n) < to; n++) {
    const step = trace.steps.get(steps.at(n));
    if (step?.kind !== "event" || step.event.kind !== "gate.reached") continue;
    const call: Call | undefined = trace.calls.get(step.event.call);
    const went = step.event.at === "call" ? call?.beganStep : call?.endedStep;
    const over = step.actor === null ? null : (trace.actor(step.actor)?.endedStep ?? null);
    yield { step, until: went ?? over };
  }
}

/** A narrow shade: the program waits, and no call is under way. */
export const standShade = (box: Box, alpha: number) =>
  ({ kind: "rect", ...box, radius: 2, fill: "sel", stroke: "inject", alpha }) as const;
