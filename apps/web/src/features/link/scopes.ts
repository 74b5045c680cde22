import { type LinkScope, scopeKey } from "@sockscope/protocol";
import type { Actor, StageView } from "@sockscope/trace";
import { actorName, type Dictionary } from "../../i18n/index.ts";

/** More pairs than this nobody can tell apart in a list. */
const PAIRS = 16;

/** Between whom conditions can be set: everybody, and those who can talk, each way. */
export function scopesOf({ actors, links }: StageView): readonly LinkScope[] {
  const scopes: LinkScope[] = [{ over: "stage" }];
  const all = actors.map(({ actor }) => actor);
  const servers = all.filter(({ role }) => role === "server");
  const callers = all.filter(({ role }) => role !== "server");
  const pairs = callers
    .flatMap((caller) =>
      servers.filter(({ type }) => type === caller.type).map((server) => [caller, server] as const),
    )
    .slice(0, PAIRS);
  for (const [{ id: a, role }, { id: b }] of pairs) {
    const back: LinkScope = { over: "direction", from: b, to: a };
    // What an outsider sends leaves a socket that is not ours: no link of ours lies on its way.
    if (role === "outsider") scopes.push(back);
    else scopes.push({ over: "pair", a, b }, { over: "direction", from: a, to: b }, back);
  }
  const keys = new Set(scopes.map(scopeKey));
  return [
    ...scopes,
    ...links.map(({ scope }) => scope).filter((scope) => !keys.has(scopeKey(scope))),
  ];
}

export function scopeText(
  text: Dictionary,
  scope: LinkScope,
  actor: (id: number) => Actor | undefined,
): string {
  const say = text.conditions.link;
  const name = (id: number): string => {
    const found = actor(id);
    return found === undefined ? text.sentences.somebody : actorName(text, found);
  };
  switch (scope.over) {
    case "stage":
      return say.stage;
    case "pair":
      return say.pair(name(scope.a), name(scope.b));
    case "direction":
      return say.direction(name(scope.from), name(scope.to));
  }
}
