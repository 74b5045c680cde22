/** ms of one turn. Local work waits no longer than that for it. */
const TURN = 0.5;
/** Unused share that may be spent at once, in ms of turns. */
const CREDIT = 100;

/** A reader of one connection, which reads a little at a time. */
export interface Reader {
  /** Reads a little; true if there is more. */
  step(): boolean;
}

export interface LoopShareOptions {
  /** The part of the event loop's time that reading may take, from 0 to 1. */
  readonly share: number;
  /** ms, from any start. */
  readonly now?: () => number;
}

/**
 * Gives a share of the event loop to everything that is read from outside. Each reader makes a
 * small step. Addresses take turns, and so do the readers of one address. The time of the steps is
 * measured, and the next ones wait until their share allows them.
 */
export class LoopShare {
  readonly #share: number;
  readonly #now: () => number;
  /** By address. The first one is the next. */
  readonly #ready = new Map<string, Set<Reader>>();
  #credit = CREDIT;
  #since: number;
  #isScheduled = false;

  constructor({ share, now = () => performance.now() }: LoopShareOptions) {
    this.#share = share;
    this.#now = now;
    this.#since = now();
  }

  /** `reader` has something to read. */
  add(address: string, reader: Reader): void {
    const own = this.#ready.get(address) ?? new Set();
    own.add(reader);
    this.#ready.set(address, own);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#ready.size === 0) return;
    this.#isScheduled = true;
    const turn = (): void => {
      this.#isScheduled = false;
      this.#turn();
      this.#schedule();
    };
    if (this.#credit > 0) setImmediate(turn);
    else setTimeout(turn, Math.ceil(-this.#credit / this.#share));
  }

  #turn(): void {
    const began = this.#now();
    this.#credit = Math.min(CREDIT, this.#credit + (began - this.#since) * this.#share);
    this.#since = began;
    if (this.#credit <= 0) return;
    let now = began;
    while (this.#ready.size > 0 && now - began < TURN) {
      this.#step();
      now = this.#now();
    }
    this.#credit -= now - began;
  }

  #step(): void {
    const [first] = this.#ready;
    if (first === undefined) return;
    const [address, readers] = first;
    const [reader] = readers;
    this.#ready.delete(address);
    if (reader === undefined) return;
    readers.delete(reader);
    if (readers.size > 0) this.#ready.set(address, readers);
    // The step may already have added it again.
    if (reader.step()) this.add(address, reader);
  }
}
