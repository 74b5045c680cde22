import { useEffect, useRef } from "react";
import { useText } from "../../i18n/index.ts";
import { clock, getTrace, inspectStep, playhead, store, useApp } from "../../store/index.ts";
import { LadderView } from "./ladder-view.ts";
import { timelineWords } from "./words.ts";

/** A pointer that moved less than this (px) has clicked, not dragged. */
const CLICK = 4;
/** One notch of a wheel that zooms. */
const ZOOM = 1.15;

/** The ladder: one canvas, drawn from the clock's frames and never from React. */
export function LadderCanvas({ bind }: { bind: (view: LadderView | null) => void }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const text = useText();
  const words = useRef(timelineWords(text));
  const shown = useRef<LadderView | null>(null);
  const steps = useApp((state) => state.steps);
  const step = useApp((state) => state.step);

  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const view = new LadderView(canvas, () => {
      const { scale, selection } = store.getState();
      const call = selection?.kind === "call" ? selection.call : null;
      return {
        trace: getTrace(),
        position: clock.position(),
        scale,
        selected: {
          call,
          actor: selection?.kind === "actor" ? selection.actor : null,
          step:
            selection?.kind === "step"
              ? selection.step
              : call === null
                ? null
                : (getTrace().calls.get(call)?.beganStep ?? null),
        },
        words: words.current,
        still: matchMedia("(prefers-reduced-motion: reduce)").matches,
      };
    });
    bind(view);
    shown.current = view;
    const stop = [
      clock.subscribe(() => view.invalidate()),
      store.subscribe(() => view.invalidate()),
      watchSize(canvas, view),
      watchTheme(view),
      ...gestures(canvas, view),
    ];
    return () => {
      bind(null);
      for (const end of stop) end();
      view.dispose();
    };
  }, [bind]);

  useEffect(() => {
    words.current = timelineWords(text);
    shown.current?.invalidate();
  }, [text]);

  return (
    <div className="ladder">
      <canvas
        ref={ref}
        className="ladder-canvas"
        // A canvas is a picture: what it says stands in the list, and the step is announced.
        role="img"
        aria-label={text.timeline.picture(step, steps)}
        tabIndex={0}
      />
    </div>
  );
}

function watchSize(canvas: HTMLCanvasElement, view: LadderView): () => void {
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    view.resize(width, height, devicePixelRatio);
  });
  const box = canvas.parentElement;
  if (box !== null) observer.observe(box);
  return () => observer.disconnect();
}

function watchTheme(view: LadderView): () => void {
  const restyle = () => view.restyle();
  const observer = new MutationObserver(restyle);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "lang"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", restyle);
  document.fonts.addEventListener("loadingdone", restyle);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", restyle);
    document.fonts.removeEventListener("loadingdone", restyle);
  };
}

function gestures(canvas: HTMLCanvasElement, view: LadderView): (() => void)[] {
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
  ) => {
    canvas.addEventListener(type, handle, { passive: false });
    return () => canvas.removeEventListener(type, handle);
  };
  let from: { x: number; y: number; moved: boolean; scrub: boolean } | null = null;
  return [
    on("wheel", (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey)
        view.zoomBy(event.deltaY < 0 ? ZOOM : 1 / ZOOM, event.offsetY);
      else if (event.shiftKey) view.scrollBy(event.deltaY + event.deltaX, 0);
      else view.scrollBy(event.deltaX, event.deltaY);
    }),
    on("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      // The left edge is the playhead's rail: a drag there scrubs, elsewhere it moves the paper.
      from = { x: event.offsetX, y: event.offsetY, moved: false, scrub: event.offsetX < 24 };
      if (from.scrub) playhead.seek(view.positionAt(event.offsetY));
    }),
    on("pointermove", (event) => {
      if (from === null) return;
      if (from.scrub) return playhead.seek(view.positionAt(event.offsetY));
      const [dx, dy] = [event.offsetX - from.x, event.offsetY - from.y];
      if (!from.moved && Math.hypot(dx, dy) < CLICK) return;
      view.scrollBy(-dx, -dy);
      from = { ...from, x: event.offsetX, y: event.offsetY, moved: true };
    }),
    on("pointerup", (event) => {
      const clicked = from !== null && !from.moved && !from.scrub;
      from = null;
      if (!clicked) return;
      const actor = view.actorAt(event.offsetX, event.offsetY);
      if (actor !== null) return store.getState().select({ kind: "actor", actor });
      const step = view.stepAt(event.offsetY);
      if (step !== null) inspectStep(step);
    }),
    on("pointercancel", () => {
      from = null;
    }),
    on("keydown", (event) => {
      const act = KEYS[event.key];
      if (act === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      act(view);
    }),
  ];
}

const KEYS: Readonly<Record<string, (view: LadderView) => void>> = {
  ArrowUp: () => playhead.previous(),
  ArrowDown: () => playhead.next(),
  PageUp: (view) => view.scrollBy(0, -200),
  PageDown: (view) => view.scrollBy(0, 200),
  "+": (view) => view.zoomBy(ZOOM),
  "=": (view) => view.zoomBy(ZOOM),
  "-": (view) => view.zoomBy(1 / ZOOM),
  "0": (view) => view.zoomFit(),
};
