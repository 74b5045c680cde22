let waiting: (() => void)[] = [];

function turn(): void {
  const over = waiting;
  waiting = [];
  for (const then of over) then();
}

/**
 * Calls back when the event loop has dealt with everything that this poll brought, before the next.
 * One `setImmediate` for all: each costs as much as a small read.
 */
export function afterTurn(then: () => void): void {
  if (waiting.length === 0) setImmediate(turn);
  waiting.push(then);
}

/**
 * Calls back when the kernel has been asked for events once more. The first `setImmediate` can come
 * before that, the second cannot.
 */
export function afterPoll(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
