import { Track } from "../../columns/arrays/track.ts";
import type { SocketPhase, UnreadTruth } from "../../types/socket.ts";
import { phaseCode, phaseOf, phaseTruthOf, truthWithoutKernel } from "./phases.ts";
import { type Sender, Unread } from "./unread.ts";

/**
 * What changes of one socket, by steps: the one account of it, which the stage and the timeline read.
 * Bytes for TCP; UDP counts bytes that were sent and received, and datagrams that wait.
 */
export class SocketTracks {
  /** A `phaseCode`. */
  readonly phases = new Track();
  /** Bytes that its program has handed over, less those of sends that failed. */
  readonly sent = new Track();
  readonly received = new Track();
  /** Bytes (UDP: datagrams) that are known to wait here for a call that takes them. */
  readonly unread = new Unread(this.received);
  /** Connections in its accept queue. */
  readonly queue = new Track();
  /** Bytes of its stream that are past the link. Null: the link has never held any, so `sent`. */
  landed: Track | null = null;
  /** How `unread` is known: an index of `UNREAD_TRUTHS`. Null: it was inferred all the time. */
  unreadTruths: Track | null = null;
  /** The step at which its program was done with it: nothing is read from then on. */
  overStep = Number.POSITIVE_INFINITY;
  /** The step of the reset that ended its connection: nothing arrives from then on. */
  resetStep = Number.POSITIVE_INFINITY;

  get phase(): SocketPhase {
    return phaseOf(this.phases.last);
  }

  phaseAt(step: number): SocketPhase {
    return phaseOf(this.phases.at(step));
  }

  phaseTruthAt(step: number): "observed" | "inferred" {
    return phaseTruthOf(this.phases.at(step));
  }

  /** Whether it is in this phase, or was. */
  everIn(phase: SocketPhase): boolean {
    const { phases } = this;
    return phases.has(phaseCode(phase, "observed")) || phases.has(phaseCode(phase, "inferred"));
  }

  setPhase(step: number, phase: SocketPhase, truth = truthWithoutKernel(phase)): void {
    this.phases.set(step, phaseCode(phase, truth));
  }

  landedAt(step: number): number {
    return (this.landed ?? this.sent).at(step);
  }

  /** Bytes that the link holds: no kernel has them yet. After a reset nothing of that will come. */
  heldAt(step: number): number {
    if (this.landed === null || step >= this.resetStep) return 0;
    return Math.max(0, this.sent.at(step) - this.landed.at(step));
  }

  unreadTruthAt(step: number): UnreadTruth {
    return UNREAD_TRUTHS[this.unreadTruths?.at(step) ?? 0] ?? "inferred";
  }

  setUnread(step: number, amount: number, truth: UnreadTruth): void {
    this.unread.set(step, amount);
    this.setUnreadTruth(step, truth);
  }

  /** From `step` on what waits is inferred from what `sender` sent: `amount` now. */
  followUnread(step: number, amount: number, sender: Sender): void {
    this.unread.follow(step, amount, sender);
    if (this.unreadTruths !== null) this.setUnreadTruth(step, "inferred");
  }

  private setUnreadTruth(step: number, truth: UnreadTruth): void {
    if (this.unreadTruths === null && truth === "inferred") return;
    (this.unreadTruths ??= new Track()).set(step, UNREAD_TRUTHS.indexOf(truth));
  }
}

/** By the numbers that a track keeps. */
const UNREAD_TRUTHS = ["inferred", "observed", "minimum"] as const satisfies readonly UnreadTruth[];
