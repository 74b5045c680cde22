import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Segmented } from "../../parts/controls/segmented.tsx";
import { deferred } from "../../parts/deferred.tsx";
import { playhead, store, useApp } from "../../store/index.ts";
import { TimelineCanvas } from "./canvas/timeline-canvas.tsx";
import type { TimelineView } from "./canvas/timeline-view.ts";
import { newViewState } from "./canvas/view-state.ts";
import { ExportMenu } from "./export/export-menu.tsx";
import { FilterBox } from "./filter/filter-box.tsx";
import { RangeBar } from "./range-bar.tsx";
import { Ribbon } from "./ribbon.tsx";
import { TruthLegend } from "./truth-legend.tsx";
import "./timeline.css";

const { Part: EventList } = deferred(async () => (await import("./list/event-list.tsx")).EventList);

/** Two buttons for what `[` and `]` do: fingers have no other way. */
function Marks() {
  const { range } = useText().timeline;
  return (
    <div className="timeline-zoom" role="group" aria-label={range.marks}>
      {(["from", "to"] as const).map((side) => (
        <button
          key={side}
          type="button"
          title={range.mark[side]}
          aria-label={range.mark[side]}
          onClick={() => playhead.mark(side)}
        >
          {side === "from" ? "[" : "]"}
        </button>
      ))}
    </div>
  );
}

/** What happened, laid down in time: as a ladder diagram, as lanes, or as a list with the same words. */
export function Timeline() {
  const text = useText().timeline;
  const view = useApp((state) => state.timelineView);
  const scale = useApp((state) => state.scale);
  const ribbon = useApp((state) => state.ribbon);
  const [canvas, setCanvas] = useState<TimelineView | null>(null);
  const [viewState] = useState(newViewState);
  const { setScale, setTimelineView } = store.getState();
  return (
    <section className="timeline" aria-label={text.title}>
      <div className="timeline-bar">
        <h2>{text.title}</h2>
        <Segmented
          label={text.view}
          value={view}
          options={[
            { value: "ladder", label: text.ladder },
            { value: "lanes", label: text.lanes },
            { value: "list", label: text.list },
          ]}
          onChange={setTimelineView}
        />
        {view !== "list" && (
          <>
            <Segmented
              label={text.scale}
              value={scale}
              options={[
                { value: "steps", label: text.even },
                { value: "time", label: text.real },
              ]}
              onChange={setScale}
            />
            <div className="timeline-zoom" role="group" aria-label={text.zoom}>
              <button
                type="button"
                title={text.zoomOut}
                aria-label={text.zoomOut}
                onClick={() => canvas?.zoomBy(1 / 1.4)}
              >
                −
              </button>
              <button
                type="button"
                title={text.zoomFit}
                aria-label={text.zoomFit}
                onClick={() => canvas?.zoomFit()}
              >
                ⤢
              </button>
              <button
                type="button"
                title={text.zoomIn}
                aria-label={text.zoomIn}
                onClick={() => canvas?.zoomBy(1.4)}
              >
                +
              </button>
              <button
                type="button"
                title={text.ribbon.show}
                aria-label={text.ribbon.show}
                aria-pressed={ribbon}
                onClick={() => store.getState().setRibbon(!ribbon)}
              >
                ⇄
              </button>
            </div>
          </>
        )}
        <Marks />
        <FilterBox />
        {view !== "list" && <ExportMenu view={canvas} />}
        {/* The list says it in words, row by row. */}
        {view !== "list" && <TruthLegend />}
      </div>
      <div className="timeline-body">
        {view === "list" ? (
          <EventList />
        ) : (
          <TimelineCanvas bind={setCanvas} viewState={viewState} />
        )}
        <RangeBar />
        {ribbon && view !== "list" && <Ribbon />}
      </div>
    </section>
  );
}
