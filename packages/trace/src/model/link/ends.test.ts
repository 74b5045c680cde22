import type { Event } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { at, payloadOf, Script, stepText } from "../../testing/script.ts";
import { TimelineIndex } from "../../timeline/index/timeline-index.ts";
import { ribbonState } from "../../timeline/overview/ribbon.ts";
import { createTrace } from "../../trace.ts";
import type { SocketView } from "../../types/socket.ts";
import type { StageView } from "../../types/stage.ts";
import type { Trace } from "../trace.ts";

const traced = (events: readonly Event[]): Trace => {
  const trace = createTrace();
  trace.append(events);
  return trace;
};

const stageOf = (script: Script): StageView => {
  const trace = traced(script.events);
  return trace.stageAt(trace.steps.length);
};

const socketOf = (stage: StageView, id: number): SocketView | undefined =>
  stage.actors.flatMap(({ sockets }) => sockets).find((socket) => socket.id === id);

const phases = (script: Script, ...ids: number[]) =>
  ids.map((id) => socketOf(stageOf(script), id)?.phase);

const segments = (script: Script): string[] =>
  [...traced(script.events).steps].filter(({ kind }) => kind === "segment").map(stepText);

const HANDSHAKE = ["SYN a2>a1", "SYN,ACK a1>a2", "ACK a2>a1"];

/** A connection, client 2 to server 1, whose client the link keeps from the kernel. */
function connection() {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const listener = script.listening(server, 8888);
  const { socket, connection } = script.connected(server, listener, client, [50000, 8888]);
  const touched = { actor: client, socket };
  return {
    ...{ script, server, client, socket, connection },
    swallows: (call: number, length = 0, offset?: number) =>
      script.add({
        ...{ kind: "link.fault", ...touched, call, fault: "black-hole", length },
        ...(offset !== undefined && { offset }),
      }),
    passes: (call: number, length = 0, offset?: number) =>
      script.add({
        ...{ kind: "link.passed", ...touched, call, length },
        ...(offset !== undefined && { offset }),
      }),
  };
}

test("a close of which the kernel has not heard sends no FIN, until it has", () => {
  const { script, client, socket, connection: accepted, swallows, passes } = connection();
  const call = script.began(client, socket, "close");
  swallows(call);
  script.ended(call);
  expect(segments(script)).toEqual(HANDSHAKE);
  expect(phases(script, socket, accepted)).toEqual(["ESTABLISHED", "ESTABLISHED"]);
  expect(socketOf(stageOf(script), socket)?.endHeld).toBe(true);
  passes(call);
  expect(segments(script)).toEqual([...HANDSHAKE, "FIN a2>a1"]);
  expect(phases(script, socket, accepted)).toEqual(["FIN-WAIT", "CLOSE-WAIT"]);
  expect(socketOf(stageOf(script), socket)?.endHeld).toBe(false);
});

test("nor does a shutdown, and the close after it adds none", () => {
  const { script, client, socket, connection: accepted, swallows, passes } = connection();
  const calls = (["shutdown", "close"] as const).map((verb) => {
    const call = script.began(client, socket, verb, verb === "shutdown" ? { how: "SHUT_WR" } : {});
    swallows(call);
    script.ended(call);
    return call;
  });
  expect(phases(script, socket, accepted)).toEqual(["ESTABLISHED", "ESTABLISHED"]);
  for (const call of calls) passes(call);
  expect(segments(script)).toEqual([...HANDSHAKE, "FIN a2>a1"]);
});

test("bytes that come while the end is held make it a reset, as the kernel does", () => {
  const { script, server, client, socket, connection: accepted, swallows, passes } = connection();
  const call = script.began(client, socket, "close");
  swallows(call);
  script.ended(call);
  script.send(server, accepted, "too late");
  expect(segments(script)).toEqual(HANDSHAKE);
  passes(call);
  expect(segments(script)).toEqual([...HANDSHAKE, "RST a2>a1"]);
});

test("what the link holds is in nobody's buffer", () => {
  const { script, client, socket, connection: accepted, swallows, passes } = connection();
  const payload = payloadOf("Hello, world");
  const call = script.began(client, socket, "sendall", { payload, offset: 0 });
  swallows(call, 12, 0);
  script.ended(call, { count: 12 });
  const amounts = () => {
    const stage = stageOf(script);
    return [socketOf(stage, socket)?.held, socketOf(stage, accepted)?.unread];
  };
  expect(amounts()).toEqual([12, 0]);
  // The same bytes, once more.
  swallows(call, 12, 0);
  expect(amounts()).toEqual([12, 0]);
  passes(call, 5, 0);
  expect(amounts()).toEqual([7, 5]);
  passes(call, 7, 5);
  expect(amounts()).toEqual([0, 12]);
});

test("the timeline's bands know no more than the stage", () => {
  const { script, client, socket, connection: accepted, swallows, passes } = connection();
  const call = script.began(client, socket, "close");
  swallows(call);
  script.ended(call);
  const phase = (id: number) => {
    const index = new TimelineIndex(traced(script.events));
    index.update();
    return index.rowOf(id)?.phase;
  };
  expect([phase(socket), phase(accepted)]).toEqual(["ESTABLISHED", "ESTABLISHED"]);
  passes(call);
  expect([phase(socket), phase(accepted)]).toEqual(["FIN-WAIT", "CLOSE-WAIT"]);
});

/** A client that calls connect; `bound`: it has an address of its own before. */
function dialling(bound: boolean) {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  script.listening(server, 8888);
  const socket = script.opened(client);
  if (bound) script.whole(client, socket, "bind", { address: at(50000) }, { address: at(50000) });
  const call = script.began(client, socket, "connect", { address: at(8888) });
  return { script, client, socket, call };
}

test("a connect that cannot begin was never SYN-SENT", () => {
  for (const bound of [false, true]) {
    const { script, socket, call } = dialling(bound);
    expect(phases(script, socket)).toEqual([bound ? "bound" : "unbound"]);
    script.failed(call, "ENETUNREACH");
    expect(segments(script)).toEqual([]);
    const trace = traced(script.events);
    for (let step = 0; step <= trace.steps.length; step++)
      expect(socketOf(trace.stageAt(step), socket)?.phase).not.toBe("SYN-SENT");
  }
});

test("a SYN leaves when the kernel has its call, also over a slow link", () => {
  for (const bound of [false, true]) {
    const { script, client, socket, call } = dialling(bound);
    const touched = { actor: client, socket, call, length: 0 };
    script.add({ kind: "link.fault", ...touched, fault: "delay", delay: 1e6 });
    expect(segments(script)).toEqual([]);
    expect(phases(script, socket)).toEqual([bound ? "bound" : "unbound"]);
    script.add({ kind: "link.passed", ...touched });
    if (!bound) script.add({ kind: "socket.named", actor: client, socket, address: at(50000) });
    expect(segments(script)).toEqual(["SYN a2>a1"]);
    expect(phases(script, socket)).toEqual(["SYN-SENT"]);
  }
});

test("a refused connect is a SYN and the reset that answers it", () => {
  const { script, client, socket, call } = dialling(false);
  script.add({ kind: "socket.named", actor: client, socket, address: at(50000) });
  script.failed(call, "ECONNREFUSED");
  expect(segments(script)).toEqual(["SYN a2>a1", "RST a1>a2"]);
  expect(phases(script, socket)).toEqual(["unbound"]);
});

test("what the link holds when the connection is reset is lost, and stays so when it is let go", () => {
  const { script, server, client, socket, connection: accepted, swallows, passes } = connection();
  const call = script.send(client, socket, "Hello");
  swallows(call, 5, 0);
  const answer = script.send(server, accepted, "bye");
  const touched = { actor: server, socket: accepted, call: answer, length: 3, offset: 0 };
  script.add({ kind: "link.fault", fault: "reset", ...touched });
  const end = () => {
    const trace = traced(script.events);
    const index = new TimelineIndex(trace);
    index.update();
    const [from, to] = [index.rowOf(socket) ?? null, index.rowOf(accepted) ?? null];
    const { sent, lost, landed } = ribbonState(from, to, trace.steps.length);
    const flights = trace.flights.filter((one) => one.sentBy === call);
    return {
      ...{ held: socketOf(stageOf(script), socket)?.held, lost: lost - landed, sent },
      unread: socketOf(stageOf(script), accepted)?.unread,
      fill: to?.tracks.unread.last,
      gone: flights.every(({ lostStep, passedStep }) => lostStep !== null && passedStep === null),
    };
  };
  const lost = { held: 0, lost: 5, sent: 5, unread: 0, fill: 0, gone: true };
  expect(end()).toEqual(lost);
  passes(call, 2, 0);
  expect(end()).toEqual(lost);
  passes(call, 3, 2);
  expect(end()).toEqual(lost);
});

test("who closes while the link holds bytes for him has none unread: a FIN, not a reset", () => {
  const { script, server, client, socket, connection: accepted } = connection();
  const call = script.send(server, accepted, "Hello");
  const touched = { actor: server, socket: accepted, call, length: 5, offset: 0 };
  script.add({ kind: "link.fault", fault: "delay", ...touched });
  script.whole(client, socket, "close", {}, {});
  expect(segments(script)).toEqual([...HANDSHAKE, "FIN a2>a1"]);
});
