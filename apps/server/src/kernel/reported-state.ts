import type { Interval, KernelSocket } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { addressOf } from "./ends.ts";
import type { SocketResult } from "./tables/look-up.mjs";

/** The maximum of clients in a queue that are named. */
const MAX_WAITING = 64;

/** What a reading reports of a socket of ours. `peer` is undefined if the other end is unknown. */
export interface ReportedState {
  readonly own: KernelSocket | null;
  readonly peer?: KernelSocket | null | undefined;
  readonly ahead: number;
  readonly waiting?: readonly string[] | undefined;
}

/** Nothing more will happen to it except that it disappears. */
export const isOver = (socket: KernelSocket | null): boolean =>
  socket === null || socket.state === "TIME-WAIT";

const PLAIN: KernelSocket = { state: "ESTABLISHED", receiveQueue: 0, sendQueue: 0 };
/** The assumed state of an established connection. */
export const CONNECTED: ReportedState = { own: PLAIN, peer: PLAIN, ahead: 0 };
/** A listening socket with an empty queue. */
export const LISTENING: ReportedState = {
  own: { state: "LISTEN", receiveQueue: 0, sendQueue: 0 },
  ahead: 0,
  waiting: [],
};
/** A datagram socket. Nothing is assumed about the other end. */
export const BOUND: ReportedState = {
  own: { state: null, receiveQueue: 0, sendQueue: 0 },
  ahead: 0,
};

/** Whether `now` differs from `before`. Fields that `now` does not have count as unchanged. */
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
  { socket, own, peer, waiting }: SocketResult,
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
  ...(waiting && { waiting: waiting.slice(0, MAX_WAITING).map(addressOf) }),
});
