import type { Tone } from "../../tones/tone.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import type { DrawItem, Font } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";
import type { GapTarget } from "./targets.ts";

/** Places labels by rank. A label that finds no free place appears on zoom or under a pointer. */
export abstract class TimelineLabels<Geometry extends TimelineGeometry> {
  readonly items: DrawItem[] = [];
  /** The gaps that found a place. */
  readonly gaps: GapTarget[] = [];

  constructor(
    protected readonly geometry: Geometry,
    protected readonly labels: Labels,
  ) {}

  protected width(text: string, font: Font): number {
    return this.geometry.input.measure(text, font) + 8;
  }

  /** Strikes a label out, from px `x1` to px `x2`. */
  protected strike(x1: number, x2: number, y: number, tone: Tone, alpha: number): void {
    const style = { tone, width: 1.5, dash: "solid", head: "none", alpha } as const;
    this.items.push({ kind: "line", x1, y1: y, x2, y2: y, ...style });
  }
}
