import type { Actor } from "../../types/actor.ts";

/** Actors with the same key fold into one group: started together, or alike (program, kind of outsider). */
export const groupKeyOf = ({ role, program, type, group }: Actor): string =>
  group === null ? `${role} ${program ?? ""} ${type}` : `group ${group}`;
