import type { CallFact, Facts } from "./facts.ts";

/** ns from the beginning of `sendall` to the end of the first `recv`, client by client. */
export function waitsOf(facts: Facts, clients: string): readonly number[] {
  const answers = new Map<number | null, number>();
  for (const { socket, ended } of facts.calls(clients, "recv"))
    if (ended !== null && !answers.has(socket)) answers.set(socket, ended);
  return facts.calls(clients, "sendall").flatMap(({ socket, began }) => {
    const answered = answers.get(socket);
    return answered === undefined ? [] : [answered - began];
  });
}

/**
 * How many of these clients had their answer before the first of them closed. Says who had to wait
 * for whom, which follows from the server alone; how long they waited depends on the machine, too.
 */
export function answeredBeforeClose(facts: Facts, clients: string): number {
  const closes = facts.calls(clients, "close").map(({ began }) => began);
  const first = Math.min(Number.POSITIVE_INFINITY, ...closes);
  return facts.calls(clients, "recv").filter(({ ended }) => ended !== null && ended <= first)
    .length;
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
