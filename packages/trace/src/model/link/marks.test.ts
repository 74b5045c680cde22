import type { Event, EventOf } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { at, payloadOf, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import type { Flight } from "../../types/flight.ts";
import type { Trace } from "../trace.ts";

type Fault = Omit<EventOf<"link.fault">, "seq" | "t" | "truth" | "source" | "kind">;

const traced = (events: readonly Event[]): Trace => {
  const trace = createTrace();
  trace.append(events);
  return trace;
};

/** `Hello lost 1>2`: bytes, outcome, and its marks. */
const flightText = ({ cargo, endStep, lostStep, truth, faults, held, passedStep }: Flight) => {
  const bytes = cargo.kind === "segment" ? cargo.flags : Buffer.from(cargo.prefix).toString();
  const way = lostStep !== null ? "lost" : endStep !== null ? "taken" : "under way";
  const marks = faults.map(({ fault }) => fault).join("+");
  const hold = held ? (passedStep === null ? " held" : " passed") : "";
  return `${bytes} ${way} ${truth}${marks === "" ? "" : ` ${marks}`}${hold}`;
};

const sent = (trace: Trace): string[] =>
  trace.flights.filter(({ cargo }) => cargo.kind !== "segment").map(flightText);

/** A client (2) with a UDP socket and a server (1) bound to port 9999. */
function datagrams() {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const receiver = script.opened(server, "SOCK_DGRAM");
  script.whole(server, receiver, "bind", { address: at(9999) }, { address: at(9999) });
  const sender = script.opened(client, "SOCK_DGRAM");
  script.add({ kind: "socket.named", actor: client, socket: sender, address: at(50000) });
  let arrived = 0;
  return {
    script,
    send(text: string, faults: readonly Partial<Fault>[] = []): number {
      const payload = payloadOf(text);
      const call = script.began(client, sender, "sendto", { payload, address: at(9999) });
      for (const one of faults)
        script.add({
          kind: "link.fault",
          actor: client,
          socket: sender,
          call,
          fault: "delay",
          length: payload.length,
          ...one,
        });
      script.ended(call, { count: payload.length });
      return call;
    },
    passed: (call: number, length: number, copy = 1) =>
      script.add({ kind: "link.passed", actor: client, socket: sender, call, length, copy }),
    take(text: string): void {
      const datagram = ++arrived;
      const payload = payloadOf(text);
      script.add({
        kind: "datagram.arrived",
        actor: server,
        socket: receiver,
        datagram,
        address: at(50000),
        length: payload.length,
      });
      const call = script.began(server, receiver, "recvfrom", { size: 100 });
      script.ended(call, { payload, address: at(50000), datagram });
    },
  };
}

test("a lost datagram is not taken for the next one of the same length", () => {
  const { script, send, take } = datagrams();
  send("one", [{ fault: "loss" }]);
  send("two");
  take("two");
  expect(sent(traced(script.events))).toEqual(["one lost injected loss", "two taken observed"]);
});

test("a datagram that was held back pairs behind those that passed it", () => {
  const { script, send, passed, take } = datagrams();
  const first = send("one", [{ fault: "reorder" }]);
  send("two");
  passed(first, 3);
  take("two");
  take("one");
  const trace = traced(script.events);
  expect(sent(trace)).toEqual(["one taken injected reorder passed", "two taken observed"]);
  const [one, two] = trace.flights;
  expect((one?.endStep ?? 0) > (two?.endStep ?? 0)).toBe(true);
});

test("a duplicate is a second flight of the same send", () => {
  const { script, send, take } = datagrams();
  const call = send("twin", [{ fault: "duplicate", copy: 2 }]);
  take("twin");
  take("twin");
  const trace = traced(script.events);
  expect(sent(trace)).toEqual(["twin taken observed", "twin taken injected duplicate"]);
  expect(trace.flightsOf(call)).toHaveLength(2);
});

test("one that is held is under way, and seen half-way until it passes", () => {
  const { script, send, passed } = datagrams();
  const call = send("late", [{ fault: "delay", delay: 5e6 }]);
  const trace = traced(script.events);
  expect(sent(trace)).toEqual(["late under way injected delay held"]);
  const waiting = trace.packetsAt(trace.steps.length + 5);
  expect(waiting.map(({ progress }) => progress)).toEqual([0.5]);
  passed(call, 4);
  trace.append(script.events);
  expect(sent(trace)).toEqual(["late under way injected delay passed"]);
  expect(trace.packetsAt(trace.steps.length + 5)[0]?.progress).toBe(1);
});

/** A connection, client 2 to server 1, and a send of "Hello, world" that the link touches. */
function stream(faults: readonly Partial<Fault>[]) {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const listener = script.listening(server, 8888);
  const { socket, connection } = script.connected(server, listener, client, [50000, 8888]);
  const payload = payloadOf("Hello, world");
  const call = script.began(client, socket, "sendall", { payload, offset: 0 });
  const touched = { actor: client, socket, call, offset: 0, length: 12 };
  for (const one of faults) script.add({ kind: "link.fault", fault: "delay", ...touched, ...one });
  script.ended(call, { count: 12 });
  const passed = (offset: number, length: number) =>
    script.add({ kind: "link.passed", actor: client, socket, call, offset, length });
  return { script, server, client, connection, socket, passed };
}

test("slices cut a send into the flights that its receiver gets", () => {
  const { script, server, connection, passed } = stream([{ fault: "slice" }]);
  passed(0, 5);
  script.recv(server, connection, "Hello");
  passed(5, 7);
  script.recv(server, connection, ", wo");
  expect(sent(traced(script.events))).toEqual([
    "Hello taken injected slice passed",
    ", wo taken injected slice passed",
    "rld under way injected slice passed",
  ]);
});

test("marks touch their own bytes only", () => {
  const { script } = stream([{ fault: "delay", offset: 3, length: 4 }]);
  expect(sent(traced(script.events))).toEqual([
    "Hel under way observed",
    "world under way observed",
    "lo,  under way injected delay held",
  ]);
});

test("a reset loses what was under way, and is an injected segment", () => {
  const { script, server, connection } = stream([{ fault: "reset", offset: 5, length: 7 }]);
  script.recv(server, connection, "Hello");
  const call = script.began(server, connection, "recv", { size: 10 });
  script.failed(call, "ECONNRESET");
  const trace = traced(script.events);
  expect(sent(trace)).toEqual(["Hello taken observed", ", world lost injected reset"]);
  const resets = trace.flights.filter(
    ({ cargo }) => cargo.kind === "segment" && cargo.flags === "RST",
  );
  expect(resets.map(({ truth }) => truth)).toEqual(["injected"]);
});

test("the stage knows who stands at the gate, the modes, the links", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  script.add({ kind: "gate.set", scope: "all", mode: "step" });
  script.add({ kind: "gate.set", scope: server, mode: "slow", pause: 50 });
  const reached = {
    kind: "gate.reached",
    actor: server,
    call: 77,
    socket: null,
    verb: "socket",
    args: {},
    at: "call",
    why: "step",
  } as const;
  script.add(reached);
  const scope = { over: "stage" } as const;
  script.add({ kind: "link.set", scope, conditions: null, seed: 4 });
  const trace = traced(script.events);
  const stage = trace.stageAt(trace.steps.length);
  expect(stage.gate).toEqual({ mode: "step", pause: 0 });
  expect(stage.seed).toBe(4);
  expect(stage.links).toEqual([]);
  expect(stage.actors[0]?.gate).toEqual({ mode: "slow", pause: 50 });
  expect(stage.actors[0]?.atGate.map(({ call }) => call)).toEqual([77]);
  const began = { kind: "call.began", call: 77, actor: server, socket: null } as const;
  script.add({ ...began, verb: "socket", args: { type: "SOCK_STREAM" } });
  trace.append(script.events);
  expect(trace.stageAt(trace.steps.length).actors[0]?.atGate).toEqual([]);
});
