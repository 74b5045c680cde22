import type { Event, TcpState } from "@sockscope/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelSession } from "./kernel-queue.fixture.ts";
import { at, Script } from "./script.ts";
import { timelineIndex } from "./timeline/timeline-index.ts";
import { createTrace } from "./trace.ts";
import type { SocketView, StageView } from "./types.ts";

const STATES: readonly TcpState[] = [
  ...(["ESTABLISHED", "CLOSE-WAIT", "FIN-WAIT-1", "FIN-WAIT-2"] as const),
  ...(["LAST-ACK", "CLOSING", "TIME-WAIT"] as const),
];

/** A pair of ours and an outsider at one server, which do and suffer what `choices` decides. */
function session(choices: readonly number[]): Script {
  const script = new Script().onLinux();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const listener = script.listening(server, 8888);
  const { socket, connection } = script.connected(server, listener, client, [50_000, 8888]);
  script.actorAdded("outsider", { address: at(5000) });
  const accept = script.began(server, listener, "accept");
  script.ended(accept, { socket: 99, address: at(5000) });
  const ends = [
    { actor: client, id: socket, other: connection },
    { actor: server, id: connection, other: socket },
    { actor: server, id: 99, other: null },
  ];
  const sent = new Map<number, number>();
  const over = new Set<number>();
  for (const choice of choices) {
    const end = ends[choice % 3];
    if (end === undefined) continue;
    const { actor, id, other } = end;
    const does = Math.floor(choice / 3) % 8;
    const size = choice % 50_000;
    if (does === 0) {
      const state = STATES[choice % STATES.length] ?? "ESTABLISHED";
      const row = [state, choice % 3000, choice % 2 === 0 ? 1 : choice % 900] as const;
      script.kernel(actor, id, choice % 11 === 0 ? null : row, other === null ? row : undefined);
    } else if (over.has(id)) continue;
    else if (does < 3) {
      script.send(actor, id, "x".repeat(size));
      sent.set(id, (sent.get(id) ?? 0) + size);
    } else if (does < 5) {
      const left = other === null ? size : (sent.get(other) ?? 0);
      const length = Math.min(left, size);
      if (length > 0) script.recv(actor, id, "x".repeat(length));
      if (other !== null) sent.set(other, left - length);
    } else if (does === 5) {
      const verb = choice % 2 === 0 ? "send" : "recv";
      const payload = { length: 10, kept: "" };
      const call = script.began(actor, id, verb, verb === "send" ? { payload } : { size: 10 });
      script.failed(call, ["EPIPE", "ECONNRESET", "EAGAIN"][choice % 3] ?? "EPIPE");
    } else if (does === 6) script.whole(actor, id, "shutdown", { how: "SHUT_WR" }, {});
    else {
      over.add(id);
      script.whole(actor, id, "close", {}, choice % 5 === 0 ? { connection: "gone" } : {});
    }
  }
  return script;
}

const socketsOf = (stage: StageView): readonly SocketView[] =>
  stage.actors.flatMap(({ sockets }) => sockets);

/** The stage after every step as it was shown then, and as seeking and the timeline show it afterwards. */
function holdsTogether(events: readonly Event[], isQueueKnown: boolean): void {
  const trace = createTrace();
  const played = new Map<number, unknown>();
  for (const event of events) {
    // It may join the row of its beginning, which then says more than it did.
    if (event.kind === "call.ended") played.delete(trace.steps.length);
    trace.append([event]);
    const step = trace.steps.length;
    played.set(step, structuredClone(numbers(socketsOf(trace.stageAt(step)))));
  }
  const late = createTrace();
  late.append(events);
  const index = timelineIndex(late);
  for (let step = late.steps.length; step >= 0; step--) {
    const sockets = socketsOf(late.stageAt(step));
    for (const view of sockets) {
      const tracks = index.rowOf(view.id)?.tracks;
      const said = [view.phase, view.phaseTruth, view.unread, view.unreadTruth, view.sent];
      const kept = tracks && [
        ...[tracks.phaseAt(step - 1), tracks.phaseTruthAt(step - 1), tracks.unread.at(step - 1)],
        ...[tracks.unreadTruthAt(step - 1), tracks.sent.at(step - 1)],
      ];
      expect(said).toEqual(kept);
      expect(view.unread).toBeGreaterThanOrEqual(0);
      if (isQueueKnown) expect(view.queue.length + view.kernelQueue.length).toBe(view.queueLength);
    }
    if (played.has(step)) expect(numbers(sockets)).toEqual(played.get(step));
  }
}

/** What is counted of each; who is at the other end may come to be known later. */
const numbers = (sockets: readonly SocketView[]) =>
  sockets.map(({ other: _, ...view }) => ({ ...view }));

const choices = fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 40 });

test("after every step stage and timeline say the same, live and afterwards", () => {
  fc.assert(
    fc.property(choices, (made) => holdsTogether(session(made).events, false)),
    { numRuns: 60 },
  );
});

test("and of who waits in an accept queue", () => {
  fc.assert(
    fc.property(choices, (made) => holdsTogether(kernelSession(made).script.events, true)),
    { numRuns: 40 },
  );
});
