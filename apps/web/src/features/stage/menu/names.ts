import { type Actor, groupNumber } from "@sockscope/trace";
import { actorName, type Dictionary, groupName } from "../../../i18n/index.ts";
import { getTrace } from "../../../store/index.ts";

/** The name of an actor by its id; empty if there is none. */
export function nameOf(id: number, text: Dictionary): string {
  const actor = getTrace().actor(id);
  return actor === undefined ? "" : actorName(text, actor);
}

/** The name of the group that is like this actor. */
export const nameOfGroup = (like: Actor, text: Dictionary): string =>
  groupName(text, like, groupNumber(getTrace().actors, like));
