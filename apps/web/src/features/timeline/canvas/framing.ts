import {
  type Focus,
  foldedScale,
  framedSteps,
  type RowRoom,
  type Scale,
  type Scene,
  type StepRange,
  type Trace,
} from "@sockscope/trace";
import type { TimelineSource } from "./timeline-source.ts";

/** Px that a row and a fold take; the rows have 23 on the wall, where all is drawn 1.5 times as large. */
const ROOM = { row: 15.5, maxRow: 30, fold: 10, thinFold: 4 } as const;
/** Kept free at the end, so that the playhead is seen behind the last row. */
const TAIL = 6;

/** Frames what a focus speaks of, until somebody looks elsewhere by hand. */
export class Framing {
  private let: Focus | null = null;
  private focus: Focus | null = null;
  private made: {
    readonly of: readonly unknown[];
    readonly scale: Scale;
    readonly actors: ReadonlySet<number>;
  } | null = null;

  /** Leaves this focus: the reader scrolls and zooms. The next one is framed again. */
  letGo(): void {
    this.let = this.focus;
  }

  /**
   * The folded axis of a ladder on even steps; null where nothing is framed.
   * @param room px along the axis of time
   */
  scale(source: TimelineSource, scene: Scene, room: number): Scale | null {
    const { trace, layout, scale: kind } = source;
    // Only rows fold: lanes have none, and real time has its own.
    const focus = layout === "ladder" && kind === "steps" ? source.focus : null;
    this.focus = focus;
    if (focus === null || focus === this.let || room < 4 * ROOM.row) return null;
    const of = [trace, trace.revision, scene.from, scene.to, focus, room];
    if (this.made?.of.every((one, i) => one === of[i]) === true) return this.made.scale;
    const rows: RowRoom = { ...ROOM, axis: room - TAIL };
    const shown = framedSteps(trace, scene, focus, rows);
    const scale = foldedScale(scene, shown, rows);
    this.made = { of, scale, actors: new Set([...focus.actors, ...actorsIn(trace, shown)]) };
    return scale;
  }

  /** On an axis of real time: the steps that are to fill it; null where nothing is framed. */
  stretch(source: TimelineSource, scene: Scene): StepRange | null {
    const { focus } = source;
    if (source.scale !== "time" || focus === null) return null;
    this.focus = focus;
    if (focus === this.let) return null;
    const from = Math.max(scene.from, focus.from);
    return { from, to: Math.max(from + 1, Math.min(scene.to, focus.to)) };
  }

  /** Whose lifelines have something to show; null: all of them, where nothing is framed. */
  actorsOf(scale: Scale): ReadonlySet<number> | null {
    const { made } = this;
    return made?.scale === scale && made.actors.size > 0 ? made.actors : null;
  }
}

/** The programs that have a part in these steps. */
function* actorsIn(trace: Trace, steps: readonly number[]): Iterable<number> {
  for (const index of steps) {
    const step = trace.steps.get(index);
    if (step?.kind === "segment") {
      for (const end of [step.flight.from, step.flight.to]) if (end !== null) yield end.actor;
    } else if (step?.actor != null) yield step.actor;
  }
}
