import type { Actor, Step } from "../types.ts";

/** A stretch between two empty stages: a timeline shows one of them at a time. */
export interface Scene {
  readonly actors: readonly Actor[];
  /** Steps [from, to). */
  readonly from: number;
  readonly to: number;
}

/** The scene in which the playhead stands; the newest one that has begun there. */
export function sceneAt(actors: readonly Actor[], steps: readonly Step[], position: number): Scene {
  let cast: Actor[] = [];
  let over = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const actor of actors) {
    if (actor.addedStep > over) {
      if (position <= actor.addedStep) return { actors: cast, from, to: actor.addedStep };
      cast = [];
      from = actor.addedStep;
    }
    cast.push(actor);
    over = cast.every((one) => one.removedStep !== null)
      ? Math.max(...cast.map((one) => one.removedStep ?? 0))
      : Number.POSITIVE_INFINITY;
  }
  return { actors: cast, from, to: steps.length };
}

/** Clients to the left, servers to the right, each in the order of their appearance. */
export function lifelineOrder(scene: Scene): readonly Actor[] {
  const callsUs = (actor: Actor) =>
    actor.role === "client" || (actor.role === "outsider" && !isTarget(actor, scene));
  return [...scene.actors.filter(callsUs), ...scene.actors.filter((actor) => !callsUs(actor))];
}

/** An outsider on a stage without a server of ours is one that our clients call. */
const isTarget = (actor: Actor, scene: Scene): boolean =>
  actor.role === "outsider" && !scene.actors.some((other) => other.role === "server");
