import type { StepRange } from "@sockscope/trace";
import { channel, observable } from "./observable.ts";

const { set, ...range } = observable<StepRange>({ from: 0, to: 0 });
const asked = channel<StepRange | null>();
const shown = channel<number>();

/** Which steps the timeline has in sight, and the ways to ask it for others. */
export const visibleRange = {
  ...range,
  set(next: StepRange): void {
    const { from, to } = range.read();
    if (next.from !== from || next.to !== to) set(next);
  },
  /** Asks the timeline to show just these steps; null: all of them. */
  ask: asked.send,
  onAsk: asked.listen,
  /** Asks the timeline to begin at this position, as large as it is. */
  show: ({ from }: { readonly from: number }): void => shown.send(from),
  onShow: shown.listen,
} as const;
