import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, type Script } from "../../testing/script.ts";
import { timelineIndex } from "../../timeline/index/timeline-index.ts";
import { createTrace } from "../../trace.ts";
import type { SocketView } from "../../types/socket.ts";
import type { Trace } from "../trace.ts";
import { KernelQueueScript, kernelSession } from "./kernel-queue.fixture.ts";

function traceOf({ events }: Script): Trace {
  const trace = createTrace();
  trace.append(events);
  return trace;
}

const socketsOf = (trace: Trace, step = trace.steps.length): readonly SocketView[] =>
  trace.stageAt(step).actors.flatMap(({ sockets }) => sockets);

/** The ports of those who wait at an instant. */
function waitingAt(trace: Trace, listener: number, step?: number): readonly (number | undefined)[] {
  const view = socketsOf(trace, step).find(({ id }) => id === listener);
  return view?.kernelQueue.map(({ address }) => address?.port) ?? [];
}

describe("who waits in the kernel's queue", () => {
  test("a client is in it from where its connect returned until accept has its address", () => {
    const script = new KernelQueueScript();
    const [first, second] = [script.comes(), script.comes()];
    script.accepts(second.port);
    const trace = traceOf(script);
    const counts = Array.from(
      { length: trace.steps.length + 1 },
      (_, step) => waitingAt(trace, script.listener, step).length,
    );
    expect(counts.filter((count, step) => count !== counts[step - 1])).toEqual([0, 1, 2, 1]);
    expect(waitingAt(trace, script.listener)).toEqual([first.port]);
  });

  test("a connect that goes on or has failed, and one that was accepted before, never wait", () => {
    const script = new KernelQueueScript();
    script.dials();
    script.failed(script.dials().connect, "ETIMEDOUT");
    const quick = script.dials();
    script.accepts(quick.port);
    script.connects(quick);
    expect(waitingAt(traceOf(script), script.listener)).toEqual([]);
  });

  test("one that closes, or leaves the stage, stays until it is accepted, half closed", () => {
    const script = new KernelQueueScript();
    const { client, socket, port } = script.comes();
    script.send(client, socket, "hello");
    script.whole(client, socket, "close", {}, {});
    script.add({ kind: "actor.ended", actor: client, how: "returned" });
    expect(waitingAt(traceOf(script), script.listener)).toEqual([port]);
    const connection = script.accepts(port);
    expect(socketsOf(traceOf(script)).find(({ id }) => id === connection)).toMatchObject({
      phase: "CLOSE-WAIT",
      unread: 5,
    });
    script.recv(script.server, connection, "hello");
    script.recv(script.server, connection, "");
    script.whole(script.server, connection, "close", {}, {});
    expect(socketsOf(traceOf(script)).map(({ id }) => id)).not.toContain(connection);
  });

  test("one that was reset has lost its address: accept takes it and not another", () => {
    const script = new KernelQueueScript();
    const [stays, broken] = [script.comes(), script.comes()];
    script.whole(broken.client, broken.socket, "close", {}, {});
    script.accepts(0);
    expect(waitingAt(traceOf(script), script.listener)).toEqual([stays.port]);
    // Nobody of ours has closed: it was an outsider's.
    script.accepts(0);
    expect(waitingAt(traceOf(script), script.listener)).toEqual([stays.port]);
  });

  test("a bound client waits under its own address, a closed listener has nobody", () => {
    const script = new KernelQueueScript();
    const client = script.actorAdded("client");
    const socket = script.opened(client);
    script.whole(client, socket, "bind", { address: at(7000) }, { address: at(7000) });
    script.whole(client, socket, "connect", { address: at(8888) }, { address: at(7000) });
    expect(waitingAt(traceOf(script), script.listener)).toEqual([7000]);
    script.whole(script.server, script.listener, "close", {}, {});
    expect(waitingAt(traceOf(script), script.listener)).toEqual([]);
  });

  test("Node's queue is none of the kernel's", () => {
    const script = new KernelQueueScript();
    const other = script.listening(script.actorAdded("server"), 9999);
    const client = script.actorAdded("client");
    script.connected(2, other, client, [50_000, 9999]);
    expect(socketsOf(traceOf(script)).flatMap(({ kernelQueue }) => kernelQueue)).toEqual([]);
  });
});

describe("whatever happens", () => {
  const choices = fc.array(fc.nat({ max: 799 }), { maxLength: 80 });

  test("the number is that of those who wait, after each event", () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const { script, waiting } = kernelSession(chosen);
        const trace = createTrace();
        for (const [i, event] of script.events.entries()) {
          trace.append([event]);
          expect(waitingAt(trace, script.listener)).toHaveLength(waiting[i] ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("seeking gives what playing gave, and the timeline says the same", () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const trace = traceOf(kernelSession(chosen).script);
        const index = timelineIndex(trace);
        const played = Array.from({ length: trace.steps.length + 1 }, (_, step) =>
          socketsOf(trace, step),
        );
        for (let step = trace.steps.length; step >= 0; step--) {
          expect(socketsOf(trace, step)).toEqual(played[step]);
          for (const { id, kernelQueue, unread } of played[step] ?? []) {
            expect(index.rowOf(id)?.tracks.queue.at(step - 1)).toBe(kernelQueue.length);
            expect(index.rowOf(id)?.tracks.unread.at(step - 1)).toBe(unread);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
