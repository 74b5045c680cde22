import type { Flight, StageLayout } from "@sockscope/trace";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { deferred } from "../../../parts/deferred.tsx";
import {
  clock,
  getTrace,
  isPlayheadStationary,
  reducesMotion,
  store,
  useApp,
} from "../../../store/index.ts";
import { setTrailing } from "../buffers/unread.ts";
import { PacketLayer } from "./packet-layer.ts";

const Ghosts = deferred(async () => (await import("./ghosts.tsx")).Ghosts);

/** Explains a packet by the call that sent it, or else by the step in which it went. */
function select({ sentBy, consumedBy, startStep }: Flight): void {
  const call = sentBy ?? consumedBy;
  const { select: choose } = store.getState();
  if (call === null) choose({ kind: "step", step: startStep });
  else choose({ kind: "call", call });
}

/** The packets of the instant, above the cards. They are in the timeline's list as text. */
export function Packets({ layout }: { readonly layout: StageLayout }) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<SVGSVGElement>(null);
  const layer = useRef<PacketLayer | null>(null);
  const text = useText();
  const lessonRuns = useApp(({ lesson }) => lesson?.play != null && lesson.mode !== "free");

  useEffect(() => {
    if (box.current === null || lines.current === null) return;
    const made = new PacketLayer(box.current, lines.current, select, reducesMotion, setTrailing);
    layer.current = made;
    made.at(clock.position());
    const tell = () => made.setStationary(isPlayheadStationary());
    tell();
    const remeasure = () => made.remeasure();
    document.fonts.addEventListener("loadingdone", remeasure);
    const stop = [clock.subscribe((position) => made.at(position)), store.subscribe(tell)];
    return () => {
      for (const end of stop) end();
      document.fonts.removeEventListener("loadingdone", remeasure);
      made.dispose();
      layer.current = null;
    };
  }, []);

  useLayoutEffect(() => layer.current?.show({ trace: getTrace(), layout, text }));

  const { width, height } = layout.size;
  return (
    <>
      <svg ref={lines} className="tracks" width={width} height={height} aria-hidden="true" />
      <div ref={box} className="packets" aria-hidden="true" />
      {lessonRuns && <Ghosts.Part layout={layout} />}
    </>
  );
}
