import type { Selected } from "../axis/input.ts";
import type { Row } from "../index/rows.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";
import type { LadderDrawing } from "../ladder/ladder.ts";
import { AXIS } from "../lanes/geometry.ts";
import type { LanesDrawing } from "../lanes/lanes.ts";

/** A drawing in either layout. */
export type Drawn =
  | { readonly layout: "ladder"; readonly drawing: LadderDrawing }
  | { readonly layout: "lanes"; readonly drawing: LanesDrawing };

/** What the user looks at: the playhead (steps), and what is selected. */
export interface Focus {
  readonly position: number;
  readonly selected: Selected;
}

/** The least distance of a visible lifeline from the sides, in px: its labels need the room. */
const SIDE = { left: 60, right: 230 };

/** The visible part of the cross axis: columns of the ladder, rows of the lanes. */
export class CrossAxis {
  /** The first visible px. */
  px = 0;
  private aim: { readonly actor: number; readonly row: Row | undefined } | null = null;
  private position = Number.NaN;
  private chosen = "";

  /** The user scrolls. The next move of the playhead or selection may scroll back. */
  scrollBy(px: number): void {
    this.aim = null;
    this.px += px;
  }

  /**
   * Decides what must be visible: what has just been selected, else the step of the playhead.
   * @param isNew the layout has just been changed to this one
   */
  attend({ position, selected }: Focus, index: TimelineIndex, isNew: boolean): void {
    const chosen = `${selected.actor} ${selected.call} ${selected.step}`;
    const moved = isNew || position !== this.position;
    const aim = isNew || chosen !== this.chosen ? this.ofSelection(selected, index) : null;
    if (aim !== null) this.aim = aim;
    else if (moved) this.aim = this.ofStep(Math.ceil(position) - 1, index) ?? this.aim;
    this.chosen = chosen;
    this.position = position;
  }

  /**
   * Makes it visible. The drawing knows where it is.
   * @returns whether the visible part has changed, so that this drawing is out of date
   */
  settle(drawn: Drawn, size: { readonly width: number; readonly height: number }): boolean {
    const before = this.px;
    if (drawn.layout === "ladder") {
      const { columns } = drawn.drawing;
      const x = this.aim === null ? undefined : columns.x.get(this.aim.actor);
      const wanted = x === undefined ? null : [x - size.width + SIDE.right, x - SIDE.left];
      this.keep(wanted, columns.width - size.width);
    } else {
      const { all, extent } = drawn.drawing;
      const [high, room] = [extent / Math.max(1, all.length), size.height - AXIS];
      const place = this.aim?.row === undefined ? -1 : all.indexOf(this.aim.row);
      const wanted = place < 0 ? null : [(place + 1) * high - room, place * high];
      this.keep(wanted, extent - room);
    }
    return this.px !== before;
  }

  /** Scrolls no further than it must, and not past the ends. */
  private keep(within: readonly number[] | null, max: number): void {
    const [low = 0, high = 0] = within ?? [this.px, this.px];
    const wanted = Math.max(low, Math.min(high, this.px));
    this.px = Math.max(0, Math.min(Math.max(0, max), wanted));
  }

  private ofSelection({ actor, step }: Selected, index: TimelineIndex) {
    if (actor !== null) return { actor, row: index.rowsOf(actor)[0] };
    return step === null ? null : this.ofStep(step, index);
  }

  private ofStep(at: number, index: TimelineIndex) {
    const step = index.trace.steps.get(at);
    if (step === undefined || step.actor === null) return null;
    return { actor: step.actor, row: index.rowOfStep(step) };
  }
}
