import { MINIMAP_PAD } from "@sockscope/trace";
import { useEffect, useRef } from "react";
import { clock, getTrace, store } from "../../store/index.ts";

/** The playhead on the rail, moved past React in the clock's frames: between steps, too. */
export function RailPlayhead() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const knob = ref.current;
    if (knob === null) return;
    // To ask for it in every frame would lay out the whole page in each.
    let room = 0;
    const place = () => {
      const steps = Math.max(1, getTrace().steps.length);
      const share = Math.min(1, clock.position() / steps);
      knob.style.transform = `translateX(${share * room}px)`;
    };
    const observer = new ResizeObserver(([entry]) => {
      room = (entry?.contentRect.width ?? 0) - 2 * MINIMAP_PAD;
      place();
    });
    if (knob.parentElement !== null) observer.observe(knob.parentElement);
    const stop = [clock.subscribe(place), store.subscribe(place)];
    return () => {
      observer.disconnect();
      for (const end of stop) end();
    };
  }, []);
  return <div ref={ref} className="rail-playhead" aria-hidden="true" />;
}
