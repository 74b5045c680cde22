import type { Interval, KernelSocket } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { addressOf } from "./ends.ts";
import type { Found } from "./tables/look-up.mjs";

/** Of those that wait in a queue, so many are named. */
const MOST_WAITING = 64;

/** What a reading says of a socket of ours. `peer` is undefined where nobody knows of the other end. */
export interface ReportedState {
  readonly own: KernelSocket | null;
  readonly peer?: KernelSocket | null | undefined;
  readonly ahead: number;
  readonly waiting?: readonly string[] | undefined;
}

/** Nothing more will happen to it but that it goes. */
export const isOver = (socket: KernelSocket | null): boolean =>
  socket === null || socket.state === "TIME-WAIT";

const PLAIN: KernelSocket = { state: "ESTABLISHED", receiveQueue: 0, sendQueue: 0 };
/** What everybody takes for granted of a connection that stands. */
export const CONNECTED: ReportedState = { own: PLAIN, peer: PLAIN, ahead: 0 };
/** A listening socket where nobody waits. */
export const LISTENING: ReportedState = {
  own: { state: "LISTEN", receiveQueue: 0, sendQueue: 0 },
  ahead: 0,
  waiting: [],
};
/** A datagram socket; of the other end nothing is taken for granted. */
export const BOUND: ReportedState = {
  own: { state: null, receiveQueue: 0, sendQueue: 0 },
  ahead: 0,
};

/** Whether `now` says something else than `before`; of what it says nothing, nothing has changed. */
export function hasChanged(before: ReportedState, now: ReportedState): boolean {
  return (
    text(before.own) !== text(now.own) ||
    before.ahead !== now.ahead ||
    (now.peer !== undefined && text(before.peer) !== text(now.peer)) ||
    (now.waiting !== undefined && text(before.waiting) !== text(now.waiting))
  );
}

const text = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));

export const factOf = (
  actor: number,
  { socket, own, peer, waiting }: Found,
  ahead: number,
  [from, to]: Interval,
): RecordedFact => ({
  kind: "kernel.read",
  at: [from, to],
  actor,
  socket,
  own,
  ...(peer !== undefined && { peer }),
  ...(ahead > 0 && { ahead }),
  ...(waiting && { waiting: waiting.slice(0, MOST_WAITING).map(addressOf) }),
});
