import type { EventOf, Fact } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { expect, test } from "vitest";
import { en } from "./en/en.ts";
import { readingText } from "./reading-text.ts";

type Reading = EventOf<"kernel.read">;

const ROW = { state: null, receiveQueue: 0, sendQueue: 0 } as const;

/** What is said of the newest of these readings of one datagram socket. */
function said(...peers: readonly (Reading["peer"] | undefined)[]): string {
  const trace = createTrace();
  let seq = 0;
  const add = (fact: Fact) => {
    seq += 1;
    const event = { seq, t: seq * 1000, truth: "observed", source: "kernel", ...fact } as const;
    trace.append([event]);
    return event;
  };
  const type = "SOCK_DGRAM";
  add({ kind: "actor.added", actor: 1, role: "client", type, program: "udp-client", number: 1 });
  const call = { actor: 1, socket: null, call: 1, verb: "socket" } as const;
  add({ kind: "call.began", ...call, args: { type } });
  add({ kind: "call.ended", ...call, result: { socket: 2 } });
  const readings = peers.map((peer) =>
    add({
      kind: "kernel.read",
      actor: 1,
      socket: 2,
      own: ROW,
      ...(peer !== undefined && { peer }),
    }),
  );
  const newest = readings.at(-1);
  return newest?.kind === "kernel.read" ? readingText(en, trace, newest) : "";
}

test("whether anybody is bound where a datagram socket sends to is what a reading of it tells", () => {
  expect(said(null)).toBe(en.timeline.kernel.nobody);
  expect(said(ROW)).toBe(en.timeline.kernel.somebody);
  expect(said(null, ROW)).toBe(en.timeline.kernel.somebody);
  expect(said(ROW, null)).toBe(en.timeline.kernel.nobody);
  expect(said(undefined)).toBe(en.timeline.kernel.same);
});
