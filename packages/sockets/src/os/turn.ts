let waiting: (() => void)[] = [];

function turn(): void {
  const over = waiting;
  waiting = [];
  for (const then of over) then();
}

/**
 * Calls back when the event loop has handled everything that this poll returned, before the next
 * one. One `setImmediate` serves all: each costs as much as a small read.
 */
export function afterTurn(then: () => void): void {
  if (waiting.length === 0) setImmediate(turn);
  waiting.push(then);
}

/**
 * Calls back when the kernel has been polled once more. The first `setImmediate` can come before
 * that, the second cannot.
 */
export function afterPoll(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
