/** A call that knows its place in `PendingCalls`. */
export interface PendingCall {
  /** -1 while it is in none. */
  place: number;
  abandon(): void;
}

/**
 * The calls that have begun and not ended. An array and no Set: a Set's outgrown tables point to
 * those that came after them, which lets nearly all calls live on until the old garbage is
 * collected.
 */
export class PendingCalls {
  readonly #calls: PendingCall[] = [];

  add(call: PendingCall): void {
    call.place = this.#calls.length;
    this.#calls.push(call);
  }

  /** False if it has ended, or was abandoned. */
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

/** Takes the item out of a short list; false if it is not in it. */
export function takeOut<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item);
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
  return index >= 0;
}
