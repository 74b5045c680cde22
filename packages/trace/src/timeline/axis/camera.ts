import type { StepRows } from "../../columns/step-rows.ts";
import type { Scene } from "../index/scenes.ts";
import type { StepRange } from "./input.ts";
import { evenScale, type Scale, timeScale } from "./scale.ts";

/** How one layout likes to be looked at. */
export interface CameraHabits {
  /** Room for a step on an even axis, in px: the usual and the most. */
  readonly usual: number;
  readonly most: number;
  /** Room behind the last step, in px. */
  readonly tail: number;
}

/** From a whole hour in sight down to a pixel a nanosecond and more. */
const TIME = { least: 1e-10, most: 10 };
/** How much of the way to where it should be the drawing scrolls in one frame. */
const EASE = 0.22;
/** The playhead is kept between these shares of what is in sight. */
const CALM = { from: 0.4, to: 0.66 };

/** What is looked at along the axis of time: where it begins, and how large a step or a ns is. */
export class Camera {
  /** The first px in sight, from the first step. */
  scroll = 0;
  /** Room along the axis, in px. */
  room = 1;
  private step: number;
  /** Null until someone zooms: everything fits. */
  private pxPerNs: number | null = null;
  /** Off while a person looks elsewhere; the next step turns it on again. */
  following = true;
  private followed = -1;

  constructor(private readonly habits: CameraHabits) {
    this.step = habits.usual;
  }

  scale(kind: "steps" | "time", steps: StepRows, scene: Scene): Scale {
    const { from, to } = scene;
    if (kind === "steps") return evenScale(from, to, Math.max(this.step, this.leastStep(scene)));
    return timeScale(steps, from, to, this.pxPerNs ?? this.fitting(steps, scene));
  }

  scrollBy(px: number): void {
    this.following = false;
    this.scroll += px;
  }

  /**
   * @param at the px in sight that stays where it is
   * @returns whether anything has changed
   */
  zoomBy(factor: number, at: number, kind: Scale["kind"], steps: StepRows, scene: Scene) {
    const before = this.scale(kind, steps, scene);
    if (kind === "steps") {
      const least = this.leastStep(scene);
      const { most } = this.habits;
      const kept = before.positionAt(at + this.scroll);
      this.step = Math.max(least, Math.min(most, Math.max(this.step, least) * factor));
      this.scroll = this.scale(kind, steps, scene).at(kept) - at;
    } else {
      const now = before.pxPerNs ?? TIME.least;
      const next = Math.max(Math.min(TIME.least, now), Math.min(TIME.most, now * factor));
      // Linear: the instant under the pointer stays, also between two steps.
      this.scroll = ((at + this.scroll) * next) / now - at;
      this.pxPerNs = next;
    }
    this.following = false;
  }

  /** All of the scene, or as much of it as is readable for a few steps. */
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
      const { most } = this.habits;
      this.step = Math.min(most, room / Math.max(1, range.to - range.from));
    } else {
      const first = steps.timeAt(range.from);
      const last = steps.timeAt(range.to - 1);
      this.pxPerNs = Math.min(TIME.most, room / Math.max(1, last - first));
    }
    const scale = this.scale(kind, steps, scene);
    const from = kind === "steps" ? range.from : range.from + 1;
    this.scroll = scale.at(from) - margin;
    this.following = false;
  }

  /**
   * Keeps the playhead in the middle part of what is in sight.
   * @param still no motion: be there at once
   * @returns whether it is still on its way
   */
  follow(scale: Scale, position: number, still: boolean): boolean {
    const most = Math.max(0, scale.extent + this.habits.tail - this.room);
    if (position !== this.followed) this.following = true;
    this.followed = position;
    let moving = false;
    if (this.following) {
      const px = scale.at(position);
      const low = px - this.room * CALM.to;
      const high = px - this.room * CALM.from;
      const wanted = Math.max(0, Math.min(most, Math.max(low, Math.min(high, this.scroll))));
      const way = wanted - this.scroll;
      if (still || Math.abs(way) < 1 || Math.abs(way) > this.room) this.scroll = wanted;
      else {
        this.scroll += way * EASE;
        moving = true;
      }
    }
    this.scroll = Math.max(0, Math.min(most, this.scroll));
    return moving;
  }

  /**
   * Brings a px of the axis into sight, if it is not, and keeps `beside` there: if both do not fit,
   * nothing moves.
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

  /** A look at another layout or scale begins at the playhead. */
  refollow(): void {
    this.following = true;
    this.followed = -1;
  }

  /** The room of a step with which the whole scene just fits, and no more than usual. */
  private leastStep({ from, to }: Scene): number {
    const { usual, tail } = this.habits;
    return Math.min(usual, Math.max(1, this.room - tail) / Math.max(1, to - from));
  }

  private fitting(steps: StepRows, { from, to }: Scene): number {
    const ns = steps.timeAt(to - 1) - steps.timeAt(from);
    return Math.max(1, this.room - this.habits.tail) / Math.max(1, ns);
  }
}
