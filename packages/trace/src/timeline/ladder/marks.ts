import type { DrawItem } from "../draw/draw-list.ts";
import { firstFrom } from "../index/first-from.ts";
import { barAt, barEdges, countBars } from "../marks/counts.ts";
import { gateWaits } from "../marks/gate-waits.ts";
import { lifeline } from "../marks/lifelines.ts";
import { spanShade } from "../marks/spans.ts";
import { stepBand } from "../marks/step-bands.ts";
import { type Counted, type MarkTarget, markBox, type SpanTarget } from "../marks/targets.ts";
import { HEAD, type LadderGeometry, NESTED } from "./geometry.ts";

/** Failures are shaded over the whole width, so that nobody overlooks one. */
export function* failures(ladder: LadderGeometry): Iterable<DrawItem> {
  if (ladder.input.scale.kind !== "steps" || ladder.dense) return;
  const { failures: steps } = ladder.index;
  const look = { fill: "wash-error", stroke: null, radius: 0 } as const;
  for (let i = firstFrom(steps, ladder.from); (steps[i] ?? ladder.to) < ladder.to; i++) {
    const step = steps[i] ?? 0;
    if (!ladder.struck(step))
      yield stepBand(ladder, step, step + 1, { ...look, alpha: ladder.alpha(step) });
  }
}

/** From where an actor appears to where its card is taken away. */
export function* lifelines(ladder: LadderGeometry): Iterable<DrawItem> {
  const { viewport, scene, scale } = ladder.input;
  for (const actor of ladder.actors.values()) {
    const x = ladder.x(actor.id);
    if (x === null) continue;
    const top = Math.max(HEAD, ladder.middle(actor.addedStep));
    const end = ladder.along(actor.removedStep ?? scene.to + 2);
    const bottom = Math.min(viewport.height, scale.kind === "steps" ? end : viewport.height);
    yield* lifeline(ladder, actor, top, bottom, x);
  }
}

/** Where the shades of blocked calls are. */
export function spanBoxes(ladder: LadderGeometry): readonly SpanTarget[] {
  return ladder.spans.flatMap(({ call, depth, top, bottom }) => {
    const x = ladder.x(call.actor);
    if (x === null || bottom - top < 3) return [];
    return [{ call, box: { x: x - 7 + depth * NESTED, y: top, w: 14, h: bottom - top } }];
  });
}

/** Shades the time for which a call was blocked, on the lifeline of its program. */
export function* spans(ladder: LadderGeometry): Iterable<DrawItem> {
  for (const { call, box } of spanBoxes(ladder)) {
    yield* spanShade(call, box, ladder.dim(call.beganStep), ladder.now);
  }
}

/** The calls that waited at the gate, on the lifelines of their programs. */
export function gateTargets(ladder: LadderGeometry): readonly MarkTarget[] {
  if (ladder.dense) return [];
  const targets: MarkTarget[] = [];
  for (const actor of ladder.actors.keys()) {
    const x = ladder.x(actor);
    const steps = ladder.index.summaryOf(actor);
    if (x === null || steps === undefined) continue;
    for (const wait of gateWaits(ladder, steps, x)) targets.push(wait);
  }
  return targets;
}

/** Where a pointer finds what a program did in each step, on its lifeline. */
export function stepTargets(ladder: LadderGeometry): readonly MarkTarget[] {
  if (ladder.dense) return [];
  const targets: MarkTarget[] = [];
  for (let index = ladder.from; index < ladder.to; index++) {
    const step = ladder.input.trace.steps.get(index);
    if (step?.kind !== "event" || step.actor === null) continue;
    const x = ladder.x(step.actor);
    if (x !== null) targets.push({ step, box: markBox(x, ladder.middle(index)) });
  }
  return targets;
}

/** Bars over each lifeline in place of arrows. */
export function* counts(ladder: LadderGeometry): Iterable<DrawItem> {
  const { viewport, scale } = ladder.input;
  const room = Math.max(10, ladder.columns.spacing - 16);
  const edges = barEdges(scale, viewport.scrollY, viewport.scrollY + viewport.height);
  for (const actor of ladder.actors.keys()) {
    const cross = ladder.x(actor);
    const summary = ladder.index.summaryOf(actor);
    if (cross === null || cross < -room || cross > viewport.width + room || summary === undefined)
      continue;
    const row = { summary, cross, max: Math.min(room, 120), failureAt: null };
    yield* countBars(ladder, row, edges);
  }
}

/** Under a pointer: the bar of the lifeline that it is near. */
export function countAt(ladder: LadderGeometry, x: number, y: number): Counted | null {
  if (!ladder.dense) return null;
  const { viewport, scale } = ladder.input;
  for (const actor of ladder.actors.values()) {
    const at = ladder.x(actor.id);
    const summary = ladder.index.summaryOf(actor.id);
    if (at === null || Math.abs(x - at) > ladder.columns.spacing / 2 || summary === undefined)
      continue;
    const bar = barAt(summary, scale, viewport.scrollY, y - ladder.origin);
    return bar && { actor, count: bar.count, failed: bar.failed };
  }
  return null;
}
