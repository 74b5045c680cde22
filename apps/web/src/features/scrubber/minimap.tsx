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
import { paint, readTheme, themeChanges } from "../../theme/canvas.ts";

/** ms between two pictures of it while more comes than can be seen: little of it changes. */
const IN_A_CROWD = 100;

/** The whole session in small, under the rail; drawn from the clock's frames. */
export function Minimap() {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (canvas == null || context == null) return;
    let theme = readTheme(canvas);
    let size = { width: 0, height: 0 };
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { range } = store.getState();
      const filter = filterResults.read();
      const items = drawMinimap({
        ...size,
        index: timelineIndex(getTrace()),
        position: clock.position(),
        sight: visibleRange.read(),
        range,
        foundIn: filter === null ? null : (from, to) => filter.between(from, to),
      });
      context.clearRect(0, 0, size.width, size.height);
      paint(context, [...items], theme, () => 0);
    };
    const drawing = new Throttle({ ...PAGE, minGap: () => (clock.crowded ? IN_A_CROWD : 0) }, draw);
    const invalidate = () => {
      if (!clock.awake) frame ||= requestAnimationFrame(draw);
    };
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      size = { width: entry.contentRect.width, height: entry.contentRect.height };
      canvas.width = Math.round(size.width * devicePixelRatio);
      canvas.height = Math.round(size.height * devicePixelRatio);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      draw();
    });
    observer.observe(canvas);
    const stop = [
      clock.subscribe(() => {
        cancelAnimationFrame(frame);
        frame = 0;
        drawing.ask(false);
      }),
      store.subscribe(invalidate),
      visibleRange.subscribe(invalidate),
      filterResults.subscribe(invalidate),
      themeChanges(() => {
        theme = readTheme(canvas);
        invalidate();
      }),
    ];
    return () => {
      observer.disconnect();
      for (const end of stop) end();
      cancelAnimationFrame(frame);
    };
  }, []);
  return <canvas ref={ref} className="minimap" aria-hidden="true" />;
}
