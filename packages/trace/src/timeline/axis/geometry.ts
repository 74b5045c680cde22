import { flightTone, type Tone } from "../../tones/tone.ts";
import type { Flight } from "../../types/flight.ts";
import type { Way } from "../draw/along.ts";
import type { Ends } from "../draw/labels.ts";
import { type Arrows, arrowsIn, isDense } from "../index/density.ts";
import { reached, type TimeAxis } from "../index/link-fate.ts";
import { type TimelineIndex, timelineIndex } from "../index/timeline-index.ts";
import type { TimelineInput } from "./input.ts";
import { DIMMED, FUTURE, type Now } from "./playhead.ts";

/** How far a stretch may reach out of sight, in px: its end must not show. */
const MARGIN = 20;

/** How a layout puts the axis of time and the cross axis into the viewport, in px. */
interface Frame {
  readonly way: Way;
  /** Where the axis of time begins, and how far behind that the first step stands. */
  readonly start: number;
  readonly pad: number;
  /** Where the cross axis begins. */
  readonly crossStart: number;
}

/** An arrow that is drawn. */
export interface DrawnFlight {
  readonly flight: Flight;
  readonly ends: Ends;
}

/**
 * Where things are along the axis of time, which runs down (ladder) or right (lanes). The layouts
 * add where things are on the cross axis: the lifelines of the ladder, the rows of the lanes.
 */
export abstract class TimelineGeometry implements TimeAxis {
  readonly index: TimelineIndex;
  readonly way: Way;
  /** The px of the drawing from which and to which there is an axis of time, and a cross axis. */
  readonly start: number;
  readonly end: number;
  readonly crossStart: number;
  readonly crossEnd: number;
  /** The px at which the first step of the trace stands. */
  readonly origin: number;
  /** The visible steps, [from, to). */
  readonly from: number;
  readonly to: number;
  /** So many steps are visible that counts stand for arrows. */
  readonly dense: boolean;
  readonly arrows: Arrows;
  readonly now: Now;
  private readonly first: number;
  private readonly scroll: number;

  constructor(
    readonly input: TimelineInput,
    { way, start, pad, crossStart }: Frame,
  ) {
    const { scene, scale, viewport, trace, position } = input;
    const down = way === "down";
    this.index = timelineIndex(trace);
    this.way = way;
    this.start = start;
    this.end = down ? viewport.height : viewport.width;
    this.crossStart = crossStart;
    this.crossEnd = down ? viewport.width : viewport.height;
    this.first = start + pad;
    this.scroll = down ? viewport.scrollY : viewport.scrollX;
    const visible = this.scroll - pad;
    this.from = Math.max(scene.from, Math.floor(scale.positionAt(visible)) - 1);
    const last = visible + this.end - start;
    this.to = Math.min(scene.to, Math.ceil(scale.positionAt(last)) + 2);
    const folded = scale.folds.reduce(
      (sum, fold) => sum + Math.max(0, Math.min(fold.to, this.to) - Math.max(fold.from, this.from)),
      0,
    );
    this.dense = isDense(this.to - this.from - folded, this.end - start);
    this.arrows = arrowsIn(this.index, this, scene.from, input.selected.call);
    this.now = { px: this.along(position), way, position };
    this.origin = this.along(0) - scale.at(0);
  }

  /** The px of a position. */
  along(position: number): number {
    return this.first + this.input.scale.at(position) - this.scroll;
  }

  /** The middle of a step's room; on a linear axis, where it happened. */
  middle(step: number): number {
    return this.input.scale.kind === "steps" ? this.along(step + 0.5) : this.along(step + 1);
  }

  untilNow(step: number): number {
    const { position, scene } = this.input;
    const open = Math.min(scene.to, Math.max(position, step + 1));
    return Math.max(this.along(open), this.middle(step));
  }

  /** The px at which a stretch begins that begins in this step, no further out of sight than a margin. */
  stretchStart(step: number): number {
    return Math.max(this.start - MARGIN, this.middle(step));
  }

  /** The same for its end. `step` is null while it has none: then it reaches the playhead. */
  stretchEnd(step: number | null, began: number): number {
    const end = step === null ? this.untilNow(began) : this.middle(step);
    return Math.min(this.end + MARGIN, end);
  }

  /** The px at which the interval of a flight begins; `from` is the step into which that falls. */
  begins({ at, startStep }: Flight, from: number): number {
    const { scale, trace } = this.input;
    if (at === null) return this.middle(from);
    if (scale.pxPerNs !== null) return this.middle(startStep) - (at[1] - at[0]) * scale.pxPerNs;
    // An interval that begins with a step begins in its middle, a later one at the step's end.
    return at[0] <= trace.steps.timeAt(from) ? this.middle(from) : this.along(from + 0.9);
  }

  /** The px at which the arrow of a flight begins. */
  leaves(flight: Flight): number {
    const { startStep } = flight;
    return isInOneStep(flight) && this.input.scale.kind === "steps"
      ? this.along(startStep + 0.15)
      : this.middle(startStep);
  }

  /** The px at which the arrow of a flight ends. */
  arrives(flight: Flight): number {
    const { startStep, endStep } = flight;
    const oneStep = isInOneStep(flight);
    if (endStep !== null && !oneStep) return this.middle(endStep);
    const even = this.input.scale.kind === "steps";
    const landed = even ? startStep + (oneStep ? 0.85 : 1.35) : startStep + 1;
    return reached(flight, this.along(landed), this);
  }

  /** Where an arrow runs; null if it is not drawn. */
  abstract ends(flight: Flight): Ends | null;

  /** The opacity of a step: faint beyond the playhead, fainter where a filter rejects it. */
  alpha(step: number): number {
    return (step < this.input.position ? 1 : FUTURE) * this.dim(step);
  }

  /** The opacity that a filter leaves to a step. */
  dim(step: number): number {
    return this.input.matches?.(step) === false ? DIMMED : 1;
  }

  tone(flight: Flight): Tone {
    return flightTone(flight, this.input.trace.actor(flight.from?.actor ?? 0)?.role === "server");
  }

  protected drawnFlights(): readonly DrawnFlight[] {
    return this.arrows.flights.flatMap((flight) => {
      const ends = this.ends(flight);
      return ends === null ? [] : [{ flight, ends }];
    });
  }
}

/** The arrow of a flight that starts and ends in one step slopes through most of the step's room. */
const isInOneStep = ({ cargo, startStep, endStep }: Flight): boolean =>
  cargo.kind === "segment" || endStep === startStep;
