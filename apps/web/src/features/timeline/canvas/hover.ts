import { addressText } from "@sockscope/protocol";
import {
  type Actor,
  callText,
  type DrawItem,
  durationText,
  fit,
  flightLabel,
  type Hit,
  type Measure,
  MONO,
  resultText,
  rowLabel,
  SANS_BOLD,
  SMALL,
  type TimelineWords,
  type Trace,
  timelineIndex,
} from "@sockscope/trace";
import type { Layout, Point } from "./timeline-source.ts";

/** What a pointer is on: a mark, or the name of a lifeline. */
export type Hovered = Hit | { readonly kind: "actor"; readonly actor: Actor };

/** What is under a point of the view: in the ladder the names of lifelines, too. */
export function hoveredAt(
  view: {
    readonly layout: Layout;
    actorAt(x: number, y: number): number | null;
    hitAt(x: number, y: number): Hit | null;
  },
  { x, y }: Point,
  trace: Trace,
): Hovered | null {
  const named = view.layout === "ladder" ? view.actorAt(x, y) : null;
  const actor = named === null ? undefined : trace.actor(named);
  return actor === undefined ? view.hitAt(x, y) : { kind: "actor", actor };
}

const LINE = 20;
const MAX_WIDTH = 420;

/** A plate beside the pointer with all that a mark has to say, whether or not its label had room. */
export function hoverItems(
  hit: Hovered,
  at: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** The playhead, in steps. */
    readonly position: number;
  },
  trace: Trace,
  words: TimelineWords,
  measure: Measure,
): readonly DrawItem[] {
  const [title, detail] = sayings(hit, trace, words, at.position);
  const font = hit.kind === "call" ? { ...MONO, bold: true } : SANS_BOLD;
  const room = Math.min(MAX_WIDTH, at.width - 40);
  const first = fit(title, font, room, measure);
  const second = fit(detail, SMALL, room, measure);
  const w = Math.max(measure(first, font), measure(second, SMALL)) + 24;
  const h = 2 * LINE + 10;
  const x = Math.max(6, Math.min(at.width - w - 6, at.x + 14));
  const y = at.y + 18 + h > at.height ? Math.max(6, at.y - h - 12) : at.y + 18;
  const plate = { kind: "rect", x, y, w, h, radius: 8 } as const;
  const text = { kind: "text", align: "left", plate: false, alpha: 1, x: x + 12 } as const;
  return [
    { ...plate, fill: "panel", stroke: null, alpha: 1 },
    { ...plate, fill: null, stroke: "ink", alpha: 1 },
    { ...text, y: y + 5 + LINE / 2, text: first, font, tone: "ink" },
    { ...text, y: y + 5 + LINE * 1.5, text: second, font: SMALL, tone: "ink-2" },
  ];
}

function sayings(
  hit: Hovered,
  trace: Trace,
  words: TimelineWords,
  position: number,
): readonly [string, string] {
  const name = (id: number | undefined): string => {
    const actor = id === undefined ? undefined : trace.actor(id);
    return actor === undefined ? "?" : words.actor(actor);
  };
  const time = (step: number): number => trace.steps.timeAt(step);
  if (hit.kind === "flight") {
    const { flight } = hit;
    const took =
      flight.endStep === null
        ? ""
        : ` · ${words.gap(time(flight.endStep) - time(flight.startStep))}`;
    const ends = `${name(flight.from?.actor)} → ${name(flight.to?.actor)}`;
    const lines = [`${ends}${took}`, words.truth(flight.truth), words.when(flight)];
    return [
      flightLabel(flight, timelineIndex(trace), words, position).text,
      lines.filter((one) => one !== null).join(" · "),
    ];
  }
  if (hit.kind === "actor") {
    const { actor } = hit;
    const local = timelineIndex(trace)
      .rowsOf(actor.id)
      .flatMap((row) => (row.local === null || row.listener !== null ? [] : [row.local]))
      .at(-1);
    const address = actor.address ?? local;
    const transport = actor.type === "SOCK_STREAM" ? "TCP" : "UDP";
    return [
      words.actor(actor),
      address === undefined ? transport : `${transport} · ${addressText(address)}`,
    ];
  }
  if (hit.kind === "band") {
    const { band } = hit;
    const who = words.actor(band.row.actor);
    const datagrams = band.row.actor.type === "SOCK_DGRAM";
    switch (band.kind) {
      case "queue":
        return [words.inQueue(band.amount, band.row.kernelQueue), who];
      case "unread":
        return [words.unread(band.amount, datagrams, band.row.isMinimumAt(band.from)), who];
      case "state":
        return [words.phase(band.phase), `${who} · ${words.truth(band.truth)}`];
    }
  }
  if (hit.kind === "gap") {
    const { step, ns } = hit.gap;
    return [words.gap(ns), words.between(step, step + 1)];
  }
  if (hit.kind === "count") {
    const { actor, count, failed } = hit.counted;
    return [words.counted(count, failed), words.actor(actor)];
  }
  if (hit.kind === "step") {
    const { event, ended, actor } = hit.step;
    const took = ended === null ? "" : ` · ${durationText(ended.t - event.t)}`;
    const who = actor === null ? "" : `${name(actor)} · `;
    const lines =
      event.kind === "kernel.read"
        ? words.kernel(event, "both")
        : (rowLabel(hit.step, words)?.text ?? "");
    return [lines, `${who}${words.truth(event.truth)}${took}`];
  }
  const { call } = hit;
  const end = call.endedStep ?? call.abandonedStep;
  const result = call.result === null ? "" : resultText(call.verb, call.result);
  const outcome =
    call.error === null
      ? result === ""
        ? ""
        : ` → ${result}`
      : ` ✕ ${words.errno({ call: call.id, error: call.error })}`;
  const took = end === null ? words.blocked(call) : durationText(time(end) - time(call.beganStep));
  return [`${callText(call.verb, call.args)}${outcome}`, `${name(call.actor)} · ${took}`];
}
