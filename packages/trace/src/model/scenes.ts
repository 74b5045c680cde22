import type { Actor } from "../types/actor.ts";

/** A stretch between two empty stages: a timeline shows one of them at a time. */
export interface Scene {
  readonly actors: readonly Actor[];
  /** Steps [from, to). */
  readonly from: number;
  readonly to: number;
}

/** The scene in which the playhead stands; the newest one that has begun there. */
export function sceneAt(
  actors: readonly Actor[],
  steps: { readonly length: number },
  position: number,
): Scene {
  let cast: Actor[] = [];
  /** The step at which the last of the cast left; infinite while one of them stands. */
  let over = Number.NEGATIVE_INFINITY;
  let from = 0;
  for (const actor of actors) {
    if (cast.length > 0 && actor.addedStep > over) {
      if (position <= actor.addedStep) return { actors: cast, from, to: actor.addedStep };
      cast = [];
      from = actor.addedStep;
      over = Number.NEGATIVE_INFINITY;
    }
    cast.push(actor);
    over = Math.max(over, actor.removedStep ?? Number.POSITIVE_INFINITY);
  }
  return { actors: cast, from, to: steps.length };
}

/** Clients to the left, servers to the right, each in the order of their appearance. */
export function lifelineOrder(scene: Scene): readonly Actor[] {
  // An outsider on a stage without a server of ours is one that our clients call.
  const outsidersCall = scene.actors.some(({ role }) => role === "server");
  const callsUs = ({ role }: Actor) => role === "client" || (role === "outsider" && outsidersCall);
  return [...scene.actors.filter(callsUs), ...scene.actors.filter((actor) => !callsUs(actor))];
}
