import { drawMinimap, timelineIndex } from "@sockscope/trace";
import { useEffect, useRef } from "react";
import {
  clock,
  filterResults,
  getTrace,
  PAGE,
  store,
  Throttle,
  visibleRange,
} from "../../store/index.ts";
import { type CanvasFrames, drawOnCanvas } from "../../theme/canvas-drawing.ts";
import type { CanvasSurface } from "../../theme/canvas-surface.ts";

/** ms between two pictures of it while more comes than can be seen: little of it changes. */
const IN_A_CROWD = 100;

/** The whole session in small, under the rail; drawn from the clock's frames. */
export function Minimap() {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (ref.current === null) return;
    return drawOnCanvas(ref.current, { paint, follow });
  }, []);
  return <canvas ref={ref} className="minimap" aria-hidden="true" />;
}

function paint(surface: CanvasSurface): void {
  const { range } = store.getState();
  const filter = filterResults.read();
  const items = drawMinimap({
    width: surface.width,
    height: surface.height,
    index: timelineIndex(getTrace()),
    position: clock.position(),
    sight: visibleRange.read(),
    range,
    foundIn: filter === null ? null : (from, to) => filter.between(from, to),
  });
  surface.paint([...items]);
}

function follow({ request, draw, cancel }: CanvasFrames): readonly (() => void)[] {
  const drawing = new Throttle({ ...PAGE, minGap: () => (clock.crowded ? IN_A_CROWD : 0) }, draw);
  const invalidate = () => {
    // An awake clock draws in its own frames.
    if (!clock.awake) request();
  };
  return [
    clock.subscribe(() => {
      cancel();
      drawing.ask(false);
    }),
    store.subscribe(invalidate),
    visibleRange.subscribe(invalidate),
    filterResults.subscribe(invalidate),
  ];
}
