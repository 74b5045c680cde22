import { describe, expect, test } from "vitest";
import { KernelQueueScript } from "../../model/tcp/kernel-queue.fixture.ts";
import { shown, staged, traceOf } from "../../testing/cast.ts";
import { at, Script } from "../../testing/script.ts";

const SIZE = { width: 850, height: 400 };
const wiresOf = (script: Script) =>
  shown(traceOf(script), SIZE).layout.wires.map(({ from, to, state, fromDone, toDone }) => ({
    from,
    to,
    state,
    done: [fromDone, toDone],
  }));

describe("wires", () => {
  test("a connect that has not been answered leads to the listener", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { socket } = script.connecting(client, 8888);
    expect(wiresOf(script)).toEqual([
      {
        from: { actor: client, socket },
        to: { actor: server, socket: listener },
        state: "connecting",
        done: [false, false],
      },
    ]);
  });

  test("what goes to nobody, and comes from there, has the same way and no wire", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const { connect } = script.connecting(client, 9);
    script.failed(connect, "ECONNREFUSED");
    const trace = traceOf(script);
    const { layout } = shown(trace, SIZE);
    expect(layout.wires).toEqual([]);
    const [syn, rst] = trace.flights.map((flight) => layout.routeOf(flight));
    expect(syn?.against).toBe(false);
    expect(rst).toEqual({ ...syn, against: true });
  });

  test("a connection has one wire, between its own two sockets", () => {
    const { script, servers, clients } = staged({ servers: 1, clients: [0] });
    expect(wiresOf(script)).toEqual([
      {
        from: { actor: clients[0]?.actor, socket: clients[0]?.socket },
        to: { actor: servers[0]?.actor, socket: clients[0]?.connection },
        state: "open",
        done: [false, false],
      },
    ]);
  });

  test("one that waits to be accepted leads to the waiting room", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { connect } = script.dialled(client, [50000, 8888]);
    script.queued(server, listener, 77, [50000, 8888]);
    script.ended(connect, { address: at(50000) });
    const { layout } = shown(traceOf(script), SIZE);
    expect(layout.wires.map(({ state, to }) => [state, to.socket])).toEqual([["queued", 77]]);
    const card = layout.cards.find(({ inside }) => inside !== null);
    expect(card?.inside?.waiting.sockets).toEqual([77]);
    expect(card?.inside?.rows.flatMap(({ sockets }) => sockets)).toEqual([]);
  });

  test("one that waits in the kernel's queue leads to the waiting room, until it is accepted", () => {
    const script = new KernelQueueScript();
    const { client, socket, port } = script.comes();
    const { layout } = shown(traceOf(script), SIZE);
    const [wire] = layout.wires;
    expect(wire).toMatchObject({ from: { actor: client, socket }, state: "queued" });
    const card = layout.cards.find(({ inside }) => inside !== null);
    const room = card?.inside?.waiting;
    expect(room?.sockets).toEqual([wire?.to.socket]);
    const { d } = wire?.route.path ?? { d: "" };
    const height = (card?.rect.y ?? 0) + (room?.rect.y ?? 0) + (room?.rect.height ?? 0) / 2;
    expect(Number(d.split(/[ ,]/).at(-1))).toBeCloseTo(height, 0);
    const connection = script.accepts(port);
    expect(wiresOf(script)).toMatchObject([{ to: { socket: connection }, state: "open" }]);
  });

  test("a closed direction is told; a closed connection has no wire", () => {
    const { script, servers, clients } = staged({ servers: 1, clients: [0] });
    const [server, client] = [servers[0], clients[0]];
    if (server === undefined || client?.socket == null) throw new Error("not staged");
    script.whole(client.actor, client.socket, "close", {}, {});
    expect(wiresOf(script).map(({ done }) => done)).toEqual([[true, false]]);
    script.recv(server.actor, client.connection ?? 0, "");
    script.whole(server.actor, client.connection, "close", {}, {});
    expect(wiresOf(script)).toEqual([]);
  });

  test("a listener that is gone has taken the waiting ones with it", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const outsider = script.actorAdded("outsider", { address: at(50001) });
    script.queued(server, listener, 9, [50001, 8888]);
    expect(wiresOf(script)).toMatchObject([{ from: { actor: outsider }, state: "queued" }]);
    script.add({ kind: "socket.closed", actor: server, socket: listener });
    expect(wiresOf(script)).toEqual([]);
  });

  test("an outsider's wire begins at its card, which stands with the clients", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const outsider = script.actorAdded("outsider", { address: at(50001) });
    const accept = script.began(server, listener, "accept");
    script.queued(server, listener, 9, [50001, 8888]);
    script.ended(accept, { socket: 9, address: at(50001) });
    expect(wiresOf(script)).toMatchObject([
      { from: { actor: outsider, socket: null }, to: { actor: server, socket: 9 }, state: "open" },
    ]);
    const { layout } = shown(traceOf(script), SIZE);
    expect(layout.cards.find(({ actor }) => actor === outsider)?.side).toBe("left");
  });

  test("an outsider that one of our clients calls stands with the servers", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const socket = script.opened(client);
    const outsider = script.actorAdded("outsider", { address: at(9000) });
    script.began(client, socket, "connect", { address: at(9000) });
    script.add({ kind: "socket.named", actor: client, socket, address: at(50002) });
    expect(wiresOf(script)).toMatchObject([
      { from: { actor: client }, to: { actor: outsider }, state: "connecting" },
    ]);
    const { layout } = shown(traceOf(script), SIZE);
    expect(layout.cards.find(({ actor }) => actor === outsider)?.side).toBe("right");
  });
});
