import type { Captured } from "../capture/capture.ts";
import { connectionsOf, pairKey, type WireConnection } from "../capture/connections.ts";
import type { Counts, Finding } from "./findings.ts";
import { hasEnd, type Moment } from "./quiet.ts";

/** Holds the byte counts of the stage against what had been acknowledged by then. */
export function compareMoments(
  captured: Captured,
  moments: readonly Moment[],
  counts: Counts,
  findings: Finding[],
): void {
  const wires = connectionsOf(captured);
  for (const moment of moments) {
    const { local, peer, view, row, where, label } = moment;
    const wire = wires.get(pairKey(local, peer))?.at(-1);
    // TIME-WAIT and orphans have no program that could read or send.
    if (!wire || row.inode === 0) continue;
    const judge = (holds: boolean | null, check: Finding["check"], what: string): void => {
      counts.states += 1;
      if (holds === null) counts.unknown += 1;
      else if (holds) counts.equal += 1;
      else {
        counts.contradicted += 1;
        findings.push({ level: "misleading", check, where, what: `${what} (${label})` });
      }
    };
    const came = acknowledged(wire, local, moment.t) - view.received;
    const { unread } = view;
    // At least so much is said: what is true besides is said to be unknown.
    const unknown = view.unreadTruth === "minimum" && unread < came;
    judge(
      unknown ? null : unread === came,
      "unread",
      `${unread} B unread are drawn; ${came} B had come and were not read (Recv-Q ${row.receiveQueue}${hasEnd(row) ? " with the end" : ""})`,
    );
    if (moment.sending) continue;
    const given = acknowledged(wire, peer, moment.t);
    judge(view.sent >= given, "sent", `${view.sent} B sent are drawn; ${given} B had arrived`);
  }
}

/** How many bytes this end had acknowledged by then. */
function acknowledged({ segments }: WireConnection, by: string, until: number): number {
  let reached = 1;
  let end = Number.POSITIVE_INFINITY;
  for (const { t, from, flags, ack, seq, length } of segments) {
    if (t > until) break;
    if (from === by && flags.ack && !flags.rst) reached = Math.max(reached, ack);
    if (from !== by && flags.fin) end = seq + length;
  }
  return Math.min(reached, end) - 1;
}
