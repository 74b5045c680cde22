import type { Trace } from "../../model/trace.ts";
import type { Call } from "../../types/call.ts";
import type { Step } from "../../types/step.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { shade } from "../axis/playhead.ts";
import { boxAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Summary } from "../index/summary.ts";
import type { MarkTarget } from "./targets.ts";

/** How wide the shade of a call at the gate is, in px. */
const BREADTH = 8;

/** A call that waited at the gate; `until` is the step at which it passed, null while it waits. */
interface GateWait {
  readonly step: Extract<Step, { kind: "event" }>;
  readonly until: number | null;
}

/** The calls that waited at the gate in the steps [from, to), of the steps of one lifeline or row. */
function* waitsIn(trace: Trace, steps: Summary, from: number, to: number): Iterable<GateWait> {
  // One that began before the visible steps may reach into them.
  const first = Math.max(0, steps.lowerBound(from) - 1);
  for (let n = first; n < steps.length && steps.at(n) < to; n++) {
    const step = trace.steps.get(steps.at(n));
    if (step?.kind !== "event" || step.event.kind !== "gate.reached") continue;
    const call: Call | undefined = trace.calls.get(step.event.call);
    const passed = step.event.at === "call" ? call?.beganStep : call?.endedStep;
    const over = step.actor === null ? null : (trace.actor(step.actor)?.endedStep ?? null);
    yield { step, until: passed ?? over };
  }
}

/** The boxes of the calls that waited at the gate, of one lifeline or row whose middle is at `cross`. */
export function* gateWaits(
  geometry: TimelineGeometry,
  steps: Summary,
  cross: number,
): Iterable<MarkTarget> {
  const { trace } = geometry.input;
  for (const { step, until } of waitsIn(trace, steps, geometry.from, geometry.to)) {
    const start = geometry.stretchStart(step.index);
    const length = geometry.stretchEnd(until, step.index) - start;
    if (length <= 0) continue;
    const box = boxAlong(geometry.way, start, length, cross - BREADTH / 2, BREADTH);
    yield { step, box };
  }
}

/** Their narrow shades: the program waits, and no call is under way. */
export function* gateShades(
  geometry: TimelineGeometry,
  waits: readonly MarkTarget[],
): Iterable<DrawItem> {
  const style = { kind: "rect", radius: 2, fill: "sel", stroke: "inject" } as const;
  for (const { step, box } of waits)
    yield* shade({ ...style, ...box, alpha: geometry.dim(step.index) }, geometry.now);
}
