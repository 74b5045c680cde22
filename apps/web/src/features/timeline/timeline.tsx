import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Segmented } from "../../parts/segmented.tsx";
import { store, useApp } from "../../store/index.ts";
import { EventList } from "./event-list.tsx";
import { LadderCanvas } from "./ladder-canvas.tsx";
import type { LadderView } from "./ladder-view.ts";
import { TruthLegend } from "./truth-legend.tsx";
import "./timeline.css";

/** What happened, laid down in time: as a ladder diagram, or as a list with the same words. */
export function Timeline() {
  const text = useText().timeline;
  const view = useApp((state) => state.timelineView);
  const scale = useApp((state) => state.scale);
  const [ladder, setLadder] = useState<LadderView | null>(null);
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
            { value: "list", label: text.list },
          ]}
          onChange={setTimelineView}
        />
        {view === "ladder" && (
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
                onClick={() => ladder?.zoomBy(1 / 1.4)}
              >
                −
              </button>
              <button
                type="button"
                title={text.zoomFit}
                aria-label={text.zoomFit}
                onClick={() => ladder?.zoomFit()}
              >
                ⤢
              </button>
              <button
                type="button"
                title={text.zoomIn}
                aria-label={text.zoomIn}
                onClick={() => ladder?.zoomBy(1.4)}
              >
                +
              </button>
            </div>
          </>
        )}
        <TruthLegend />
      </div>
      {view === "ladder" ? <LadderCanvas bind={setLadder} /> : <EventList />}
    </section>
  );
}
