import { lifelineOrder } from "../../model/scenes.ts";
import type { Call } from "../../types/call.ts";
import type { Flight } from "../../types/flight.ts";
import { type DrawnFlight, TimelineGeometry } from "../axis/geometry.ts";
import type { TimelineInput } from "../axis/input.ts";
import type { Box, Ends } from "../draw/labels.ts";
import { reachOf } from "../index/link-fate.ts";
import type { Row } from "../index/rows.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";
import type { BandAxis } from "../marks/bands.ts";
import { BLOCKING, endOf } from "../marks/spans.ts";

/** Room for the axis on top, and between the names and the first step, in px. */
export const AXIS = 32;
export const PAD = 20;
/** The height of a row, in px: as much as there is room for, within these. */
const ROW = { min: 34, max: 78 };
/** From this height on, labels stand above and below the bar and states are named. */
const ROOMY = 58;

/** Room for the names of the rows, which stay visible, in px. */
export const gutterOf = (width: number): number => (width < 620 ? 104 : 184);

/** A row that is drawn, with its place in the whole. */
export interface Lane {
  readonly row: Row;
  readonly place: number;
}

/** A call that was blocked, on its row. Calls that are blocked at the same time share the bar. */
export interface LaneSpan {
  readonly call: Call;
  readonly box: Box;
}

/** All rows of a scene: programs that are called on top, each followed by its conversations. */
export function laneRows(
  { scene, only = null, keepsRow = null }: Pick<TimelineInput, "scene" | "only" | "keepsRow">,
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
  Math.max(ROW.min, Math.min(ROW.max, Math.floor(room / Math.max(1, rows))));

/** Where things are in the lanes: time runs right, and each socket has a row. */
export class LanesGeometry extends TimelineGeometry implements BandAxis {
  readonly rowHeight: number;
  /** The height of all rows, in px. */
  readonly extent: number;
  readonly rows: readonly Row[];
  /** The visible rows. */
  readonly lanes: readonly Lane[];
  readonly spans: readonly LaneSpan[];
  readonly flights: readonly DrawnFlight[];
  private readonly places = new Map<Row, number>();

  constructor(input: TimelineInput) {
    const { viewport } = input;
    super(input, { way: "right", start: gutterOf(viewport.width), pad: PAD, crossStart: AXIS });
    this.rows = laneRows(input, this.index);
    for (const [place, row] of this.rows.entries()) this.places.set(row, place);
    this.rowHeight = rowHeight(this.rows.length, viewport.height - AXIS);
    this.extent = this.rows.length * this.rowHeight;
    const first = Math.max(0, Math.floor(viewport.scrollY / this.rowHeight));
    const last = Math.ceil((viewport.scrollY + viewport.height - AXIS) / this.rowHeight);
    this.lanes = this.rows.slice(first, last).map((row, i) => ({ row, place: first + i }));
    this.spans = this.dense ? [] : this.visibleSpans();
    this.flights = this.drawnFlights();
  }

  /** The width of the names of the rows. */
  get gutter(): number {
    return this.start;
  }

  /** Labels above and below the bar, names of states: where rows are high enough. */
  get roomy(): boolean {
    return this.rowHeight >= ROOMY;
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

  bandStart(from: number): number {
    return Math.max(this.start, this.middle(from));
  }

  bandEnd(to: number): number {
    const end = to >= this.to ? this.along(to + 1) : this.middle(to);
    return Math.min(this.end, end);
  }

  private visibleSpans(): readonly LaneSpan[] {
    const { scene } = this.input;
    const spans: LaneSpan[] = [];
    for (const call of this.index.callsIn(this.from, this.to)) {
      if (!BLOCKING.has(call.verb) || call.beganStep < scene.from || call.socket === null) continue;
      const place = this.placeOf(this.index.rowOf(call.socket));
      if (place === null || !this.isVisible(place)) continue;
      const left = this.stretchStart(call.beganStep);
      const right = this.stretchEnd(endOf(call), call.beganStep);
      if (right - left < 2) continue;
      const half = this.roomy ? 9 : 6;
      const y = this.bar(place) - half;
      spans.push({ call, box: { x: left, y, w: right - left, h: 2 * half } });
    }
    return spans;
  }

  /** Null for an arrow of no row, or between two rows that are both out of sight on one side. */
  override ends(flight: Flight): Ends | null {
    const known = flight.from ?? flight.to;
    const from = known === null ? null : this.placeOfEnd(known);
    const to = flight.to === null ? from : this.placeOfEnd(flight.to);
    if (from === null) return null;
    const down = to === null ? 0 : Math.sign(to - from);
    // An arrow to an unknown end stays in its own row: above it is the row of another program.
    const stub = Math.max(this.top(from) + 3, this.bar(from) - 30);
    const off = to === null || down === 0 ? stub : this.bar(to);
    const [y1, y2] = flight.from === null ? [off, this.bar(from)] : [this.bar(from), off];
    const { height } = this.input.viewport;
    if (Math.max(y1, y2) < AXIS || Math.min(y1, y2) > height) return null;
    const [leaves, arrives] = [y1 + down * 8, y2 - down * 9];
    return {
      ...{ x1: this.leaves(flight), y1: leaves, x2: this.arrives(flight) },
      y2: leaves + (arrives - leaves) * reachOf(flight),
    };
  }

  private isVisible(place: number): boolean {
    const top = this.top(place);
    return top + this.rowHeight > AXIS && top < this.input.viewport.height;
  }
}
