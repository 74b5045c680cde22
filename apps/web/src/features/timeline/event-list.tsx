import { instantText, type Step } from "@sockscope/trace";
import { useEffect, useReducer, useRef, useState } from "react";
import { actorName, type Dictionary, useText } from "../../i18n/index.ts";
import { found, getTrace, inspectStep, playhead, useApp } from "../../store/index.ts";
import { stepLine } from "./step-line.ts";

/** Height of a row, in px: the list makes only the rows in sight. For a room they are higher. */
const ROW = { usual: 30, presented: 44 };
const MARGIN = 6;

/** The timeline as text: every step, in step with the clock. */
export function EventList() {
  const text = useText();
  const step = useApp((state) => state.step);
  const steps = useApp((state) => state.steps);
  useApp((state) => state.revision);
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 400 });
  const current = step - 1;
  const high = useApp((state) => (state.presenting ? ROW.presented : ROW.usual));

  const [, lookAgain] = useReducer((times: number) => times + 1, 0);
  useEffect(() => found.subscribe(lookAgain), []);
  const filter = found.read();
  useEffect(() => {
    const list = box.current;
    if (list === null) return;
    const observer = new ResizeObserver(() =>
      setSight({ top: list.scrollTop, height: list.clientHeight }),
    );
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const list = box.current;
    if (list === null || current < 0) return;
    const y = current * high;
    if (y < list.scrollTop) list.scrollTop = y;
    else if (y + high > list.scrollTop + list.clientHeight)
      list.scrollTop = y + high - list.clientHeight;
  }, [current, high]);

  const first = Math.max(0, Math.floor(sight.top / high) - MARGIN);
  const last = Math.min(steps, Math.ceil((sight.top + sight.height) / high) + MARGIN);
  const rows = getTrace().steps.slice(first, last);
  const { columns } = text.timeline;
  return (
    <div className="event-list">
      <div className="event-row event-head" aria-hidden="true">
        <span>{columns.step}</span>
        <span>{columns.time}</span>
        <span>{columns.who}</span>
        <span>{columns.what}</span>
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
          setSight({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
        }
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          if (event.key === "ArrowDown") playhead.next();
          else playhead.previous();
        }}
      >
        <div style={{ height: steps * high, position: "relative" }}>
          {rows.map((row) => (
            <EventRow
              key={row.index}
              row={row}
              current={row.index === current}
              past={row.index < step}
              steps={steps}
              high={high}
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
  past,
  steps,
  high,
  found: isFound,
  text,
}: {
  row: Step;
  current: boolean;
  past: boolean;
  steps: number;
  high: number;
  /** Whether the filter lets it through; null: there is none. */
  found: boolean | null;
  text: Dictionary;
}) {
  const actor = row.actor === null ? undefined : getTrace().actor(row.actor);
  const truth = row.kind === "segment" ? row.flight.truth : row.event.truth;
  const failed = row.kind === "event" && failure(row) !== undefined;
  return (
    // The list itself has the keys: its options are chosen with the arrows.
    <div
      id={`step-${row.index}`}
      className="event-row"
      role="option"
      aria-selected={current}
      aria-setsize={steps}
      aria-posinset={row.index + 1}
      data-truth={truth}
      data-failed={failed || undefined}
      data-future={!past || undefined}
      data-found={isFound ?? undefined}
      style={{ transform: `translateY(${row.index * high}px)` }}
      onClick={() => inspectStep(row.index)}
    >
      <span>{row.index + 1}</span>
      <span>{instantText(row.t)}</span>
      <span>{actor === undefined ? "" : actorName(text, actor)}</span>
      <span>{stepLine(row, text)}</span>
      <span>{text.inspector.truths[truth].name}</span>
    </div>
  );
}

function failure(row: Extract<Step, { kind: "event" }>) {
  if (row.event.kind === "call.ended") return row.event.error;
  return row.ended?.error;
}
