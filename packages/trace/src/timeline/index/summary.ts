import { GrowingBytes, GrowingInts } from "../../columns/arrays/growing.ts";
import { STEP_TONES, type StepTone } from "../../tones/step-tone.ts";

/** Steps in one block of counts: a count looks at two blocks and at most so many single steps. */
const BLOCK = 32;
const KINDS = STEP_TONES.length;

/** The numbers of some steps, rising. */
interface StepNumbers {
  readonly length: number;
  push(step: number): void;
  at(n: number): number;
  lowerBound(step: number, from?: number): number;
}

/** The n-th of all steps is step n. */
class AllSteps implements StepNumbers {
  length = 0;

  push(): void {
    this.length++;
  }

  at(n: number): number {
    return n < this.length ? n : 0;
  }

  lowerBound(step: number, from = 0): number {
    return Math.max(from, Math.min(this.length, Math.ceil(step)));
  }
}

/** How many steps of each tone there are in a stretch, by the order of STEP_TONES. */
export type Counts = Uint32Array;
export const newCounts = (): Counts => new Uint32Array(KINDS);

/** Steps in their order with their tones, counted over any stretch at the same small price. */
export class Summary {
  private readonly steps: StepNumbers;
  private readonly tones = new GrowingBytes();
  /** Totals of each tone before every block. */
  private readonly blocks = new GrowingInts();
  private readonly totals = newCounts();

  /** @param every it is about every step: their numbers need not be kept */
  constructor(every = false) {
    this.steps = every ? new AllSteps() : new GrowingInts();
  }

  get length(): number {
    return this.steps.length;
  }

  /** The number of the n-th step of these. */
  at(n: number): number {
    return this.steps.at(n);
  }

  toneAt(n: number): StepTone {
    return STEP_TONES[this.tones.at(n)] ?? "ink-3";
  }

  /** The place among these of the first step that is not before `step`. */
  lowerBound(step: number, from = 0): number {
    return this.steps.lowerBound(step, from);
  }

  push(step: number, tone: StepTone): void {
    if (this.steps.length % BLOCK === 0) {
      for (let kind = 0; kind < KINDS; kind++) this.blocks.push(this.totals[kind] ?? 0);
    }
    const kind = STEP_TONES.indexOf(tone);
    this.steps.push(step);
    this.tones.push(kind);
    this.count(this.totals, kind, 1);
  }

  /** The newest step has turned out to be something else. */
  amend(step: number, tone: StepTone): void {
    const last = this.steps.length - 1;
    if (last < 0 || this.steps.at(last) !== step) return;
    this.count(this.totals, this.tones.at(last), -1);
    const kind = STEP_TONES.indexOf(tone);
    this.tones.set(last, kind);
    this.count(this.totals, kind, 1);
  }

  /** How many of these steps are in [from, to). */
  between(from: number, to: number): number {
    return Math.max(0, this.steps.lowerBound(to) - this.steps.lowerBound(from));
  }

  /** Writes the counts of the steps in [from, to) to `into`; gives their sum. */
  counts(from: number, to: number, into: Counts): number {
    const low = this.steps.lowerBound(from);
    return this.countsOf(low, Math.max(low, this.steps.lowerBound(to, low)), into);
  }

  /** The same for these from the `low`-th to before the `high`-th. */
  countsOf(low: number, high: number, into: Counts): number {
    into.fill(0);
    const firstBlock = Math.ceil(low / BLOCK);
    const lastBlock = Math.floor(high / BLOCK);
    if (firstBlock >= lastBlock) {
      for (let i = low; i < high; i++) this.count(into, this.tones.at(i), 1);
      return high - low;
    }
    for (let i = low; i < firstBlock * BLOCK; i++) this.count(into, this.tones.at(i), 1);
    for (let kind = 0; kind < KINDS; kind++) {
      this.count(into, kind, this.before(lastBlock, kind) - this.before(firstBlock, kind));
    }
    for (let i = lastBlock * BLOCK; i < high; i++) this.count(into, this.tones.at(i), 1);
    return high - low;
  }

  /** How many of this tone came before a block; at the very end there is no block yet. */
  private before(block: number, kind: number): number {
    const at = block * KINDS + kind;
    return at < this.blocks.length ? this.blocks.at(at) : (this.totals[kind] ?? 0);
  }

  private count(into: Counts, kind: number, by: number): void {
    into[kind] = (into[kind] ?? 0) + by;
  }
}
