import type { DrawItem, Measure } from "@sockscope/trace";
import { measurer, paint, readTheme, type Theme } from "./canvas.ts";

/** A canvas with the page's colours and fonts. It knows how many device pixels a px has. */
export class CanvasSurface {
  /** The size of the drawing, in its px. */
  width = 0;
  height = 0;
  theme: Theme;
  measure: Measure;
  private readonly context: CanvasRenderingContext2D;
  /** The size of the canvas on the page, in px, and how many device pixels a px has there. */
  private box = { width: 0, height: 0, ratio: 1 };
  private enlarged = 1;
  private finer = 1;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no 2D canvas");
    this.context = context;
    this.theme = readTheme(canvas);
    this.measure = measurer(context, this.theme);
  }

  /** Reads colours and fonts again. */
  restyle(): void {
    this.theme = readTheme(this.canvas);
    this.measure = measurer(this.context, this.theme);
  }

  resize(width: number, height: number, ratio: number): void {
    this.box = { width, height, ratio };
    const { enlarged } = this;
    this.width = width / enlarged;
    this.height = height / enlarged;
    const fine = ratio * this.finer;
    this.canvas.width = Math.round(width * fine);
    this.canvas.height = Math.round(height * fine);
    this.context.setTransform(fine * enlarged, 0, 0, fine * enlarged, 0, 0);
  }

  /**
   * Takes the size of `box` on the page, now and whenever it changes.
   * @param fixed the height of the drawing in px, if it is not that of the box
   * @returns what ends that
   */
  follow(box: Element, resized: () => void, fixed?: number): () => void {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      this.resize(width, fixed ?? height, devicePixelRatio);
      resized();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }

  /**
   * Draws everything `factor` times as large, with `finer` times the pixels.
   * @returns whether that is a change
   */
  enlarge(factor: number, finer: number): boolean {
    if (factor === this.enlarged && finer === this.finer) return false;
    this.enlarged = factor;
    this.finer = finer;
    this.resize(this.box.width, this.box.height, this.box.ratio);
    return true;
  }

  /** Where a point of the page is on the drawing. */
  pointOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): {
    readonly x: number;
    readonly y: number;
  } {
    const box = this.canvas.getBoundingClientRect();
    return { x: (clientX - box.left) / this.enlarged, y: (clientY - box.top) / this.enlarged };
  }

  set cursor(cursor: "pointer" | "") {
    this.canvas.style.cursor = cursor;
  }

  clear(): void {
    this.context.clearRect(0, 0, this.width, this.height);
  }

  paint(items: readonly DrawItem[]): void {
    paint(this.context, items, this.theme, this.measure);
  }
}
