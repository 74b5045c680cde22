import type { Captured } from "../capture/capture.ts";
import type { Drawn } from "../playground/drawn.ts";
import type { Finding } from "./findings.ts";

/**
 * A datagram that is drawn as lost, and of which the kernel did not say that nobody took it; and one of
 * which it did, and which is drawn as taken. `dropped`: whether a receiver's buffer may have been full.
 */
export function compareDatagrams(
  { packets }: Captured,
  all: readonly Drawn[],
  dropped: boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  const wires = packets.filter(({ kind }) => kind === "udp");
  const refused = packets.filter(({ kind }) => kind === "unreachable");
  for (const one of all) {
    if (one.what !== "datagram" || one.struck) continue;
    const where = `${one.from} > ${one.to}`;
    const of = (found: readonly Captured["packets"][number][]): number =>
      found.filter(
        ({ from, to, length }) => from === one.from && to === one.to && length === one.length,
      ).length;
    const say = (level: Finding["level"], what: string): void => {
      findings.push({
        level,
        check: "datagram",
        where,
        what: `${one.length} B at step ${one.step} ${what}`,
      });
    };
    if (one.from === null || one.to === null) continue;
    if (of(wires) === 0 && one.truth !== "injected") say("wrong", "never travelled");
    else if (one.lost && one.truth !== "injected" && of(refused) === 0 && !dropped)
      say("wrong", "is crossed out; nobody refused it");
    else if (one.arrived && !one.lost && of(refused) === of(wires) && of(refused) > 0)
      say("wrong", "is drawn as taken; its port was unreachable");
  }
  return findings;
}
