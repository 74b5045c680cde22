/** How many changes are remembered: those of some seconds under the highest load. */
const MAX_LENGTH = 1 << 16;

/**
 * The numbers of things that have changed, oldest first, for readers that draw conclusions from them.
 * Each reader holds the count up to which it has read. Only the newest are remembered, so that the memory
 * is bounded: for a reader that is too far behind `since` fails, and it must look at everything again.
 */
export class ChangeLog {
  private newest = new Float64Array(16);
  count = 0;

  put(changed: number): void {
    const { length } = this.newest;
    if (this.count === length && length < MAX_LENGTH) {
      const wider = new Float64Array(length * 2);
      wider.set(this.newest);
      this.newest = wider;
    }
    this.newest[this.count++ % this.newest.length] = changed;
  }

  /** @returns false if some of the changes after the first `read` ones are forgotten; then none is given */
  since(read: number, each: (changed: number) => void): boolean {
    const { newest, count } = this;
    if (count - read > newest.length) return false;
    for (let nth = read; nth < count; nth++) each(newest[nth % newest.length] ?? 0);
    return true;
  }
}
