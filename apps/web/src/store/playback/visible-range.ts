import type { StepRange } from "@sockscope/trace";

/** Which steps the timeline has in sight. It changes in every frame, so that it is no state. */
let sight: StepRange = { from: 0, to: 0 };
const viewers = new Set<() => void>();

const movers = new Set<(from: number) => void>();
const askers = new Set<(range: StepRange | null) => void>();

export const visibleRange = {
  /** Asks the timeline to show just these steps; null: all of them. */
  ask(range: StepRange | null): void {
    for (const asked of askers) asked(range);
  },
  onAsk(asked: (range: StepRange | null) => void): () => void {
    askers.add(asked);
    return () => askers.delete(asked);
  },
  /** Asks the timeline to begin at this position, as large as it is. */
  show({ from }: { readonly from: number }): void {
    for (const moved of movers) moved(from);
  },
  onShow(moved: (from: number) => void): () => void {
    movers.add(moved);
    return () => movers.delete(moved);
  },
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
