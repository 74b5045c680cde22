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
import { themeChanges } from "../../theme/canvas.ts";
import { CanvasSurface } from "../../theme/canvas-surface.ts";

/** ms between two pictures of it while more comes than can be seen: little of it changes. */
const IN_A_CROWD = 100;

/** The whole session in small, under the rail; drawn from the clock's frames. */
export function Minimap() {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const surface = new CanvasSurface(canvas);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { range } = store.getState();
      const filter = filterResults.read();
      const items = drawMinimap({
        width: surface.width,
        height: surface.height,
        index: timelineIndex(getTrace()),
        position: clock.position(),
        visible: visibleRange.read(),
        range,
        matchesIn: filter === null ? null : (from, to) => filter.between(from, to),
      });
      surface.clear();
      surface.paint([...items]);
    };
    const drawing = new Throttle({ ...PAGE, minGap: () => (clock.crowded ? IN_A_CROWD : 0) }, draw);
    const invalidate = () => {
      if (!clock.awake) frame ||= requestAnimationFrame(draw);
    };
    const stop = [
      surface.follow(canvas, draw),
      clock.subscribe(() => {
        cancelAnimationFrame(frame);
        frame = 0;
        drawing.ask(false);
      }),
      store.subscribe(invalidate),
      visibleRange.subscribe(invalidate),
      filterResults.subscribe(invalidate),
      themeChanges(() => {
        surface.restyle();
        invalidate();
      }),
    ];
    return () => {
      for (const end of stop) end();
      cancelAnimationFrame(frame);
    };
  }, []);
  return <canvas ref={ref} className="minimap" aria-hidden="true" />;
}
