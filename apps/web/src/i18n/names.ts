import type { Actor } from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";

/** What those of a group are called together; `number` tells it from others of its program. */
export function groupName(
  text: Dictionary,
  { program, role }: Actor,
  number: number | null = null,
): string {
  if (program === null || role === "outsider") return text.programs.outsiders;
  const names: Readonly<Record<string, string>> = text.programs.names;
  const name = names[program] ?? program;
  return number === null ? name : text.programs.groupOf(name, number);
}

/** What a card is called: `Client 2`, `Welcome server`. */
export function actorName(text: Dictionary, { program, role, number }: Actor): string {
  if (program === null) return text.programs.outsider(number);
  const names: Readonly<Record<string, string>> = text.programs.names;
  const name = names[program] ?? program;
  // There is mostly one server of a kind: it needs no number.
  return role === "server" && number === 1 ? name : `${name} ${number}`;
}
