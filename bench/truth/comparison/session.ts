import type { Captured } from "../capture/capture.ts";
import { connectionsOf, type WireConnection } from "../capture/connections.ts";
import { type Drawn, drawnOf, type Endpoints } from "../playground/drawn.ts";
import type { Playground } from "../playground/playground.ts";
import { compareDatagrams } from "./datagrams.ts";
import { addCounts, type Counts, type Finding, noCounts } from "./findings.ts";
import { compareMoments } from "./moments.ts";
import type { Quiet } from "./quiet.ts";
import { byConnection, compareConnection, label } from "./segments.ts";

/** All that a session was held against. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  /** Null: nothing was captured. */
  readonly captured: Captured | null;
  readonly drawn: readonly Drawn[];
}

/** Compares the whole session; `quiets` are the moments at which its stage was. */
export async function judge(
  playground: Playground,
  quiets: readonly Quiet[],
  { dropped = false }: { dropped?: boolean } = {},
): Promise<Verdict> {
  const captured = await playground.captured();
  const drawn = drawnOf(playground.read());
  const counts = noCounts();
  const findings: Finding[] = [];
  for (const quiet of quiets) {
    addCounts(counts, quiet.counts);
    findings.push(...quiet.findings);
  }
  if (captured) {
    findings.push(...compareDatagrams(captured, drawn, dropped));
    for (const quiet of quiets) compareMoments(captured, quiet.moments, counts, findings);
    compareConnections(captured, drawn, playground.endpoints, counts, findings);
  }
  return { findings, counts, captured, drawn };
}

function compareConnections(
  captured: Captured,
  drawn: readonly Drawn[],
  endpoints: Endpoints,
  counts: Counts,
  findings: Finding[],
): void {
  const wires = connectionsOf(captured);
  const byKey = byConnection(drawn);
  for (const [key, all] of wires) {
    const wire = whole(all);
    if (!endpoints.areOurs(wire.client, wire.server)) continue;
    const compared = compareConnection(wire, byKey.get(key) ?? [], captured.clock.tolerance);
    addCounts(counts, compared.counts);
    findings.push(...compared.findings);
  }
  for (const [key, all] of byKey) {
    if (wires.has(key)) continue;
    for (const one of all) {
      if (one.what === "data" || one.struck) continue;
      counts.segments += 1;
      counts.wrongKind += 1;
      const why = key === "" ? "names no two ends" : "no such connection";
      const what = `${label(one)} at step ${one.step}: ${why}`;
      findings.push({ level: "wrong", check: "kind", where: key, what });
    }
  }
}

/**
 * What had one pair of ports. Some of them were used again at once: as one, since the picture's segments
 * are told apart by their ports only. Offsets are those of the last, which alone can have carried bytes
 * where the others were refused.
 */
function whole(all: readonly WireConnection[]): WireConnection {
  const last = all.at(-1);
  if (!last) throw new Error("there is one");
  return { ...last, segments: all.flatMap(({ segments }) => segments) };
}
