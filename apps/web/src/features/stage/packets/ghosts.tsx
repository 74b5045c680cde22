import type { StageLayout, Trace } from "@sockscope/trace";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { getTrace, reducesMotion, store } from "../../../store/index.ts";
import {
  GhostReplay,
  type Stretch,
  stretchToReplay,
} from "../../../store/lessons/pace/ghost-replay.ts";
import { stepWeights } from "../../../store/lessons/pace/step-weights.ts";
import { PacketLayer } from "./packet-layer.ts";

/** ms; a frame that comes later counts as this. */
const LONGEST_FRAME = 100;

/** Only what is in flight: what waits stands at its card anyway. */
const inFlight = (trace: Trace): Pick<Trace, "packetsAt"> => ({
  packetsAt: (position) => trace.packetsAt(position).filter(({ progress }) => progress < 1),
});

/**
 * Replays the packets of a lesson's step softly while its text stands. Playhead, cards and code do not
 * take part. Where motion is reduced nothing is replayed.
 */
export function Ghosts({ layout }: { readonly layout: StageLayout }) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<SVGSVGElement>(null);
  const show = useRef<(() => void) | null>(null);
  const text = useText();
  const now = useRef({ layout, text });

  useEffect(() => {
    if (box.current === null || lines.current === null) return;
    const layer = new PacketLayer(
      box.current,
      lines.current,
      () => {},
      () => true,
      () => {},
    );
    let stretch: Stretch | null = null;
    let replay: GhostReplay | null = null;
    let asked: number | null = null;
    let last = 0;
    /** Whether the layer knows the scene that it draws. */
    let shown = false;
    let flights = inFlight(getTrace());

    show.current = () => {
      if (replay?.position != null) layer.show({ trace: flights, ...now.current });
    };
    const frame = (time: number): void => {
      asked = null;
      if (replay === null) return;
      replay.advance(Math.min(LONGEST_FRAME, Math.max(0, time - last)) / 1000);
      last = time;
      if (replay.position !== null) {
        layer.at(replay.position);
        if (!shown) show.current?.();
        shown = true;
      } else if (shown) {
        layer.clear();
        shown = false;
      }
      if (!replay.isOver) asked = requestAnimationFrame(frame);
    };
    const look = (): void => {
      const state = store.getState();
      const wanted = reducesMotion() ? null : stretchToReplay(state);
      if (wanted?.from === stretch?.from && wanted?.to === stretch?.to) return;
      stretch = wanted;
      replay = null;
      shown = false;
      layer.clear();
      if (stretch === null) return;
      const trace = getTrace();
      flights = inFlight(trace);
      const actors = new Set(state.lesson?.lit);
      replay = new GhostReplay(stretch, stepWeights(trace, stretch.from, actors));
      last = performance.now();
      asked ??= requestAnimationFrame(frame);
    };
    look();
    const stop = store.subscribe(look);
    return () => {
      stop();
      if (asked !== null) cancelAnimationFrame(asked);
      layer.dispose();
      show.current = null;
    };
  }, []);

  useLayoutEffect(() => {
    now.current = { layout, text };
    show.current?.();
  });

  const { width, height } = layout.size;
  return (
    <>
      <svg ref={lines} className="tracks" width={width} height={height} aria-hidden="true" />
      <div ref={box} className="packets ghosts" aria-hidden="true" />
    </>
  );
}
