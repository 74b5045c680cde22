import type { Flight } from "../../model/types.ts";
import { type Now, shade, spanShade } from "../axis/playhead.ts";
import type { DrawItem, Tone } from "../draw/draw-list.ts";
import { firstFrom } from "../index/density.ts";
import { isHeld } from "../index/link-fate.ts";
import { isLost, isStruck, isUnseen } from "../marks/flight-label.ts";
import { standShade, standsIn } from "../marks/row-marks.ts";
import { type MarkTarget, markBox, type SpanTarget } from "../marks/targets.ts";
import { type Ends, HEAD, type LadderGeometry, NESTED } from "./geometry.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;

/** The row that has just happened, and the one that is selected. */
export function* rowBands(ladder: LadderGeometry): Iterable<DrawItem> {
  const { scale, position, viewport, selected } = ladder.input;
  if (scale.kind !== "steps") return;
  const current = Math.ceil(position) - 1;
  const band = (step: number, alpha: number): Rect => ({
    kind: "rect",
    x: 0,
    y: ladder.y(step),
    w: viewport.width,
    h: ladder.y(step + 1) - ladder.y(step),
    radius: 0,
    fill: "sel",
    stroke: null,
    alpha,
  });
  const { failures } = ladder.index;
  // Errors are shaded over the whole width, so that nobody overlooks one.
  for (let i = firstFrom(failures, ladder.from); (failures[i] ?? ladder.to) < ladder.to; i++) {
    const step = failures[i] ?? 0;
    if (!ladder.dense && !ladder.struck(step))
      yield { ...band(step, ladder.alpha(step)), fill: "wash-error" };
  }
  if (current >= ladder.from) yield band(current, 0.75);
  if (selected.step !== null && selected.step !== current) yield band(selected.step, 0.4);
}

/** From where an actor appears to where its card is taken away; dashed for an outsider. */
export function* lifelines(ladder: LadderGeometry): Iterable<DrawItem> {
  const { position, viewport, scene, scale } = ladder.input;
  for (const actor of ladder.actors.values()) {
    const x = ladder.x(actor.id);
    if (x === null) continue;
    const top = Math.max(HEAD, ladder.middle(actor.addedStep));
    const end = ladder.y(actor.removedStep ?? scene.to + 2);
    const bottom = Math.min(viewport.height, scale.kind === "steps" ? end : viewport.height);
    if (top >= bottom) continue;
    const dash = actor.role === "outsider" ? "dashed" : "solid";
    const line = { kind: "line", x1: x, x2: x, dash, head: "none", alpha: 1 } as const;
    const part = (from: number, to: number, tone: Tone, width: number): DrawItem[] => {
      const [y1, y2] = [Math.max(top, from), Math.min(bottom, to)];
      return y1 < y2 ? [{ ...line, y1, y2, tone, width }] : [];
    };
    const now = ladder.y(position);
    // Past the end of the program, what still comes is for the kernel alone.
    const over = actor.endedStep === null ? bottom : ladder.middle(actor.endedStep);
    yield* part(top, Math.min(now, over), "line-2", 2);
    yield* part(Math.max(now, top), over, "line", 2);
    yield* part(over, bottom, "line", 1);
  }
}

/** Where the shades of sleeping calls are. */
export function spanBoxes(ladder: LadderGeometry): readonly SpanTarget[] {
  return ladder.spans.flatMap(({ call, depth, top, bottom }) => {
    const x = ladder.x(call.actor);
    if (x === null || bottom - top < 3) return [];
    return [{ call, box: { x: x - 7 + depth * NESTED, y: top, w: 14, h: bottom - top } }];
  });
}

/** Shades the time for which a call slept, on the lifeline of its program. */
export function* spans(ladder: LadderGeometry): Iterable<DrawItem> {
  for (const { call, box } of spanBoxes(ladder)) {
    yield* spanShade(call, box, ladder.dim(call.beganStep), ladder.now);
  }
}

/** Where the shades of calls are that stood at the gate, on the lifelines of their programs. */
export function standBoxes(ladder: LadderGeometry): readonly MarkTarget[] {
  if (ladder.dense) return [];
  const { trace, viewport } = ladder.input;
  const found: MarkTarget[] = [];
  for (const actor of ladder.actors.keys()) {
    const x = ladder.x(actor);
    const steps = ladder.index.summaryOf(actor);
    if (x === null || steps === undefined) continue;
    for (const { step, until } of standsIn(trace, steps, ladder.from, ladder.to)) {
      const top = Math.max(HEAD - 20, ladder.middle(step.index));
      const end = until === null ? ladder.untilNow(step.index) : ladder.middle(until);
      const h = Math.min(viewport.height + 20, end) - top;
      if (h > 0) found.push({ step, box: { x: x - 4, y: top, w: 8, h } });
    }
  }
  return found;
}

export function* stands(
  axis: { readonly now: Now; dim(step: number): number },
  boxes: readonly MarkTarget[],
): Iterable<DrawItem> {
  for (const { step, box } of boxes) yield* shade(standShade(box, axis.dim(step.index)), axis.now);
}

/** Where a pointer finds what a program did in each step, on its lifeline. */
export function stepMarks(ladder: LadderGeometry): readonly MarkTarget[] {
  if (ladder.dense) return [];
  const found: MarkTarget[] = [];
  for (let index = ladder.from; index < ladder.to; index++) {
    const step = ladder.input.trace.steps.get(index);
    if (step?.kind !== "event" || step.actor === null) continue;
    const x = ladder.x(step.actor);
    if (x !== null) found.push({ step, box: markBox(x, ladder.middle(index)) });
  }
  return found;
}

/** What the playhead has not reached of an arrow is faint. */
export function* arrow(ladder: LadderGeometry, flight: Flight, ends: Ends): Iterable<DrawItem> {
  const { x1, y1, x2, y2 } = ends;
  const { position } = ladder.input;
  const dim = ladder.dim(flight.startStep) * (isStruck(flight, position) ? STRUCK : 1);
  const line = {
    kind: "line",
    tone: ladder.tone(flight),
    width: flight.cargo.kind === "segment" ? 2.2 : 3,
    dash: DASH[flight.truth],
  } as const;
  const head = headOf(flight, position);
  const now = ladder.y(position);
  if (y2 <= now + 0.5) yield { ...line, ...ends, head, alpha: dim };
  else if (y1 >= now) yield { ...line, ...ends, head, alpha: ladder.future * dim };
  else {
    const mx = x1 + ((x2 - x1) * (now - y1)) / (y2 - y1);
    yield { ...line, x1, y1, x2: mx, y2: now, head: "none", alpha: dim };
    yield { ...line, x1: mx, y1: now, x2, y2, head, alpha: ladder.future * dim };
  }
}

export const DASH = { observed: "solid", inferred: "dashed", injected: "zigzag" } as const;

/** What was told and never was. */
export const STRUCK = 0.4;

export function headOf(flight: Flight, position: number): "none" | "lost" | "open" | "filled" {
  if (isLost(flight, position)) return "lost";
  if (isHeld(flight)) return "none";
  // Of a segment it is known that it was answered; of what nobody here sees no arrival is claimed.
  if (flight.cargo.kind === "segment") return "filled";
  if (isUnseen(flight, position)) return "open";
  return flight.endStep === null && flight.to?.socket !== null ? "open" : "filled";
}
