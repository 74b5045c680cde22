import type { SocketRecord } from "./record.ts";
import { isConnected } from "./tcp-phase.ts";
import type { SocketTracks } from "./tracks.ts";

/**
 * Bytes that every receiver's kernel takes in at once, however they were cut: much less than its first
 * window, because each small piece costs its buffer far more than its length.
 */
export const FITS = 16 * 1024;
const PIECES_FIT = 16;

/** Keeps the account of bytes, datagrams and queues of every socket: once, as events come. */
export class SocketFold {
  /** A program hands bytes to its stream: they are past the link until that says otherwise. */
  handedOver(socket: SocketRecord, length: number, step: number): void {
    const { tracks } = socket;
    tracks.sent.set(step, tracks.sent.last + length);
    tracks.landed?.set(step, tracks.sent.last);
    this.landed(socket, step);
  }

  /** The kernel has taken nothing of it after all. */
  sendRevoked(socket: SocketRecord, length: number, step: number): void {
    const { tracks } = socket;
    tracks.sent.set(step, Math.max(0, tracks.sent.last - length));
    tracks.landed?.set(step, Math.min(tracks.landed.last, tracks.sent.last));
    this.landed(socket, step);
  }

  /**
   * The link keeps all from `offset` on. What it held when it was sent has never been past it, not even
   * since `began`, the step of its call: that event and the link's come at once.
   */
  heldFrom(socket: SocketRecord, offset: number, began: number, step: number): void {
    const { tracks } = socket;
    tracks.landed ??= tracks.sent.copy();
    const { landed } = tracks;
    const unread = socket.otherRecord?.tracks.unread;
    const isNew = landed.lastStep <= began && (unread?.lastStep ?? began) <= began;
    landed.set(isNew ? began : step, Math.min(landed.last, offset));
    this.landed(socket, isNew ? began : step);
  }

  /** The link has let all up to `offset` pass. */
  passedTo(socket: SocketRecord, offset: number, step: number): void {
    const { sent, landed } = socket.tracks;
    if (landed === null || socket.reset) return;
    landed.set(step, Math.max(landed.last, Math.min(sent.last, offset)));
    this.landed(socket, step);
  }

  /** More or less of what this end sends is known to be at the other end. */
  landed(socket: SocketRecord, step: number): void {
    if (socket.linked && socket.otherRecord !== null) this.settleUnread(socket.otherRecord, step);
  }

  /** A socket is about to get another partner: nobody tells any more what the old one reads and sends. */
  unpaired({ linked, otherRecord }: SocketRecord, step: number): void {
    if (!linked || otherRecord === null || otherRecord.closed) return;
    const { tracks } = otherRecord;
    tracks.unread.set(step, tracks.unread.last);
  }

  /** Both ends are known now: what had been sent before waits. */
  paired(socket: SocketRecord, step: number): void {
    this.settleUnread(socket, step);
  }

  /** A call took bytes of a stream. */
  consumed(socket: SocketRecord, length: number, step: number): void {
    const { tracks } = socket;
    tracks.received.set(step, tracks.received.last + length);
    this.settleUnread(socket, step, Math.max(0, tracks.unread.last - length));
  }

  /** How much of what the other end has sent waits here, if the kernel is not asked. */
  private settleUnread(socket: SocketRecord, step: number, min = socket.tracks.unread.last): void {
    const { tracks } = socket;
    if (socket.closed) return;
    // What had come before the reset can still be read; nothing more comes.
    if (socket.reset) return tracks.setUnread(step, min, tracks.unreadTruthAt(step));
    const other = socket.otherRecord;
    if (other === null || !socket.linked) {
      // Of what an outsider has sent nobody knows more than what was read.
      if (socket.other !== null) tracks.setUnread(step, min, "minimum");
      return;
    }
    const coming = Math.max(0, other.tracks.landedAt(step) - tracks.received.last);
    const fits = socket.bufferSet ? 0 : socket.incoming.length > PIECES_FIT ? FITS / 4 : FITS;
    if (coming <= fits) tracks.followUnread(step, coming, other.tracks);
    else tracks.setUnread(step, Math.min(coming, Math.max(min, fits)), "minimum");
  }

  /** The kernel has said how much waits. */
  read(socket: SocketRecord, unread: number, step: number): void {
    socket.tracks.setUnread(step, unread, "observed");
  }

  datagram(socket: SocketRecord, step: number): void {
    const { unread } = socket.tracks;
    socket.tracks.setUnread(step, unread.last + 1, "inferred");
  }

  datagramConsumed(socket: SocketRecord, length: number, step: number): void {
    const { tracks } = socket;
    tracks.received.set(step, tracks.received.last + length);
    tracks.setUnread(step, Math.max(0, tracks.unread.last - 1), "inferred");
  }

  sentDatagram(socket: SocketRecord, length: number, step: number): void {
    const { tracks } = socket;
    tracks.sent.set(step, tracks.sent.last + length);
    if (tracks.phase === "unbound") tracks.setPhase(step, "bound");
  }

  /** Its program is done with it: there is no buffer any more, and what comes is answered by the kernel. */
  closed(socket: SocketRecord, step: number): void {
    const { tracks } = socket;
    if (!isConnected(tracks.phase) && tracks.phase !== "TIME-WAIT") tracks.setPhase(step, "closed");
    tracks.overStep = Math.min(tracks.overStep, step);
    tracks.setUnread(step, 0, "inferred");
    tracks.queue.set(step, 0);
  }

  reset(socket: SocketRecord, step: number): void {
    const { tracks } = socket;
    tracks.resetStep = Math.min(tracks.resetStep, step);
  }

  /** The kernel has said how many wait in an accept queue. */
  queueRead(listener: SocketRecord, waiting: number, step: number): void {
    listener.tracks.queue.set(step, waiting);
  }

  joins(listener: SocketRecord, step: number): void {
    listener.tracks.queue.set(step, listener.tracks.queue.last + 1);
  }

  leaves(listener: SocketRecord, step: number): void {
    listener.tracks.queue.set(step, Math.max(0, listener.tracks.queue.last - 1));
  }
}

/** Bytes that the other end has sent and that are not known to be at this one. */
export function underWayAt(to: SocketTracks, from: SocketTracks | null, step: number): number {
  if (from === null || step >= to.overStep || step >= to.resetStep) return 0;
  return Math.max(0, from.landedAt(step) - to.received.at(step) - to.unread.at(step));
}
