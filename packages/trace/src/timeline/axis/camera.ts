import type { StepRows } from "../../columns/step-rows.ts";
import type { Scene } from "../../model/scenes.ts";
import type { StepRange } from "./input.ts";
import { evenScale, type Scale, timeScale } from "./scale.ts";

/** How one layout is shown at first, and how far it can be zoomed. */
export interface CameraOptions {
  /** Room for a step on an even axis, in px: the default and the maximum. */
  readonly step: number;
  readonly maxStep: number;
  /** Room behind the last step, in px. */
  readonly tail: number;
}

/** Px per ns: from a whole visible hour to 10 px for a nanosecond. */
const TIME = { min: 1e-10, max: 10 };
/** The share of the way to its target that the drawing scrolls in one frame. */
const EASE = 0.22;
/** The playhead is kept between these shares of the visible part. */
const CALM = { from: 0.4, to: 0.66 };

/** The visible part of the axis of time: where it begins, and how large a step or a ns is. */
export class Camera {
  /** The first visible px, from the first step. */
  scroll = 0;
  /** Room along the axis, in px. */
  room = 1;
  private step: number;
  /** Null until the user zooms: everything fits. */
  private pxPerNs: number | null = null;
  /** Off while the user looks elsewhere; the next step turns it on again. */
  following = true;
  private followed = -1;

  constructor(private readonly options: CameraOptions) {
    this.step = options.step;
  }

  scale(kind: "steps" | "time", steps: StepRows, scene: Scene): Scale {
    const { from, to } = scene;
    if (kind === "steps") return evenScale(from, to, Math.max(this.step, this.minStep(scene)));
    return timeScale(steps, from, to, this.pxPerNs ?? this.fitting(steps, scene));
  }

  scrollBy(px: number): void {
    this.following = false;
    this.scroll += px;
  }

  /**
   * @param at the visible px that stays where it is
   */
  zoomBy(factor: number, at: number, kind: Scale["kind"], steps: StepRows, scene: Scene) {
    const before = this.scale(kind, steps, scene);
    if (kind === "steps") {
      const min = this.minStep(scene);
      const { maxStep } = this.options;
      const anchor = before.positionAt(at + this.scroll);
      this.step = Math.max(min, Math.min(maxStep, Math.max(this.step, min) * factor));
      this.scroll = this.scale(kind, steps, scene).at(anchor) - at;
    } else {
      const now = before.pxPerNs ?? TIME.min;
      const next = Math.max(Math.min(TIME.min, now), Math.min(TIME.max, now * factor));
      // Linear: the instant under the pointer stays, also between two steps.
      this.scroll = ((at + this.scroll) * next) / now - at;
      this.pxPerNs = next;
    }
    this.following = false;
  }

  /** Makes the whole scene visible. */
  fitAll(): void {
    this.pxPerNs = null;
    this.step = 0;
    this.scroll = 0;
    this.following = true;
    this.followed = -1;
  }

  /** A stretch of steps, with a little room at both sides. */
  fit(range: StepRange, kind: Scale["kind"], steps: StepRows, scene: Scene): void {
    const margin = Math.min(40, this.room / 10);
    const room = Math.max(1, this.room - 2 * margin);
    if (kind === "steps") {
      this.step = Math.min(this.options.maxStep, room / Math.max(1, range.to - range.from));
    } else {
      const first = steps.timeAt(range.from);
      const last = steps.timeAt(range.to - 1);
      this.pxPerNs = Math.min(TIME.max, room / Math.max(1, last - first));
    }
    const scale = this.scale(kind, steps, scene);
    const from = kind === "steps" ? range.from : range.from + 1;
    this.scroll = scale.at(from) - margin;
    this.following = false;
  }

  /**
   * Keeps the playhead in the middle of the visible part.
   * @param still no motion: scrolls at once
   * @returns whether it is still on its way
   */
  follow(scale: Scale, position: number, still: boolean): boolean {
    const max = Math.max(0, scale.extent + this.options.tail - this.room);
    if (position !== this.followed) this.following = true;
    this.followed = position;
    let moving = false;
    if (this.following) {
      const px = scale.at(position);
      const low = px - this.room * CALM.to;
      const high = px - this.room * CALM.from;
      const wanted = Math.max(0, Math.min(max, Math.max(low, Math.min(high, this.scroll))));
      const way = wanted - this.scroll;
      if (still || Math.abs(way) < 1 || Math.abs(way) > this.room) this.scroll = wanted;
      else {
        this.scroll += way * EASE;
        moving = true;
      }
    }
    this.scroll = Math.max(0, Math.min(max, this.scroll));
    return moving;
  }

  /** Shows the axis from its beginning: all of it that is to be seen has room. */
  hold(): void {
    this.scroll = 0;
    this.following = true;
    this.followed = Number.NaN;
  }

  /**
   * Makes a px of the axis visible and keeps `beside` visible. If both do not fit, nothing moves.
   */
  reveal(px: number, beside: number | null): void {
    const margin = Math.min(40, this.room / 10);
    const [first, last] = [Math.min(px, beside ?? px), Math.max(px, beside ?? px)];
    const [low, high] = [last - this.room + margin, first - margin];
    if (low > high) return;
    const wanted = Math.max(0, low, Math.min(high, this.scroll));
    if (wanted === this.scroll) return;
    this.scroll = wanted;
    this.following = false;
  }

  /** Another layout or scale begins at the playhead. */
  refollow(): void {
    this.following = true;
    this.followed = -1;
  }

  /** The room of a step with which the whole scene just fits, and no more than the default. */
  private minStep({ from, to }: Scene): number {
    const { step, tail } = this.options;
    return Math.min(step, Math.max(1, this.room - tail) / Math.max(1, to - from));
  }

  private fitting(steps: StepRows, { from, to }: Scene): number {
    const ns = steps.timeAt(to - 1) - steps.timeAt(from);
    return Math.max(1, this.room - this.options.tail) / Math.max(1, ns);
  }
}
