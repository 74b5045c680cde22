import {
  type Focus,
  foldedScale,
  framedSteps,
  type RowRoom,
  type Scale,
  type Scene,
  type Trace,
} from "@sockscope/trace";

/** Px that a row and a fold take; the rows have 24 on the wall, where all is drawn 1.5 times as large. */
const ROOM = { row: 16, maxRow: 32, fold: 14, thinFold: 5 } as const;
/** Kept free at the end, so that the playhead is seen behind the last row. */
const TAIL = 6;

/** Frames what a focus speaks of, until somebody looks elsewhere by hand. */
export class Framing {
  private let: Focus | null = null;
  private focus: Focus | null = null;
  private made: { readonly of: readonly unknown[]; readonly scale: Scale; readonly actors: ReadonlySet<number> } | null = null;

  /** Leaves this focus: the reader scrolls and zooms. The next one is framed again. */
  letGo(): void {
    this.let = this.focus;
  }

  /**
   * @param room px along the axis of time
   * @returns null where nothing is framed
   */
  scale(trace: Trace, scene: Scene, focus: Focus | null, room: number): Scale | null {
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
