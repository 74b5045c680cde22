import type { CallFact, Facts } from "./facts.ts";

/** ns from the beginning of `connect` to the end of the first `recv`, client by client. */
export function waitsOf(facts: Facts, clients: string): readonly number[] {
  const answers = new Map<number | null, number>();
  for (const { socket, ended } of facts.calls(clients, "recv"))
    if (ended !== null && !answers.has(socket)) answers.set(socket, ended);
  return facts.calls(clients, "connect").flatMap(({ socket, began }) => {
    const answered = answers.get(socket);
    return answered === undefined ? [] : [answered - began];
  });
}

/** How many of these calls were under way at the same instant, at most. */
export function mostAtOnce(calls: readonly CallFact[]): number {
  const changes = calls
    .flatMap(({ began, ended }) => [
      { t: began, by: 1 },
      { t: ended ?? Number.POSITIVE_INFINITY, by: -1 },
    ])
    .sort((a, b) => a.t - b.t || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
