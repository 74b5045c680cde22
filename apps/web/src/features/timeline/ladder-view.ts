import {
  drawLadder,
  evenScale,
  HEAD,
  type LadderDrawing,
  type LadderInput,
  type Measure,
  type Scale,
  type Scene,
  sceneAt,
  stepAt,
  type TimelineWords,
  type Trace,
  timeScale,
  type Viewport,
} from "@sockscope/trace";
import { measurer, paint, readTheme, type Theme } from "./paint.ts";

/** What the view reads anew for each frame. */
export interface LadderSource {
  readonly trace: Trace;
  /** The playhead, in steps. */
  readonly position: number;
  readonly scale: "steps" | "time";
  readonly selected: LadderInput["selected"];
  readonly words: TimelineWords;
  readonly still: boolean;
}

const ROW = { least: 14, usual: 32, most: 90 };
/** A lifeline in sight is at least so many px from the sides: its labels need the room. */
const SIDE = { left: 60, right: 230 };
/** How much of the way to where it should be the drawing scrolls in one frame. */
const EASE = 0.22;

/** Draws the ladder on a canvas: scroll and zoom are its own, all else it reads. */
export class LadderView {
  private readonly context: CanvasRenderingContext2D;
  private theme: Theme;
  private measure: Measure;
  private width = 0;
  private height = 0;
  private scrollX = 0;
  private scrollY = 0;
  private row = ROW.usual;
  /** Null until someone zooms: everything fits. */
  private pxPerNs: number | null = null;
  private frame = 0;
  /** Off while a person looks elsewhere; the next step turns it on again. */
  private following = true;
  private followed = -1;
  private drawn: { scene: Scene; scale: Scale; drawing: LadderDrawing } | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly source: () => LadderSource,
  ) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no 2D canvas");
    this.context = context;
    this.theme = readTheme(canvas);
    this.measure = measurer(context, this.theme);
  }

  /** Colours or fonts have changed. */
  restyle(): void {
    this.theme = readTheme(this.canvas);
    this.measure = measurer(this.context, this.theme);
    this.invalidate();
  }

  resize(width: number, height: number, ratio: number): void {
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.draw();
  }

  invalidate(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  scrollBy(dx: number, dy: number): void {
    this.following = false;
    this.scrollX += dx;
    this.scrollY += dy;
    this.invalidate();
  }

  /** @param y the height in px that stays where it is */
  zoomBy(factor: number, y = HEAD + (this.height - HEAD) / 2): void {
    const before = this.scale();
    const kept = before.positionAt(y - HEAD + this.scrollY);
    if (this.source().scale === "steps") {
      this.row = Math.max(ROW.least, Math.min(ROW.most, this.row * factor));
    } else {
      // From a whole hour in sight down to a nanosecond a pixel.
      this.pxPerNs = Math.max(1e-10, Math.min(1, this.timePx() * factor));
    }
    this.scrollY = this.scale().at(kept) - (y - HEAD);
    this.invalidate();
  }

  zoomFit(): void {
    const { scale } = this.source();
    const scene = this.scene();
    if (scale === "time") this.pxPerNs = null;
    else {
      const rows = Math.max(1, scene.to - scene.from);
      this.row = Math.max(ROW.least, Math.min(ROW.usual, (this.height - HEAD - 10) / rows));
    }
    this.following = true;
    this.followed = -1;
    this.invalidate();
  }

  /** The step under a pointer, in px from the canvas's top. */
  stepAt(y: number): number | null {
    const { scene, scale } = this.drawn ?? { scene: this.scene(), scale: this.scale() };
    return stepAt(scene, scale, this.viewport(), y);
  }

  /** The position of the playhead that a pointer at this height asks for. */
  positionAt(y: number): number {
    return Math.round(this.scale().positionAt(y - HEAD + this.scrollY));
  }

  /** The actor whose name is under a pointer. */
  actorAt(x: number, y: number): number | null {
    if (y > HEAD || this.drawn === null) return null;
    const { columns } = this.drawn.drawing;
    for (const [actor, at] of columns.x) {
      if (Math.abs(at - this.scrollX - x) < columns.spacing / 2) return actor;
    }
    return null;
  }

  /** What was drawn last, for the eyes of tests. */
  get labels(): readonly string[] {
    return (
      this.drawn?.drawing.items.flatMap((item) => (item.kind === "text" ? [item.text] : [])) ?? []
    );
  }

  private viewport(): Viewport {
    return { width: this.width, height: this.height, scrollX: this.scrollX, scrollY: this.scrollY };
  }

  private scene(): Scene {
    const { trace, position } = this.source();
    return sceneAt(trace.actors, trace.steps, position);
  }

  private timePx(): number {
    if (this.pxPerNs !== null) return this.pxPerNs;
    const { trace } = this.source();
    const { from, to } = this.scene();
    const ns = (trace.steps[to - 1]?.t ?? 0) - (trace.steps[from]?.t ?? 0);
    return Math.max(1, this.height - HEAD - 40) / Math.max(1, ns);
  }

  private scale(): Scale {
    const { trace, scale } = this.source();
    const { from, to } = this.scene();
    return scale === "steps"
      ? evenScale(from, to, this.row)
      : timeScale(trace.steps, from, to, this.timePx());
  }

  private draw(): void {
    if (this.width === 0) return;
    const { trace, position, selected, words, still } = this.source();
    const scene = this.scene();
    const scale = this.scale();
    this.follow(scale, position, still);
    this.followAcross(trace, position);
    const { measure } = this;
    const viewport = this.viewport();
    const drawing = drawLadder({
      trace,
      scene,
      scale,
      viewport,
      position,
      selected,
      measure,
      words,
    });
    this.drawn = { scene, scale, drawing };
    this.context.clearRect(0, 0, this.width, this.height);
    paint(this.context, drawing.items, this.theme, measure);
  }

  /** Keeps the lifeline of the newest step in sight, where they do not all fit. */
  private followAcross(trace: Trace, position: number): void {
    const columns = this.drawn?.drawing.columns;
    const actor = trace.steps[Math.ceil(position) - 1]?.actor ?? null;
    const x = actor === null ? undefined : columns?.x.get(actor);
    if (this.following && x !== undefined) {
      this.scrollX = Math.max(x - this.width + SIDE.right, Math.min(x - SIDE.left, this.scrollX));
    }
    const widest = (columns?.width ?? this.width) - this.width;
    this.scrollX = Math.max(0, Math.min(widest, this.scrollX));
  }

  /** Keeps the playhead in the middle part of what is in sight. */
  private follow(scale: Scale, position: number, still: boolean): void {
    const room = this.height - HEAD;
    const most = Math.max(0, scale.extent + 40 - room);
    if (position !== this.followed) this.following = true;
    this.followed = position;
    if (this.following) {
      const y = scale.at(position);
      const low = y - room * 0.66;
      const high = y - room * 0.4;
      const wanted = Math.max(0, Math.min(most, Math.max(low, Math.min(high, this.scrollY))));
      const way = wanted - this.scrollY;
      if (still || Math.abs(way) < 1 || Math.abs(way) > room) this.scrollY = wanted;
      else {
        this.scrollY += way * EASE;
        this.invalidate();
      }
    }
    this.scrollY = Math.max(0, Math.min(most, this.scrollY));
  }
}
