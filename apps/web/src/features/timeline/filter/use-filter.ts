import { Filter, timelineIndex } from "@sockscope/trace";
import { useEffect, useMemo, useState } from "react";
import { type Dictionary, useText } from "../../../i18n/index.ts";
import { filterResults, getTrace, store, useApp, useTrace } from "../../../store/index.ts";
import { timelineWords } from "../words.ts";

/** Steps that are looked at in one frame: a tenth of a second would be felt. */
const A_FRAME = 4000;
const decoder = new TextDecoder();

/** Runs the filter that was typed over what there is, comes and has changed, a part in each frame. */
export function useFilter(): { readonly examined: number; readonly matched: number } | null {
  const text = useText();
  const query = useApp((state) => state.filter);
  const trace = useTrace();
  const filter = useMemo(() => filterOf(query, text, trace), [query, text, trace]);
  const [progress, setProgress] = useState({ examined: 0, matched: 0 });

  useEffect(() => {
    filterResults.set(filter);
    return () => filterResults.set(null);
  }, [filter]);
  useEffect(() => {
    if (filter === null) return;
    let frame = 0;
    const go = () => {
      timelineIndex(trace);
      const more = filter.advance(A_FRAME);
      setProgress(filter.progress);
      filterResults.set(filter);
      if (more) frame = requestAnimationFrame(go);
    };
    go();
    const stop = store.subscribe((now, before) => {
      // Of another trace there will be another filter.
      if (now.revision === before.revision || getTrace() !== trace) return;
      cancelAnimationFrame(frame);
      go();
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [filter, trace]);
  return filter === null ? null : progress;
}

function filterOf(query: string, text: Dictionary, trace: ReturnType<typeof getTrace>) {
  const names = { ...timelineWords(text), decode: (bytes: Uint8Array) => decoder.decode(bytes) };
  const filter = new Filter(query, timelineIndex(trace), names);
  return filter.open ? null : filter;
}
