import type { Filter } from "@sockscope/trace";

/** What the timeline's filter has found; null while nothing is asked for. Grows between frames. */
let filter: Filter | null = null;
const viewers = new Set<() => void>();

export const filterResults = {
  read: (): Filter | null => filter,
  /** Sets it, or tells that it has found more. */
  set(next: Filter | null): void {
    filter = next;
    for (const viewer of viewers) viewer();
  },
  subscribe(viewer: () => void): () => void {
    viewers.add(viewer);
    return () => viewers.delete(viewer);
  },
} as const;
