import { rowLabel } from "../../text/row-label.ts";
import type { Tone } from "../../tones/tone.ts";
import type { Actor } from "../../types/actor.ts";
import type { Flight } from "../../types/flight.ts";
import type { Step } from "../../types/step.ts";
import { labelEnd } from "../axis/playhead.ts";
import { type Font, fit, MONO, SANS, SANS_BOLD, SMALL } from "../draw/draw-list.ts";
import { clip, crosses, type Ends, type Labels } from "../draw/labels.ts";
import { arrowPlaces } from "../marks/arrow-places.ts";
import { type Band, phaseTone } from "../marks/bands.ts";
import { flightLabel, isUnseen } from "../marks/flight-label.ts";
import { TimelineLabels } from "../marks/labels.ts";
import { markItem } from "../marks/row-marks.ts";
import { BAND_LINE, bandBoxes, bandLabel } from "./bands.ts";
import { HEAD, type LadderGeometry, type Span } from "./geometry.ts";

/** The height of a label, in px, where rows are no narrower. */
const LINE = 18;
/** Among more arrows than this, labels do not look for the place that fewest of them cross. */
const CROWD = 40;
/** Longer than this between two steps is worth a second look: 0.1 s, in ns. */
const LONG_GAP = 1e8;

/** The labels of the ladder. */
export class LadderLabels extends TimelineLabels<LadderGeometry> {
  /** The height of a label: two rows that follow each other must both have theirs. */
  private readonly line: number;

  constructor(geometry: LadderGeometry, labels: Labels) {
    super(geometry, labels);
    this.line = Math.min(LINE, geometry.input.scale.row ?? LINE);
  }

  /** What the program did in this step, beside its lifeline; or what the kernel was read for. */
  row(index: number, readings: boolean): void {
    const { trace, words } = this.geometry.input;
    const step = trace.steps.get(index);
    if (step === undefined || step.kind === "segment" || step.actor === null) return;
    if (this.geometry.folded(index)) return;
    if ((step.event.kind === "kernel.read") !== readings) return;
    this.otherEnd(step);
    const x = this.geometry.x(step.actor);
    const label = rowLabel(step, words);
    if (x === null || label === null) return;
    const y = this.geometry.middle(index);
    const alpha = this.geometry.alpha(index);
    if (label.mark !== null)
      this.items.push(markItem(label.mark, { x, y, tone: label.tone, alpha, down: false }));
    const font = label.code ? MONO : SANS;
    const brief = readings && step.event.kind === "kernel.read" ? step.event : null;
    const text =
      brief !== null && !this.fits(step.actor, x, label.text, font)
        ? words.kernel(brief, "own", true)
        : label.text;
    this.beside(step.actor, x, [y], text, font, label.tone, alpha);
  }

  /** What the kernel reports of an outsider's end stands beside the outsider. */
  private otherEnd({ event, index }: Extract<Step, { kind: "event" }>): void {
    if (event.kind !== "kernel.read" || event.peer === undefined) return;
    const { trace, words } = this.geometry.input;
    const other = trace.otherOf(event.socket, index);
    const x = other === null ? null : this.geometry.x(other.actor);
    if (other === null || x === null) return;
    const full = words.kernel(event, "peer");
    const text = this.fits(other.actor, x, full, SANS) ? full : words.kernel(event, "peer", true);
    if (text === "") return;
    const y = this.geometry.middle(index);
    this.beside(other.actor, x, [y], text, SANS, "ink-3", this.geometry.alpha(index));
  }

  /** On its arrow: what travelled. */
  arrow(flight: Flight, ends: Ends): void {
    const { words, measure, viewport, position } = this.geometry.input;
    // Only the visible part of an arrow has a label: nobody reads one that stands elsewhere.
    const view = { x: 0, y: HEAD - 6, w: viewport.width, h: viewport.height - HEAD + 6 };
    const seen = clip(ends, view);
    if (seen === null) return;
    const font: Font = flight.cargo.kind === "segment" ? SANS : { ...SANS_BOLD, size: 13 };
    const clampX = (x: number) => Math.max(0, Math.min(viewport.width, x));
    // The label of an arrow with an open end stands beyond that end.
    const open = flight.to === null && isUnseen(flight, position);
    const side = Math.sign(ends.x2 - ends.x1);
    const beyond = side < 0 ? ends.x2 - 24 : viewport.width - ends.x2 - 24;
    const length = Math.abs(clampX(ends.x2) - clampX(ends.x1)) - 24;
    const room = Math.min(open ? beyond : length, 320);
    const label = flightLabel(flight, this.geometry.index, words, position);
    const text = fit(label.text, font, room, measure);
    if (text === "") return;
    const w = this.width(text, font);
    const few = this.geometry.flights.length <= CROWD;
    const tip = { x: side < 0 ? ends.x2 - w - 8 : ends.x2 + 8, w, h: this.line };
    const places = open
      ? [0, 14, -14].map((dy) => ({ ...tip, y: ends.y2 - this.line / 2 + dy }))
      : arrowPlaces(ends, seen, { w, h: this.line }, view, few);
    if (few && !open) {
      const crossed = new Map(
        places.map((place) => [
          place,
          this.geometry.flights.filter(({ ends: others }) => crosses(place, others)).length,
        ]),
      );
      places.sort((a, b) => (crossed.get(a) ?? 0) - (crossed.get(b) ?? 0));
    }
    const box = this.labels.place(places);
    if (box === null) return;
    const alpha = this.geometry.alpha(flight.startStep);
    const [x, y] = [box.x + w / 2, box.y + this.line / 2];
    const tone = label.struck ? "ink-3" : this.geometry.tone(flight);
    this.text(x, y, text, "center", font, tone, alpha);
    if (!label.struck) return;
    const x1 = box.x + 4;
    const x2 = Math.min(x1 + measure(words.flight(flight), font), x1 + w);
    this.strike(x1, x2, y, tone, alpha);
  }

  /** The true time since the step before: an even axis does not show it. */
  gap(index: number): void {
    const { trace, scale, viewport, words, measure } = this.geometry.input;
    const step = trace.steps.get(index);
    const before = trace.steps.get(index - 1);
    if (scale.kind !== "steps" || step === undefined || before === undefined) return;
    const ns = step.t - before.t;
    if (ns <= 0 || step.kind === "segment" || this.geometry.folded(index)) return;
    const text = words.gap(ns);
    const w = measure(text, SMALL);
    const y = this.geometry.middle(index);
    const right = viewport.width - 14;
    const box = this.labels.place([{ x: right - w, y: y - 8, w, h: 16 }]);
    if (box === null) return;
    this.gaps.push({ step: index, ns, box });
    this.text(
      right,
      y,
      text,
      "right",
      SMALL,
      ns > LONG_GAP ? "ink" : "ink-2",
      this.geometry.alpha(index),
    );
  }

  /** In a long span: which call is blocked. */
  span({ call, top, bottom }: Span): void {
    const x = this.geometry.x(call.actor);
    const { now } = this.geometry;
    const until = labelEnd(top, bottom, now);
    // Where lifelines stand close together, the shade is enough.
    if (x === null || until - top < 56 || !this.geometry.hasRoomForSpans(call.actor)) return;
    const first = Math.max(HEAD, top);
    // The label of a blocked call stands where it began: the middle would move with the playhead.
    const running = until < bottom || (call.endedStep === null && call.abandonedStep === null);
    const places = running ? [28, 48, 68, 88] : [0, -20, 20, -40, 40];
    const from = running ? first : (first + until) / 2;
    const ys = places
      .map((dy) => from + dy)
      .filter((y) => y - this.line / 2 >= HEAD && y + this.line / 2 <= until);
    const text = this.geometry.input.words.blocked(call);
    this.beside(call.actor, x, ys, text, SANS, "ink-2", this.geometry.alpha(call.beganStep));
  }

  /** Where the bands of a lifeline are more than there is room for. */
  missingBands({ actor, y, count }: { actor: Actor; y: number; count: number }): void {
    const x = this.geometry.x(actor.id);
    const { words, measure, viewport } = this.geometry.input;
    if (x === null || x < 0 || x > viewport.width) return;
    const font: Font = { ...SMALL, bold: true };
    const text = words.moreSockets(count, this.geometry.columns.narrow);
    const w = measure(text, font) + 6;
    // Where lifelines stand close it lies on its own: beside it, it would seem the next one's.
    const { narrow } = this.geometry.columns;
    const side = this.geometry.labelSide(actor.id, x, w);
    const middle = Math.max(2, Math.min(viewport.width - w - 2, x - w / 2));
    const { left, edge } = narrow ? { left: false, edge: middle } : side;
    const ys = [0, 16, 32, 48, -16].map((dy) => y + dy).filter((one) => one > HEAD + 8);
    const box = this.labels.place(bandBoxes(edge, left, w, ys));
    if (box === null) return;
    const start = left ? box.x + w - 3 : box.x + 3;
    this.text(start, box.y + BAND_LINE / 2, text, left ? "right" : "left", font, "ink-2", 1);
  }

  /** Beside its band: which state a socket is in, and what waits at it. */
  band(band: Band): void {
    const { measure } = this.geometry.input;
    if (this.geometry.columns.narrow) return;
    const { text, ys } = bandLabel(this.geometry, band);
    const bold = band.kind === "state";
    const font: Font = { ...SMALL, bold };
    const w = measure(text, font) + 6;
    const { id } = band.row.actor;
    const { left, edge, room } = this.geometry.labelSide(id, this.geometry.x(id) ?? 0, w);
    if (w > room) return;
    const box = this.labels.place(bandBoxes(edge, left, w, ys));
    if (box === null) return;
    const tone = band.kind === "state" ? phaseTone(band.phase) : "ink-2";
    const start = left ? box.x + w - 3 : box.x + 3;
    const at = [start, box.y + BAND_LINE / 2, text, left ? "right" : "left"] as const;
    this.text(...at, font, tone, this.geometry.alpha(band.from));
  }

  private fits(actor: number, x: number, text: string, font: Font): boolean {
    const w = this.width(text, font);
    return w <= this.geometry.labelSide(actor, x, w).room;
  }

  private beside(
    actor: number,
    x: number,
    ys: readonly number[],
    text: string,
    font: Font,
    tone: Tone,
    alpha: number,
  ): void {
    const { measure, viewport } = this.geometry.input;
    // At a lifeline out of sight an edge would cut it, and it would seem to belong to another one.
    if (x < 0 || x > viewport.width) return;
    const full = this.width(text, font);
    const { left, edge, room } = this.geometry.labelSide(actor, x, full);
    const shown = fit(text, font, room, measure);
    if (shown === "") return;
    const w = this.width(shown, font);
    const side = left ? edge - w : edge;
    const box = this.labels.place(
      ys.map((y) => ({ x: side, y: y - this.line / 2, w, h: this.line })),
    );
    if (box === null) return;
    const start = left ? box.x + w - 4 : box.x + 4;
    this.text(start, box.y + this.line / 2, shown, left ? "right" : "left", font, tone, alpha);
  }

  private text(
    x: number,
    y: number,
    text: string,
    align: "left" | "center" | "right",
    font: Font,
    tone: Tone,
    alpha: number,
  ): void {
    this.items.push({
      kind: "text",
      x,
      y,
      text,
      align,
      font,
      tone,
      alpha,
      plate: this.geometry.groundAt(y),
    });
  }
}
