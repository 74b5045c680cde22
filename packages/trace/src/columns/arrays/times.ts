import { GrowingInts, GrowingNumbers } from "./growing.ts";

/** Times between two that are written in full. */
const BLOCK = 64;
/** The farthest from the last full one, in ns: some 2 s. */
const FAR = 0x7fffffff;

/** Rising times in ns, or other numbers that mostly rise, in half the room of plain ones. */
export class Times {
  private readonly full = new GrowingNumbers();
  private readonly since = new GrowingInts();
  /** Those that are too far from the last full one. */
  private readonly far = new Map<number, number>();

  get length(): number {
    return this.since.length;
  }

  push(t: number): void {
    const index = this.since.length;
    if (index % BLOCK === 0) this.full.push(t);
    const since = t - this.full.at(Math.floor(index / BLOCK));
    if (Math.abs(since) < FAR && Number.isInteger(since)) this.since.push(since);
    else {
      this.since.push(FAR);
      this.far.set(index, t);
    }
  }

  at(index: number): number {
    const since = this.since.at(index);
    if (since === FAR) return this.far.get(index) ?? 0;
    return this.full.at(Math.floor(index / BLOCK)) + since;
  }
}
