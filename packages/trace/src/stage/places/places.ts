import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import type { Actor } from "../../types/actor.ts";
import { groupsOf } from "./group-key.ts";
import type { StageIndex } from "./stage-index.ts";

/** A card's place in its column, counted from 0. An actor that is yet to come has one too. */
export interface Place {
  readonly actor: Actor;
  readonly place: number;
}

/** Those of one group, each at its place in the grid of dots. */
export interface PlacedGroup {
  readonly key: string;
  readonly like: Actor;
  readonly members: readonly Place[];
}

export interface Places {
  readonly left: readonly Place[];
  readonly right: readonly Place[];
  readonly groups: readonly PlacedGroup[];
}

/** What is folded. A group's key and the number of its members in the whole scene decide. */
export interface Folding {
  folded(key: string, count: number): boolean;
  /** The member that stands beside its group as a card of its own; null: none. */
  readonly taken: number | null;
}

const UNFOLDED: Folding = { folded: () => false, taken: null };

/**
 * Who stands where when the playhead has passed `step` steps. A card takes the first place that is
 * free when it comes and keeps it; places of cards that are yet to come stay empty.
 */
export function placesAt(
  trace: Trace,
  index: StageIndex,
  step: number,
  folding: Folding = UNFOLDED,
): Places {
  const { actors } = sceneAt(trace.actors, trace.steps, step);
  const left = actors.filter((actor) => index.sideOf(actor) === "left");
  const right = actors.filter((actor) => index.sideOf(actor) === "right");
  const folded = [...groupsOf(left)].filter(([key, some]) => folding.folded(key, some.length));
  const inside = new Set(folded.flatMap(([, some]) => some.map(({ id }) => id)));
  const alone = left.filter(({ id }) => !inside.has(id) || id === folding.taken);
  return {
    left: inColumn(alone, step),
    right: closeUp(inColumn(right, step)),
    groups: folded.flatMap(([key, some]) => {
      const [like, members] = [some[0], inColumn(some, step)];
      return like === undefined || members.length === 0 ? [] : [{ key, like, members }];
    }),
  };
}

function inColumn(actors: readonly Actor[], step: number): readonly Place[] {
  const all = inFreePlaces(actors);
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

/** Each gets the first place that those before it have left free when it comes. */
function inFreePlaces(actors: readonly Actor[]): readonly Place[] {
  const leaving = actors
    .filter(({ removedStep }) => removedStep !== null)
    .sort((a, b) => (a.removedStep ?? 0) - (b.removedStep ?? 0));
  const placeOf = new Map<Actor, number>();
  const free: number[] = [];
  let left = 0;
  let next = 0;
  return actors.map((actor) => {
    for (; left < leaving.length; left++) {
      const other = leaving[left];
      const place = other === undefined ? undefined : placeOf.get(other);
      if ((other?.removedStep ?? 0) > actor.addedStep || place === undefined) break;
      const at = free.findIndex((one) => one > place);
      free.splice(at < 0 ? free.length : at, 0, place);
    }
    const place = free.shift() ?? next++;
    placeOf.set(actor, place);
    return { actor, place };
  });
}

/** Without the gaps that removed cards have left. */
function closeUp(places: readonly Place[]): readonly Place[] {
  return [...places]
    .sort((a, b) => a.place - b.place)
    .map(({ actor }, place) => ({ actor, place }));
}
