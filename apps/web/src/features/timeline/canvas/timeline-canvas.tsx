import type { Row, StepRange } from "@sockscope/trace";
import { useEffect, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import {
  clock,
  filterResults,
  getTrace,
  lessonFocus,
  store,
  useApp,
  visibleRange,
} from "../../../store/index.ts";
import { themeChanges } from "../../../theme/canvas.ts";
import { PRESENTED } from "../../../theme/presented.ts";
import { timelineWords } from "../words.ts";
import { gestures } from "./gestures.ts";
import { TimelineView } from "./timeline-view.ts";
import type { ViewState } from "./view-state.ts";

/** Ladder and lanes: one canvas, drawn from the clock's frames and never from React. */
export function TimelineCanvas({
  bind,
  viewState,
}: {
  bind: (view: TimelineView | null) => void;
  viewState: ViewState;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  const text = useText();
  const words = useRef(timelineWords(text));
  const shown = useRef<TimelineView | null>(null);
  const steps = useApp((state) => state.steps);
  const step = useApp((state) => state.step);
  const presenting = useApp((state) => state.presenting);
  const photographed = useApp((state) => state.stills === "making");

  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const view = new TimelineView(
      canvas,
      () => {
        const { scale, selection, timelineView, range, stills } = store.getState();
        const call = selection?.kind === "call" ? selection.call : null;
        return {
          trace: getTrace(),
          layout: timelineView === "lanes" ? "lanes" : "ladder",
          range,
          ...filtered(),
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
          focus: lessonFocus(),
          // A picture that is being taken must not move either.
          still: stills === "making" || matchMedia("(prefers-reduced-motion: reduce)").matches,
        };
      },
      viewState,
      (visible, rows) => {
        visibleRange.set(visible);
        sayRows(canvas, rows);
      },
      () => clock.awake,
    );
    bind(view);
    shown.current = view;
    const stop = [
      filterResults.subscribe(() => view.invalidate()),
      // The clock calls in a frame: to ask for another would show everything a frame later.
      clock.subscribe(() => view.drawNow()),
      store.subscribe(() => view.invalidate()),
      visibleRange.onAsk((range) => (range === null ? view.zoomFit() : view.zoomTo(range))),
      visibleRange.onShow((from) => view.scrollTo(from)),
      view.follow(canvas.parentElement ?? canvas),
      themeChanges(() => view.restyle()),
      ...gestures(canvas, view),
    ];
    return () => {
      bind(null);
      for (const end of stop) end();
      view.dispose();
    };
  }, [bind, viewState]);

  useEffect(() => {
    shown.current?.enlarge(presenting ? PRESENTED : 1, photographed ? 2 : 1);
  }, [presenting, photographed]);
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
      {steps === 0 && <p className="event-none">{text.timeline.empty}</p>}
    </div>
  );
}

/** Says on the canvas which steps have their rows in sight, as "3-7 12-14": its pixels say it to eyes only. */
function sayRows(canvas: HTMLCanvasElement, rows: readonly StepRange[]): void {
  const rangeText = rows.map(({ from, to }) => `${from}-${to - 1}`).join(" ");
  if (canvas.dataset["rows"] !== rangeText) canvas.dataset["rows"] = rangeText;
}

function filtered() {
  const filter = filterResults.read();
  if (filter === null) return { matches: null, only: null, keepsRow: null };
  const { query } = filter;
  const follows = query.kind === "conversation";
  return {
    matches: filter.passes,
    only: filter.party(),
    keepsRow: follows ? (row: Row) => filter.keepsRow(row) : null,
  };
}
