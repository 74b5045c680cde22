/** Steps that are counted together. */
const BLOCK = 256;

/** Some of the first steps, which may come and go, with their ranks. */
export class StepSet {
  private members = new Uint8Array(1024);
  /** A Fenwick tree over the blocks: entry i sums the members of the `i & -i` blocks up to the i-th. */
  private sums = new Int32Array(1 + 1024 / BLOCK);
  size = 0;

  has(step: number): boolean {
    return this.members[step] === 1;
  }

  set(step: number, member: boolean): void {
    if (this.has(step) === member) return;
    if (step >= this.members.length) this.widen(step + 1);
    this.members[step] = member ? 1 : 0;
    const by = member ? 1 : -1;
    this.size += by;
    for (let i = Math.floor(step / BLOCK) + 1; i < this.sums.length; i += i & -i)
      this.sums[i] = (this.sums[i] ?? 0) + by;
  }

  /** How many of them are before this step. */
  rank(step: number): number {
    const end = Math.max(0, Math.min(Math.ceil(step), this.members.length));
    const block = Math.floor(end / BLOCK);
    let rank = 0;
    for (let i = block; i > 0; i -= i & -i) rank += this.sums[i] ?? 0;
    for (let i = block * BLOCK; i < end; i++) rank += this.members[i] ?? 0;
    return rank;
  }

  /** The first one that is not before this step; null for none. */
  from(step: number): number | null {
    const at = this.members.indexOf(1, Math.max(0, Math.ceil(step)));
    return at < 0 ? null : at;
  }

  /** The last one before this step; null for none. */
  before(step: number): number | null {
    const last = Math.ceil(step) - 1;
    const at = last < 0 ? -1 : this.members.lastIndexOf(1, last);
    return at < 0 ? null : at;
  }

  private widen(room: number): void {
    const { members } = this;
    const wider = new Uint8Array(BLOCK * Math.ceil(Math.max(room, members.length * 2) / BLOCK));
    wider.set(members);
    this.members = wider;
    // Sums of the new blocks cover old ones too: count anew, which doubling makes rare.
    const sums = new Int32Array(1 + wider.length / BLOCK);
    for (let step = 0; step < members.length; step++) {
      const block = Math.floor(step / BLOCK) + 1;
      sums[block] = (sums[block] ?? 0) + (members[step] ?? 0);
    }
    for (let i = 1; i < sums.length; i++) {
      const above = i + (i & -i);
      if (above < sums.length) sums[above] = (sums[above] ?? 0) + (sums[i] ?? 0);
    }
    this.sums = sums;
  }
}
