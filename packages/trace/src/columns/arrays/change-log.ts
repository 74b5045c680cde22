/** So many changes are kept: those of some seconds under the highest load. */
const ROOM = 1 << 16;

/**
 * The numbers of things that have changed, oldest first, for readers that keep conclusions about them.
 * Each reader holds the count up to which it has read. Only the newest are kept, so that the room is
 * bounded: a reader that is too far behind is told so and must look at everything again.
 */
export class ChangeLog {
  private kept = new Float64Array(16);
  count = 0;

  put(changed: number): void {
    const { length } = this.kept;
    if (this.count === length && length < ROOM) {
      const wider = new Float64Array(length * 2);
      wider.set(this.kept);
      this.kept = wider;
    }
    this.kept[this.count++ % this.kept.length] = changed;
  }

  /** @returns false if not all changes after the first `read` ones are kept; then none is given */
  since(read: number, each: (changed: number) => void): boolean {
    const { kept, count } = this;
    if (count - read > kept.length) return false;
    for (let nth = read; nth < count; nth++) each(kept[nth % kept.length] ?? 0);
    return true;
  }
}
