import type { Actor } from "../../types/actor.ts";

/** Actors with the same key fold into one group: started together, or alike (program, kind of outsider). */
export const groupKeyOf = ({ role, program, type, group }: Actor): string =>
  group === null ? `${role} ${program ?? ""} ${type}` : `group ${group}`;

/** Actors that would fold into one card, by the key of that card, in the order given. */
export function groupsOf(actors: readonly Actor[]): ReadonlyMap<string, readonly Actor[]> {
  const groups = new Map<string, Actor[]>();
  for (const actor of actors) {
    const key = groupKeyOf(actor);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [actor]);
    else members.push(actor);
  }
  return groups;
}
