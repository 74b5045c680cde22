import { MINIMAP_PAD } from "@sockscope/trace";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useText } from "../../i18n/index.ts";
import { getTrace, store, visibleRange } from "../../store/index.ts";

interface VisibleRange {
  readonly from: number;
  readonly to: number;
}

/** A frame narrower than this (px) could not be caught. */
const NARROWEST = 28;

/**
 * The handle of the minimap's frame: drag it, or with the focus on it use the arrow keys, and the
 * timeline shows another stretch of the session. It follows the timeline past React, in its frames.
 */
export function VisibleRangeFrame() {
  const text = useText().scrubber;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const handle = ref.current;
    if (handle === null) return;
    let frame = 0;
    // To ask for it in every frame would lay out the whole page in each.
    let rail = handle.parentElement?.clientWidth ?? 0;
    const place = () => {
      frame = 0;
      placeHandle(handle, rail, text.visibleRangeValue);
    };
    const later = () => {
      frame ||= requestAnimationFrame(place);
    };
    const observer = new ResizeObserver(([entry]) => {
      rail = entry?.target.clientWidth ?? rail;
      later();
    });
    if (handle.parentElement !== null) observer.observe(handle.parentElement);
    const stop = [visibleRange.subscribe(later), store.subscribe(later), dragging(handle)];
    place();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      for (const end of stop) end();
    };
  }, [text]);
  return (
    <div
      ref={ref}
      className="sight-frame"
      role="slider"
      tabIndex={0}
      aria-label={text.visibleRange}
      aria-valuenow={0}
      onKeyDown={walk}
    />
  );
}

const stepsNow = (): number => getTrace().steps.length;

/** @param rail the px of what it moves on */
function placeHandle(
  handle: HTMLElement,
  rail: number,
  says: (from: number, to: number) => string,
): void {
  const steps = stepsNow();
  const { from, to } = within(visibleRange.read(), steps);
  const all = steps === 0 || store.getState().timelineView === "list" || to - from >= steps;
  handle.hidden = all;
  if (all) return;
  const room = rail - 2 * MINIMAP_PAD;
  const width = Math.max(NARROWEST, ((to - from) / steps) * room);
  const middle = MINIMAP_PAD + ((from + to) / 2 / steps) * room;
  const left = Math.max(0, Math.min(room + 2 * MINIMAP_PAD - width, middle - width / 2));
  handle.style.width = `${width}px`;
  handle.style.transform = `translateX(${left}px)`;
  handle.setAttribute("aria-valuemin", "0");
  handle.setAttribute("aria-valuemax", String(steps));
  handle.setAttribute("aria-valuenow", String(Math.round(from)));
  handle.setAttribute("aria-valuetext", says(Math.floor(from) + 1, Math.ceil(to)));
}

const within = ({ from, to }: VisibleRange, steps: number): VisibleRange => ({
  from: Math.max(0, Math.min(steps, from)),
  to: Math.max(0, Math.min(steps, to)),
});

/** Moves a stretch by so many steps, as far as there are any. */
function moved({ from, to }: VisibleRange, by: number): VisibleRange {
  const steps = stepsNow();
  const start = Math.max(0, Math.min(steps - (to - from), from + by));
  return { from: start, to: start + to - from };
}

/** A pointer of any kind takes the frame along. @returns what ends it */
function dragging(handle: HTMLElement): () => void {
  let held: { readonly x: number; readonly range: VisibleRange } | null = null;
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    held = { x: event.clientX, range: within(visibleRange.read(), stepsNow()) };
  };
  const move = (event: PointerEvent) => {
    if (held === null) return;
    const room = (handle.parentElement?.clientWidth ?? 0) - 2 * MINIMAP_PAD;
    if (room <= 0) return;
    visibleRange.show(moved(held.range, ((event.clientX - held.x) / room) * stepsNow()));
  };
  const up = () => {
    held = null;
  };
  handle.addEventListener("pointerdown", down);
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", up);
  handle.addEventListener("pointercancel", up);
  return () => {
    handle.removeEventListener("pointerdown", down);
    handle.removeEventListener("pointermove", move);
    handle.removeEventListener("pointerup", up);
    handle.removeEventListener("pointercancel", up);
  };
}

function walk(event: KeyboardEvent): void {
  const range = within(visibleRange.read(), stepsNow());
  const page = range.to - range.from;
  const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page }[event.key];
  const far = { Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key];
  if (by === undefined && far === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  visibleRange.show(moved(range, by ?? far ?? 0));
}
