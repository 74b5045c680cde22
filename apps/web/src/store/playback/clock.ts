import { Arrivals } from "./arrivals.ts";
import { advanced, type Pace, type StepTime, type StepWeight } from "./pace.ts";

/** Where frames come from: `requestAnimationFrame` on the page, a list in tests. Times in ms. */
export interface FrameHost {
  now(): number;
  request(frame: (now: number) => void): void;
}

export type Mode = "live" | "paused" | "playing";

/** What the rest of the page knows of the clock: whole steps only. */
export interface ClockReading {
  readonly mode: Mode;
  /** Steps applied: the floor of the position. */
  readonly step: number;
  readonly steps: number;
  /** The step at which it stands once a move by hand has ended; without such a move, `step`. */
  readonly aim: number;
}

export interface ClockOptions {
  readonly host: FrameHost;
  /** The number of steps that there are now. */
  readonly length: () => number;
  /** Told of every change, at most once a frame and once an action. */
  readonly changed: (reading: ClockReading) => void;
  readonly pace: Pace;
  readonly timeOf: StepTime;
}

/** Live: with more steps than this to go it hurries, with more than that it jumps to the end. */
const HURRY_BEHIND = 60;
const JUMP_BEHIND = 600;
/** The same where steps have weights, by which long runs are quick anyway. */
const JUMP_BEHIND_WEIGHTED = 2000;
/** Seconds in which a hurried live playhead catches up. */
const HURRY_SECONDS = 2;
/** Seconds that one step by hand takes to be seen. */
const GLIDE_SECONDS = 0.2;
/** Live, in real time: the program's own pauses have passed already, and are cut to this (s). */
const LONGEST_LIVE_GAP = 1;
/** A frame that comes later than this (ms) counts as this: a tab that slept must not leap. */
const LONGEST_FRAME = 250;

/**
 * The one clock. Its position counts steps, fractions being the flight of a packet within a step;
 * it moves in animation frames and asks for none while nothing moves.
 */
export class Clock {
  private at = 0;
  private mode: Mode = "live";
  private pace: Pace;
  private weightOf: StepWeight | null = null;
  /** Playing goes round within these positions. */
  private loop: { readonly from: number; readonly to: number } | null = null;
  private still = false;
  private glide: { readonly to: number; readonly perSecond: number } | null = null;
  /** Steps a second while a live playhead hurries; 0 while it does not. */
  private hurry = 0;
  private lastFrame: number | null = null;
  private asked = false;
  /** The last frame told of what is new, and drew nothing. */
  private told = false;
  private known = 0;
  private arrivals = new Arrivals();
  private readonly viewers = new Set<(position: number) => void>();

  constructor(private readonly options: ClockOptions) {
    this.pace = options.pace;
  }

  /** Steps, fractional; whole while motion is reduced. */
  position = (): number => (this.still ? Math.floor(this.at) : this.at);

  /** `frame` is called in each animation frame in which something moved or came. */
  subscribe = (frame: (position: number) => void): (() => void) => {
    this.viewers.add(frame);
    this.wake();
    return () => this.viewers.delete(frame);
  };

  /** A frame is coming that calls them all: who asked for one of its own would draw twice. */
  get awake(): boolean {
    return this.asked;
  }

  play(): void {
    this.glide = null;
    const { loop } = this;
    if (loop !== null && (this.at >= loop.to || this.at < loop.from)) this.at = loop.from;
    this.mode = loop === null && this.at >= this.options.length() ? "live" : "playing";
    this.publish();
  }

  pause(): void {
    this.mode = "paused";
    this.publish();
  }

  /** Stands at a position, paused. */
  seek(position: number): void {
    this.glide = null;
    this.at = this.clamp(position);
    this.mode = "paused";
    this.publish();
  }

  next(): void {
    if (this.aim >= this.options.length()) return;
    this.glideTo(Math.floor(this.aim) + 1);
  }

  previous(): void {
    this.glideTo(Math.ceil(this.aim) - 1);
  }

  /** More comes than anybody could see, so much that drawing all of it would hold it up. */
  get torrent(): boolean {
    return this.mode === "live" && this.arrivals.torrent(this.options.host.now());
  }

  /** More comes than can be told apart from one frame to the next. */
  get crowded(): boolean {
    return this.mode === "live" && this.arrivals.crowd(this.options.host.now());
  }

  /** Where it stands, or will when it has glided there. */
  get aim(): number {
    return this.glide?.to ?? this.position();
  }

  /** At the newest step, and following. */
  live(): void {
    this.glide = null;
    this.hurry = 0;
    this.at = this.options.length();
    this.mode = "live";
    this.publish();
  }

  /** Also while it plays: it goes on from where it stands. */
  setPace(pace: Pace): void {
    this.pace = pace;
  }

  /** How long steps take beside even ones; null: all are even. Not in real time. */
  setWeights(weightOf: StepWeight | null): void {
    this.weightOf = weightOf;
  }

  /** Playing goes round in [from, to]; null: it goes on to the newest step. */
  setLoop(loop: { readonly from: number; readonly to: number } | null): void {
    this.loop = loop !== null && loop.to > loop.from ? loop : null;
    if (this.loop !== null && this.mode === "live") this.mode = "playing";
    this.wake();
  }

  /** Reduced motion: whole steps only. */
  setStill(still: boolean): void {
    this.still = still;
    this.wake();
  }

  /** The trace has more steps. `jump`: they are old news, a live playhead need not play them. */
  grown(jump: boolean): void {
    const length = this.options.length();
    if (!jump) this.arrivals.add(length - this.known, this.options.host.now());
    this.known = length;
    if (jump && this.mode === "live") this.at = length;
    this.wake();
  }

  /** Another trace has taken the place of this one. */
  restart(): void {
    this.at = 0;
    this.known = 0;
    this.hurry = 0;
    this.glide = null;
    this.mode = "live";
    this.loop = null;
    this.arrivals = new Arrivals();
    this.publish();
  }

  /** Goes to a step in one visible move, and stands there. */
  glideTo(step: number): void {
    this.mode = "paused";
    const to = this.clamp(step);
    const distance = Math.abs(to - this.at);
    this.glide = this.still ? null : { to, perSecond: Math.max(1, distance) / GLIDE_SECONDS };
    if (this.still) this.at = to;
    this.publish();
  }

  private clamp(position: number): number {
    return Math.max(0, Math.min(this.options.length(), position));
  }

  private frame = (now: number): void => {
    this.asked = false;
    const passed = this.lastFrame === null ? 0 : Math.min(LONGEST_FRAME, now - this.lastFrame);
    this.lastFrame = now;
    this.advance(Math.max(0, passed) / 1000, now);
    const moving = this.moving();
    if (!moving) this.lastFrame = null;
    // Then to tell of it and to draw it takes a frame each: thirty pictures a second have to do.
    const { torrent } = this;
    const drawsOnly = torrent && this.told;
    this.told = torrent && !this.told;
    if (drawsOnly) this.wake();
    else this.publish(moving || this.told);
    if (this.told) return;
    const position = this.position();
    for (const viewer of this.viewers) viewer(position);
  };

  private advance(seconds: number, now: number): void {
    const length = this.options.length();
    switch (this.mode) {
      case "paused": {
        if (this.glide === null) return;
        const { to, perSecond } = this.glide;
        const reach = perSecond * seconds;
        this.at = Math.abs(to - this.at) <= reach ? to : this.at + Math.sign(to - this.at) * reach;
        if (this.at === to) this.glide = null;
        return;
      }
      case "playing": {
        const end = Math.min(length, this.loop?.to ?? length);
        const before = this.at;
        this.at = Math.max(before, this.advanced(seconds, end));
        // The last step of a loop is seen for a frame before it begins anew.
        if (this.loop !== null && before >= end) this.at = Math.min(length, this.loop.from);
        else if (this.loop === null && this.at >= length) this.mode = "live";
        return;
      }
      case "live":
        this.follow(length, seconds, now);
        return;
      default:
        this.mode satisfies never;
    }
  }

  private follow(length: number, seconds: number, now: number): void {
    const behind = length - this.at;
    const weighted = this.weightOf !== null && this.pace.kind === "steps";
    const jumpBehind = weighted ? JUMP_BEHIND_WEIGHTED : JUMP_BEHIND;
    if (behind > jumpBehind || this.arrivals.flooding(now)) this.at = length;
    else {
      if (behind > HURRY_BEHIND && !weighted)
        this.hurry = Math.max(this.hurry, behind / HURRY_SECONDS);
      const hurried = Math.min(length, this.at + this.hurry * seconds);
      this.at = Math.max(hurried, this.advanced(seconds, length, LONGEST_LIVE_GAP));
    }
    if (this.at >= length) this.hurry = 0;
  }

  private advanced(seconds: number, end: number, longest?: number): number {
    const { timeOf } = this.options;
    if (this.at >= end) return this.at;
    return advanced(this.pace, this.at, seconds, end, timeOf, longest, this.weightOf);
  }

  private moving(): boolean {
    if (this.mode === "paused") return this.glide !== null;
    return this.mode === "playing" || this.at < this.options.length();
  }

  private publish(wake = true): void {
    const { changed, length } = this.options;
    // First, so that who hears of the change knows that a frame is coming.
    if (wake) this.wake();
    const step = Math.floor(this.at);
    const aim = this.glide === null ? step : Math.floor(this.glide.to);
    changed({ mode: this.mode, step, steps: length(), aim });
  }

  private wake(): void {
    if (this.asked) return;
    this.asked = true;
    this.options.host.request(this.frame);
  }
}
