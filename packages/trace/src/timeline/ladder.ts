import type { Actor, Call, Flight, Step, Trace } from "../types.ts";
import { type Columns, layoutColumns } from "./columns.ts";
import {
  type DrawItem,
  type Font,
  flightTone,
  type Measure,
  MONO,
  SANS,
  SANS_BOLD,
  SMALL,
  type Tone,
} from "./draw-list.ts";
import { type Box, Labels } from "./labels.ts";
import { rowLabel, type TimelineWords } from "./row-label.ts";
import type { Scale } from "./scale.ts";
import { lifelineOrder, type Scene } from "./scenes.ts";

/** What is in sight, in px; `scrollX` and `scrollY` are the drawing's top left corner in it. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scrollX: number;
  readonly scrollY: number;
}

export interface LadderInput {
  readonly trace: Trace;
  readonly scene: Scene;
  readonly scale: Scale;
  readonly viewport: Viewport;
  /** The playhead, in steps. */
  readonly position: number;
  readonly selected: {
    readonly call: number | null;
    readonly actor: number | null;
    readonly step: number | null;
  };
  readonly measure: Measure;
  readonly words: TimelineWords;
}

export interface LadderDrawing {
  readonly items: readonly DrawItem[];
  readonly labels: readonly Box[];
  readonly columns: Columns;
}

/** Room for the names of the lifelines, which stay in sight. */
export const HEAD = 44;
/** What lies in the future of the playhead is there, but faint. */
const FUTURE = 0.38;
const LINE = 18;

/** Draws the part of a ladder diagram that is in sight. */
export function drawLadder(input: LadderInput): LadderDrawing {
  return new Ladder(input).draw();
}

class Ladder {
  private readonly items: DrawItem[] = [];
  private readonly labels = new Labels();
  private readonly columns: Columns;
  private readonly actors: ReadonlyMap<number, Actor>;
  private readonly from: number;
  private readonly to: number;

  constructor(private readonly input: LadderInput) {
    const { scene, scale, viewport } = input;
    const order = lifelineOrder(scene);
    this.actors = new Map(order.map((actor) => [actor.id, actor]));
    this.columns = layoutColumns(
      order.map((actor) => actor.id),
      viewport.width,
    );
    const visible = viewport.height - HEAD;
    this.from = Math.max(scene.from, Math.floor(scale.positionAt(viewport.scrollY)) - 1);
    this.to = Math.min(scene.to, Math.ceil(scale.positionAt(viewport.scrollY + visible)) + 2);
  }

  draw(): LadderDrawing {
    this.currentRow();
    this.lifelines();
    this.spans();
    const flights = this.flightsInSight();
    for (const flight of flights) this.arrow(flight);
    // By rank: what was called, then what travelled, then how long it took.
    for (let i = this.from; i < this.to; i++) this.row(i);
    for (const flight of flights) this.arrowLabel(flight);
    for (let i = this.from; i < this.to; i++) this.gap(i);
    this.sleepers();
    this.playhead();
    this.heads();
    return { items: this.items, labels: this.labels.boxes, columns: this.columns };
  }

  /** The px of a position on the drawing. */
  private y(position: number): number {
    return HEAD + this.input.scale.at(position) - this.input.viewport.scrollY;
  }

  /** The middle of a step's row; on a linear axis, where it happened. */
  private middle(step: number): number {
    return this.input.scale.kind === "steps" ? this.y(step + 0.5) : this.y(step + 1);
  }

  private x(actor: number): number | null {
    const x = this.columns.x.get(actor);
    return x === undefined ? null : x - this.input.viewport.scrollX;
  }

  private alpha(step: number): number {
    return step < this.input.position ? 1 : FUTURE;
  }

  private currentRow(): void {
    const { scale, position, viewport, selected } = this.input;
    const band = (step: number, alpha: number) =>
      this.items.push({
        kind: "rect",
        x: 0,
        y: this.y(step),
        w: viewport.width,
        h: this.y(step + 1) - this.y(step),
        radius: 0,
        fill: "sel",
        stroke: null,
        alpha,
      });
    if (scale.kind !== "steps") return;
    const current = Math.ceil(position) - 1;
    if (current >= this.from) band(current, 0.75);
    if (selected.step !== null && selected.step !== current) band(selected.step, 0.4);
  }

  private lifelines(): void {
    const { position, viewport, scene } = this.input;
    for (const actor of this.actors.values()) {
      const x = this.x(actor.id);
      if (x === null) continue;
      const top = Math.max(HEAD, this.middle(actor.addedStep));
      const end = actor.removedStep ?? scene.to + 2;
      const bottom = Math.min(
        viewport.height,
        this.input.scale.kind === "steps" ? this.y(end) : viewport.height,
      );
      const now = Math.max(top, Math.min(bottom, this.y(position)));
      const dash = actor.role === "outsider" ? "dashed" : "solid";
      if (top < bottom) {
        this.line(x, top, x, now, "line-2", 2, dash, 1);
        if (now < bottom) this.line(x, now, x, bottom, "line", 2, dash, 1);
      }
    }
  }

  /** Shades the time for which a call slept, on the lifeline of its program. */
  private spans(): void {
    for (const { call, depth } of this.callsInSight()) {
      const x = this.x(call.actor);
      if (x === null) continue;
      const [top, bottom] = this.spanOf(call);
      if (bottom - top < 3) continue;
      const tone = spanTone(call);
      this.items.push({
        kind: "rect",
        x: x - 7 + depth * 5,
        y: top,
        w: 14,
        h: bottom - top,
        radius: 4,
        fill: call.error === null ? tone.wash : "panel",
        stroke: call.error === null ? tone.edge : "error",
        alpha: this.alpha(call.beganStep),
      });
    }
  }

  private spanOf(call: Call): readonly [number, number] {
    const end = call.endedStep ?? call.abandonedStep ?? null;
    const { viewport, position, scene } = this.input;
    const open = Math.max(
      this.y(Math.min(scene.to, Math.max(position, call.beganStep + 1))),
      this.middle(call.beganStep),
    );
    const bottom = end === null ? open : this.middle(end);
    return [
      Math.max(HEAD - 20, this.middle(call.beganStep)),
      Math.min(viewport.height + 20, bottom),
    ];
  }

  /** Calls that took longer than their own row, with how many others they lie beside. */
  private callsInSight(): readonly { call: Call; depth: number }[] {
    const found: { call: Call; depth: number }[] = [];
    const busyTo = new Map<number, number[]>();
    for (const call of this.input.trace.calls.values()) {
      const end = call.endedStep ?? call.abandonedStep ?? this.input.scene.to;
      if (end === call.beganStep || end < this.from || call.beganStep >= this.to) continue;
      const lanes = busyTo.get(call.actor) ?? [];
      let depth = lanes.findIndex((to) => to <= call.beganStep);
      if (depth < 0) depth = lanes.length;
      lanes[depth] = end;
      busyTo.set(call.actor, lanes);
      found.push({ call, depth });
    }
    return found;
  }

  private flightsInSight(): readonly Flight[] {
    return this.input.trace.flights.filter((flight) => {
      const end = flight.endStep ?? flight.startStep + 1;
      return (
        end >= this.from && flight.startStep < this.to && flight.startStep >= this.input.scene.from
      );
    });
  }

  private ends(flight: Flight): { x1: number; y1: number; x2: number; y2: number } | null {
    const x1 = this.x(flight.from.actor);
    const to = flight.to === null ? null : this.x(flight.to.actor);
    if (x1 === null) return null;
    const x2 = to ?? x1 + (x1 > this.columns.middle - this.input.viewport.scrollX ? -70 : 70);
    const toward = Math.sign(x2 - x1);
    const segment = flight.cargo.kind === "segment" || flight.endStep === flight.startStep;
    const reach = this.input.scale.kind === "steps" ? 0.85 : 1;
    const y1 =
      segment && this.input.scale.kind === "steps"
        ? this.y(flight.startStep + 0.15)
        : this.middle(flight.startStep);
    const y2 =
      flight.endStep === null || segment
        ? this.y(flight.startStep + (segment ? reach : reach + 0.5))
        : this.middle(flight.endStep);
    return { x1: x1 + toward * 7, y1, x2: x2 - toward * 8, y2 };
  }

  private arrow(flight: Flight): void {
    const ends = this.ends(flight);
    if (ends === null) return;
    const { x1, y1, x2, y2 } = ends;
    const fromServer = this.actors.get(flight.from.actor)?.role === "server";
    const tone = flightTone(flight, fromServer);
    const width = flight.cargo.kind === "segment" ? 2.2 : 3;
    const dash =
      flight.truth === "inferred" ? "dashed" : flight.truth === "injected" ? "zigzag" : "solid";
    const head =
      flight.lostStep !== null || flight.to === null
        ? "lost"
        : flight.endStep === null && flight.to.socket !== null
          ? "open"
          : "filled";
    const now = this.y(this.input.position);
    const arrow = (
      ax: number,
      ay: number,
      bx: number,
      by: number,
      alpha: number,
      withHead: boolean,
    ) =>
      this.items.push({
        kind: "line",
        x1: ax,
        y1: ay,
        x2: bx,
        y2: by,
        tone,
        width,
        dash,
        head: withHead ? head : "none",
        alpha,
      });
    if (y2 <= now + 0.5) arrow(x1, y1, x2, y2, 1, true);
    else if (y1 >= now) arrow(x1, y1, x2, y2, FUTURE, true);
    else {
      const part = (now - y1) / (y2 - y1);
      const [mx, my] = [x1 + (x2 - x1) * part, now];
      arrow(x1, y1, mx, my, 1, false);
      arrow(mx, my, x2, y2, FUTURE, true);
    }
  }

  private arrowLabel(flight: Flight): void {
    const ends = this.ends(flight);
    if (ends === null) return;
    const { x1, y1, x2, y2 } = ends;
    const fromServer = this.actors.get(flight.from.actor)?.role === "server";
    const text = this.input.words.flight(flight);
    const font: Font = flight.cargo.kind === "segment" ? SANS : { ...SANS_BOLD, size: 13 };
    const span = Math.abs(x2 - x1) - 24;
    const shown = fit(text, font, Math.min(span, 320), this.input.measure);
    if (shown === "") return;
    const w = this.input.measure(shown, font) + 8;
    const candidates = [0.5, 0.4, 0.6, 0.3, 0.7].flatMap((part) =>
      [-11, 11].map((lift) => ({
        part,
        box: {
          x: x1 + (x2 - x1) * part - w / 2,
          y: y1 + (y2 - y1) * part + lift - LINE / 2,
          w,
          h: LINE,
        },
      })),
    );
    const box = this.labels.place(candidates.map((candidate) => candidate.box));
    if (box === null) return;
    this.text(
      box.x + w / 2,
      box.y + LINE / 2,
      shown,
      "center",
      font,
      flightTone(flight, fromServer),
      this.alpha(flight.startStep),
      true,
    );
  }

  /** What the program did in this step, beside its lifeline. */
  private row(index: number): void {
    const step = this.input.trace.steps[index];
    if (step === undefined || step.kind === "segment" || step.actor === null) return;
    const x = this.x(step.actor);
    const label = rowLabel(step, this.input.words);
    const actor = this.actors.get(step.actor);
    if (x === null || label === null || actor === undefined) return;
    const y = this.middle(index);
    const alpha = this.alpha(index);
    const left = this.columns.labelsLeft.has(step.actor);
    const room = left ? this.columns.leftRoom : (this.columns.rightRoom.get(step.actor) ?? 120);
    const font = label.code ? MONO : SANS;
    if (label.mark !== null) {
      const tone: Tone = label.mark === "cross" ? label.tone : "line-2";
      this.items.push({ kind: "dot", x, y, r: 5, tone, shape: label.mark, alpha });
    }
    const text = fit(label.text, font, room - 20, this.input.measure);
    const w = this.input.measure(text, font) + 8;
    const side = left ? x - 16 - w : x + 16;
    const box = this.labels.place([{ x: side, y: y - LINE / 2, w, h: LINE }]);
    if (box === null) return;
    const textX = left ? box.x + w - 4 : box.x + 4;
    this.text(textX, y, text, left ? "right" : "left", font, label.tone, alpha, true);
  }

  /** The true time since the step before: an even axis does not show it. */
  private gap(index: number): void {
    const { trace, scale, viewport, words, measure } = this.input;
    const step = trace.steps[index];
    const before = trace.steps[index - 1];
    if (scale.kind !== "steps" || step === undefined || before === undefined) return;
    const ns = step.t - before.t;
    if (ns <= 0 || step.kind === "segment") return;
    const text = words.gap(ns);
    const w = measure(text, SMALL);
    const box = this.labels.place([
      { x: viewport.width - 14 - w, y: this.middle(index) - 8, w, h: 16 },
    ]);
    if (box !== null)
      this.text(
        viewport.width - 14,
        this.middle(index),
        text,
        "right",
        SMALL,
        ns > 1e8 ? "ink" : "ink-2",
        this.alpha(index),
        true,
      );
  }

  private sleepers(): void {
    for (const { call } of this.callsInSight()) {
      const x = this.x(call.actor);
      const [top, bottom] = this.spanOf(call);
      if (x === null || bottom - top < 56) continue;
      const text = this.input.words.asleep(call);
      const left = this.columns.labelsLeft.has(call.actor);
      const room = left ? this.columns.leftRoom : (this.columns.rightRoom.get(call.actor) ?? 120);
      const shown = fit(text, SANS, room - 20, this.input.measure);
      const w = this.input.measure(shown, SANS) + 8;
      const center = (Math.max(HEAD, top) + bottom) / 2;
      const box = this.labels.place(
        [0, -20, 20, -40, 40].map((dy) => ({
          x: left ? x - 16 - w : x + 16,
          y: center + dy - LINE / 2,
          w,
          h: LINE,
        })),
      );
      if (box === null || box.y < HEAD) continue;
      this.text(
        left ? box.x + w - 4 : box.x + 4,
        box.y + LINE / 2,
        shown,
        left ? "right" : "left",
        SANS,
        "ink-2",
        this.alpha(call.beganStep),
        true,
      );
    }
  }

  /** Crosses no label: it has gaps where one stands. */
  private playhead(): void {
    const y = this.y(this.input.position);
    const { width, height } = this.input.viewport;
    if (y < HEAD || y > height) return;
    for (const [from, to] of this.labels.free(y, 0, width)) {
      this.line(from, y, to, y, "inject", 2, "solid", 1);
    }
    this.items.push({ kind: "dot", x: 8, y, r: 6, tone: "inject", shape: "disc", alpha: 1 });
  }

  private heads(): void {
    const { width } = this.input.viewport;
    this.items.push({
      kind: "rect",
      x: 0,
      y: 0,
      w: width,
      h: HEAD - 6,
      radius: 0,
      fill: "panel",
      stroke: null,
      alpha: 1,
    });
    for (const actor of this.actors.values()) {
      const x = this.x(actor.id);
      if (x === null) continue;
      const selected = this.input.selected.actor === actor.id;
      const alpha = actor.addedStep < this.input.position ? 1 : FUTURE;
      const name = fit(
        this.input.words.actor(actor),
        SANS_BOLD,
        this.columns.spacing - 12,
        this.input.measure,
      );
      this.text(x, 20, name, "center", SANS_BOLD, "ink", alpha, false);
      const w = this.input.measure(name, SANS_BOLD);
      if (selected) this.line(x - w / 2, 34, x + w / 2, 34, "ink", 2, "solid", 1);
    }
  }

  private line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    tone: Tone,
    width: number,
    dash: "solid" | "dashed",
    alpha: number,
  ): void {
    this.items.push({ kind: "line", x1, y1, x2, y2, tone, width, dash, head: "none", alpha });
  }

  private text(
    x: number,
    y: number,
    text: string,
    align: "left" | "center" | "right",
    font: Font,
    tone: Tone,
    alpha: number,
    plate: boolean,
  ): void {
    this.items.push({ kind: "text", x, y, text, align, font, tone, alpha, plate });
  }
}

function spanTone(call: Call): { wash: Tone; edge: Tone } {
  if (call.verb === "accept" || call.verb === "connect")
    return { wash: "wash-setup", edge: "setup" };
  return call.verb.startsWith("recv")
    ? { wash: "wash-data", edge: "data" }
    : { wash: "wash-data2", edge: "data-2" };
}

/** Shortens a text to a width, with an ellipsis; empty if not even that has room. */
export function fit(text: string, font: Font, width: number, measure: Measure): string {
  if (measure(text, font) <= width) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("")}…`, font) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${letters.slice(0, low).join("")}…`;
}

/** The step whose row is at this height, for a pointer. */
export function stepAt(
  scene: Scene,
  scale: Scale,
  viewport: Viewport,
  y: number,
): Step["index"] | null {
  if (y < HEAD) return null;
  const position = scale.positionAt(y - HEAD + viewport.scrollY);
  const step = scale.kind === "steps" ? Math.floor(position) : position - 1;
  return step >= scene.from && step < scene.to ? step : null;
}
