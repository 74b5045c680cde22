import { apart, CLICK, Fingers, type Point, wheelPx } from "../../../parts/fingers.ts";
import { inspectStep, playhead, store } from "../../../store/index.ts";
import type { TimelineView } from "./timeline-view.ts";

/** One notch of a wheel, and one key, that zoom. */
const ZOOM = 1.15;
const KEY_ZOOM = 1.4;
const PAGE = 200;

/** What the pointers that are down are doing. */
type Gesture =
  | { readonly kind: "scrub" }
  | { readonly kind: "choose"; readonly from: number; readonly start: Point; moved: boolean }
  | { readonly kind: "pan"; last: Point; moved: boolean }
  | { readonly kind: "pinch" };

/** Everything that a mouse, fingers and keys do on the timeline. @returns what ends it */
export function gestures(canvas: HTMLCanvasElement, view: TimelineView): (() => void)[] {
  const fingers = new Fingers();
  let gesture: Gesture | null = null;
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
  ) => {
    canvas.addEventListener(type, handle, { passive: false });
    return () => canvas.removeEventListener(type, handle);
  };
  const pointOf = (event: MouseEvent): Point => view.pointOf(event);
  const release = (event: PointerEvent) => {
    fingers.up(event.pointerId);
    const left = fingers.any;
    const ended = gesture;
    // Of two fingers one is left: it goes on moving the paper.
    gesture = left === undefined ? null : { kind: "pan", last: left, moved: true };
    return ended;
  };
  return [
    on("wheel", (event) => {
      event.preventDefault();
      const { x: dx, y: dy } = wheelPx(event);
      // A pinch on a touchpad comes as a wheel with Ctrl, in many small parts.
      if (event.ctrlKey || event.metaKey) view.zoomBy(zoomOf(dy), pointOf(event));
      else if (event.shiftKey) view.scrollBy(dx + dy, 0);
      else view.wheel(dx, dy);
    }),
    on("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      const point = pointOf(event);
      fingers.down(event.pointerId, point);
      view.hover(null);
      if (fingers.count > 1) gesture = { kind: "pinch" };
      else if (view.onRail(point.x, point.y)) {
        // The rail of the axis: a drag there scrubs, elsewhere it moves the paper.
        gesture = { kind: "scrub" };
        playhead.seek(view.positionAt(point.x, point.y));
      } else if (event.shiftKey) {
        const from = view.positionAt(point.x, point.y);
        gesture = { kind: "choose", from, start: point, moved: false };
      } else gesture = { kind: "pan", last: point, moved: false };
    }),
    on("pointermove", (event) => {
      const point = pointOf(event);
      if (gesture === null) return view.hover(event.pointerType === "touch" ? null : point);
      if (gesture.kind !== "pinch") {
        fingers.move(event.pointerId, point);
        return move(view, gesture, point);
      }
      const pinch = fingers.pinch(event.pointerId, point);
      if (pinch === null) return;
      view.scrollBy(-pinch.dx, -pinch.dy);
      view.zoomBy(pinch.factor, pinch.middle);
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

/** What one pointer does that is down. */
function move(
  view: TimelineView,
  gesture: Exclude<Gesture, { kind: "pinch" }>,
  point: Point,
): void {
  switch (gesture.kind) {
    case "scrub":
      return playhead.seek(view.positionAt(point.x, point.y));
    case "choose": {
      if (!gesture.moved && apart(gesture.start, point) < CLICK) return;
      gesture.moved = true;
      const to = view.positionAt(point.x, point.y);
      const [low, high] = [Math.min(gesture.from, to), Math.max(gesture.from, to)];
      return store.getState().setRange(high > low ? { from: low, to: high } : null);
    }
    case "pan":
      if (!gesture.moved && apart(gesture.last, point) < CLICK) return;
      view.scrollBy(gesture.last.x - point.x, gesture.last.y - point.y);
      gesture.last = point;
      gesture.moved = true;
      return;
    default:
      gesture satisfies never;
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
