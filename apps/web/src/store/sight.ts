import type { StepRange } from "@sockscope/trace";

/** Which steps the timeline has in sight. It changes in every frame, so that it is no state. */
let sight: StepRange = { from: 0, to: 0 };
const viewers = new Set<() => void>();

export const timelineSight = {
  read: (): StepRange => sight,
  set(next: StepRange): void {
    if (next.from === sight.from && next.to === sight.to) return;
    sight = next;
    for (const viewer of viewers) viewer();
  },
  subscribe(viewer: () => void): () => void {
    viewers.add(viewer);
    return () => viewers.delete(viewer);
  },
} as const;
