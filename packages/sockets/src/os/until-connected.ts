import type { Completion } from "./driver.ts";
import type { Errno } from "./errno.ts";

interface Waiting {
  readonly done: Completion<never>;
  readonly begin: () => void;
}

/**
 * Calls made while their socket was connecting, oldest first. As on Linux they wait until the
 * connecting ends, in whatever way, and are made then.
 */
export class UntilConnected {
  #calls: Waiting[] = [];

  add(done: Completion<never>, begin: () => void): void {
    this.#calls.push({ done, begin });
  }

  /** False if this call was not waiting here. */
  withdraw(done: Completion<never>): boolean {
    const left = this.#calls.filter((call) => call.done !== done);
    const found = left.length < this.#calls.length;
    this.#calls = left;
    return found;
  }

  begin(): void {
    for (const { begin } of this.#take()) begin();
  }

  fail(errno: Errno): void {
    for (const { done } of this.#take()) done.failed(errno);
  }

  #take(): readonly Waiting[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }
}
