import { describe, expect, test } from "vitest";
import { traceOf } from "../../testing/cast.ts";
import { at, conversation, Script, stepText, withOutsider } from "../../testing/script.ts";
import type { Flight } from "../../types/flight.ts";
import type { SocketView } from "../../types/socket.ts";

const pair = () => conversation(new Script().onLinux(), 50_000);

/** The segments after the handshake. */
const ends = (script: Script): string[] =>
  [...traceOf(script).steps]
    .filter((step) => step.kind === "segment")
    .map(stepText)
    .slice(3);

const flightsOf = (script: Script, flags: string): Flight[] =>
  traceOf(script).flights.filter(
    ({ cargo }) => cargo.kind === "segment" && cargo.flags === flags,
  ) as Flight[];

const view = (script: Script, id: number): SocketView | undefined => {
  const trace = traceOf(script);
  const { actors } = trace.stageAt(trace.steps.length);
  return actors.flatMap(({ sockets }) => sockets).find((socket) => socket.id === id);
};

describe("both ends ours", () => {
  test("the first FIN's acknowledgement is not told before the kernel says so", () => {
    const { script, client, server, socket, connection } = pair();
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1"]);
    expect(view(script, socket)?.phase).toBe("FIN-WAIT");
    script.kernel(client, socket, ["FIN-WAIT-2"]);
    expect(ends(script)).toEqual(["FIN a2>a1", "ACK a1>a2"]);
    expect(view(script, socket)).toMatchObject({ phase: "FIN-WAIT-2", phaseTruth: "observed" });
    script.whole(server, connection, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1", "ACK a1>a2", "FIN a1>a2", "ACK a2>a1"]);
  });

  test("both close at once: the second FIN carries the acknowledgement of the first", () => {
    const { script, client, server, socket, connection } = pair();
    script.whole(client, socket, "close", {}, {});
    script.whole(server, connection, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1", "FIN a1>a2", "ACK a2>a1"]);
    expect(view(script, socket)?.phase).toBe("TIME-WAIT");
  });

  test("a close with unread bytes after one's own shutdown is a reset", () => {
    const { script, client, server, socket, connection } = pair();
    script.send(server, connection, "x".repeat(100));
    script.whole(client, socket, "shutdown", { how: "SHUT_WR" }, {});
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1", "RST a2>a1"]);
    expect(view(script, connection)?.phase).toBe("RESET");
  });

  test("where both directions are over, unread bytes make no reset: the kernel has let go", () => {
    const { script, client, server, socket, connection } = pair();
    script.whole(client, socket, "shutdown", { how: "SHUT_WR" }, {});
    script.send(server, connection, "bye");
    script.whole(server, connection, "close", {}, {});
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1", "FIN a1>a2", "ACK a2>a1"]);
  });

  test("whether both directions are over may not be known: then neither is what a close does", () => {
    const { script, client, server, socket, connection } = pair();
    script.send(client, socket, "x".repeat(38_206));
    script.whole(client, socket, "shutdown", { how: "SHUT_WR" }, {});
    script.whole(server, connection, "shutdown", { how: "SHUT_WR" }, {});
    script.whole(server, connection, "close", {}, { connection: "gone" });
    expect(ends(script)).toEqual(["FIN a1>a2"]);
    script.kernel(client, socket, ["TIME-WAIT"]);
    script.kernel(server, connection, null);
    expect(ends(script)).toEqual(["FIN a1>a2", "FIN a2>a1", "ACK a1>a2"]);
  });

  test("a FIN that waits is not sent any more when the other end closes with bytes unread", () => {
    const { script, client, server, socket, connection } = pair();
    script.whole(client, socket, "shutdown", { how: "SHUT_WR" }, {});
    script.send(server, connection, "x".repeat(1_500_000));
    script.whole(server, connection, "close", {}, {});
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a2>a1", "RST a2>a1"]);
    expect(view(script, socket)?.phase).toBe("closed");
    expect(view(script, connection)).toBeUndefined();
  });

  test("data to a closed end are answered with a reset, and no FIN follows", () => {
    const { script, client, server, socket, connection } = pair();
    script.whole(server, connection, "close", {}, {});
    script.send(client, socket, "one");
    expect(ends(script)).toEqual(["FIN a1>a2", "RST a1>a2"]);
    expect(view(script, socket)?.phase).toBe("RESET");
    const two = script.began(client, socket, "send", { payload: { length: 3, kept: "" } });
    script.failed(two, "EPIPE");
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["FIN a1>a2", "RST a1>a2"]);
  });

  test("EPIPE after one's own shutdown says nothing of the other end", () => {
    const { script, client, socket } = pair();
    script.whole(client, socket, "shutdown", { how: "SHUT_WR" }, {});
    script.failed(
      script.began(client, socket, "send", { payload: { length: 3, kept: "" } }),
      "EPIPE",
    );
    expect(ends(script)).toEqual(["FIN a2>a1"]);
  });

  test("an end that one's own SHUT_RD makes, or recv(0), is no FIN", () => {
    const { script, client, socket } = pair();
    const zero = script.began(client, socket, "recv", { size: 0 });
    script.ended(zero, { payload: { length: 0, kept: "" }, offset: 0 });
    script.whole(client, socket, "shutdown", { how: "SHUT_RD" }, {});
    script.recv(client, socket, "");
    expect(ends(script)).toEqual([]);
  });

  test("a FIN behind bytes that do not fit waits for them", () => {
    const { script, client, server, socket, connection } = pair();
    script.send(client, socket, "x".repeat(3_000_000));
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual([]);
    expect(view(script, socket)).toMatchObject({ phase: "FIN-WAIT-1" });
    expect(view(script, socket)?.pendingEnd?.behind).toBeGreaterThan(2_900_000);
    script.recv(server, connection, "x".repeat(2_999_000));
    expect(ends(script)).toEqual(["FIN a2>a1"]);
    expect(view(script, socket)?.pendingEnd).toBeNull();
    const [fin] = flightsOf(script, "FIN");
    const closed = script.events.find((event) => "verb" in event && event.verb === "close");
    expect(fin?.at?.[0]).toBe(closed?.t);
    expect(fin?.at?.[1]).toBe(script.events.at(-1)?.t);
  });

  test("a listener that closes resets whoever waits in the kernel's queue", () => {
    const script = new Script().onLinux();
    const server = script.actorAdded("server");
    const client = script.actorAdded("client");
    const listener = script.listening(server, 8888, { backlog: 3, queue: "kernel" });
    const { socket, connect } = script.dialled(client, [40_000, 8888]);
    script.ended(connect, { address: at(40_000) });
    script.whole(server, listener, "close", {}, {});
    expect(ends(script)).toEqual(["RST a1>a2"]);
    expect(view(script, socket)?.phase).toBe("RESET");
  });
});

describe("an outsider at the other end", () => {
  test("closing is open until the kernel is read", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "close", {}, {});
    expect(ends(script)).toEqual([]);
    expect(view(script, connection)).toMatchObject({
      phase: "unknown",
      pendingEnd: { verb: "close", behind: null },
    });
    script.kernel(server, connection, ["FIN-WAIT-1", 0, 2_000_001], ["ESTABLISHED", 128_000]);
    expect(view(script, connection)?.pendingEnd?.behind).toBe(2_000_000);
    script.kernel(server, connection, ["FIN-WAIT-2"], ["CLOSE-WAIT", 1]);
    expect(ends(script)).toEqual(["FIN a1>a2", "ACK a2>a1"]);
  });

  test("whoever closed first is in TIME-WAIT: ours", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "close", {}, {});
    script.kernel(server, connection, ["TIME-WAIT"], null);
    expect(ends(script)).toEqual(["FIN a1>a2", "ACK a2>a1", "FIN a2>a1", "ACK a1>a2"]);
  });

  test("whoever closed first is in TIME-WAIT: the outsider", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "close", {}, {});
    script.kernel(server, connection, null, ["TIME-WAIT"]);
    expect(ends(script)).toEqual(["FIN a2>a1", "FIN a1>a2", "ACK a2>a1"]);
  });

  test("a FIN behind the outsider's own makes LAST-ACK, until that is acknowledged", () => {
    const { script, server, connection } = withOutsider();
    script.recv(server, connection, "");
    script.whole(server, connection, "shutdown", { how: "SHUT_WR" }, {});
    expect(view(script, connection)?.phase).toBe("unknown");
    script.kernel(server, connection, ["LAST-ACK", 0, 1], ["FIN-WAIT-2"]);
    expect(ends(script)).toEqual(["FIN a2>a1", "FIN a1>a2", "ACK a2>a1"]);
    expect(view(script, connection)).toMatchObject({ phase: "LAST-ACK", phaseTruth: "observed" });
  });

  test("its FIN is told when the kernel has it, and not again when it is read", () => {
    const { script, server, connection } = withOutsider();
    script.kernel(server, connection, ["CLOSE-WAIT", 3], ["FIN-WAIT-2"]);
    expect(ends(script)).toEqual(["FIN a2>a1"]);
    expect(view(script, connection)).toMatchObject({
      ...{ phase: "CLOSE-WAIT", phaseTruth: "observed", unread: 2, unreadTruth: "observed" },
    });
    script.recv(server, connection, "hi");
    script.send(server, connection, "yo");
    script.recv(server, connection, "");
    expect(ends(script)).toEqual(["FIN a2>a1"]);
  });

  test("unread bytes that the kernel, or our process, was seen to have make a close a reset", () => {
    for (const seen of ["kernel", "process"] as const) {
      const { script, server, connection } = withOutsider();
      script.recv(server, connection, "0123456789");
      if (seen === "kernel") script.kernel(server, connection, ["ESTABLISHED", 4990]);
      script.whole(server, connection, "close", {}, seen === "process" ? { unread: 4990 } : {});
      expect(ends(script)).toEqual(["RST a1>a2"]);
    }
  });

  test("a close that found no connection has sent nothing: the other end had broken it off", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "setsockopt", { option: "SO_LINGER", value: 0 }, {});
    script.whole(server, connection, "close", {}, { connection: "gone" });
    expect(ends(script)).toEqual(["RST a2>a1"]);
  });

  test("nor has one after its own shutdown; how that ended the kernel says", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "setsockopt", { option: "SO_LINGER", value: 0 }, {});
    script.whole(server, connection, "shutdown", { how: "SHUT_WR" }, {});
    script.whole(server, connection, "close", {}, { connection: "gone" });
    expect(ends(script)).toEqual([]);
    script.kernel(server, connection, null, ["TIME-WAIT"]);
    expect(ends(script)).toEqual(["FIN a2>a1", "FIN a1>a2", "ACK a2>a1"]);
  });

  test("a connection that the kernel has forgotten, while its program has it, was reset", () => {
    const { script, server, connection } = withOutsider();
    script.send(server, connection, "one");
    script.kernel(server, connection, null, null);
    expect(ends(script)).toEqual(["RST a2>a1"]);
    expect(view(script, connection)?.phase).toBe("RESET");
  });

  test("so was one that has sent its FIN and is still open", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "shutdown", { how: "SHUT_WR" }, {});
    script.kernel(server, connection, ["FIN-WAIT-2"], ["CLOSE-WAIT", 1]);
    script.kernel(server, connection, null, null);
    expect(ends(script)).toEqual(["FIN a1>a2", "ACK a2>a1", "RST a2>a1"]);
  });

  test("FIN-WAIT-2 without a program ends by itself: then the other end stays", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "close", {}, {});
    script.kernel(server, connection, ["FIN-WAIT-2"], ["CLOSE-WAIT", 1]);
    script.kernel(server, connection, null, ["CLOSE-WAIT", 1]);
    expect(ends(script)).toEqual(["FIN a1>a2", "ACK a2>a1"]);
  });

  test("what is read after a reset had come before it", () => {
    const { script, server, connection } = withOutsider();
    script.kernel(server, connection, null, null);
    script.recv(server, connection, "hello");
    const trace = traceOf(script);
    const bytes = trace.flights.find(({ cargo }) => cargo.kind === "stream");
    const [rst] = flightsOf(script, "RST");
    expect(bytes?.at?.[0]).toBeLessThan(rst?.at?.[1] ?? 0);
  });

  test("who broke it off is not claimed where nobody can know", () => {
    const { script, server, connection } = withOutsider();
    script.whole(server, connection, "close", {}, {});
    script.kernel(server, connection, null, null);
    expect(ends(script)).toEqual([]);
    expect(view(script, connection)).toBeUndefined();
  });

  test("what happened unseen has the interval between what was read last and now", () => {
    const { script, server, connection } = withOutsider();
    script.kernel(server, connection, ["ESTABLISHED"], ["ESTABLISHED"]);
    const quiet = script.events.at(-1)?.t ?? 0;
    script.send(server, connection, "yo");
    script.recv(server, connection, "");
    const [fin] = flightsOf(script, "FIN");
    expect(fin?.at).toEqual([quiet - 500, script.events.at(-1)?.t]);
    const [syn] = flightsOf(script, "SYN");
    expect(syn?.at?.[0]).toBeLessThan(quiet - 1000);
  });

  test("a reading that is older than a call changes nothing", () => {
    const { script, server, connection } = withOutsider();
    script.send(server, connection, "yo");
    script.kernel(server, connection, ["CLOSE-WAIT", 1], undefined, 3500);
    expect(ends(script)).toEqual([]);
    expect(view(script, connection)?.phase).toBe("ESTABLISHED");
  });

  test("what was told and cannot have been is struck by the reading", () => {
    const { script, client, server, socket, connection } = pair();
    script.send(server, connection, "hi");
    script.whole(client, socket, "close", {}, {});
    expect(ends(script)).toEqual(["RST a2>a1"]);
    script.kernel(server, connection, ["ESTABLISHED"]);
    const [rst] = flightsOf(script, "RST");
    expect(rst?.replacedStep).toBe(traceOf(script).steps.length - 1);
    expect(view(script, connection)?.phase).toBe("ESTABLISHED");
  });
});
