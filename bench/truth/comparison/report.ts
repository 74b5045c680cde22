import type { Captured } from "../capture/capture.ts";
import { connectionsOf, type WireSegment } from "../capture/connections.ts";
import type { Drawn } from "../playground/drawn.ts";
import type { Playground } from "../playground/playground.ts";
import { type Counts, type Finding, LEVELS } from "./findings.ts";
import { label } from "./segments.ts";
import type { Verdict } from "./session.ts";

const ms = (t: number): string => (t / 1e6).toFixed(3).padStart(10);

export const levelsOf = (findings: readonly Finding[]): readonly number[] =>
  LEVELS.map((level) => findings.filter((finding) => finding.level === level).length);

export const lineOf = ({ level, check, where, what }: Finding): string =>
  `${level.padEnd(10)} ${check.padEnd(8)} ${where}: ${what}`;

/** Findings by their kind, most frequent first. */
export function byKind(findings: readonly Finding[]): string {
  const sums = new Map<string, number>();
  for (const { level, check, what } of findings) {
    const kind = `${level.padEnd(10)} ${check.padEnd(8)} ${patternOf(what)}`;
    sums.set(kind, (sums.get(kind) ?? 0) + 1);
  }
  return [...sums]
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, sum]) => `${String(sum).padStart(6)}  ${kind}`)
    .join("\n");
}

/** A sentence without its numbers and addresses. */
const patternOf = (what: string): string =>
  what
    .replace(/ \([^()]*\)$/, "")
    .replace(/\[?[\da-f:.]+\]?:\d+/g, "A")
    .replace(/-?\d+(\.\d+)? ms/g, "N ms")
    .replace(/\d+/g, "N")
    .replace(/N ms to N ms/g, "N ms");

const percent = (part: number, all: number): string =>
  all === 0 ? "-" : `${((100 * part) / all).toFixed(2)} %`;

export function figuresOf(counts: Counts): string {
  const { captured, drawn, segments, pairs, timed, states } = counts;
  const control = (of: Counts["captured"]): number => of.SYN + of.FIN + of.RST;
  const kinds = (["SYN", "SYN,ACK", "FIN", "RST"] as const).map(
    (kind) => `${kind} ${drawn[kind]}/${captured[kind]}`,
  );
  return [
    `kind of drawn segments   ${percent(segments - counts.wrongKind, segments)} of ${segments}`,
    `time in what is drawn    ${percent(timed - counts.offTime, timed)} of ${timed}`,
    `order where claimed      ${percent(pairs - counts.disordered, pairs)} of ${pairs} pairs`,
    `SYN, FIN, RST drawn      ${percent(control(drawn), control(captured))}: ${kinds.join(", ")}`,
    `bytes drawn              ${percent(counts.drawnBytes, counts.capturedBytes)} of ${counts.capturedBytes}`,
    `states equal, of known   ${percent(counts.equal, states - counts.unknown)} of ${states}`,
    `states said unknown      ${percent(counts.unknown, states)}`,
  ].join("\n");
}

const flagsOf = ({ flags }: WireSegment): string =>
  (["syn", "fin", "rst", "ack"] as const)
    .filter((flag) => flags[flag])
    .map((flag) => flag.toUpperCase())
    .join("+");

/** One connection, or all of a session: events, what is drawn, and packets, by their time. */
export function sideBySide(
  playground: Playground,
  { captured, drawn }: Pick<Verdict, "captured" | "drawn">,
  about: (name: string | null) => boolean = () => true,
): string {
  const lines: (readonly [t: number, left: string, right: string])[] = [];
  for (const event of playground.trace.events) {
    const { seq, t, kind, source, ...rest } = event;
    if (kind === "gate.set") continue;
    lines.push([t, `${seq} ${kind} ${source === "program" ? "" : source} ${brief(rest)}`, ""]);
  }
  for (const one of drawn) if (about(one.from) || about(one.to)) lines.push(drawnLine(one));
  if (captured) lines.push(...wireLines(captured, playground, about));
  return lines
    .toSorted(([one], [other]) => one - other)
    .map(([t, left, right]) => `${ms(t)}  ${left.slice(0, 96).padEnd(97)} ${right}`)
    .join("\n");
}

function drawnLine(one: Drawn): readonly [number, string, string] {
  const [from, to] = one.at;
  const until = to === Number.MAX_SAFE_INTEGER ? "..." : ms(to).trim();
  const marks = [
    one.struck ? "struck" : "",
    one.lost ? "lost" : "",
    one.what === "data" && one.arrived ? "read" : "",
  ];
  const span = from === to ? "" : ` from ${ms(from).trim()} to ${until}`;
  // Where it is settled: what comes before may be as long as nobody looked.
  const at = one.what === "data" || one.what === "datagram" ? from : to;
  return [at, `    = step ${one.step} ${label(one)} ${one.truth} ${marks.join(" ")}${span}`, ""];
}

function wireLines(
  captured: Captured,
  { endpoints }: Playground,
  about: (name: string | null) => boolean,
): readonly (readonly [number, string, string])[] {
  const segments = [...connectionsOf(captured).values()]
    .flat()
    .filter(({ client, server }) => endpoints.areOurs(client, server))
    .filter(({ client, server }) => about(client) || about(server))
    .flatMap((wire) => wire.segments.map((segment) => ({ segment, wire })));
  const tcp = segments.map(({ segment, wire }) => {
    const { t, from, seq, ack, length } = segment;
    const [client, server] = [wire.client, wire.server].map((end) => end.replace(/^.*:/, ":"));
    const arrow = `${client} ${from === wire.client ? "--->" : "<---"} ${server}`;
    return [t, "", `${arrow} ${flagsOf(segment)} seq ${seq} ack ${ack} ${length} B`] as const;
  });
  const udp = captured.packets
    .filter(
      ({ kind, from, to }) =>
        kind !== "tcp" && (endpoints.locals.has(from) || endpoints.locals.has(to)),
    )
    .map(({ kind, from, to, length, seconds, nanoseconds }) => {
      const t = captured.clock.t(seconds, nanoseconds);
      return [t, "", `${from} ---> ${to} ${kind} ${length} B`] as const;
    });
  return [...tcp, ...udp];
}

const LEFT_OUT = new Set(["kept", "site", "truth"]);
const brief = (rest: object): string =>
  JSON.stringify(rest, (key, value: unknown) => (LEFT_OUT.has(key) ? undefined : value))
    .replaceAll('"', "")
    .replaceAll("family:AF_INET6,", "")
    .replaceAll(",family:AF_INET", "");
