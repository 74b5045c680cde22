import type { Verb } from "@sockscope/protocol";
import type { Actor, Call, Flight, Trace } from "../../model/types.ts";
import type { TimelineWords } from "../../text/row-label.ts";
import type { Now } from "../axis/playhead.ts";
import type { Scale } from "../axis/scale.ts";
import type { Measure, Tone } from "../draw/draw-list.ts";
import { flightTone } from "../draw/draw-list.ts";
import { type Arrows, arrowsIn, firstFrom, isDense } from "../index/density.ts";
import { reached, reachOf, type TimeAxis } from "../index/link-fate.ts";
import type { Row } from "../index/rows.ts";
import { lifelineOrder, type Scene } from "../index/scenes.ts";
import { type TimelineIndex, timelineIndex } from "../index/timeline-index.ts";
import { isStruck } from "../marks/flight-label.ts";
import { type Columns, layoutColumns } from "./columns.ts";

/** What is in sight, in px; `scrollX` and `scrollY` are the drawing's top left corner in it. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scrollX: number;
  readonly scrollY: number;
}

export interface Selected {
  readonly call: number | null;
  readonly actor: number | null;
  readonly step: number | null;
}

export interface LadderInput {
  readonly trace: Trace;
  readonly scene: Scene;
  readonly scale: Scale;
  readonly viewport: Viewport;
  /** The playhead, in steps. */
  readonly position: number;
  readonly selected: Selected;
  readonly measure: Measure;
  readonly words: TimelineWords;
  /** Which steps a filter lets through; null: all of them. */
  readonly matches?: ((step: number) => boolean) | null;
  /** The steps [from, to) that were chosen. */
  readonly range?: StepRange | null;
  /** Only these programs; null: all. */
  readonly only?: ReadonlySet<number> | null;
  /** Only these rows of them. */
  readonly keepsRow?: ((row: Row) => boolean) | null;
}

export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Room for the names of the lifelines, which stay in sight. */
export const HEAD = 44;
/** What a filter does not let through. */
export const DIMMED = 0.14;
/** What lies in the future of the playhead is there, but faint. */
export const FUTURE = 0.38;
/** How far each call that sleeps beside others is set off, in px; no more than so many times. */
export const NESTED = 5;
const DEEPEST = 6;
/** Room for a socket's band beside its lifeline, in px, and for how many there is room. */
const BAND = 11;
const MOST_BANDS = 3;
/** A lifeline so far out of sight has no bands in it, px. */
const ASIDE = 80;
/** The right margin, where the true gaps are printed. */
const GAPS = 76;
/** Calls that can sleep. `close` and the like only take their time. */
export const SLEEPING: ReadonlySet<Verb> = new Set([
  "accept",
  "connect",
  "recv",
  "recvfrom",
  "send",
  "sendall",
  "sendto",
]);
/** With less room than this to its right, in px, a label stands to the left of its lifeline. */
const LEAST_ROOM = 120;
/** How far an arrow to nobody reaches, in px. */
const STUB = 70;

/** A call that took longer than its own row, and beside how many others it lies. */
export interface Span {
  readonly call: Call;
  readonly depth: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Says where on the drawing everything is. */
export class LadderGeometry implements TimeAxis {
  readonly columns: Columns;
  readonly actors: ReadonlyMap<number, Actor>;
  /** The steps in sight, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly spans: readonly Span[];
  readonly flights: readonly { readonly flight: Flight; readonly ends: Ends }[];
  readonly arrows: Arrows;
  readonly index: TimelineIndex;
  /** So much is in sight that counts stand for arrows. */
  readonly dense: boolean;
  private readonly deepest = new Map<number, number>();
  /** The place of each socket's band beside its lifeline, from 0, and how many places there are. */
  private readonly bandPlaces = new Map<Row, number>();
  private readonly bandCounts = new Map<number, number>();
  /** Sockets for whose band there is no place. */
  private readonly unplaced: Row[] = [];

  constructor(readonly input: LadderInput) {
    const { scene, scale, viewport, trace, only = null } = input;
    this.index = timelineIndex(trace);
    const bottom = viewport.scrollY + viewport.height - HEAD;
    this.from = Math.max(scene.from, Math.floor(scale.positionAt(viewport.scrollY)) - 1);
    this.to = Math.min(scene.to, Math.ceil(scale.positionAt(bottom)) + 2);
    // Who was taken off the stage above all that is in sight needs no room any more.
    const order = lifelineOrder(scene).filter(
      ({ id, removedStep }) =>
        (removedStep === null || removedStep >= this.from) && (only === null || only.has(id)),
    );
    this.actors = new Map(order.map((actor) => [actor.id, actor]));
    this.dense = isDense(this.to - this.from, viewport.height - HEAD);
    this.columns = layoutColumns([...this.actors.keys()], viewport.width);
    this.spans = this.spansInSight();
    for (const { call, depth } of this.spans) {
      this.deepest.set(call.actor, Math.max(depth, this.deepest.get(call.actor) ?? 0));
    }
    if (!this.dense) for (const { id } of order) this.placeBands(id);
    this.arrows = arrowsIn(this.index, this, scene.from, input.selected.call);
    this.flights = this.arrows.flights.flatMap((flight) => {
      const ends = this.ends(flight);
      return ends === null ? [] : [{ flight, ends }];
    });
  }

  /** The px at which the interval of a flight begins; `from` is the row into which that falls. */
  begins({ at, startStep }: Flight, from: number): number {
    const { scale, trace } = this.input;
    if (at === null) return this.middle(from);
    if (scale.pxPerNs !== null) return this.middle(startStep) - (at[1] - at[0]) * scale.pxPerNs;
    // What began with a row begins in its middle, what came after it at its end.
    return at[0] <= trace.steps.timeAt(from) ? this.middle(from) : this.y(from + 0.9);
  }

  /** The px of a position. */
  y(position: number): number {
    return HEAD + this.input.scale.at(position) - this.input.viewport.scrollY;
  }

  /** The middle of a step's row; on a linear axis, where it happened. */
  middle(step: number): number {
    return this.input.scale.kind === "steps" ? this.y(step + 0.5) : this.y(step + 1);
  }

  along(position: number): number {
    return this.y(position);
  }

  x(actor: number): number | null {
    const x = this.columns.x.get(actor);
    return x === undefined ? null : x - this.input.viewport.scrollX;
  }

  alpha(step: number): number {
    return (step < this.input.position ? 1 : FUTURE) * this.dim(step);
  }

  /** The colour of the row at this height: the one that has just happened is shaded, and failures. */
  groundAt(y: number): Tone {
    const { scale, viewport, position } = this.input;
    if (scale.kind !== "steps" || this.dense) return "panel";
    const step = Math.floor(scale.positionAt(y - HEAD + viewport.scrollY));
    if (step === Math.ceil(position) - 1) return "sel";
    const { failures } = this.index;
    if (failures[firstFrom(failures, step)] !== step || this.struck(step)) return "panel";
    return "wash-error";
  }

  /** Whether a step tells of what never was, as far as the playhead knows. */
  struck(step: number): boolean {
    const told = this.input.trace.steps.get(step);
    return told?.kind === "segment" && isStruck(told.flight, this.input.position);
  }

  /** What a filter does not let through is hardly there. */
  dim(step: number): number {
    return this.input.matches?.(step) === false ? DIMMED : 1;
  }

  get now(): Now {
    const { position } = this.input;
    return { px: this.y(position), way: "down", position };
  }

  get future(): number {
    return FUTURE;
  }

  tone(flight: Flight): Tone {
    return flightTone(flight, this.actors.get(flight.from?.actor ?? 0)?.role === "server");
  }

  /**
   * Where labels of a lifeline stand: the first one's to its left, all others' to their right,
   * beyond what sleeps on it, or to the left after all if there is no room. `width` and `room` are
   * in px; labels may reach over other lifelines, for a row belongs to one event alone.
   */
  labelSide(
    actor: number,
    x: number,
    width: number,
  ): { left: boolean; edge: number; room: number } {
    const bands = (this.bandCounts.get(actor) ?? 0) * BAND;
    const first = this.columns.labelsLeft.has(actor);
    const off = 14 + (first ? bands : 0);
    const leftRoom = Math.min(x - off - 10, this.columns.leftRoom - off - 6);
    const onLeft = { left: true, edge: x - off, room: leftRoom };
    if (first) return onLeft;
    const edge = x + 14 + (this.deepest.get(actor) ?? 0) * NESTED + bands;
    const room = Math.min(260, this.input.viewport.width - GAPS - edge);
    if (width > room && room < LEAST_ROOM) return { ...onLeft, room: Math.min(260, x - 24) };
    return { left: false, edge, room };
  }

  /** The sockets that have a band, each with the middle of it in px. */
  *bandRows(): Iterable<readonly [Row, number]> {
    for (const [row, place] of this.bandPlaces) {
      const { id } = row.actor;
      const x = this.x(id);
      if (x === null || x < -ASIDE || x > this.input.viewport.width + ASIDE) continue;
      const off = BAND * (place + 0.5);
      if (this.columns.labelsLeft.has(id)) yield [row, x - 11 - off];
      else yield [row, x + 11 + (this.deepest.get(id) ?? 0) * NESTED + off];
    }
  }

  /** How many sockets of a lifeline have no band in sight, and at which px the first of them is. */
  *moreBands(): Iterable<{ readonly actor: Actor; readonly y: number; readonly count: number }> {
    const byActor = new Map<Actor, Row[]>();
    for (const row of this.unplaced) {
      const end = row.phase === "closed" ? row.tracks.phases.lastStep : Number.POSITIVE_INFINITY;
      if (row.from >= this.to || end < this.from) continue;
      byActor.set(row.actor, [...(byActor.get(row.actor) ?? []), row]);
    }
    for (const [actor, rows] of byActor) {
      const first = Math.min(...rows.map(({ from }) => from));
      yield { actor, y: Math.max(HEAD + 10, this.middle(first)), count: rows.length };
    }
  }

  /** Sockets that live one after another share a place; who finds none is counted. */
  private placeBands(actor: number): void {
    const { scene, keepsRow = null } = this.input;
    const most = this.columns.narrow ? 1 : MOST_BANDS;
    const busyTo: number[] = [];
    for (const row of this.byNeed(actor, most)) {
      if (row.from < scene.from || row.socket === null || keepsRow?.(row) === false) continue;
      const stream = row.actor.type === "SOCK_STREAM";
      if (!stream && row.tracks.unread.most === 0) continue;
      const end = row.phase === "closed" ? row.tracks.phases.lastStep : Number.POSITIVE_INFINITY;
      const free = busyTo.findIndex((to) => to <= row.from);
      const place = free < 0 ? busyTo.length : free;
      if (place >= most) {
        this.unplaced.push(row);
        continue;
      }
      busyTo[place] = end;
      this.bandPlaces.set(row, place);
    }
    this.bandCounts.set(actor, busyTo.length);
  }

  /** Where there is one place only, a listening socket has less to say than a conversation. */
  private byNeed(actor: number, places: number): readonly Row[] {
    const rows = this.index.rowsOf(actor);
    if (places > 1) return rows;
    const listens = (row: Row) => row.tracks.queue.most === 0 && row.tracks.everIn("LISTEN");
    return [...rows.filter((row) => !listens(row)), ...rows.filter(listens)];
  }

  /** Whether there is room to say how long this lifeline slept. */
  speaks(actor: number): boolean {
    if (!this.columns.narrow || this.input.selected.actor === actor) return true;
    return actor === [...this.actors.keys()].at(-1);
  }

  /** The px to which something reaches that began in this step and is not over: the playhead's. */
  untilNow(step: number): number {
    const { position, scene } = this.input;
    const open = Math.min(scene.to, Math.max(position, step + 1));
    return Math.max(this.y(open), this.middle(step));
  }

  private spansInSight(): readonly Span[] {
    const { scene } = this.input;
    if (this.dense) return [];
    const found: Span[] = [];
    const busyTo = new Map<number, number[]>();
    for (const call of this.index.callsIn(this.from, this.to)) {
      const end = call.endedStep ?? call.abandonedStep ?? scene.to;
      if (!SLEEPING.has(call.verb) || call.beganStep < scene.from) continue;
      const lanes = busyTo.get(call.actor) ?? [];
      const free = lanes.findIndex((to) => to <= call.beganStep);
      const depth = free < 0 ? lanes.length : free;
      lanes[depth] = end;
      busyTo.set(call.actor, lanes);
      found.push({ call, depth: Math.min(depth, DEEPEST), ...this.spanOf(call) });
    }
    return found;
  }

  private spanOf(call: Call): { top: number; bottom: number } {
    const { viewport } = this.input;
    const top = this.middle(call.beganStep);
    const end = call.endedStep ?? call.abandonedStep;
    const bottom = end === null ? this.untilNow(call.beganStep) : this.middle(end);
    return { top: Math.max(HEAD - 20, top), bottom: Math.min(viewport.height + 20, bottom) };
  }

  /** Where an arrow runs; null for one of lifelines that are not shown. */
  ends(flight: Flight): Ends | null {
    const { scale, viewport } = this.input;
    const from = flight.from === null ? null : this.x(flight.from.actor);
    const to = flight.to === null ? null : this.x(flight.to.actor);
    const known = from ?? (flight.from === null ? to : null);
    if (known === null) return null;
    // An end that nobody knows, or that is not shown, is a little way off.
    const inward = known > this.columns.middle - viewport.scrollX ? -STUB : STUB;
    const x1 = from ?? known + inward;
    const there = to ?? known + inward;
    const x2 = x1 + (there - x1) * reachOf(flight);
    const toward = Math.sign(x2 - x1);
    const { startStep, endStep } = flight;
    // Whatever starts and ends in one row slopes through most of it.
    const oneRow = flight.cargo.kind === "segment" || endStep === startStep;
    const even = scale.kind === "steps";
    const y1 = oneRow && even ? this.y(startStep + 0.15) : this.middle(startStep);
    const landed = even ? startStep + (oneRow ? 0.85 : 1.35) : startStep + 1;
    const y2 =
      endStep !== null && !oneRow ? this.middle(endStep) : reached(flight, this.y(landed), this);
    return { x1: x1 + toward * 7, y1, x2: x2 - toward * 8, y2 };
  }
}
