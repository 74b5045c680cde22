import {
  AXIS,
  type Camera,
  type CrossAxis,
  type Drawn,
  gutterOf,
  HEAD,
  type Hit,
  PAD,
  type Scale,
  type Scene,
  type StepRange,
  sceneAt,
  timelineIndex,
  type Viewport,
} from "@sockscope/trace";
import type { Theme } from "../../../theme/canvas.ts";
import { CanvasSurface } from "../../../theme/canvas-surface.ts";
import { drawn } from "./drawn.ts";
import { Framing } from "./framing.ts";
import { hoveredAt, hoverItems } from "./hover.ts";
import type { Frame, Layout, Picture, Point, TimelineSource } from "./timeline-source.ts";
import { actorUnder, alongAxis, hitUnder, isOnRail, stepUnder } from "./under-pointer.ts";
import type { ViewState } from "./view-state.ts";
import { visibleRows } from "./visible-rows.ts";

/**
 * Draws the timeline on a canvas, in either layout. It owns scroll and zoom, and reads everything else
 * from its source.
 */
export class TimelineView {
  private readonly surface: CanvasSurface;
  private request = 0;
  private frame: Frame | null = null;
  private pointer: Point | null = null;
  private readonly framing = new Framing();

  constructor(
    canvas: HTMLCanvasElement,
    readonly source: () => TimelineSource,
    private readonly state: ViewState,
    /** Called after each frame with the visible steps, and those whose rows are whole in sight. */
    private readonly onVisible: (visible: StepRange, rows: readonly StepRange[]) => void = () => {},
    /** Whether a frame is coming anyway in which `drawNow` is called. */
    private readonly awake: () => boolean = () => false,
  ) {
    this.surface = new CanvasSurface(canvas);
  }

  /** Colours or fonts have changed. */
  restyle(): void {
    this.surface.restyle();
    this.invalidate();
  }

  /** Is as large as this element, now and whenever it changes. @returns what ends that */
  follow(box: Element): () => void {
    return this.surface.follow(box, () => this.draw());
  }

  /** Draws everything `factor` times as large, as for a room, with `finer` times the pixels. */
  enlarge(factor: number, finer: number): void {
    if (this.surface.enlarge(factor, finer)) this.draw();
  }

  /** Where a point of the page is on the drawing. */
  pointOf(event: { readonly clientX: number; readonly clientY: number }): Point {
    return this.surface.pointOf(event);
  }

  invalidate(): void {
    if (this.awake()) return;
    this.request ||= requestAnimationFrame(() => {
      this.request = 0;
      this.draw();
    });
  }

  /** Draws within the current frame, in place of one that was requested. */
  drawNow(): void {
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
  }

  get layout(): Layout {
    return this.source().layout;
  }

  get size(): { readonly width: number; readonly height: number } {
    const { width, height } = this.surface;
    return { width, height };
  }

  get theme(): Theme {
    return this.surface.theme;
  }

  /** A wheel turns pages: rows in lanes where they do not all fit, time everywhere else. */
  wheel(dx: number, dy: number): void {
    const of = this.frame?.of;
    const rowsOverflow = of?.layout === "lanes" && of.drawing.extent > this.surface.height - AXIS;
    if (this.layout === "ladder" || rowsOverflow) this.scrollBy(dx, dy);
    else this.scrollBy(dx + dy, 0);
  }

  scrollBy(dx: number, dy: number): void {
    const [along, cross] = this.layout === "ladder" ? [dy, dx] : [dx, dy];
    if (along !== 0) this.framing.letGo();
    if (along !== 0 || this.layout === "ladder") this.camera.scrollBy(along);
    if (cross !== 0) this.crossAxis.scrollBy(cross);
    this.invalidate();
  }

  /** Begins at this position, as large as it is. */
  scrollTo(position: number): void {
    this.camera.scrollBy(this.scale().at(position) - this.camera.scroll);
    this.invalidate();
  }

  /** @param point the px of the canvas that stays where it is */
  zoomBy(factor: number, point?: Point): void {
    this.framing.letGo();
    const { trace, scale } = this.source();
    const at = point === undefined ? this.camera.room / 2 : this.along(point);
    this.camera.zoomBy(factor, at, scale, trace.steps, this.scene());
    this.invalidate();
  }

  zoomFit(): void {
    this.framing.letGo();
    this.camera.fitAll();
    this.crossAxis.px = 0;
    this.invalidate();
  }

  /** Makes exactly these steps visible. */
  zoomTo(range: StepRange): void {
    this.framing.letGo();
    const { trace, scale } = this.source();
    this.camera.fit(range, scale, trace.steps, this.scene());
    this.invalidate();
  }

  /** The step under a pointer. */
  stepAt(x: number, y: number): number | null {
    const shown = this.frame ?? { scene: this.scene(), scale: this.scale() };
    return stepUnder(this.layout, shown, this.viewport(), { x, y });
  }

  /** The mark under a pointer. */
  hitAt(x: number, y: number): Hit | null {
    return hitUnder(this.layout, this.frame, this.surface.width, { x, y });
  }

  /** The position to which a pointer there moves the playhead. */
  positionAt(x: number, y: number): number {
    return Math.round(this.scale().positionAt(this.along({ x, y }) + this.camera.scroll));
  }

  /** Whether a drag from here moves the playhead. */
  onRail(x: number, y: number): boolean {
    return isOnRail(this.layout, this.surface.width, { x, y });
  }

  /** The actor whose name is under a pointer. */
  actorAt(x: number, y: number): number | null {
    return this.frame === null ? null : actorUnder(this.frame, this.viewport(), { x, y });
  }

  /** Where a pointer rests; null once it has left. */
  hover(point: Point | null): void {
    if (point === null && this.pointer === null) return;
    this.pointer = point;
    this.invalidate();
  }

  /** The last frame as a picture. */
  get picture(): Picture {
    const items = this.frame?.of.drawing.items ?? [];
    return { items, ...this.size, theme: this.theme };
  }

  scene(): Scene {
    const { trace, position } = this.source();
    return sceneAt(trace.actors, trace.steps, position);
  }

  scale(): Scale {
    return this.scaleOf(this.scene());
  }

  private scaleOf(scene: Scene): Scale {
    const { camera, framing } = this;
    const of = this.source();
    return framing.scale(of, scene, camera.room) ?? camera.scale(of.scale, of.trace.steps, scene);
  }

  /** The steps of the scene, of so many in the session. */
  get sceneRange(): StepRange & { readonly of: number } {
    return { ...this.scene(), of: this.source().trace.steps.length };
  }

  /** A drawing in the current layout, which is not shown. */
  drawingOf(scene: Scene, scale: Scale, viewport: Viewport): Drawn {
    const source = this.source();
    const only = source.only ?? this.framing.actorsOf(scale);
    return drawn({ ...source, only }, { scene, scale, viewport }, this.surface.measure);
  }

  private get camera(): Camera {
    return this.state.cameras[this.layout];
  }

  private get crossAxis(): CrossAxis {
    return this.state.crossAxes[this.layout];
  }

  private along(point: Point): number {
    return alongAxis(this.layout, this.surface.width, point);
  }

  private viewport(): Viewport {
    const { scroll } = this.camera;
    const { px } = this.crossAxis;
    const [scrollX, scrollY] = this.layout === "ladder" ? [px, scroll] : [scroll, px];
    return { ...this.size, scrollX, scrollY };
  }

  private draw(): void {
    const { surface, state } = this;
    const { width, height } = surface;
    if (width === 0) return;
    const { trace, layout, scale: kind, position, selected, still } = this.source();
    const index = timelineIndex(trace);
    const variant = `${layout} ${kind}`;
    const isNew = variant !== state.variant;
    if (isNew) this.camera.refollow();
    state.variant = variant;
    this.camera.room = layout === "ladder" ? height - HEAD : width - gutterOf(width) - PAD;
    const scene = this.scene();
    const framed = this.framing.stretch(this.source(), scene);
    if (framed !== null) this.camera.fit(framed, kind, trace.steps, scene);
    const scale = this.scaleOf(scene);
    if (scale.row !== null) this.camera.hold();
    else if (framed === null) {
      if (this.camera.follow(scale, position, still)) this.invalidate();
      this.revealSelected(scale, isNew);
    }
    const { crossAxis } = this;
    crossAxis.attend({ position, selected }, index, isNew);
    // Where things are on the cross axis, only a drawing in this layout knows.
    const last = this.frame?.of;
    crossAxis.settle(
      last?.layout === layout ? last : this.drawingOf(scene, scale, this.viewport()),
      this.size,
    );
    const viewport = this.viewport();
    const of = this.drawingOf(scene, scale, viewport);
    // This drawing may show that something has moved.
    if (crossAxis.settle(of, this.size)) this.invalidate();
    this.frame = { scene, scale, viewport, of };
    surface.clear();
    surface.paint(of.drawing.items);
    this.paintHover();
    const { scroll, room } = this.camera;
    const visible = { from: scale.positionAt(scroll), to: scale.positionAt(scroll + room) };
    this.onVisible(visible, visibleRows(scale, scene, this.camera));
  }

  /** Makes a newly selected step visible; in a new variant beside the playhead. */
  private revealSelected(scale: Scale, isNew: boolean): void {
    const { selected, position } = this.source();
    const { state } = this;
    const moved = position !== state.position;
    const chosen = selected.step !== state.step;
    [state.position, state.step] = [position, selected.step];
    if (selected.step === null || !(isNew || chosen)) return;
    const beside = isNew || moved ? scale.at(position) : null;
    this.camera.reveal(scale.at(selected.step + 1), beside);
  }

  /** The full text of the mark under the pointer, above everything. */
  private paintHover(): void {
    const { pointer, surface } = this;
    if (pointer === null) return;
    const { words, trace, position } = this.source();
    const hit = hoveredAt(this, pointer, trace);
    surface.cursor = hit !== null || this.onRail(pointer.x, pointer.y) ? "pointer" : "";
    if (hit === null) return;
    const at = { ...pointer, ...this.size, position };
    surface.paint(hoverItems(hit, at, trace, words, surface.measure));
  }
}
