import type { Step as LessonStep } from "@sockscope/lessons";
import type { Call, Step, Trace } from "@sockscope/trace";

/** A connection by the socket of its client. */
type Key = number | null | undefined;

/** Of a crowd that does the same, so many calls of one verb stand for all. */
const CROWD = 2;
const VERB =
  /\b(socket|bind|listen|accept|connect|sendto|sendall|send|recvfrom|recv|shutdown|close|setsockopt)\b/g;

/** What a text says where it speaks of a handshake, and of a goodbye. */
const HANDSHAKE = /`(connect|accept)\b|handshake|\bSYN\b|\b(connect|accept)\b.*returns/;
const GOODBYE = /`(close|shutdown)\b|\bclos(e|es|ed|ing)\b|\bFIN\b|\bRST\b|reset/i;

/** Whether a step speaks of a handshake, and of a goodbye; of both where it names neither. */
function spokenOf({ text, claims = [], highlight }: LessonStep) {
  const said = `${text.en} ${claims.map(({ says }) => says).join(" ")}`;
  const verb = highlight?.call?.verb ?? "";
  const handshake = HANDSHAKE.test(said) || ["connect", "accept"].includes(verb);
  const goodbye = GOODBYE.test(said) || ["close", "shutdown"].includes(verb);
  return handshake || goodbye ? { handshake, goodbye } : { handshake: true, goodbye: true };
}

/** The calls that a lesson's step names: in its text as code, in what it claims, in its highlight. */
function namedVerbs({ text, claims = [], highlight }: LessonStep): ReadonlySet<string> {
  const code = [...text.en.matchAll(/`([^`]+)`/g)].map(([, said = ""]) => said).join(" ");
  const said = `${code} ${claims.map(({ says }) => says).join(" ")} ${highlight?.call?.verb ?? ""}`;
  return new Set([...said.matchAll(VERB)].map(([verb]) => verb));
}

/**
 * The rows that a lesson's step speaks of, of the steps [from, to) that happened in it: the calls that
 * it names where they begin and end, and its handshakes and goodbyes. Of a crowd the first few.
 * @param lit the programs that it points at; none: all
 */
export function ownRows(
  trace: Trace,
  step: LessonStep,
  lit: ReadonlySet<number>,
  [from, to]: readonly [number, number],
): readonly number[] {
  const verbs = namedVerbs(step);
  const rows = new Set<number>(exchanges(trace, step, lit, [from, to]).flat());
  const calls = new Map<string, number>();
  for (let index = from; index < to; index++) {
    const row = trace.steps.get(index);
    const call = callOf(trace, row);
    if (call === undefined || row?.kind !== "event" || !verbs.has(call.verb)) continue;
    if (lit.size > 0 && !lit.has(call.actor)) continue;
    if (row.event.kind !== "call.began") continue;
    const count = (calls.get(call.verb) ?? 0) + 1;
    calls.set(call.verb, count);
    if (count > CROWD) continue;
    rows.add(index);
    if (call.endedStep !== null && call.endedStep < to) rows.add(call.endedStep);
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

/**
 * Handshakes and goodbyes in the steps [from, to) of which the lesson's step speaks: for each
 * connection, the rows of its segments. An acknowledgement belongs to what it follows.
 */
export function exchanges(
  trace: Trace,
  step: LessonStep,
  lit: ReadonlySet<number>,
  [from, to]: readonly [number, number],
): readonly (readonly number[])[] {
  const spoken = spokenOf(step);
  const found = { handshake: new Map<Key, number[]>(), goodbye: new Map<Key, number[]>() };
  for (let index = from; index < to; index++) {
    const row = trace.steps.get(index);
    if (row?.kind !== "segment" || row.flight.cargo.kind !== "segment") continue;
    const { flags } = row.flight.cargo;
    const actors = [row.flight.from, row.flight.to].map((end) => end?.actor ?? 0);
    if (lit.size > 0 && !actors.some((actor) => lit.has(actor))) continue;
    const { from, to: there } = row.flight;
    const key = trace.actor(actors[0] ?? 0)?.role === "client" ? from?.socket : there?.socket;
    const begins = flags.startsWith("SYN");
    const ends = flags === "FIN" || flags === "RST" || found.goodbye.has(key);
    const kind = !begins && ends ? "goodbye" : "handshake";
    found[kind].set(key, [...(found[kind].get(key) ?? []), index]);
  }
  return (["handshake", "goodbye"] as const).flatMap((kind) =>
    spoken[kind] ? [...found[kind].values()].slice(0, CROWD) : [],
  );
}

/** A row in words, for the one who reads that it is missing. */
export function rowText(trace: Trace, row: number): string {
  const step = trace.steps.get(row);
  if (step?.kind === "segment")
    return step.flight.cargo.kind === "segment" ? step.flight.cargo.flags : "data";
  if (step?.kind !== "event") return "?";
  const { event } = step;
  return "verb" in event ? `${event.kind} ${event.verb} of ${step.actor}` : event.kind;
}
