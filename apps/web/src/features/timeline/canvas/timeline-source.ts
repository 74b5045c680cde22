import type {
  DrawItem,
  Drawn,
  Focus,
  Row,
  Scale,
  Scene,
  StepRange,
  TimelineInput,
  TimelineWords,
  Trace,
  Viewport,
} from "@sockscope/trace";
import type { Theme } from "../../../theme/canvas.ts";

export type Layout = "ladder" | "lanes";

/** What the view reads again for each frame. */
export interface TimelineSource {
  readonly trace: Trace;
  readonly layout: Layout;
  /** The playhead, in steps. */
  readonly position: number;
  readonly scale: "steps" | "time";
  readonly selected: TimelineInput["selected"];
  readonly words: TimelineWords;
  readonly matches: ((step: number) => boolean) | null;
  readonly range: StepRange | null;
  readonly only: ReadonlySet<number> | null;
  readonly keepsRow: ((row: Row) => boolean) | null;
  /** What the reader is to see of it, and all else may be folded for; null: nothing is folded. */
  readonly focus: Focus | null;
  /** Nothing may move by itself. */
  readonly still: boolean;
}

/** The last frame: the drawing, and what it was drawn from. */
export interface Frame {
  readonly scene: Scene;
  readonly scale: Scale;
  readonly viewport: Viewport;
  readonly of: Drawn;
}

/** A drawing on its own, in px. */
export interface Picture {
  readonly items: readonly DrawItem[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** A point of the drawing, in its px from the top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
