import { describe, expect, test } from "vitest";
import type { Trace } from "./model/trace.ts";
import { traceOf } from "./testing/cast.ts";
import { at, conversation, payloadOf, Script, stepText } from "./testing/script.ts";
import { timelineIndex } from "./timeline/index/timeline-index.ts";
import { createTrace } from "./trace.ts";

/** What travelled on streams. */
const pieces = (trace: ReturnType<typeof traceOf>) =>
  trace.flights.flatMap((flight) =>
    flight.cargo.kind === "stream"
      ? [
          {
            at: flight.cargo.offset,
            n: flight.cargo.length,
            sent: flight.sentBy,
            taken: flight.consumedBy,
            text: Buffer.from(flight.cargo.prefix).toString(),
          },
        ]
      : [],
  );

describe("steps", () => {
  test("a connection from socket() to the last FIN, with what is inferred in its place", () => {
    const { script, server, client, socket, connection } = conversation();
    script.send(server, connection, "hi");
    script.recv(client, socket, "hi");
    script.whole(client, socket, "close", {}, {});
    script.recv(server, connection, "");
    script.whole(server, connection, "close", {}, {});
    expect(traceOf(script).steps.map(stepText)).toEqual([
      "actor.added",
      "a1 socket.whole",
      "a1 bind.whole",
      "a1 listen.whole",
      "actor.added",
      "a2 socket.whole",
      "a2 connect.began",
      "socket.named",
      "SYN a2>a1",
      "a1 accept.began",
      "SYN,ACK a1>a2",
      "ACK a2>a1",
      "connection.queued",
      "a1 accept.ended",
      "a2 connect.ended",
      "a1 sendall.whole",
      "a2 recv.began",
      "a2 recv.ended",
      "a2 close.whole",
      "FIN a2>a1",
      "a1 recv.began",
      "a1 recv.ended",
      "a1 close.whole",
      "FIN a1>a2",
      "ACK a2>a1",
    ]);
  });

  test("a step never moves, however the events are cut into batches", () => {
    const { script, server, client, socket, connection } = conversation();
    script.send(server, connection, "hi");
    script.recv(client, socket, "hi");
    const whole = traceOf(script);
    const pieces = createTrace();
    const seen: string[] = [];
    for (const event of script.events) {
      pieces.append([event]);
      const now = pieces.steps.map(stepText).map((text) => text.replace(/\..*/, ""));
      expect(now.slice(0, seen.length)).toEqual(seen);
      seen.splice(0, seen.length, ...now);
    }
    expect(pieces.steps.map(stepText)).toEqual(whole.steps.map(stepText));
  });

  test("closing with bytes unread is a reset, not a FIN", () => {
    const { script, server, client, socket, connection } = conversation();
    script.send(server, connection, "never read");
    script.whole(client, socket, "close", {}, {});
    const texts = traceOf(script).steps.map(stepText);
    expect(texts).toContain("RST a2>a1");
    expect(texts.some((text) => text.startsWith("FIN"))).toBe(false);
  });

  test("closing with SO_LINGER of 0 seconds is a reset, too, and off again it is a FIN", () => {
    const option = { level: "SOL_SOCKET", option: "SO_LINGER" } as const;
    const segments = (...values: readonly (number | undefined)[]) => {
      const { script, client, socket } = conversation();
      for (const value of values)
        script.whole(
          client,
          socket,
          "setsockopt",
          { ...option, ...(value !== undefined && { value }) },
          {},
        );
      script.whole(client, socket, "close", {}, {});
      const texts = traceOf(script).steps.map(stepText);
      return texts.filter((text) => /^(FIN|RST)/.test(text));
    };
    expect(segments(0)).toEqual(["RST a2>a1"]);
    expect(segments(5)).toEqual(["FIN a2>a1"]);
    expect(segments(0, undefined)).toEqual(["FIN a2>a1"]);
  });

  test("an accepted connection has its listener's SO_LINGER, a failed call sets none", () => {
    const script = new Script();
    const [server, client] = [script.actorAdded("server"), script.actorAdded("client")];
    const listener = script.listening(server, 8888);
    const args = { level: "SOL_SOCKET", option: "SO_LINGER", value: 0 };
    script.whole(server, listener, "setsockopt", args, {});
    const { socket, connection } = script.connected(server, listener, client, [5000, 8888]);
    script.failed(script.began(client, socket, "setsockopt", args), "EBADF");
    script.whole(server, connection, "close", {}, {});
    const texts = traceOf(script).steps.map(stepText);
    expect(texts.filter((text) => /^(FIN|RST)/.test(text))).toEqual(["RST a1>a2"]);
  });

  test("closing a listener resets what it had not accepted", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { connect } = script.dialled(client, [5000, 8888]);
    const peer = at(5000);
    script.queued(server, listener, 99, [5000, 8888]);
    script.ended(connect, { address: peer });
    script.whole(server, listener, "close", {}, {});
    const trace = traceOf(script);
    expect(trace.steps.map(stepText)).toContain("RST a1>a2");
    const view = trace.stageAt(trace.steps.length);
    const [serverView, clientView] = view.actors;
    expect(serverView?.sockets.map((one) => one.id)).toEqual([listener]);
    expect(clientView?.sockets.map((one) => one.phase)).toEqual(["RESET"]);
  });

  test("what the kernel makes of a close is not known of an outsider, until it is read", () => {
    const script = new Script().onLinux();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    script.actorAdded("outsider", { address: at(5000) });
    const accept = script.began(server, listener, "accept");
    const peer = at(5000);
    script.queued(server, listener, 99, [5000, 8888]);
    script.ended(accept, { socket: 99, address: peer });
    script.whole(server, 99, "close", {}, {});
    const sockets = (trace: ReturnType<typeof traceOf>) =>
      trace.stageAt(trace.steps.length).actors[0]?.sockets.map(({ id, phase }) => [id, phase]);
    expect(sockets(traceOf(script))).toEqual([
      [listener, "LISTEN"],
      [99, "unknown"],
    ]);
    script.kernel(server, 99, ["FIN-WAIT-2"], ["CLOSE-WAIT", 1]);
    expect(sockets(traceOf(script))).toEqual([
      [listener, "LISTEN"],
      [99, "FIN-WAIT-2"],
    ]);
    script.kernel(server, 99, ["TIME-WAIT"], null);
    expect(sockets(traceOf(script))).toEqual([[listener, "LISTEN"]]);
  });

  test("a refused connect to nobody shows SYN and RST, inferred, at an end unknown", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const { connect } = script.dialled(client, [5000, 9]);
    script.failed(connect, "ECONNREFUSED");
    const trace = traceOf(script);
    expect(trace.steps.map(stepText).slice(-3)).toEqual([
      "SYN a1>nobody",
      "RST nobody>a1",
      "a1 connect.ended",
    ]);
    expect(trace.flights.map(({ truth, lostStep }) => [truth, lostStep])).toEqual([
      ["inferred", null],
      ["inferred", null],
    ]);
  });

  test("a refused connect to a known end shows SYN and RST, nothing of a handshake", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const socket = script.opened(client);
    script.actorAdded("outsider", { address: at(9) });
    const connect = script.began(client, socket, "connect", { address: at(9) });
    script.add({
      kind: "socket.named",
      actor: client,
      socket,
      address: at(5000),
    });
    script.failed(connect, "ECONNREFUSED");
    const texts = traceOf(script).steps.map(stepText);
    expect(texts.slice(-5)).toEqual([
      "a1 connect.began",
      "socket.named",
      "SYN a1>a2",
      "RST a2>a1",
      "a1 connect.ended",
    ]);
  });

  test("events had before are passed over", () => {
    const { script } = conversation();
    const trace = traceOf(script);
    const before = trace.steps.length;
    const { revision } = trace;
    trace.append(script.events);
    expect([trace.steps.length, trace.revision]).toEqual([before, revision]);
  });
});

describe("pairing by stream offset", () => {
  test("two sends read by one recv", () => {
    const { script, server, client, socket, connection } = conversation();
    const first = script.send(server, connection, "one");
    const second = script.send(server, connection, "two!");
    const recv = script.recv(client, socket, "onetwo!");
    expect(pieces(traceOf(script))).toEqual([
      { at: 0, n: 3, sent: first, taken: recv, text: "one" },
      { at: 3, n: 4, sent: second, taken: recv, text: "two!" },
    ]);
  });

  test("one send read by three", () => {
    const { script, server, client, socket, connection } = conversation();
    const sent = script.send(server, connection, "abcdefg");
    const takers = ["abc", "de", "fg"].map((text) => script.recv(client, socket, text));
    const trace = traceOf(script);
    expect(pieces(trace)).toEqual([
      { at: 0, n: 3, sent, taken: takers[0], text: "abc" },
      { at: 3, n: 2, sent, taken: takers[1], text: "de" },
      { at: 5, n: 2, sent, taken: takers[2], text: "fg" },
    ]);
    expect(trace.flightsOf(sent)).toHaveLength(3);
  });

  test("what was not read yet is still on its way, and shows as unread", () => {
    const { script, server, client, socket, connection } = conversation();
    script.send(server, connection, "abcdefg");
    script.recv(client, socket, "abc");
    const trace = traceOf(script);
    expect(pieces(trace).at(-1)).toMatchObject({ at: 3, n: 4, taken: null });
    const view = trace.stageAt(trace.steps.length);
    const end = view.actors.flatMap((actor) => actor.sockets).find((one) => one.id === socket);
    expect(end?.unread).toBe(4);
  });

  test("a send that failed is never seen to leave: the kernel sent nothing", () => {
    const { script, server, connection } = conversation();
    const call = script.began(server, connection, "send", {
      payload: { length: 3, kept: "" },
      offset: 0,
    });
    const during = script.events.length;
    script.failed(call, "EPIPE");
    const trace = traceOf(script);
    expect(trace.flightsOf(call)[0]).toMatchObject({ unsent: true });
    for (let position = 0; position <= trace.steps.length; position += 0.5)
      expect(trace.packetsAt(position).filter(({ flight }) => flight.sentBy === call)).toEqual([]);
    const arrows = timelineIndex(trace).flightsIn(0, during + 2).flights;
    expect(arrows.filter(({ sentBy: sent }) => sent === call)).toEqual([]);
  });

  test("a send whose time was over goes on: its bytes are still on their way", () => {
    const { script, server, client, socket, connection } = conversation();
    const sends = (["send", "sendall"] as const).map((verb, index) => {
      const payload = { length: 3, kept: "" };
      const call = script.began(server, connection, verb, { payload, offset: index * 3 });
      script.failed(call, "EAGAIN");
      return call;
    });
    const receive = script.began(client, socket, "recv", { size: 10 });
    script.ended(receive, { payload: { length: 6, kept: "" }, offset: 0 });
    const trace = traceOf(script);
    for (const call of sends)
      expect(trace.flightsOf(call)).toMatchObject([
        { unsent: false, lostStep: null, consumedBy: receive, truth: "observed" },
      ]);
  });

  test("a send that failed has no arrow that stays", () => {
    const { script, server, connection } = conversation();
    const call = script.began(server, connection, "sendall", {
      payload: { length: 3, kept: "" },
      offset: 0,
    });
    script.failed(call, "EPIPE");
    const trace = traceOf(script);
    expect(trace.flightsOf(call)[0]?.lostStep).not.toBeNull();
    expect(trace.packetsAt(trace.steps.length)).toEqual([]);
  });

  test("bytes sent while the connection still waits unseen reach it when it is accepted", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { socket, connect } = script.dialled(client, [5000, 8888]);
    script.ended(connect, { address: at(5000) });
    const sent = script.send(client, socket, "early");
    const accept = script.began(server, listener, "accept");
    script.ended(accept, { socket: 99, address: at(5000) });
    const recv = script.recv(server, 99, "early");
    expect(pieces(traceOf(script))).toEqual([{ at: 0, n: 5, sent, taken: recv, text: "early" }]);
  });
});

describe("a send while connect is under way", () => {
  /** What the recorder tells of connect, send, sendall without waiting: they are made after it. */
  function pendingSends(queue: "node" | "kernel") {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const socket = script.opened(client);
    const connect = script.began(client, socket, "connect", { address: at(8888) });
    const sends = ["one", "two"].map((text, index) =>
      script.began(client, socket, "send", { payload: payloadOf(text), offset: 3 * index }),
    );
    script.add({ kind: "socket.named", actor: client, socket, address: at(5000) });
    const peer = at(5000);
    const seen = { actor: server, socket: listener, connection: 99, local: at(8888), peer };
    if (queue === "node") script.add({ kind: "connection.queued", ...seen });
    const recv = (): number => {
      script.whole(server, listener, "accept", {}, { socket: 99, address: peer });
      return script.recv(server, 99, "onetwo");
    };
    return { script, client, socket, connect, sends, recv };
  }

  for (const queue of ["node", "kernel"] as const)
    test(`has an arrow of its own, from where the connection is made on (${queue})`, () => {
      const { script, connect, sends, recv } = pendingSends(queue);
      script.ended(connect, { address: at(5000) });
      for (const send of sends) script.ended(send, { count: 3 });
      const taken = recv();
      const trace = traceOf(script);
      expect(pieces(trace)).toEqual([
        { at: 0, n: 3, sent: sends[0], taken, text: "one" },
        { at: 3, n: 3, sent: sends[1], taken, text: "two" },
      ]);
      const flights = trace.flights.filter(({ cargo }) => cargo.kind === "stream");
      const ack = trace.steps.findIndex(
        (step) =>
          step.kind === "segment" &&
          step.flight.cargo.kind === "segment" &&
          step.flight.cargo.flags === "ACK",
      );
      for (const { truth, startStep } of flights) {
        expect(truth).toBe("observed");
        expect(startStep).toBeGreaterThan(ack);
      }
    });

  for (const together of [true, false])
    test(`its bytes wait at the other end until they are read (${together ? "all at once" : "live"})`, () => {
      const { script, connect, sends, recv } = pendingSends("node");
      const trace = createTrace();
      const amounts = () => {
        trace.append(script.events);
        const step = trace.steps.length;
        const views = trace.stageAt(step).actors.flatMap(({ sockets }) => sockets);
        const row = timelineIndex(trace).rowOf(99);
        return [views.find(({ id }) => id === 99)?.unread, row?.tracks.unread.last];
      };
      for (const event of together ? [] : script.events) {
        trace.append([event]);
        trace.stageAt(trace.steps.length);
        timelineIndex(trace);
      }
      expect(amounts()).toEqual([6, 6]);
      script.ended(connect, { address: at(5000) });
      for (const send of sends) script.ended(send, { count: 3 });
      expect(amounts()).toEqual([6, 6]);
      recv();
      expect(amounts()).toEqual([0, 0]);
    });

  test("has none when the connect fails, or the send is given up before", () => {
    const { script, client, socket, connect, sends } = pendingSends("kernel");
    script.failed(connect, "ECONNREFUSED");
    for (const send of sends) script.failed(send, "EPIPE");
    const again = script.began(client, socket, "connect", { address: at(8888) });
    const [given, made] = ["no", "yes"].map((text) =>
      script.began(client, socket, "send", { payload: payloadOf(text), offset: 0 }),
    );
    script.failed(given ?? 0, "EAGAIN");
    script.ended(again, { address: at(5000) });
    script.ended(made ?? 0, { count: 3 });
    expect(pieces(traceOf(script))).toEqual([
      { at: 0, n: 3, sent: made, taken: null, text: "yes" },
    ]);
  });
});

describe("datagrams", () => {
  test("each arrives and is taken whole, by its number", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const receiver = script.opened(server, "SOCK_DGRAM");
    script.whole(server, receiver, "bind", { address: at(9999) }, { address: at(9999) });
    const client = script.actorAdded("client");
    const sender = script.opened(client, "SOCK_DGRAM");
    const sent = script.began(client, sender, "sendto", {
      address: at(9999),
      payload: { length: 2, kept: "aGk=" },
    });
    script.add({
      kind: "socket.named",
      actor: client,
      socket: sender,
      address: at(4000),
    });
    script.ended(sent, { count: 2 });
    script.add({
      kind: "datagram.arrived",
      actor: server,
      socket: receiver,
      datagram: 1,
      address: at(4000),
      length: 2,
    });
    const taken = script.began(server, receiver, "recvfrom", { size: 2048 });
    script.ended(taken, {
      datagram: 1,
      address: at(4000),
      payload: { length: 2, kept: "aGk=" },
    });
    const trace = traceOf(script);
    expect(trace.flights).toHaveLength(1);
    expect(trace.flights.get(0)).toMatchObject({
      sentBy: sent,
      consumedBy: taken,
      truth: "observed",
      cargo: { kind: "datagram", length: 2 },
    });
  });

  /** A receiver at port 9999 and a sender at port 4000, which has sent these. */
  function sentTo(texts: readonly string[]) {
    const script = new Script();
    const server = script.actorAdded("server");
    const receiver = script.opened(server, "SOCK_DGRAM");
    script.whole(server, receiver, "bind", { address: at(9999) }, { address: at(9999) });
    const client = script.actorAdded("client");
    const sender = script.opened(client, "SOCK_DGRAM");
    script.add({ kind: "socket.named", actor: client, socket: sender, address: at(4000) });
    for (const text of texts) {
      const args = { address: at(9999), payload: payloadOf(text) };
      script.whole(client, sender, "sendto", args, { count: text.length });
    }
    const on = { actor: server, socket: receiver } as const;
    return { script, on };
  }
  const fates = (trace: Trace): string[] =>
    trace.flights.map(
      ({ cargo, lostStep, truth }) =>
        `${cargo.kind === "segment" ? "" : Buffer.from(cargo.prefix).toString()} ${truth} ${lostStep}`,
    );

  test("dropped ones are lost at the receiver, and the next of the same length is another", () => {
    const { script, on } = sentTo(["one", "longer", "two", "six", "ten"]);
    script.add({ kind: "datagram.dropped", ...on, address: at(4000), length: 3, count: 2 });
    script.add({ kind: "datagram.arrived", ...on, address: at(4000), length: 3, datagram: 1 });
    const taken = script.began(on.actor, on.socket, "recvfrom", { size: 10 });
    script.ended(taken, { datagram: 1, address: at(4000), payload: payloadOf("six") });
    const trace = traceOf(script);
    const dropStep = trace.steps.findIndex(
      (step) => step.kind === "event" && step.event.kind === "datagram.dropped",
    );
    expect(fates(trace)).toEqual([
      `one observed ${dropStep}`,
      "longer observed null",
      `two observed ${dropStep}`,
      "six observed null",
      "ten observed null",
    ]);
    expect(trace.flightsOf(taken).map(({ id }) => id)).toEqual([3]);
    const counts = [dropStep, dropStep + 1, dropStep + 2].map((step) => {
      const [view] = trace.stageAt(step).actors[0]?.sockets ?? [];
      return [view?.dropped, view?.unread];
    });
    expect(counts).toEqual([
      [0, 0],
      [2, 0],
      [2, 1],
    ]);
  });

  test("of those that an outsider sent one lost arrow is inferred, and all are counted", () => {
    const { script, on } = sentTo([]);
    script.add({
      ...{ kind: "actor.added", actor: 3, role: "outsider", type: "SOCK_DGRAM", program: null },
      ...{ number: 1, address: at(7000) },
    });
    script.add({ kind: "datagram.dropped", ...on, address: at(7000), length: 0, count: 90 });
    const trace = traceOf(script);
    expect(fates(trace)).toEqual([` inferred ${trace.steps.length - 1}`]);
    expect(trace.stageAt(trace.steps.length).actors[0]?.sockets[0]?.dropped).toBe(90);
  });
});

describe("the stage at an instant", () => {
  test("seeking to any step gives what stepping to it gives", () => {
    const { script, server, client, socket, connection } = conversation();
    for (let i = 0; i < 200; i++) {
      script.send(server, connection, `message ${i}`);
      script.recv(client, socket, `message ${i}`);
    }
    script.whole(client, socket, "close", {}, {});
    const trace = traceOf(script);
    const stepped = trace.steps.map((_, step) =>
      structuredClone(trace.stageAt(step).actors.map(plain)),
    );
    for (const step of [600, 3, 257, 255, 256, 601, 0, 512, 511, 40]) {
      expect(trace.stageAt(step).actors.map(plain)).toEqual(stepped[step]);
    }
  });

  test("the states of both ends, from LISTEN to TIME-WAIT", () => {
    const { script, server, client, socket, connection } = conversation();
    script.whole(client, socket, "close", {}, {});
    script.recv(server, connection, "");
    const trace = traceOf(script);
    const phases = (step: number) =>
      Object.fromEntries(
        trace.stageAt(step).actors.flatMap((a) => a.sockets.map((s) => [s.id, s.phase])),
      );
    const end = trace.steps.length;
    expect(phases(end)).toMatchObject({
      [socket]: "FIN-WAIT",
      [connection]: "CLOSE-WAIT",
    });
    script.whole(server, connection, "close", {}, {});
    trace.append(script.events);
    expect(phases(trace.steps.length)).toMatchObject({ [socket]: "TIME-WAIT" });
    expect(phases(end)).toMatchObject({
      [socket]: "FIN-WAIT",
      [connection]: "CLOSE-WAIT",
    });
    expect(phases(4)).toEqual({ 1: "LISTEN" });
    const answered = trace.steps.findIndex((step) => stepText(step).startsWith("SYN,ACK"));
    expect(phases(answered)).toMatchObject({ [socket]: "SYN-SENT" });
    expect(phases(answered + 1)).toMatchObject({ [socket]: "ESTABLISHED" });
  });
});

const plain = (view: ReturnType<ReturnType<typeof createTrace>["stageAt"]>["actors"][number]) => ({
  id: view.actor.id,
  open: view.open.map((call) => call.id),
  last: view.last?.id,
  sockets: view.sockets,
});

test("the kernel's own queue: nobody is seen in it, and accept shows a connection at once", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const listener = script.listening(server, 8888, { backlog: 3, queue: "kernel" });
  const { socket, connect } = script.dialled(client, [40_000, 8888]);
  script.ended(connect, { address: at(40_000) });
  const waiting = script.events.length;
  const accept = script.began(server, listener, "accept");
  script.ended(accept, { socket: 9, address: at(40_000) });
  const trace = createTrace();
  trace.append(script.events.slice(0, waiting));
  const before = trace.stageAt(trace.steps.length).actors[0]?.sockets ?? [];
  expect(before).toMatchObject([{ phase: "LISTEN", queueOf: "kernel", backlog: 3, queue: [] }]);
  trace.append(script.events.slice(waiting));
  const after = trace.stageAt(trace.steps.length).actors[0]?.sockets ?? [];
  expect(after[1]).toMatchObject({ id: 9, accepted: true, phase: "ESTABLISHED", peer: at(40_000) });
  expect(after[1]?.other).toEqual({ actor: client, socket });
});
