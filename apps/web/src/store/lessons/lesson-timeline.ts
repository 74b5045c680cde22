import type { TimelineWish } from "@sockscope/lessons";
import { store } from "../store.ts";

/** Shows the timeline as the shown step wants it, and as it was when none wants anything any more. */
export function watchTimeline(): void {
  let wished: TimelineWish | null = null;
  let before: TimelineWish | null = null;
  store.subscribe(({ lesson, timelineView, scale }) => {
    const step = lesson?.mode === "free" ? undefined : lesson?.lesson?.steps[lesson.shown];
    const wish = step?.timeline ?? null;
    if (wish === wished) return;
    wished = wish;
    if (wish !== null) before ??= { view: timelineView, scale };
    const now = wish ?? before;
    if (wish === null) before = null;
    if (now !== null) store.setState({ timelineView: now.view, scale: now.scale });
  });
}
