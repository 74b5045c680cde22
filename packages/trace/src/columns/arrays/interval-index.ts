import { GrowingInts } from "./growing.ts";

/** So many entries, or groups of a level below, are summed up in one group. */
const FAN = 32;
/** The end of what has not ended. */
export const OPEN = 0x7fffffff;

/**
 * Finds what touches a stretch of steps without looking at everything. Entries are numbered from
 * 0 as they are added; each has a start and an end, both inclusive, of which the end may change.
 */
export class IntervalIndex {
  /** Level 0 holds the entries, level n groups of FAN^n of them. */
  private readonly starts: GrowingInts[] = [new GrowingInts()];
  private readonly ends: GrowingInts[] = [new GrowingInts()];

  get length(): number {
    return this.starts[0]?.length ?? 0;
  }

  add(start: number, end: number): void {
    this.starts[0]?.push(start);
    this.ends[0]?.push(end);
    this.widen(this.length - 1, start, end);
  }

  setEnd(entry: number, end: number): void {
    const before = this.ends[0]?.at(entry) ?? end;
    if (before === end) return;
    this.ends[0]?.set(entry, end);
    if (end > before) this.widen(entry, OPEN, end);
    else this.regroup(entry, before);
  }

  /** Entries that touch [from, to], in the order of their numbers; `visit` ends it with false. */
  touching(from: number, to: number, visit: (entry: number) => boolean | undefined): void {
    const top = this.starts.length - 1;
    const groups = this.starts[top]?.length ?? 0;
    for (let group = 0; group < groups; group++) {
      if (!this.descend(top, group, from, to, visit)) return;
    }
  }

  private descend(
    level: number,
    group: number,
    from: number,
    to: number,
    visit: (entry: number) => boolean | undefined,
  ): boolean {
    const [starts, ends] = [this.starts[level], this.ends[level]];
    if (starts === undefined || ends === undefined) return true;
    if (starts.at(group) > to || ends.at(group) < from) return true;
    if (level === 0) return visit(group) !== false;
    const last = Math.min((group + 1) * FAN, this.starts[level - 1]?.length ?? 0);
    for (let child = group * FAN; child < last; child++) {
      if (!this.descend(level - 1, child, from, to, visit)) return false;
    }
    return true;
  }

  /** An entry can only have made its groups larger: no other entry need be looked at. */
  private widen(entry: number, start: number, end: number): void {
    let group = entry;
    for (let level = 0; (this.starts[level]?.length ?? 0) > FAN; level++) {
      const [starts, ends] = [this.starts[level], this.ends[level]];
      if (starts === undefined || ends === undefined) return;
      if (this.starts.length === level + 1) {
        this.addLevel(starts, ends);
        return;
      }
      group = Math.floor(group / FAN);
      const [groupStarts, groupEnds] = [this.starts[level + 1], this.ends[level + 1]];
      if (groupStarts === undefined || groupEnds === undefined) return;
      if (group === groupStarts.length) {
        groupStarts.push(start);
        groupEnds.push(end);
      } else {
        if (start < groupStarts.at(group)) groupStarts.set(group, start);
        if (end > groupEnds.at(group)) groupEnds.set(group, end);
      }
    }
  }

  /** An entry has become shorter: the groups that ended with it are summed up anew. */
  private regroup(entry: number, before: number): void {
    let child = entry;
    for (let level = 0; (this.starts[level]?.length ?? 0) > FAN; level++) {
      const ends = this.ends[level];
      if (ends === undefined) return;
      const group = Math.floor(child / FAN);
      const groupEnds = this.ends[level + 1];
      if (groupEnds === undefined || groupEnds.at(group) > before) return;
      const last = latest(ends, group, before);
      if (last === before) return;
      groupEnds.set(group, last);
      child = group;
    }
  }

  private addLevel(starts: GrowingInts, ends: GrowingInts): void {
    const [groupStarts, groupEnds] = [new GrowingInts(), new GrowingInts()];
    for (let group = 0; group * FAN < starts.length; group++) {
      const [first, last] = bounds(starts, ends, group);
      groupStarts.push(first);
      groupEnds.push(last);
    }
    this.starts.push(groupStarts);
    this.ends.push(groupEnds);
  }
}

/** `known` if one ends then: there is nothing later. What is still open is mostly new: from behind. */
function latest(ends: GrowingInts, group: number, known: number): number {
  let last = 0;
  for (let i = Math.min((group + 1) * FAN, ends.length) - 1; i >= group * FAN; i--) {
    last = Math.max(last, ends.at(i));
    if (last === known) break;
  }
  return last;
}

function bounds(starts: GrowingInts, ends: GrowingInts, group: number): [number, number] {
  let [first, last] = [OPEN, 0];
  const end = Math.min((group + 1) * FAN, starts.length);
  for (let i = group * FAN; i < end; i++) {
    first = Math.min(first, starts.at(i));
    last = Math.max(last, ends.at(i));
  }
  return [first, last];
}
