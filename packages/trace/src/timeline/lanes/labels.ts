import { type RowLabel, rowLabel } from "../../text/row-label.ts";
import { isFailure } from "../../tones/step-tone.ts";
import type { Tone } from "../../tones/tone.ts";
import type { Flight } from "../../types/flight.ts";
import type { Step } from "../../types/step.ts";
import { labelEnd } from "../axis/playhead.ts";
import { type Font, fit, MONO, SANS, SANS_BOLD, SMALL } from "../draw/draw-list.ts";
import { type Box, clip, type Ends, within } from "../draw/labels.ts";
import { bandText, phaseTone, type StateBand } from "../marks/bands.ts";
import { flightLabel } from "../marks/flight-label.ts";
import { TimelineLabels } from "../marks/labels.ts";
import type { WaitingBox } from "./bands.ts";
import { AXIS, type LaneSpan, type LanesGeometry } from "./geometry.ts";

/** The height of a label, in px, and the most that it may be wide. */
const LINE = 17;
const WIDEST = 230;

/** The order in which steps get their labels. */
export type Rank = "failure" | "default" | "reading";

/** The labels of the lanes. */
export class LanesLabels extends TimelineLabels<LanesGeometry> {
  /** What the program did in this step, above its mark, or below it. */
  step(index: number, rank: Rank): void {
    const { trace, words } = this.geometry.input;
    const step = trace.steps.get(index);
    if (step === undefined || step.kind === "segment" || rankOf(step) !== rank) return;
    const place = this.geometry.placeOf(this.geometry.index.rowOfStep(step));
    const label = rowLabel(step, words);
    if (place !== null && label !== null) this.aside(index, place, label);
    const { event } = step;
    if (event.kind !== "kernel.read" || event.peer === undefined) return;
    // What the kernel reports of an outsider's end stands in the outsider's row.
    const other = trace.otherOf(event.socket, index);
    const there = other === null ? null : this.geometry.placeOfEnd(other);
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
    const x = this.geometry.middle(index);
    const above = this.geometry.bar(place) - (this.geometry.roomy ? 19 : 14);
    const ys = this.geometry.roomy ? [above, this.geometry.bar(place) + 19] : [above];
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
    const { words, viewport, position } = this.geometry.input;
    const { gutter } = this.geometry;
    const view = {
      ...{ x: gutter, y: AXIS, w: viewport.width - gutter, h: viewport.height - AXIS },
    };
    const seen = clip(ends, view);
    if (seen === null) return;
    const { x1, y1, x2, y2 } = seen;
    const font: Font = flight.cargo.kind === "segment" ? SMALL : { ...SANS_BOLD, size: 13 };
    const { text: full, struck } = flightLabel(flight, this.geometry.index, words, position);
    const text = this.short(full, font);
    const w = this.width(text, font);
    const places = [0.5, 0.35, 0.65, 0.2, 0.8].flatMap((fraction) => {
      const [x, y] = [x1 + (x2 - x1) * fraction, y1 + (y2 - y1) * fraction];
      return [boxAt(x + 5, y, w), boxAt(x - w - 5, y, w)];
    });
    // The arrow to an unknown end is short: its label may stand on the other side of the row.
    if (flight.from === null || flight.to === null) {
      const bar = flight.from === null ? ends.y2 : ends.y1;
      const below = [bar + 19, bar + 36].filter(() => this.geometry.roomy);
      for (const y of below) places.push(boxAt((x1 + x2 - w) / 2, y, w));
    }
    const shown = places.filter((box) => within(box, view));
    const tone = struck ? "ink-3" : this.geometry.tone(flight);
    const box = this.place(shown, text, font, tone, flight.startStep);
    if (!struck || box === null) return;
    const name = this.width(words.flight(flight), font) - 8;
    const x = box.x + 4;
    this.strike(x, x + Math.min(name, w - 8), box.y + LINE / 2, tone, 1);
  }

  /** In a long span: which call is blocked. */
  span({ call, box }: LaneSpan): void {
    const text = this.geometry.input.words.blocked(call);
    const w = this.width(text, SMALL);
    const left = Math.max(box.x, this.geometry.gutter);
    const until = labelEnd(box.x, box.x + box.w, this.geometry.now);
    if (until - left < w + 16) return;
    const y = box.y + box.h / 2;
    const xs = [left + 10, (left + until - w) / 2, until - w - 10];
    const places = xs.map((x) => boxAt(x, y, w));
    // An arrow may cross it.
    this.place(places, text, SMALL, "ink-2", call.beganStep);
  }

  /** The name of a state, where its line begins. */
  state(band: StateBand): void {
    const { start, end, cross, phase, from } = band;
    if (!this.geometry.roomy) return;
    const text = bandText(band, this.geometry.input.words);
    const font: Font = { ...SMALL, bold: true };
    const w = this.width(text, font);
    if (labelEnd(start, end, this.geometry.now) - start < w + 10) return;
    this.place([boxAt(start + 6, cross, w)], text, font, phaseTone(phase), from);
  }

  /** What waits at a socket, on its box. */
  waiting({ band, box, bar }: WaitingBox): void {
    const text = bandText(band, this.geometry.input.words);
    const w = this.width(text, SMALL);
    const until = labelEnd(box.x, box.x + box.w, this.geometry.now);
    if (until - box.x < w + 8) return;
    const boxes = [box.x + 4, until - w - 4].map((x) => boxAt(x, bar, w));
    this.place(boxes, text, SMALL, "ink-2", band.from);
  }

  /** The true times between steps, longest first: an even axis does not show them. */
  placeGaps(): void {
    const { trace, scale, words } = this.geometry.input;
    if (scale.kind !== "steps" || this.geometry.dense) return;
    const gaps: { step: number; ns: number }[] = [];
    for (let step = Math.max(1, this.geometry.from); step < this.geometry.to; step++) {
      const ns = trace.steps.timeAt(step) - trace.steps.timeAt(step - 1);
      if (ns > 0) gaps.push({ step, ns });
    }
    gaps.sort((a, b) => b.ns - a.ns);
    const font: Font = SMALL;
    for (const { step, ns } of gaps) {
      const text = words.gap(ns);
      const w = this.width(text, font);
      const x = (this.geometry.middle(step) + this.geometry.middle(step - 1)) / 2;
      const { viewport } = this.geometry.input;
      if (x - w / 2 < this.geometry.gutter || x + w / 2 > viewport.width) continue;
      const box = { x: x - w / 2, y: AXIS - 18, w, h: 14 };
      if (this.labels.place([box]) === null) continue;
      this.gaps.push({ step, ns, box });
      const at = { x, y: AXIS - 11, align: "center", font, plate: false } as const;
      const tone = ns > 1e8 ? "ink" : "ink-2";
      this.items.push({ kind: "text", ...at, text, tone, alpha: this.geometry.alpha(step) });
    }
  }

  private short(text: string, font: Font): string {
    return fit(text, font, WIDEST, this.geometry.input.measure);
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
    const alpha = this.geometry.alpha(step);
    const at = { x: box.x + 4, y: box.y + LINE / 2, align: "left" } as const;
    this.items.push({ kind: "text", ...at, text, font, tone, alpha, plate: "panel" });
    return box;
  }
}

const rankOf = (step: Extract<Step, { kind: "event" }>): Rank =>
  isFailure(step) ? "failure" : step.event.kind === "kernel.read" ? "reading" : "default";

const boxAt = (x: number, middle: number, w: number): Box => ({
  ...{ x, y: middle - LINE / 2, w, h: LINE },
});
