import type { Event, TcpState } from "@sockscope/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelSession } from "../model/tcp/kernel-queue.fixture.ts";
import type { Trace } from "../model/trace.ts";
import { at, Script } from "../testing/script.ts";
import { timelineIndex } from "../timeline/index/timeline-index.ts";
import { createTrace } from "../trace.ts";
import type { SocketView } from "../types/socket.ts";
import type { StageView } from "../types/stage.ts";

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

/** What is counted of each; who is at the other end may come to be known later. */
const numbers = (sockets: readonly SocketView[]) =>
  sockets.map((view) => ({ ...view, other: null }));

/** The same by the timeline's rows. */
function byTimeline(trace: Trace, step: number, sockets: readonly SocketView[]) {
  const index = timelineIndex(trace);
  return sockets.map(({ id }) => {
    const tracks = index.rowOf(id)?.tracks;
    return [
      ...[tracks?.phaseAt(step), tracks?.phaseTruthAt(step), tracks?.unread.at(step)],
      ...[tracks?.unreadTruthAt(step), tracks?.sent.at(step), tracks?.queue.at(step)],
    ];
  });
}

const byStage = (sockets: readonly SocketView[]) =>
  sockets.map(({ phase, phaseTruth, unread, unreadTruth, sent, queueLength }) => [
    ...[phase, phaseTruth, unread, unreadTruth, sent, queueLength],
  ]);

/** At which steps stage and timeline, or the stage then and afterwards, say different things; none. */
function differences(events: readonly Event[]): readonly string[] {
  const trace = createTrace();
  const played = new Map<number, string>();
  const said = (step: number, of: Trace) => JSON.stringify(numbers(socketsOf(of.stageAt(step))));
  for (const event of events) {
    // It may join the row of its beginning, which then says more than it did.
    if (event.kind === "call.ended") played.delete(trace.steps.length);
    trace.append([event]);
    played.set(trace.steps.length, said(trace.steps.length, trace));
  }
  const late = createTrace();
  late.append(events);
  const found: string[] = [];
  for (let step = late.steps.length; step >= 0; step--) {
    const sockets = socketsOf(late.stageAt(step));
    const [stage, timeline] = [byStage(sockets), byTimeline(late, step - 1, sockets)];
    if (JSON.stringify(stage) !== JSON.stringify(timeline))
      found.push(`step ${step}: ${JSON.stringify(stage)}, timeline ${JSON.stringify(timeline)}`);
    const then = played.get(step) ?? said(step, late);
    if (then !== said(step, late))
      found.push(`step ${step}: ${then} then, ${said(step, late)} now`);
  }
  return found;
}

/** At which steps the number that wait is not that of those who are named; none. */
function miscounted(events: readonly Event[]): readonly number[] {
  const trace = createTrace();
  trace.append(events);
  const steps = Array.from({ length: trace.steps.length + 1 }, (_, step) => step);
  return steps.filter((step) =>
    socketsOf(trace.stageAt(step)).some(
      ({ queue, kernelQueue, queueLength }) => queue.length + kernelQueue.length !== queueLength,
    ),
  );
}

const choices = fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 40 });

test("after every step stage and timeline say the same, live and afterwards", () => {
  fc.assert(
    fc.property(choices, (made) => {
      expect(differences(session(made).events)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("and of who waits in an accept queue", () => {
  fc.assert(
    fc.property(choices, (made) => {
      const { events } = kernelSession(made).script;
      expect(differences(events)).toEqual([]);
      expect(miscounted(events)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
