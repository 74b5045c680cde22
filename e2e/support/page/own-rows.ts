import type { Step as LessonStep } from "@sockscope/lessons";
import type { Call, Step, Trace } from "@sockscope/trace";

/** Of a crowd that does the same, so many calls of one verb stand for all. */
const CROWD = 4;
const VERB =
  /\b(socket|bind|listen|accept|connect|sendto|sendall|send|recvfrom|recv|shutdown|close|setsockopt)\b/g;

/** The calls that a lesson's step names: in its text as code, in what it claims, in its highlight. */
export function namedVerbs({ text, claims = [], highlight }: LessonStep): ReadonlySet<string> {
  const code = [...text.en.matchAll(/`([^`]+)`/g)].map(([, said = ""]) => said).join(" ");
  const said = `${code} ${claims.map(({ says }) => says).join(" ")} ${highlight?.call?.verb ?? ""}`;
  return new Set([...said.matchAll(VERB)].map(([verb]) => verb));
}

/**
 * The rows that a lesson's step speaks of, of the steps [from, to) that happened in it: the calls that
 * it names where they begin and end, and what travelled as segments. Of one verb the first few calls.
 */
export function ownRows(trace: Trace, step: LessonStep, from: number, to: number): readonly number[] {
  const verbs = namedVerbs(step);
  const rows = new Set<number>();
  const calls = new Map<string, number>();
  let segments = 0;
  for (let index = from; index < to; index++) {
    const row = trace.steps.get(index);
    if (row?.kind === "segment") {
      if (segments++ < 3 * CROWD) rows.add(index);
      continue;
    }
    const call = callOf(trace, row);
    if (call === undefined || !verbs.has(call.verb)) continue;
    if (row?.event.kind === "call.began") {
      const count = (calls.get(call.verb) ?? 0) + 1;
      calls.set(call.verb, count);
      if (count > CROWD) continue;
      rows.add(index);
      if (call.endedStep !== null && call.endedStep < to) rows.add(call.endedStep);
    } else if ((calls.get(call.verb) ?? 0) <= CROWD) rows.add(index);
  }
  return [...rows].sort((a, b) => a - b);
}

function callOf(trace: Trace, step: Step | undefined): Call | undefined {
  if (step?.kind !== "event") return undefined;
  const { event } = step;
  return event.kind === "call.began" || event.kind === "call.ended"
    ? trace.calls.get(event.call)
    : undefined;
}

/** Handshakes and goodbyes of the steps [from, to): for each connection, the rows of its segments. */
export function exchanges(trace: Trace, from: number, to: number): readonly (readonly number[])[] {
  const found = new Map<string, number[]>();
  for (let index = from; index < to; index++) {
    const row = trace.steps.get(index);
    if (row?.kind !== "segment" || row.flight.cargo.kind !== "segment") continue;
    const { flags } = row.flight.cargo;
    const ends = [row.flight.from, row.flight.to].map((end) => end?.socket ?? `a${end?.actor}`);
    const closing = flags === "FIN" || flags === "RST";
    const key = ends.sort().join(" ");
    const kind = closing ? "goodbye" : found.has(`goodbye ${key}`) ? "goodbye" : "hello";
    const rows = found.get(`${kind} ${key}`) ?? [];
    rows.push(index);
    found.set(`${kind} ${key}`, rows);
  }
  return [...found.values()].slice(0, CROWD);
}
