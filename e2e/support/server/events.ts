// What a viewer waits for: `lab.until(began("accept"))`.
import type { Event } from "@sockscope/protocol";

export const began = (verb: string) => (event: Event) =>
  event.kind === "call.began" && event.verb === verb;

export const returned = (verb: string) => (event: Event) =>
  event.kind === "call.ended" && event.verb === verb;

/** A program is over. */
export const actorEnded = (event: Event) => event.kind === "actor.ended";
