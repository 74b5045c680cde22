import { durationText, instantText, isStruck, type Step } from "@sockscope/trace";
import { useEffect, useReducer, useRef, useState } from "react";
import { actorName, type Dictionary, useText } from "../../../i18n/index.ts";
import {
  filterResults,
  getTrace,
  inspectStep,
  playhead,
  useApp,
  useTrace,
} from "../../../store/index.ts";
import { listScroll } from "./scroll.ts";
import { stepMore } from "./step-details.ts";
import { stepLine } from "./step-line.ts";

/** Height of a row, in px: the list makes only the rows in sight. For a room they are higher. */
const ROW = { default: 30, presented: 44 };
const MARGIN = 6;

/** The timeline as text: every step, in step with the clock. */
export function EventList() {
  const text = useText();
  const step = useApp((state) => state.step);
  const steps = useApp((state) => state.steps);
  const trace = useTrace();
  const box = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState({ top: 0, height: 400 });
  const current = step - 1;
  const chosen = useApp(({ selection }) => {
    if (selection?.kind === "step") return selection.step;
    return selection?.kind === "call"
      ? (getTrace().calls.get(selection.call)?.beganStep ?? null)
      : null;
  });
  const high = useApp((state) => (state.presenting ? ROW.presented : ROW.default));

  const [, rerender] = useReducer((times: number) => times + 1, 0);
  useEffect(() => filterResults.subscribe(rerender), []);
  const filter = filterResults.read();
  useEffect(() => {
    const list = box.current;
    if (list === null) return;
    const observer = new ResizeObserver(() =>
      setViewport({ top: list.scrollTop, height: list.clientHeight }),
    );
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const list = box.current;
    if (list === null || current < 0) return;
    const { clientHeight } = list;
    // How many rows there are by now does not move the list: only a new step does.
    const scroll = listScroll(getTrace().steps.length * high, clientHeight);
    const [low, last] = [
      Math.min(current, chosen ?? current),
      Math.max(current, chosen ?? current),
    ];
    // What is selected too, if there is room for both.
    const both = (last - low + 1) * high <= clientHeight;
    const [y, end] = both ? [low * high, (last + 1) * high] : [current * high, step * high];
    const top = scroll.topAt(list.scrollTop);
    if (y < top) list.scrollTop = scroll.scrollTo(y);
    else if (end > top + clientHeight) list.scrollTop = scroll.scrollTo(end - clientHeight);
  }, [current, step, chosen, high]);

  const scroll = listScroll(steps * high, viewport.height);
  const top = scroll.topAt(viewport.top);
  const first = Math.max(0, Math.floor(top / high) - MARGIN);
  const last = Math.min(steps, Math.ceil((top + viewport.height) / high) + MARGIN);
  /** A page on or back, with a row of what was in sight before. */
  const page = Math.max(1, Math.floor(viewport.height / high) - 1);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: playhead.next,
    ArrowUp: playhead.previous,
    PageDown: () => playhead.seek(Math.min(steps, step + page)),
    PageUp: () => playhead.seek(Math.max(Math.min(steps, 1), step - page)),
    Home: () => playhead.seek(Math.min(steps, 1)),
    End: playhead.live,
  };
  const rows = trace.steps.slice(first, last);
  const { columns } = text.timeline;
  return (
    <div className="event-list">
      <div className="event-row event-head" aria-hidden="true">
        <span>{columns.step}</span>
        <span>{columns.time}</span>
        <span>{columns.who}</span>
        <span>{columns.what}</span>
        <span>{columns.more}</span>
        <span>{columns.truth}</span>
      </div>
      {steps === 0 && <p className="event-none">{text.timeline.empty}</p>}
      <div
        ref={box}
        className="event-rows"
        role="listbox"
        tabIndex={0}
        aria-label={text.timeline.list}
        aria-activedescendant={current >= first && current < last ? `step-${current}` : undefined}
        onScroll={({ currentTarget }) =>
          setViewport({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
        }
        onKeyDown={(event) => {
          const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
          const act = altKey || ctrlKey || metaKey || shiftKey ? undefined : keys[key];
          if (act === undefined) return;
          event.preventDefault();
          act();
        }}
      >
        <div style={{ height: scroll.height, position: "relative" }}>
          {rows.map((row) => (
            <EventRow
              key={row.index}
              row={row}
              current={row.index === current}
              chosen={row.index === chosen}
              now={step}
              steps={steps}
              y={row.index * high - top + viewport.top}
              found={filter === null ? null : filter.passes(row.index)}
              text={text}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function EventRow({
  row,
  current,
  chosen,
  now,
  steps,
  y,
  found: matches,
  text,
}: {
  row: Step;
  current: boolean;
  /** Its call is what the inspector explains. */
  chosen: boolean;
  /** The playhead, in steps. */
  now: number;
  steps: number;
  /** Of its upper edge, px from that of what is scrolled. */
  y: number;
  /** Whether the filter lets it through; null: there is none. */
  found: boolean | null;
  text: Dictionary;
}) {
  const actor = row.actor === null ? undefined : getTrace().actor(row.actor);
  const truth = row.kind === "segment" ? row.flight.truth : row.event.truth;
  const failed = row.kind === "event" && failure(row) !== undefined;
  const more = stepMore(row, text, now);
  const struck = row.kind === "segment" && isStruck(row.flight, now);
  const gap = row.index === 0 ? 0 : row.t - getTrace().steps.timeAt(row.index - 1);
  return (
    // The list itself has the keys: its options are chosen with the arrows.
    <div
      id={`step-${row.index}`}
      className="event-row"
      role="option"
      aria-selected={current}
      aria-current={chosen || undefined}
      aria-setsize={steps}
      aria-posinset={row.index + 1}
      data-truth={truth}
      data-failed={failed || undefined}
      data-future={row.index >= now || undefined}
      data-aside={(row.kind === "event" && row.event.kind === "kernel.read") || undefined}
      data-found={matches ?? undefined}
      style={{ transform: `translateY(${y}px)` }}
      onClick={() => inspectStep(row.index)}
    >
      <span>{row.index + 1}</span>
      <span>
        {instantText(row.t)}
        {gap > 0 && <span className="event-gap"> +{durationText(gap)}</span>}
      </span>
      <span>{actor === undefined ? "" : actorName(text, actor)}</span>
      <span>{struck ? <s>{stepLine(row, text)}</s> : stepLine(row, text)}</span>
      <span title={more}>{more}</span>
      <span>{text.inspector.truths[truth].name}</span>
    </div>
  );
}

function failure(row: Extract<Step, { kind: "event" }>) {
  if (row.event.kind === "call.ended") return row.event.error;
  return row.ended?.error;
}
