import type { Event, EventOf } from "@sockscope/protocol";

const KINDS = [
  "gate.set",
  "gate.reached",
  "breakpoint.set",
  "breakpoint.removed",
  "link.set",
  "link.fault",
  "link.passed",
  "limit.met",
] as const satisfies readonly Event["kind"][];

/** What the playground does itself: gate, breakpoints, link, limits. */
export type ConditionsEvent = EventOf<(typeof KINDS)[number]>;

const ALL: ReadonlySet<Event["kind"]> = new Set(KINDS);

/** Whether the playground itself caused this event. */
export const isConditionsEvent = (event: Event): event is ConditionsEvent => ALL.has(event.kind);
