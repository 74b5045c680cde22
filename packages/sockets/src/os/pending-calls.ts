/** A call that knows its position in `PendingCalls`. */
export interface PendingCall {
  /** -1 while it is in none. */
  place: number;
  abandon(): void;
}

/**
 * The calls that have begun and not ended. It is an array, not a Set: a Set's outgrown tables point
 * to their successors, which keeps nearly all calls alive until the old garbage is collected.
 */
export class PendingCalls {
  readonly #calls: PendingCall[] = [];

  add(call: PendingCall): void {
    call.place = this.#calls.length;
    this.#calls.push(call);
  }

  /** False if the call has ended, or was abandoned. */
  delete(call: PendingCall): boolean {
    const { place } = call;
    if (place < 0) return false;
    call.place = -1;
    const last = this.#calls.pop();
    if (last === undefined || last === call) return true;
    last.place = place;
    this.#calls[place] = last;
    return true;
  }

  /** None of them ever returns. */
  abandon(): void {
    for (const call of this.#calls.splice(0)) {
      call.place = -1;
      call.abandon();
    }
  }
}

/** Removes the item from a short list. False if it is not in it. */
export function takeOut<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item);
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
  return index >= 0;
}
