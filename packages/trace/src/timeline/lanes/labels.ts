import type { Flight, Step } from "../../model/types.ts";
import { portText } from "../../text/call-text.ts";
import { type RowLabel, rowLabel } from "../../text/row-label.ts";
import { isFailure } from "../../text/step-tone.ts";
import { toldUntil } from "../axis/playhead.ts";
import {
  type DrawItem,
  type Font,
  fit,
  MONO,
  SANS,
  SANS_BOLD,
  SMALL,
  type Tone,
} from "../draw/draw-list.ts";
import { type Box, clip, type Labels, within } from "../draw/labels.ts";
import type { Ends } from "../ladder/geometry.ts";
import { flightLabel } from "../marks/flight-label.ts";
import type { GapTarget } from "../marks/targets.ts";
import { type PhaseBand, phaseTone, type WaitingBand } from "./bands.ts";
import { AXIS, type LaneSpan, type LanesGeometry } from "./geometry.ts";

/** The height of a label, in px, and the most that it may be wide. */
const LINE = 17;
const WIDEST = 230;

/** Places the labels of lanes by rank; who finds no place appears on zoom or under a pointer. */
export class LanesLabels {
  readonly items: DrawItem[] = [];
  /** Where the gaps stand that found a place. */
  readonly told: GapTarget[] = [];

  constructor(
    private readonly lanes: LanesGeometry,
    private readonly labels: Labels,
  ) {}

  /** What the program did in this step, above its mark, or below it. */
  step(index: number, rank: "failure" | "usual" | "reading"): void {
    const { trace, words } = this.lanes.input;
    const step = trace.steps.get(index);
    if (step === undefined || step.kind === "segment" || rankOf(step) !== rank) return;
    const place = this.lanes.placeOf(this.lanes.index.rowOfStep(step));
    const label = rowLabel(step, words);
    if (place !== null && label !== null) this.aside(index, place, label);
    const { event } = step;
    if (event.kind !== "kernel.read" || event.peer === undefined) return;
    // What the kernel said of an outsider's end stands in the outsider's row.
    const other = trace.otherOf(event.socket, index);
    const there = other === null ? null : this.lanes.placeOfEnd(other);
    const text = words.kernel(event, "peer");
    if (there !== null && text !== "")
      this.aside(index, there, { text, tone: "ink-3", code: false });
  }

  private aside(
    index: number,
    place: number,
    label: Pick<RowLabel, "text" | "tone" | "code">,
  ): void {
    const font = label.code ? MONO : SANS;
    const text = this.short(label.text, font);
    const x = this.lanes.middle(index);
    const above = this.lanes.bar(place) - (this.lanes.roomy ? 19 : 14);
    const ys = this.lanes.roomy ? [above, this.lanes.bar(place) + 19] : [above];
    const w = this.width(text, font);
    const xs = [x - 6, x - w / 2, x - w + 6];
    this.place(
      ys.flatMap((y) => xs.map((left) => boxAt(left, y, w))),
      text,
      font,
      label.tone,
      index,
    );
  }

  /** On its arrow: what travelled. */
  arrow(flight: Flight, ends: Ends): void {
    const { words, viewport, position } = this.lanes.input;
    const { gutter } = this.lanes;
    const sight = {
      ...{ x: gutter, y: AXIS, w: viewport.width - gutter, h: viewport.height - AXIS },
    };
    const seen = clip(ends, sight);
    if (seen === null) return;
    const { x1, y1, x2, y2 } = seen;
    const font: Font = flight.cargo.kind === "segment" ? SMALL : { ...SANS_BOLD, size: 13 };
    const { text: full, struck } = flightLabel(flight, this.lanes.index, words, position);
    const text = this.short(full, font);
    const w = this.width(text, font);
    const places = [0.5, 0.35, 0.65, 0.2, 0.8].flatMap((part) => {
      const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
      return [boxAt(x + 5, y, w), boxAt(x - w - 5, y, w)];
    });
    // The arrow of one who speaks with nobody is short: its name may stand on the row's other side.
    if (flight.from === null || flight.to === null) {
      const bar = flight.from === null ? ends.y2 : ends.y1;
      const across = [bar + 19, bar + 36].filter(() => this.lanes.roomy);
      for (const y of across) places.push(boxAt((x1 + x2 - w) / 2, y, w));
    }
    const shown = places.filter((box) => within(box, sight));
    const tone = struck ? "ink-3" : this.lanes.tone(flight);
    const box = this.place(shown, text, font, tone, flight.startStep);
    if (!struck || box === null) return;
    const name = this.width(words.flight(flight), font) - 8;
    const line = { kind: "line", x1: box.x + 4, x2: box.x + 4 + Math.min(name, w - 8) } as const;
    const y = box.y + LINE / 2;
    const look = { width: 1.5, dash: "solid", head: "none", alpha: 1 } as const;
    this.items.push({ ...line, ...look, y1: y, y2: y, tone });
  }

  /** In a long span: which call it is that sleeps. */
  sleeper({ call, box }: LaneSpan): void {
    const text = this.lanes.input.words.asleep(call);
    const w = this.width(text, SMALL);
    const left = Math.max(box.x, this.lanes.gutter);
    const until = toldUntil(box.x, box.x + box.w, this.lanes.now);
    if (until - left < w + 16) return;
    const y = box.y + box.h / 2;
    const xs = [left + 10, (left + until - w) / 2, until - w - 10];
    const places = xs.map((x) => boxAt(x, y, w));
    // An arrow may cross it.
    this.place(places, text, SMALL, "ink-2", call.beganStep);
  }

  state({ phase, x1, x2, y, from }: PhaseBand): void {
    if (!this.lanes.roomy) return;
    const text = this.lanes.input.words.phase(phase);
    const font: Font = { ...SMALL, bold: true };
    const w = this.width(text, font);
    if (toldUntil(x1, x2, this.lanes.now) - x1 < w + 10) return;
    this.place([boxAt(x1 + 6, y, w)], text, font, phaseTone(phase), from);
  }

  waiting({ kind, amount, lane, box, from }: WaitingBand): void {
    const { words } = this.lanes.input;
    const text =
      kind === "queue"
        ? words.inQueue(amount, lane.row.kernelQueue)
        : words.unread(amount, lane.row.actor.type === "SOCK_DGRAM", lane.row.leastAt(from));
    const w = this.width(text, SMALL);
    const until = toldUntil(box.x, box.x + box.w, this.lanes.now);
    if (until - box.x < w + 8) return;
    const y = this.lanes.bar(lane.place);
    const xs = [box.x + 4, until - w - 4];
    this.place(
      xs.map((x) => boxAt(x, y, w)),
      text,
      SMALL,
      "ink-2",
      from,
    );
  }

  /** The true times between steps, longest first: an even axis does not show them. */
  gaps(): void {
    const { trace, scale, words } = this.lanes.input;
    if (scale.kind !== "steps" || this.lanes.dense) return;
    const gaps: { step: number; ns: number }[] = [];
    for (let step = Math.max(1, this.lanes.from); step < this.lanes.to; step++) {
      const ns = trace.steps.timeAt(step) - trace.steps.timeAt(step - 1);
      if (ns > 0) gaps.push({ step, ns });
    }
    gaps.sort((a, b) => b.ns - a.ns);
    const font: Font = SMALL;
    for (const { step, ns } of gaps) {
      const text = words.gap(ns);
      const w = this.width(text, font);
      const x = (this.lanes.middle(step) + this.lanes.middle(step - 1)) / 2;
      const { viewport } = this.lanes.input;
      if (x - w / 2 < this.lanes.gutter || x + w / 2 > viewport.width) continue;
      const box = { x: x - w / 2, y: AXIS - 18, w, h: 14 };
      if (this.labels.place([box]) === null) continue;
      this.told.push({ step, ns, box });
      const at = { x, y: AXIS - 11, align: "center", font, plate: false } as const;
      const tone = ns > 1e8 ? "ink" : "ink-2";
      this.items.push({ kind: "text", ...at, text, tone, alpha: this.lanes.alpha(step) });
    }
  }

  private short(text: string, font: Font): string {
    return fit(text, font, WIDEST, this.lanes.input.measure);
  }

  private width(text: string, font: Font): number {
    return this.lanes.input.measure(text, font) + 8;
  }

  private place(
    boxes: readonly Box[],
    text: string,
    font: Font,
    tone: Tone,
    step: number,
  ): Box | null {
    if (text === "") return null;
    const box = this.labels.place(boxes);
    if (box === null) return null;
    const alpha = this.lanes.alpha(step);
    const at = { x: box.x + 4, y: box.y + LINE / 2, align: "left" } as const;
    this.items.push({ kind: "text", ...at, text, font, tone, alpha, plate: "panel" });
    return box;
  }
}

const rankOf = (step: Extract<Step, { kind: "event" }>) =>
  isFailure(step) ? "failure" : step.event.kind === "kernel.read" ? "reading" : "usual";

const boxAt = (x: number, middle: number, w: number): Box => ({
  ...{ x, y: middle - LINE / 2, w, h: LINE },
});

/** A row's second line: where its socket is, or whom a conversation is with. */
export function rowAddress(row: {
  readonly listener: number | null;
  readonly local: Parameters<typeof portText>[0] | null;
  readonly peer: Parameters<typeof portText>[0] | null;
}): string {
  const shown = row.listener === null ? row.local : row.peer;
  return shown === null ? "" : portText(shown);
}
