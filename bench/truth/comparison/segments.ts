import {
  bytesOf,
  controlsOf,
  pairKey,
  type WireBytes,
  type WireConnection,
  type WireControl,
} from "../capture/connections.ts";
import type { Drawn } from "../playground/drawn.ts";
import { type Counts, type Finding, type Level, noCounts } from "./findings.ts";

export interface Compared {
  readonly findings: readonly Finding[];
  readonly counts: Counts;
}

const ms = (t: number): string => `${(t / 1e6).toFixed(3)} ms`;

/** A drawn thing and the packet that it is. */
interface Matched {
  readonly drawn: Drawn;
  /** When its first and its last byte travelled. */
  readonly t: readonly [number, number];
}

/**
 * Holds what is drawn of one connection against what was captured of it. `tolerance` in ns: by how much
 * the two clocks may differ.
 */
export function compareConnection(
  wire: WireConnection,
  all: readonly Drawn[],
  tolerance: number,
): Compared {
  const counts = noCounts();
  const findings: Finding[] = [];
  const where = `${wire.client} > ${wire.server}`;
  const find = (level: Level, check: Finding["check"], what: string): void => {
    findings.push({ level, check, where, what });
  };
  const drawn = all.filter(({ struck }) => !struck);
  const controls = controlsOf(wire);
  const matched: Matched[] = [];

  const free = new Set(controls);
  for (const one of drawn) {
    if (one.what === "data" || one.what === "datagram") continue;
    counts.segments += 1;
    const fits = [...free].filter((control) => same(control, one));
    const inTime = (control: WireControl): boolean => inside(control.t, one.at, tolerance);
    const found = fits.find(inTime) ?? fits[0];
    if (!found) {
      counts.wrongKind += 1;
      find("wrong", "kind", `${label(one)} at step ${one.step}: no such packet`);
      continue;
    }
    free.delete(found);
    matched.push({ drawn: one, t: [found.t, found.t] });
    counts.timed += 1;
    if (inTime(found)) continue;
    counts.offTime += 1;
    const [from, to] = one.at;
    const drawnAt = from === to ? ms(from) : `${ms(from)} to ${ms(to)}`;
    find(
      "misleading",
      "time",
      `${label(one)} at step ${one.step} is drawn at ${drawnAt}; it travelled at ${ms(found.t)}`,
    );
  }

  for (const control of controls) {
    if (control.kind === "ACK") continue;
    counts.captured[control.kind] += 1;
    if (!free.has(control)) counts.drawn[control.kind] += 1;
    else
      find(
        "missing",
        "segment",
        `${control.kind} of ${control.from} at ${ms(control.t)} is not drawn`,
      );
  }

  for (const from of [wire.client, wire.server])
    matched.push(...compareBytes(bytesOf(wire, from), drawn, from, counts, find));
  compareOrder(matched, counts, find);
  return { findings, counts };
}

const same = (control: WireControl, one: Drawn): boolean =>
  control.kind === one.what &&
  control.from === one.from &&
  (one.what !== "ACK" || one.of === null || control.of === one.of);

const inside = (t: number, [from, to]: readonly [number, number], tolerance: number): boolean =>
  t >= from - tolerance && t <= to + tolerance;

export const label = ({ what, of, from, to, offset, length }: Drawn): string =>
  what === "data"
    ? `bytes ${offset} to ${offset + length} of ${from}`
    : `${what}${of ? ` of the ${of}` : ""} ${from} > ${to}`;

function compareBytes(
  wire: readonly WireBytes[],
  all: readonly Drawn[],
  from: string,
  counts: Counts,
  find: (level: Level, check: Finding["check"], what: string) => void,
): readonly Matched[] {
  const drawn = all.filter((one) => one.what === "data" && one.from === from);
  const end = wire.at(-1)?.to ?? 0;
  const covered = union(
    drawn.map(({ offset, length }) => [offset, Math.min(end, offset + length)]),
  );
  counts.capturedBytes += end;
  counts.drawnBytes += covered;
  if (covered < end)
    find("missing", "bytes", `${end - covered} of ${end} bytes of ${from} are not drawn`);
  const matched: Matched[] = [];
  for (const one of drawn) {
    const to = one.offset + one.length;
    if (one.arrived && to > end)
      find("wrong", "bytes", `${label(one)} arrive at step ${one.step}; ${end} bytes travelled`);
    const first = wire.find((piece) => piece.to > one.offset);
    const last = wire.find((piece) => piece.to >= to);
    if (first && last) matched.push({ drawn: one, t: [first.t, last.t] });
  }
  return matched;
}

/** How many bytes these ranges have together. */
function union(ranges: readonly (readonly [number, number])[]): number {
  let sum = 0;
  let reached = 0;
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** Both packets bear the stamps of one clock, so nothing is tolerated here. */
function compareOrder(
  matched: readonly Matched[],
  counts: Counts,
  find: (level: Level, check: Finding["check"], what: string) => void,
): void {
  for (const one of matched)
    for (const other of matched) {
      // An order is claimed only where the intervals do not overlap.
      if (one === other || one.drawn.at[1] >= other.drawn.at[0]) continue;
      counts.pairs += 1;
      if (one.t[0] <= other.t[1]) continue;
      counts.disordered += 1;
      find(
        "wrong",
        "order",
        `${label(one.drawn)} is drawn before ${label(other.drawn)}; it came after`,
      );
    }
}

/** What is drawn of each connection, by `pairKey`; what names no two ends is under "". */
export function byConnection(all: readonly Drawn[]): ReadonlyMap<string, readonly Drawn[]> {
  const found = new Map<string, Drawn[]>();
  for (const one of all) {
    if (one.what === "datagram") continue;
    const key = one.from !== null && one.to !== null ? pairKey(one.from, one.to) : "";
    const known = found.get(key);
    if (known) known.push(one);
    else found.set(key, [one]);
  }
  return found;
}
