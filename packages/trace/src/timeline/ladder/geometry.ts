import { lifelineOrder } from "../../model/scenes.ts";
import type { Tone } from "../../tones/tone.ts";
import type { Actor } from "../../types/actor.ts";
import type { Call } from "../../types/call.ts";
import type { Flight } from "../../types/flight.ts";
import { type DrawnFlight, TimelineGeometry } from "../axis/geometry.ts";
import type { TimelineInput } from "../axis/input.ts";
import type { Ends } from "../draw/labels.ts";
import { isFolded } from "../framed/folded-scale.ts";
import { firstFrom } from "../index/first-from.ts";
import { reachOf } from "../index/link-fate.ts";
import type { Row } from "../index/rows.ts";
import type { BandAxis } from "../marks/bands.ts";
import { isStruck } from "../marks/flight-label.ts";
import { BLOCKING, endOf } from "../marks/spans.ts";
import { BandPlaces } from "./band-places.ts";
import { type Columns, layoutColumns } from "./columns.ts";

/** The height of the names of the lifelines, which stay visible, in px. */
export const HEAD = 44;
/** How far each call that is blocked beside others is set off, in px, and how many of them are. */
export const NESTED = 5;
const DEEPEST = 6;
/** Room for a socket's band beside its lifeline, in px. */
const BAND = 11;
/** A lifeline so far out of sight has no visible bands, px. */
const ASIDE = 80;
/** The right margin, where the true gaps are printed. */
const GAPS = 76;
/** With less room than this to its right, in px, a label stands to the left of its lifeline. */
const MIN_ROOM = 120;
/** How long an arrow to an unknown end is, in px. */
const STUB = 70;

/** A call that took longer than its own row, and beside how many others it lies. */
export interface Span {
  readonly call: Call;
  readonly depth: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where things are in the ladder: time runs down, and each program has a lifeline. */
export class LadderGeometry extends TimelineGeometry implements BandAxis {
  readonly columns: Columns;
  readonly actors: ReadonlyMap<number, Actor>;
  readonly spans: readonly Span[];
  readonly flights: readonly DrawnFlight[];
  private readonly deepest = new Map<number, number>();
  private readonly bands: BandPlaces;

  constructor(input: TimelineInput) {
    super(input, { way: "down", start: HEAD, pad: 0, crossStart: 0 });
    const { scene, viewport, only = null } = input;
    // A program that was removed above the visible steps needs no room any more.
    const order = lifelineOrder(scene).filter(
      ({ id, removedStep }) =>
        (removedStep === null || removedStep >= this.from) && (only === null || only.has(id)),
    );
    this.actors = new Map(order.map((actor) => [actor.id, actor]));
    this.columns = layoutColumns([...this.actors.keys()], viewport.width);
    this.spans = this.visibleSpans();
    for (const { call, depth } of this.spans) {
      this.deepest.set(call.actor, Math.max(depth, this.deepest.get(call.actor) ?? 0));
    }
    this.bands = new BandPlaces(input, this.index, this.columns.narrow);
    if (!this.dense) for (const { id } of order) this.bands.place(id);
    this.flights = this.drawnFlights().filter(
      ({ flight: { startStep, endStep } }) =>
        !(this.folded(startStep) && this.folded(endStep ?? startStep)),
    );
  }

  /** Whether a step has no row of its own. */
  folded(step: number): boolean {
    return isFolded(this.input.scale, step);
  }

  /** The px of a lifeline; null for one that is not drawn. */
  x(actor: number): number | null {
    const x = this.columns.x.get(actor);
    return x === undefined ? null : x - this.input.viewport.scrollX;
  }

  /** The colour behind this px: the row that has just happened is shaded, and failures are. */
  groundAt(y: number): Tone {
    const { scale, viewport, position } = this.input;
    if (scale.kind !== "steps" || this.dense) return "panel";
    const step = Math.floor(scale.positionAt(y - HEAD + viewport.scrollY));
    if (this.folded(step)) return "panel";
    if (step === Math.ceil(position) - 1) return "sel";
    const { failures } = this.index;
    if (failures[firstFrom(failures, step)] !== step || this.struck(step)) return "panel";
    return "wash-error";
  }

  /** Whether a step tells of a segment that never was, as a step before the playhead says. */
  struck(index: number): boolean {
    const step = this.input.trace.steps.get(index);
    return step?.kind === "segment" && isStruck(step.flight, this.input.position);
  }

  /**
   * Where the labels of a lifeline stand. Those of the first stand to its left, all others to the right,
   * beyond the calls that are blocked on it, or to the left if there is no room. `width` and `room` are
   * in px. Labels may reach over other lifelines, because a row belongs to one event alone.
   */
  labelSide(
    actor: number,
    x: number,
    width: number,
  ): { left: boolean; edge: number; room: number } {
    const bands = this.bands.countOf(actor) * BAND;
    const first = this.columns.labelsLeft.has(actor);
    const off = 14 + (first ? bands : 0);
    const leftRoom = Math.min(x - off - 10, this.columns.leftRoom - off - 6);
    const onLeft = { left: true, edge: x - off, room: leftRoom };
    if (first) return onLeft;
    const edge = x + 14 + (this.deepest.get(actor) ?? 0) * NESTED + bands;
    const room = Math.min(260, this.input.viewport.width - GAPS - edge);
    if (width > room && room < MIN_ROOM) return { ...onLeft, room: Math.min(260, x - 24) };
    return { left: false, edge, room };
  }

  /** The sockets that have a visible band, each with the middle of it in px. */
  *bandRows(): Iterable<readonly [Row, number]> {
    for (const [row, place] of this.bands.places) {
      const { id } = row.actor;
      const x = this.x(id);
      if (x === null || x < -ASIDE || x > this.input.viewport.width + ASIDE) continue;
      const off = BAND * (place + 0.5);
      if (this.columns.labelsLeft.has(id)) yield [row, x - 11 - off];
      else yield [row, x + 11 + (this.deepest.get(id) ?? 0) * NESTED + off];
    }
  }

  /** How many visible sockets of a lifeline have no band, and the px of the first of them. */
  *missingBands(): Iterable<{ readonly actor: Actor; readonly y: number; readonly count: number }> {
    for (const { actor, first, count } of this.bands.missing(this.from, this.to)) {
      yield { actor, y: Math.max(HEAD + 10, this.middle(first)), count };
    }
  }

  bandStart(from: number): number {
    return this.stretchStart(from);
  }

  bandEnd(to: number): number {
    const { scene, viewport } = this.input;
    const end = to >= this.to ? this.along(Math.min(scene.to, to)) : this.middle(to);
    return Math.min(viewport.height + 20, end);
  }

  /** Whether there is room to say that a call is blocked on this lifeline. */
  hasRoomForSpans(actor: number): boolean {
    if (!this.columns.narrow || this.input.selected.actor === actor) return true;
    return actor === [...this.actors.keys()].at(-1);
  }

  private visibleSpans(): readonly Span[] {
    const { scene } = this.input;
    if (this.dense) return [];
    const spans: Span[] = [];
    const busyTo = new Map<number, number[]>();
    for (const call of this.index.callsIn(this.from, this.to)) {
      if (!BLOCKING.has(call.verb) || call.beganStep < scene.from) continue;
      const ended = endOf(call);
      const lanes = busyTo.get(call.actor) ?? [];
      const free = lanes.findIndex((to) => to <= call.beganStep);
      const depth = free < 0 ? lanes.length : free;
      lanes[depth] = ended ?? scene.to;
      busyTo.set(call.actor, lanes);
      const top = this.stretchStart(call.beganStep);
      const bottom = this.stretchEnd(ended, call.beganStep);
      spans.push({ call, depth: Math.min(depth, DEEPEST), top, bottom });
    }
    return spans;
  }

  /** Null for an arrow of lifelines that are not drawn. */
  override ends(flight: Flight): Ends | null {
    const from = flight.from === null ? null : this.x(flight.from.actor);
    const to = flight.to === null ? null : this.x(flight.to.actor);
    const known = from ?? (flight.from === null ? to : null);
    if (known === null) return null;
    // An end that is unknown, or whose lifeline is not drawn, is a little way off.
    const inward = known > this.columns.middle - this.input.viewport.scrollX ? -STUB : STUB;
    const x1 = from ?? known + inward;
    const there = to ?? known + inward;
    const x2 = x1 + (there - x1) * reachOf(flight);
    const toward = Math.sign(x2 - x1);
    const [y1, y2] = [this.leaves(flight), this.arrives(flight)];
    return { x1: x1 + toward * 7, y1, x2: x2 - toward * 8, y2 };
  }
}
