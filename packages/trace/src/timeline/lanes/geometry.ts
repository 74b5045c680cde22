import type { Call, Flight } from "../../model/types.ts";
import type { Now } from "../axis/playhead.ts";
import { flightTone, type Tone } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import { type Arrows, arrowsIn, isDense } from "../index/density.ts";
import { reached, reachOf, type TimeAxis } from "../index/link-fate.ts";
import type { Row } from "../index/rows.ts";
import { lifelineOrder } from "../index/scenes.ts";
import { type TimelineIndex, timelineIndex } from "../index/timeline-index.ts";
import { DIMMED, type Ends, FUTURE, type LadderInput, SLEEPING } from "../ladder/geometry.ts";

/** Room for the axis on top, and between the names and the first step, in px. */
export const AXIS = 32;
export const PAD = 20;
/** The height of a row, in px: as much as there is room for, within these. */
const ROW = { least: 34, most: 78 };
/** From this height on, labels stand above and below the bar and states are named. */
const ROOMY = 58;

/** Room for the names of the rows, which stay in sight. */
export const gutterOf = (width: number): number => (width < 620 ? 104 : 184);

/** A row that is drawn, with its place in the whole. */
export interface Lane {
  readonly row: Row;
  readonly place: number;
}

/** A call that slept, on its row. Calls that sleep beside one another share the bar. */
export interface LaneSpan {
  readonly call: Call;
  readonly box: Box;
}

/** All rows of a scene: programs that are called on top, each followed by its conversations. */
export function laneRows(
  { scene, only = null, keepsRow = null }: Pick<LadderInput, "scene" | "only" | "keepsRow">,
  index: TimelineIndex,
): readonly Row[] {
  const rows: Row[] = [];
  const order = lifelineOrder(scene);
  const servers = order.filter(({ role }) => role === "server");
  for (const actor of [...servers, ...order.filter(({ role }) => role !== "server")]) {
    if (only !== null && !only.has(actor.id)) continue;
    for (const row of index.rowsOf(actor.id)) if (keepsRow?.(row) ?? true) rows.push(row);
  }
  return rows;
}

export const rowHeight = (rows: number, room: number): number =>
  Math.max(ROW.least, Math.min(ROW.most, Math.floor(room / Math.max(1, rows))));

/** Says where in the lanes everything is: time runs right, a row a socket. */
export class LanesGeometry implements TimeAxis {
  readonly index: TimelineIndex;
  readonly gutter: number;
  readonly rowHeight: number;
  /** The height of all rows, in px. */
  readonly extent: number;
  readonly rows: readonly Row[];
  /** The rows in sight. */
  readonly lanes: readonly Lane[];
  /** The steps in sight, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly dense: boolean;
  readonly spans: readonly LaneSpan[];
  readonly flights: readonly { readonly flight: Flight; readonly ends: Ends }[];
  readonly arrows: Arrows;
  private readonly places = new Map<Row, number>();

  constructor(readonly input: LadderInput) {
    const { scene, scale, viewport, trace } = input;
    this.index = timelineIndex(trace);
    this.gutter = gutterOf(viewport.width);
    this.rows = laneRows(input, this.index);
    for (const [place, row] of this.rows.entries()) this.places.set(row, place);
    this.rowHeight = rowHeight(this.rows.length, viewport.height - AXIS);
    this.extent = this.rows.length * this.rowHeight;
    const first = Math.max(0, Math.floor(viewport.scrollY / this.rowHeight));
    const last = Math.ceil((viewport.scrollY + viewport.height - AXIS) / this.rowHeight);
    this.lanes = this.rows.slice(first, last).map((row, i) => ({ row, place: first + i }));
    const left = viewport.scrollX - PAD;
    const right = left + viewport.width - this.gutter;
    this.from = Math.max(scene.from, Math.floor(scale.positionAt(left)) - 1);
    this.to = Math.min(scene.to, Math.ceil(scale.positionAt(right)) + 2);
    this.dense = isDense(this.to - this.from, viewport.width - this.gutter);
    this.spans = this.dense ? [] : this.spansInSight();
    this.arrows = arrowsIn(this.index, this, scene.from, input.selected.call);
    this.flights = this.flightsInSight();
  }

  /** Labels above and below the bar, names of states: where rows are high enough. */
  get roomy(): boolean {
    return this.rowHeight >= ROOMY;
  }

  /** The px at which the interval of a flight begins; `from` is the column into which that falls. */
  begins({ at, startStep }: Flight, from: number): number {
    const { scale, trace } = this.input;
    if (at === null) return this.middle(from);
    if (scale.pxPerNs !== null) return this.middle(startStep) - (at[1] - at[0]) * scale.pxPerNs;
    return at[0] <= trace.steps.timeAt(from) ? this.middle(from) : this.x(from + 0.9);
  }

  x(position: number): number {
    return this.gutter + PAD + this.input.scale.at(position) - this.input.viewport.scrollX;
  }

  along(position: number): number {
    return this.x(position);
  }

  /** The px to which something reaches that began in this step and is not over: the playhead's. */
  untilNow(step: number): number {
    const { position, scene } = this.input;
    const open = Math.min(scene.to, Math.max(position, step + 1));
    return Math.max(this.x(open), this.middle(step));
  }

  /** The middle of a step's column; on a linear axis, where it happened. */
  middle(step: number): number {
    return this.input.scale.kind === "steps" ? this.x(step + 0.5) : this.x(step + 1);
  }

  /** The top of a row. */
  top(place: number): number {
    return AXIS + place * this.rowHeight - this.input.viewport.scrollY;
  }

  /** The middle of a row's bar. */
  bar(place: number): number {
    return this.top(place) + (this.roomy ? 31 : 22);
  }

  placeOf(row: Row | undefined): number | null {
    return row === undefined ? null : (this.places.get(row) ?? null);
  }

  /** The place of an end of an arrow: its socket's row, or its program's first. */
  placeOfEnd(end: { actor: number; socket: number | null }): number | null {
    const own = end.socket === null ? undefined : this.index.rowOf(end.socket);
    return this.placeOf(own ?? this.index.rowsOf(end.actor)[0]);
  }

  alpha(step: number): number {
    return (step < this.input.position ? 1 : FUTURE) * this.dim(step);
  }

  get now(): Now {
    const { position } = this.input;
    return { px: this.x(position), way: "right", position };
  }

  dim(step: number): number {
    return this.input.matches?.(step) === false ? DIMMED : 1;
  }

  tone(flight: Flight): Tone {
    return flightTone(flight, this.input.trace.actor(flight.from?.actor ?? 0)?.role === "server");
  }

  private spansInSight(): readonly LaneSpan[] {
    const { viewport, scene } = this.input;
    const [least, most] = [this.gutter - 20, viewport.width + 20];
    const found: LaneSpan[] = [];
    for (const call of this.index.callsIn(this.from, this.to)) {
      if (!SLEEPING.has(call.verb) || call.beganStep < scene.from || call.socket === null) continue;
      const place = this.placeOf(this.index.rowOf(call.socket));
      if (place === null || !this.sees(place)) continue;
      const end = call.endedStep ?? call.abandonedStep;
      const left = Math.max(least, this.middle(call.beganStep));
      const right = Math.min(most, end === null ? this.untilNow(call.beganStep) : this.middle(end));
      if (right - left < 2) continue;
      const half = this.roomy ? 9 : 6;
      const y = this.bar(place) - half;
      found.push({ call, box: { x: left, y, w: right - left, h: 2 * half } });
    }
    return found;
  }

  private flightsInSight(): LanesGeometry["flights"] {
    return this.arrows.flights.flatMap((flight) => {
      const ends = this.ends(flight);
      return ends === null ? [] : [{ flight, ends }];
    });
  }

  /** Null for what is in no row, or between two rows that are both out of sight on one side. */
  ends(flight: Flight): Ends | null {
    const known = flight.from ?? flight.to;
    const from = known === null ? null : this.placeOfEnd(known);
    const to = flight.to === null ? from : this.placeOfEnd(flight.to);
    if (from === null) return null;
    const down = to === null ? 0 : Math.sign(to - from);
    // Who speaks with nobody does so in his own row: above it somebody else stands.
    const stub = Math.max(this.top(from) + 3, this.bar(from) - 30);
    const off = to === null || down === 0 ? stub : this.bar(to);
    const [y1, y2] = flight.from === null ? [off, this.bar(from)] : [this.bar(from), off];
    const { height } = this.input.viewport;
    if (Math.max(y1, y2) < AXIS || Math.min(y1, y2) > height) return null;
    const { startStep, endStep } = flight;
    const even = this.input.scale.kind === "steps";
    const oneStep = flight.cargo.kind === "segment" || endStep === startStep;
    const x1 = oneStep && even ? this.x(startStep + 0.15) : this.middle(startStep);
    const landed = even ? startStep + (oneStep ? 0.85 : 1.35) : startStep + 1;
    const taken = endStep !== null && !oneStep;
    const x2 = taken ? this.middle(endStep) : reached(flight, this.x(landed), this);
    const [leaves, arrives] = [y1 + down * 8, y2 - down * 9];
    return { x1, y1: leaves, x2, y2: leaves + (arrives - leaves) * reachOf(flight) };
  }

  private sees(place: number): boolean {
    const top = this.top(place);
    return top + this.rowHeight > AXIS && top < this.input.viewport.height;
  }
}
