import { type Stretch, Track } from "../../columns/arrays/track.ts";

/** Marks in `amounts` that from there on the amount follows from the two ends' counts. */
const FOLLOWS = -1;
const NEVER = Number.POSITIVE_INFINITY;

/** The end that sends: what it handed over, and what of that is past the link (null: all). */
export interface Sender {
  readonly sent: Track;
  readonly landed: Track | null;
}

/**
 * What waits at a socket to be read, by steps. While both ends of a stream are known, that is what the
 * other end has sent less what was received here: both are stored already, so only the exceptions are
 * stored here. Otherwise it would be the largest of all tracks, as each send and each `recv` changes it.
 */
export class Unread {
  /** Amounts, or `FOLLOWS`. */
  private readonly amounts = new Track();
  private sender: Sender | null = null;
  max = 0;
  /** The newest amount, and the step of its change; -1 before the first. */
  last = 0;
  lastStep = -1;

  /** @param received what was received at this socket */
  constructor(private readonly received: Track) {}

  /** The amount is known otherwise from `step` on. */
  set(step: number, amount: number): void {
    this.note(step, amount);
    this.amounts.set(step, amount);
  }

  /**
   * From `step` on it is `amount`, which is what `sender` sent less what was received. The caller tells
   * of each change of either count. One socket can follow one sender only.
   */
  follow(step: number, amount: number, sender: Sender): void {
    if (sender !== this.sender) {
      if (this.sender !== null) return this.set(step, amount);
      this.sender = sender;
    }
    this.note(step, amount);
    if (this.amounts.last !== FOLLOWS) this.amounts.set(step, FOLLOWS);
  }

  private note(step: number, amount: number): void {
    if (amount > this.max) this.max = amount;
    if (this.last === amount && this.lastStep >= 0) return;
    this.last = amount;
    this.lastStep = step;
  }

  private get landed(): Track | null {
    return this.sender === null ? null : (this.sender.landed ?? this.sender.sent);
  }

  /** The amount after `step` has happened; 0 before the first. */
  at(step: number): number {
    if (this.lastStep <= step) return this.last;
    const amount = this.amounts.at(step);
    if (amount !== FOLLOWS) return amount;
    return Math.max(0, (this.landed?.at(step) ?? 0) - this.received.at(step));
  }

  /** Stretches of one amount that touch [from, to), each from the step that began it. */
  *between(from: number, to: number): Iterable<Stretch> {
    let begins = this.beginOf(from);
    while (begins < to) {
      const value = this.at(begins);
      let ends = this.nextAfter(begins);
      while (ends < NEVER && this.at(ends) === value) ends = this.nextAfter(ends);
      yield { from: begins, to: ends === NEVER ? to : ends, value };
      begins = ends;
    }
  }

  /** Whether it ever was this amount. */
  has(amount: number): boolean {
    for (const { value } of this.between(0, this.lastStep + 1)) if (value === amount) return true;
    return false;
  }

  /** The step that began the amount of `step`; the first change where that is later. */
  private beginOf(step: number): number {
    const value = this.at(step);
    let begins = this.lastBefore(step);
    while (begins > 0 && this.at(begins - 1) === value) {
      const before = this.lastBefore(begins - 1);
      if (before < 0) break;
      begins = before;
    }
    return begins < 0 ? this.amounts.changesAfter(-1) : begins;
  }

  /** The newest step up to `step` at which the amount may have changed; -1 before the first change. */
  private lastBefore(step: number): number {
    const changed = this.amounts.changedAt(step);
    if (changed < 0 || this.amounts.at(step) !== FOLLOWS) return changed;
    return Math.max(changed, this.received.changedAt(step), this.landed?.changedAt(step) ?? -1);
  }

  /** The next step after `step` at which the amount may change; Infinity for none. */
  private nextAfter(step: number): number {
    const changes = this.amounts.changesAfter(step);
    if (this.amounts.at(step) !== FOLLOWS) return changes;
    const landed = this.landed?.changesAfter(step) ?? NEVER;
    return Math.min(changes, this.received.changesAfter(step), landed);
  }
}
