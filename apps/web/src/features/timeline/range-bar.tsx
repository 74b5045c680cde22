import { durationText, sizeText, timelineIndex } from "@sockscope/trace";
import { useText } from "../../i18n/index.ts";
import { playhead, store, useApp, useTrace, visibleRange } from "../../store/index.ts";

/** What lies between the two marks: time, steps, bytes; and what can be done with it. */
export function RangeBar() {
  const text = useText().timeline.range;
  const range = useApp((state) => state.range);
  const looping = useApp((state) => state.looping);
  const trace = useTrace();
  if (range === null) return null;
  const { steps } = trace;
  // From the moment at which the first mark stands to that of the second.
  const from = steps.timeAt(Math.max(0, range.from - 1));
  const time = steps.timeAt(range.to - 1) - from;
  const { sent, read } = timelineIndex(trace).bytesIn(range.from, range.to);
  return (
    <div className="range-bar" role="group" aria-label={text.label}>
      <strong className="mono">{durationText(time)}</strong>
      <span>{text.steps(range.to - range.from)}</span>
      <span>{text.bytes(sizeText(sent), sizeText(read))}</span>
      <button type="button" className="button quiet" aria-pressed={looping} onClick={playhead.loop}>
        {text.loop}
      </button>
      <button type="button" className="button quiet" onClick={() => visibleRange.ask(range)}>
        {text.fit}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-label={text.clear}
        title={text.clear}
        onClick={() => store.getState().setRange(null)}
      >
        ✕
      </button>
    </div>
  );
}
