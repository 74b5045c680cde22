import type { Scene } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { type Focus, RANK, type Rank, rankIn } from "./focus.ts";
import { foldLength, type RowRoom } from "./folded-scale.ts";

/** Of a long stretch only so many steps at each end are looked at: no more rows have room anyway. */
const LOOKED_AT = 600;

/**
 * The steps of a scene that have a row, ascending: as many as have room, by their rank in the focus, and
 * within a rank the earlier first. What stands between them is folded.
 * @param room of the whole axis, and what a row and a fold take of it, in px
 */
export function framedSteps(
  trace: Trace,
  scene: Scene,
  focus: Focus,
  room: RowRoom,
): readonly number[] {
  const ranks = ranksOf(trace, scene, focus);
  const byRank = [...ranks].sort(([a, first], [b, second]) => first - second || a - b);
  const chosen = new Set<number>();
  for (const [step, rank] of byRank) {
    chosen.add(step);
    if (lengthOf(chosen, scene, room) <= room.axis) continue;
    chosen.delete(step);
    // A row that closes a fold takes no more room than the fold: later ones may still have a place.
    if (rank > RANK.other) break;
  }
  return [...chosen].sort((a, b) => a - b);
}

function ranksOf(trace: Trace, scene: Scene, focus: Focus): ReadonlyMap<number, Rank> {
  const ranks = new Map<number, Rank>();
  const put = (step: number | null | undefined, rank: Rank): void => {
    if (step == null || step < scene.from || step >= Math.min(scene.to, focus.to)) return;
    if (rank < (ranks.get(step) ?? Number.POSITIVE_INFINITY)) ranks.set(step, rank);
  };
  const about = focus.call === null ? undefined : trace.calls.get(focus.call);
  const [from, to] = [Math.max(scene.from, focus.from), Math.min(scene.to, focus.to)];
  for (let step = from; step < to; step++) {
    if (step >= from + LOOKED_AT && step < to - LOOKED_AT) continue;
    const row = trace.steps.get(step);
    if (row === undefined) continue;
    const rank = rankIn(trace, focus, row);
    put(step, rank);
    if (row.kind === "segment" || row.event.kind !== "call.ended" || rank > RANK.near) continue;
    // Where a call began that returned here, and where the bytes came from that it took.
    put(trace.calls.get(row.event.call)?.beganStep, rank === RANK.own ? RANK.named : RANK.near);
    for (const { startStep, consumedBy } of trace.flightsOf(row.event.call))
      if (consumedBy === row.event.call) put(startStep, RANK.near);
  }
  put(about?.beganStep, RANK.own);
  put(about?.endedStep, RANK.own);
  for (let step = from - 1; step >= Math.max(scene.from, from - LOOKED_AT); step--) {
    const row = trace.steps.get(step);
    if (row !== undefined)
      put(step, rankIn(trace, focus, row) >= RANK.noise ? RANK.noise : RANK.before);
  }
  return ranks;
}

/** Px that these rows take, with the folds between them. */
function lengthOf(chosen: ReadonlySet<number>, scene: Scene, room: RowRoom): number {
  let length = chosen.size * room.row;
  let next = scene.from;
  for (const step of [...chosen].sort((a, b) => a - b)) {
    length += foldLength(step - next, room);
    next = step + 1;
  }
  return length + foldLength(scene.to - next, room);
}
