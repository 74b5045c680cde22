import type { Scene } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import type { TimelineWords } from "../../text/row-label.ts";
import type { Measure } from "../draw/draw-list.ts";
import type { Row } from "../index/rows.ts";
import type { Scale } from "./scale.ts";

/** The visible part of a drawing, in px. `scrollX` and `scrollY` are its top left corner. */
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

/** The steps [from, to). */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Everything that a drawing of the timeline depends on, in either layout. */
export interface TimelineInput {
  readonly trace: Trace;
  readonly scene: Scene;
  readonly scale: Scale;
  readonly viewport: Viewport;
  /** The playhead, in steps. */
  readonly position: number;
  readonly selected: Selected;
  readonly measure: Measure;
  readonly words: TimelineWords;
  /** Whether a filter lets a step through; null: there is no filter. */
  readonly matches?: ((step: number) => boolean) | null;
  /** The steps that the user has marked. */
  readonly range?: StepRange | null;
  /** The programs to draw; null: all. */
  readonly only?: ReadonlySet<number> | null;
  /** Whether a row of these programs is drawn; null: all are. */
  readonly keepsRow?: ((row: Row) => boolean) | null;
}
