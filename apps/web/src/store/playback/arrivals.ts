/** Length of the stretches in which arrivals are counted, in ms. */
const STRETCH = 500;
/** Steps in one stretch that nobody can follow by eye: 60 a second. */
const TOO_MANY = 30;
/** So many that one frame and the next cannot be told apart: 500 a second. */
const CROWD = 250;
/** So many that the page has to do nearly nothing but take them in: 30,000 a second. */
const TORRENT = 15_000;

/** Tells a lasting flood of steps from one burst: two full stretches in a row must be crowded. */
export class Arrivals {
  private began = Number.NEGATIVE_INFINITY;
  private count = 0;
  private before = 0;
  private beforeThat = 0;

  /** `now` in ms. */
  add(steps: number, now: number): void {
    this.turn(now);
    this.count += steps;
  }

  flooding(now: number): boolean {
    this.turn(now);
    return this.before > TOO_MANY && this.beforeThat > TOO_MANY;
  }

  /** Whether nobody could see that a part of the page changes with every other frame only. */
  crowd(now: number): boolean {
    this.turn(now);
    return this.before > CROWD;
  }

  /** Whether what comes leaves time for little else. */
  torrent(now: number): boolean {
    this.turn(now);
    return this.before > TORRENT || this.count > TORRENT;
  }

  private turn(now: number): void {
    const passed = Math.floor((now - this.began) / STRETCH);
    if (passed <= 0) return;
    if (passed === 1) {
      this.beforeThat = this.before;
      this.before = this.count;
    } else {
      this.beforeThat = passed === 2 ? this.count : 0;
      this.before = 0;
    }
    this.count = 0;
    this.began = Number.isFinite(this.began) ? this.began + passed * STRETCH : now;
  }
}
