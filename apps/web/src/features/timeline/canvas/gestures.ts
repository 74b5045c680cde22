import { inspectStep, playhead, store } from "../../../store/index.ts";
import type { TimelineView } from "./timeline-view.ts";

/** A pointer that moved less than this (px) has clicked, not dragged. */
const CLICK = 4;
/** One notch of a wheel, and one key, that zoom. */
const ZOOM = 1.15;
const KEY_ZOOM = 1.4;
const PAGE = 200;

interface Point {
  readonly x: number;
  readonly y: number;
}
/** What the pointers that are down are doing. */
type Doing =
  | { readonly kind: "scrub" }
  | { readonly kind: "choose"; readonly from: number; readonly start: Point; moved: boolean }
  | { readonly kind: "pan"; last: Point; moved: boolean }
  | { readonly kind: "pinch"; apart: number; middle: Point };

/** Everything that a mouse, fingers and keys do on the timeline. @returns what ends it */
export function gestures(canvas: HTMLCanvasElement, view: TimelineView): (() => void)[] {
  const down = new Map<number, Point>();
  let doing: Doing | null = null;
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
  ) => {
    canvas.addEventListener(type, handle, { passive: false });
    return () => canvas.removeEventListener(type, handle);
  };
  const pointOf = (event: MouseEvent): Point => view.pointOf(event);
  const release = (event: PointerEvent) => {
    down.delete(event.pointerId);
    const [left] = down.values();
    const ended = doing;
    // Of two fingers one is left: it goes on moving the paper.
    doing = left === undefined ? null : { kind: "pan", last: left, moved: true };
    return ended;
  };
  return [
    on("wheel", (event) => {
      event.preventDefault();
      const px = event.deltaMode === 1 ? 16 : 1;
      const [dx, dy] = [event.deltaX * px, event.deltaY * px];
      // A pinch on a touchpad comes as a wheel with Ctrl, in many small parts.
      if (event.ctrlKey || event.metaKey) view.zoomBy(zoomOf(dy), pointOf(event));
      else if (event.shiftKey) view.scrollBy(dx + dy, 0);
      else view.wheel(dx, dy);
    }),
    on("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      const point = pointOf(event);
      down.set(event.pointerId, point);
      view.hover(null);
      const [a, b] = down.values();
      if (a !== undefined && b !== undefined) {
        doing = { kind: "pinch", apart: apart(a, b), middle: middleOf(a, b) };
      } else if (view.onRail(point.x, point.y)) {
        // The rail of the axis: a drag there scrubs, elsewhere it moves the paper.
        doing = { kind: "scrub" };
        playhead.seek(view.positionAt(point.x, point.y));
      } else if (event.shiftKey) {
        const from = view.positionAt(point.x, point.y);
        doing = { kind: "choose", from, start: point, moved: false };
      } else doing = { kind: "pan", last: point, moved: false };
    }),
    on("pointermove", (event) => {
      const point = pointOf(event);
      if (doing === null) return view.hover(event.pointerType === "touch" ? null : point);
      if (down.has(event.pointerId)) down.set(event.pointerId, point);
      move(view, doing, point, [...down.values()]);
    }),
    on("pointerup", (event) => {
      const ended = release(event);
      if (ended === null || ended.kind === "scrub" || ended.kind === "pinch" || ended.moved) return;
      if (ended.kind === "choose") return store.getState().setRange(null);
      click(view, pointOf(event));
    }),
    on("pointercancel", (event) => void release(event)),
    on("pointerleave", () => view.hover(null)),
    on("dblclick", (event) => view.zoomBy(2, pointOf(event))),
    on("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const act = CANVAS_KEYS[event.key];
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act(view);
    }),
  ];
}

function move(view: TimelineView, doing: Doing, point: Point, fingers: readonly Point[]): void {
  switch (doing.kind) {
    case "scrub":
      return playhead.seek(view.positionAt(point.x, point.y));
    case "choose": {
      if (!doing.moved && apart(doing.start, point) < CLICK) return;
      doing.moved = true;
      const to = view.positionAt(point.x, point.y);
      const [low, high] = [Math.min(doing.from, to), Math.max(doing.from, to)];
      return store.getState().setRange(high > low ? { from: low, to: high } : null);
    }
    case "pan":
      if (!doing.moved && apart(doing.last, point) < CLICK) return;
      view.scrollBy(doing.last.x - point.x, doing.last.y - point.y);
      doing.last = point;
      doing.moved = true;
      return;
    case "pinch": {
      const [a, b] = fingers;
      if (a === undefined || b === undefined) return;
      const [now, middle] = [apart(a, b), middleOf(a, b)];
      view.scrollBy(doing.middle.x - middle.x, doing.middle.y - middle.y);
      view.zoomBy(now / Math.max(1, doing.apart), middle);
      doing.apart = now;
      doing.middle = middle;
      return;
    }
    default:
      doing satisfies never;
  }
}

function click(view: TimelineView, { x, y }: Point): void {
  const actor = view.actorAt(x, y);
  if (actor !== null) return store.getState().select({ kind: "actor", actor });
  const hit = view.hitAt(x, y);
  const step =
    hit?.kind === "flight"
      ? hit.flight.startStep
      : hit?.kind === "step"
        ? hit.step.index
        : hit?.kind === "call" && view.layout === "lanes"
          ? hit.call.beganStep
          : view.stepAt(x, y);
  if (step !== null) inspectStep(step);
}

/** What the keys do while the canvas has the focus. */
export const CANVAS_KEYS: Readonly<Record<string, (view: TimelineView) => void>> = {
  ArrowUp: (view) => (view.layout === "lanes" ? view.scrollBy(0, -40) : playhead.previous()),
  ArrowDown: (view) => (view.layout === "lanes" ? view.scrollBy(0, 40) : playhead.next()),
  PageUp: (view) => turnPage(view, -PAGE),
  PageDown: (view) => turnPage(view, PAGE),
  "+": (view) => view.zoomBy(KEY_ZOOM),
  "=": (view) => view.zoomBy(KEY_ZOOM),
  "-": (view) => view.zoomBy(1 / KEY_ZOOM),
  "0": (view) => view.zoomFit(),
};

const turnPage = (view: TimelineView, px: number): void =>
  view.layout === "lanes" ? view.scrollBy(px, 0) : view.scrollBy(0, px);

/** A notch of a mouse wheel is 100 px or so; a touchpad tells single ones. */
const zoomOf = (dy: number): number => ZOOM ** (-Math.max(-100, Math.min(100, dy)) / 40);
const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const middleOf = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
