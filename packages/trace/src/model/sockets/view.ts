import type { End } from "../../types/flight.ts";
import type { PendingEnd, SocketView } from "../../types/socket.ts";
import { underWayAt } from "./fold.ts";
import type { SocketRecord } from "./record.ts";
import type { SocketIndex } from "./socket-index.ts";

/** Which socket stands where, and how it is called. What is counted of it is in its tracks. */
export type SocketPlace = Pick<
  SocketView,
  | ("id" | "actor" | "type" | "accepted" | "listener" | "local" | "peer")
  | ("queue" | "backlog" | "queueOf" | "kernelQueue" | "dropped")
> & {
  /** Its program is done with it. */
  readonly doneWith: boolean;
  /** The call that ends its stream, while the link has it. */
  readonly endingCall: number | null;
};

/** A socket as it was known after `step` had happened, by its tracks. */
export function socketViewAt(index: SocketIndex, place: SocketPlace, step: number): SocketView {
  const { id, actor, type, accepted, listener, local, peer } = place;
  const { queue, backlog, queueOf, kernelQueue, dropped } = place;
  const endHeld = place.endingCall !== null;
  const record = index.byId.get(id);
  if (record === undefined) {
    const known = { id, actor, type, accepted, listener, local, peer };
    return { ...known, queue, backlog, queueOf, kernelQueue, dropped, endHeld, ...NOTHING };
  }
  const { tracks } = record;
  const phase = tracks.phaseAt(step);
  const other = otherAt(record, step);
  const from = other?.socket == null ? null : (index.byId.get(other.socket)?.tracks ?? null);
  // Written out, because spreading costs more than all else here.
  return {
    id,
    actor,
    type,
    accepted,
    listener,
    local,
    peer,
    queue,
    backlog,
    queueOf,
    kernelQueue,
    dropped,
    endHeld,
    phase,
    phaseTruth: tracks.phaseTruthAt(step),
    other: phase === "unbound" ? null : other,
    queueLength: tracks.queue.at(step),
    unread: tracks.unread.at(step),
    unreadTruth: tracks.unreadTruthAt(step),
    underWay: type === "SOCK_STREAM" && phase !== "LISTEN" ? underWayAt(tracks, from, step) : 0,
    sent: tracks.sent.at(step),
    received: tracks.received.at(step),
    held: tracks.heldAt(step),
    pendingEnd: pendingAt(record, step),
    otherRead: record.otherReads.findLast((one) => one.step <= step)?.row ?? null,
  };
}

const NOTHING = {
  phase: "unbound",
  phaseTruth: "observed",
  other: null,
  queueLength: 0,
  unread: 0,
  unreadTruth: "inferred",
  underWay: 0,
  sent: 0,
  received: 0,
  held: 0,
  pendingEnd: null,
  otherRead: null,
} as const;

export function otherAt({ other, formerOthers }: SocketRecord, step: number): End | null {
  return formerOthers.find(({ until }) => step < until)?.other ?? other;
}

const pendingAt = ({ pendingEnds }: SocketRecord, step: number): PendingEnd | null =>
  pendingEnds.findLast((one) => one.step <= step)?.pending ?? null;
