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

/** What the page stands at: the playhead (steps), and what is selected. */
export interface StandsAt {
  readonly position: number;
  readonly selected: Selected;
}

/** A lifeline in sight is at least so many px from the sides: its labels need the room. */
const SIDE = { left: 60, right: 230 };

/** What is looked at across the axis of time: columns of the ladder, rows of the lanes. */
export class Across {
  /** The first px in sight. */
  px = 0;
  private aim: { readonly actor: number; readonly row: Row | undefined } | null = null;
  private position = Number.NaN;
  private chosen = "";

  /** A person looks elsewhere, until the playhead moves or something else is selected. */
  scrollBy(px: number): void {
    this.aim = null;
    this.px += px;
  }

  /**
   * Decides what is to be in sight: what has just been selected, else where the playhead has come.
   * @param anew the layout has just been changed to this one
   */
  attend({ position, selected }: StandsAt, index: TimelineIndex, anew: boolean): void {
    const chosen = `${selected.actor} ${selected.call} ${selected.step}`;
    const moved = anew || position !== this.position;
    const aim = anew || chosen !== this.chosen ? this.ofSelection(selected, index) : null;
    if (aim !== null) this.aim = aim;
    else if (moved) this.aim = this.ofStep(Math.ceil(position) - 1, index) ?? this.aim;
    this.chosen = chosen;
    this.position = position;
  }

  /**
   * Brings it into sight, as the drawing shows where it is.
   * @returns whether this drawing is not what is to be seen any more
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
  private keep(within: readonly number[] | null, most: number): void {
    const [low = 0, high = 0] = within ?? [this.px, this.px];
    const wanted = Math.max(low, Math.min(high, this.px));
    this.px = Math.max(0, Math.min(Math.max(0, most), wanted));
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
