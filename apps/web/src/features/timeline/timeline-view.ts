import {
  AXIS,
  type Camera,
  type DrawItem,
  type Drawn,
  drawLadder,
  drawLanes,
  gutterOf,
  HEAD,
  type Hit,
  hitTest,
  laneRows,
  type Measure,
  PAD,
  type Row,
  rowAt,
  rowHeight,
  type Scale,
  type Scene,
  type StepRange,
  sceneAt,
  stepAt,
  type Targets,
  type TimelineInput,
  type TimelineWords,
  type Trace,
  timelineIndex,
  type Viewport,
} from "@sockscope/trace";
import { measurer, paint, readTheme, type Theme } from "../../theme/canvas.ts";
import { type Hovered, hoverItems } from "./hover.ts";
import type { Looks } from "./looks.ts";
import {
  ladderParts,
  lanesParts,
  type PictureLimits,
  roomAlong,
  wholeScale,
} from "./whole-picture.ts";

export type Layout = "ladder" | "lanes";

/** What the view reads anew for each frame. */
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
  readonly still: boolean;
}

/** A drawing on its own, in px. */
export interface Picture {
  readonly items: readonly DrawItem[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** One of the pictures of a whole, drawn when it is asked for. */
export interface WholePart {
  readonly name: string;
  readonly draw: () => Picture;
}

/** Draws the timeline on a canvas, in either layout: scroll and zoom are its own, all else it reads. */
export class TimelineView {
  private readonly context: CanvasRenderingContext2D;
  private theme: Theme;
  private measure: Measure;
  private width = 0;
  private height = 0;
  /** The size of the canvas on the page, px, and of a px in device pixels. */
  private box = { width: 0, height: 0, ratio: 1 };
  private enlarged = 1;
  private finer = 1;
  private frame = 0;
  private drawn: { scene: Scene; scale: Scale; viewport: Viewport; of: Drawn } | null = null;
  private pointer: { readonly x: number; readonly y: number } | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly source: () => TimelineSource,
    private readonly looks: Looks,
    /** Told which steps are in sight, after each frame. */
    private readonly sighted: (sight: StepRange) => void = () => {},
    /** Whether a frame is coming anyway in which `drawNow` is called. */
    private readonly awake: () => boolean = () => false,
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
    this.box = { width, height, ratio };
    const { enlarged } = this;
    this.width = width / enlarged;
    this.height = height / enlarged;
    const fine = ratio * this.finer;
    this.canvas.width = Math.round(width * fine);
    this.canvas.height = Math.round(height * fine);
    this.context.setTransform(fine * enlarged, 0, 0, fine * enlarged, 0, 0);
    this.draw();
  }

  /** Draws everything so many times as large, as for a room, and with so many times the pixels. */
  enlarge(factor: number, finer: number): void {
    if (factor === this.enlarged && finer === this.finer) return;
    this.enlarged = factor;
    this.finer = finer;
    this.resize(this.box.width, this.box.height, this.box.ratio);
  }

  /** Where a point of the page is on the drawing, in its px. */
  pointOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): {
    readonly x: number;
    readonly y: number;
  } {
    const box = this.canvas.getBoundingClientRect();
    return { x: (clientX - box.left) / this.enlarged, y: (clientY - box.top) / this.enlarged };
  }

  invalidate(): void {
    if (this.awake()) return;
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** Draws within the frame that is at hand, in place of one that was asked for. */
  drawNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  get layout(): Layout {
    return this.source().layout;
  }

  /** A wheel turns pages: rows in lanes where they do not all fit, time everywhere else. */
  wheel(dx: number, dy: number): void {
    const { layout } = this;
    if (layout === "ladder") return this.scrollBy(dx, dy);
    const rowsOverflow =
      this.drawn?.of.layout === "lanes" && this.drawn.of.drawing.extent > this.height - AXIS;
    if (rowsOverflow) this.scrollBy(dx, dy);
    else this.scrollBy(dx + dy, 0);
  }

  /** With Shift a wheel goes the other way: across in the ladder, along time in lanes. */
  shiftWheel(px: number): void {
    this.scrollBy(px, 0);
  }

  /** Moves the sight by so many px. */
  scrollBy(dx: number, dy: number): void {
    const [along, across] = this.layout === "ladder" ? [dy, dx] : [dx, dy];
    if (along !== 0 || this.layout === "ladder") this.camera.scrollBy(along);
    if (across !== 0) this.looks.across[this.layout].scrollBy(across);
    this.invalidate();
  }

  /** Begins at this position, as large as it is. */
  scrollTo(position: number): void {
    this.camera.scrollBy(this.scale().at(position) - this.camera.scroll);
    this.invalidate();
  }

  /** @param point the px of the canvas that stays where it is */
  zoomBy(factor: number, point?: { readonly x: number; readonly y: number }): void {
    const { trace, scale } = this.source();
    const at = point === undefined ? this.camera.room / 2 : this.along(point.x, point.y);
    this.camera.zoomBy(factor, at, scale, trace.steps, this.scene());
    this.invalidate();
  }

  zoomFit(): void {
    this.camera.fitAll();
    this.looks.across[this.layout].px = 0;
    this.invalidate();
  }

  /** Fills the sight with these steps. */
  zoomTo(range: StepRange): void {
    const { trace, scale } = this.source();
    this.camera.fit(range, scale, trace.steps, this.scene());
    this.invalidate();
  }

  /** The step under a pointer, in px from the canvas's top left. */
  stepAt(x: number, y: number): number | null {
    const scene = this.drawn?.scene ?? this.scene();
    const scale = this.drawn?.scale ?? this.scale();
    if (this.layout === "ladder") return stepAt(scene, scale, this.viewport(), y);
    if (y < 0 || x < gutterOf(this.width)) return null;
    const position = scale.positionAt(this.along(x, y) + this.camera.scroll);
    const step = scale.kind === "steps" ? Math.floor(position) : position - 1;
    return step >= scene.from && step < scene.to ? step : null;
  }

  /** What lies under a pointer. */
  hitAt(x: number, y: number): Hit | null {
    const targets: Targets | undefined = this.drawn?.of.drawing.targets;
    const outside = this.layout === "ladder" ? y < HEAD : y < AXIS || x < gutterOf(this.width);
    return targets === undefined || outside ? null : hitTest(targets, x, y);
  }

  /** The position of the playhead that a pointer there asks for. */
  positionAt(x: number, y: number): number {
    return Math.round(this.scale().positionAt(this.along(x, y) + this.camera.scroll));
  }

  /** Whether a drag from here moves the playhead: on the rail of the axis. */
  onRail(x: number, y: number): boolean {
    if (this.layout === "ladder") return x < 24 && y >= HEAD;
    return y < AXIS && x >= gutterOf(this.width);
  }

  /** The actor whose name is under a pointer. */
  actorAt(x: number, y: number): number | null {
    if (this.drawn === null) return null;
    const { of } = this.drawn;
    if (of.layout === "lanes") {
      if (x > gutterOf(this.width)) return null;
      return rowAt(of.drawing, this.viewport(), y)?.actor.id ?? null;
    }
    if (y > HEAD) return null;
    const { columns } = of.drawing;
    for (const [actor, at] of columns.x) {
      if (Math.abs(at - this.viewport().scrollX - x) < columns.spacing / 2) return actor;
    }
    return null;
  }

  /** Where a pointer rests; null once it has left. */
  hover(point: { readonly x: number; readonly y: number } | null): void {
    if (point === null && this.pointer === null) return;
    this.pointer = point;
    this.invalidate();
  }

  /** What was drawn last, and its size in px. */
  get picture(): Picture {
    const items = this.drawn?.of.drawing.items ?? [];
    return { items, width: this.width, height: this.height, theme: this.theme };
  }

  /**
   * All of the scene, in as many pictures as it takes: every lifeline or row, every step. What a
   * person looks at stays as it is.
   */
  wholePictures(limits: PictureLimits): readonly WholePart[] {
    const { layout } = this;
    const { trace, only, keepsRow } = this.source();
    const scene = this.scene();
    const rows = laneRows({ scene, only, keepsRow }, timelineIndex(trace)).length;
    const height = rowHeight(rows, this.height - AXIS);
    const widthAt = (scale: Scale, scrollY: number) => {
      const sight = { width: this.width, height: HEAD + 1, scrollX: 0, scrollY };
      const { drawing } = this.drawingOf(scene, scale, sight);
      return "columns" in drawing ? drawing.columns.width : this.width;
    };
    const now = this.scale();
    const across = layout === "ladder" ? widthAt(now, 0) : AXIS + rows * height;
    const room = roomAlong(layout, limits, Math.ceil(across / limits.across));
    const scale = wholeScale(now, layout, scene, trace, room);
    const parts =
      layout === "ladder"
        ? ladderParts(scale, limits, (scrollY) => widthAt(scale, scrollY))
        : lanesParts(scale, limits, { count: rows, height });
    return parts.map(({ viewport, name }) => ({
      name,
      draw: () => ({
        items: this.drawingOf(scene, scale, viewport).drawing.items,
        ...{ width: viewport.width, height: viewport.height, theme: this.theme },
      }),
    }));
  }

  /** The steps that a whole picture shows, [from, to), of so many in the session. */
  get wholeRange(): StepRange & { readonly of: number } {
    const { from, to } = this.scene();
    return { from, to, of: this.source().trace.steps.length };
  }

  private get camera(): Camera {
    return this.looks.cameras[this.layout];
  }

  /** Px along the axis of time from where the steps begin in sight. */
  private along(x: number, y: number): number {
    return this.layout === "ladder" ? y - HEAD : x - gutterOf(this.width) - PAD;
  }

  private viewport(): Viewport {
    const { scroll } = this.camera;
    const across = this.looks.across[this.layout].px;
    const [scrollX, scrollY] = this.layout === "ladder" ? [across, scroll] : [scroll, across];
    return { width: this.width, height: this.height, scrollX, scrollY };
  }

  private scene(): Scene {
    const { trace, position } = this.source();
    return sceneAt(trace.actors, trace.steps, position);
  }

  private scale(): Scale {
    const { trace, scale } = this.source();
    return this.camera.scale(scale, trace.steps, this.scene());
  }

  private drawingOf(scene: Scene, scale: Scale, viewport: Viewport): Drawn {
    const { trace, layout, position, selected, words, ...rest } = this.source();
    const { matches, range, only, keepsRow } = rest;
    const { measure } = this;
    const input = {
      ...{ trace, scene, scale, viewport, position, selected, measure, words },
      ...{ matches, range, only, keepsRow },
    };
    return layout === "ladder"
      ? { layout, drawing: drawLadder(input) }
      : { layout, drawing: drawLanes(input) };
  }

  private draw(): void {
    if (this.width === 0) return;
    const { looks } = this;
    const { trace, layout, scale: kind, position, selected, still } = this.source();
    const index = timelineIndex(trace);
    const looked = `${layout} ${kind}`;
    const anew = looked !== looks.looked;
    if (anew) this.camera.refollow();
    looks.looked = looked;
    this.camera.room =
      layout === "ladder" ? this.height - HEAD : this.width - gutterOf(this.width) - PAD;
    const scene = this.scene();
    const scale = this.camera.scale(kind, trace.steps, scene);
    if (this.camera.follow(scale, position, still)) this.invalidate();
    this.revealSelected(scale, anew);
    const across = looks.across[layout];
    across.attend({ position, selected }, index, anew);
    // Where everything is across, a drawing in this layout knows.
    const last = this.drawn?.of;
    across.settle(
      last?.layout === layout ? last : this.drawingOf(scene, scale, this.viewport()),
      this.size,
    );
    const viewport = this.viewport();
    const of = this.drawingOf(scene, scale, viewport);
    // It may have shown that something is elsewhere by now.
    if (across.settle(of, this.size)) this.invalidate();
    this.drawn = { scene, scale, viewport, of };
    this.context.clearRect(0, 0, this.width, this.height);
    paint(this.context, of.drawing.items, this.theme, this.measure);
    this.paintHover();
    const { scroll, room } = this.camera;
    this.sighted({ from: scale.positionAt(scroll), to: scale.positionAt(scroll + room) });
  }

  private get size(): { readonly width: number; readonly height: number } {
    return { width: this.width, height: this.height };
  }

  /** What has just been selected comes into sight; in another layout beside the playhead. */
  private revealSelected(scale: Scale, anew: boolean): void {
    const { selected, position } = this.source();
    const { looks } = this;
    const moved = position !== looks.position;
    const chosen = selected.step !== looks.step;
    [looks.position, looks.step] = [position, selected.step];
    if (selected.step === null || !(anew || chosen)) return;
    const beside = anew || moved ? scale.at(position) : null;
    this.camera.reveal(scale.at(selected.step + 1), beside);
  }

  /** What is under the pointer says all of itself, above everything. */
  private paintHover(): void {
    const { pointer, measure } = this;
    if (pointer === null) return;
    const { words, trace, position } = this.source();
    const named = this.layout === "ladder" ? this.actorAt(pointer.x, pointer.y) : null;
    const actor = named === null ? undefined : trace.actor(named);
    const hit: Hovered | null =
      actor === undefined ? this.hitAt(pointer.x, pointer.y) : { kind: "actor", actor };
    this.canvas.style.cursor = hit !== null || this.onRail(pointer.x, pointer.y) ? "pointer" : "";
    if (hit === null) return;
    const at = { ...pointer, ...this.size, position };
    const items = hoverItems(hit, at, trace, words, measure);
    paint(this.context, items, this.theme, measure);
  }
}
