import { sceneAt } from "../timeline/scenes.ts";
import type { Actor, Trace } from "../types.ts";
import type { StageIndex } from "./stage-index.ts";

/** A card's place in its column, counted from 0. An actor that is yet to come has one too. */
export interface Place {
  readonly actor: Actor;
  readonly place: number;
}

export interface Places {
  readonly left: readonly Place[];
  readonly right: readonly Place[];
}

/**
 * Who stands where when the playhead has passed `step` steps. A card takes the first place that is
 * free when it comes and keeps it; places of cards that are yet to come stay empty.
 */
export function placesAt(trace: Trace, index: StageIndex, step: number): Places {
  const { actors } = sceneAt(trace.actors, trace.steps, step);
  const left = actors.filter((actor) => index.sideOf(actor) === "left");
  const right = actors.filter((actor) => index.sideOf(actor) === "right");
  return { left: inColumn(left, step), right: closeUp(inColumn(right, step)) };
}

function inColumn(actors: readonly Actor[], step: number): readonly Place[] {
  const taken = new Map<number, Actor>();
  const all: Place[] = [];
  for (const actor of actors) {
    for (const [place, other] of taken) {
      if (other.removedStep !== null && other.removedStep <= actor.addedStep) taken.delete(place);
    }
    let place = 0;
    while (taken.has(place)) place++;
    taken.set(place, actor);
    all.push({ actor, place });
  }
  const standing = all.filter(
    ({ actor }) => actor.removedStep === null || actor.removedStep >= step,
  );
  // One place may be promised to several that come after one another: the first has it.
  const known = new Set<number>();
  const first = standing.filter(({ actor, place }) => {
    if (known.has(place) && actor.addedStep >= step) return false;
    known.add(place);
    return true;
  });
  const sparse =
    Math.max(0, ...first.map(({ place }) => place + 1)) > Math.max(3, first.length * 2);
  return sparse ? closeUp(first) : first;
}

/** Without the gaps that removed cards have left. */
function closeUp(places: readonly Place[]): readonly Place[] {
  return [...places]
    .sort((a, b) => a.place - b.place)
    .map(({ actor }, place) => ({ actor, place }));
}
