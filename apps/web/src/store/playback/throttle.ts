import type { FrameHost } from "./clock.ts";

/** What takes no longer than this (ms) may be done in every frame. */
const LIGHT = 8;
/** After anything heavier, this many times its own time is left to everything else. */
const REST = 2;
/** The same while something else is pressed for time. */
const LONG_REST = 6;

export interface ThrottleHost extends FrameHost {
  /** Calls back when all that an act set off has been done, still before the next frame. */
  afterwards(done: () => void): void;
  /** ms that lie between one time and the next, however light it is. */
  minGap?(): number;
  /** Whether something else is pressed for time. */
  pressed?(): boolean;
}

/** The page's own frames. */
export const PAGE: ThrottleHost = {
  now: () => performance.now(),
  request: (frame) => requestAnimationFrame(frame),
  afterwards: (done) => queueMicrotask(done),
};

/**
 * Does something that may be heavy, at the most once a frame and never so often that nothing else
 * gets its turn. What is put off is done in a later frame.
 */
export class Throttle {
  /** In ms, by the host's clock. */
  private freeAt = Number.NEGATIVE_INFINITY;
  private waiting = false;

  constructor(
    private readonly host: ThrottleHost,
    private readonly act: () => void,
  ) {}

  /** @param urgent somebody asked for it: it is done now */
  ask(urgent: boolean): void {
    const now = this.host.now();
    if (!urgent && now < this.freeAt) return this.wait();
    this.act();
    this.host.afterwards(() => {
      const took = this.host.now() - now;
      const minGap = this.host.minGap?.() ?? 0;
      const rest = this.host.pressed?.() === true ? LONG_REST : REST;
      this.freeAt = now + Math.max(minGap, took > LIGHT ? took * (1 + rest) : 0);
    });
  }

  private wait(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.host.request(() => {
      this.waiting = false;
      this.ask(false);
    });
  }
}
