import type { Event, EventOf, HandCall } from "@sockscope/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned } from "../lab/lab.fixture.ts";
import { foreigner, hasForeigners, killForeigners } from "./python.fixture.ts";

const LISTENING = `
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
print(s.getsockname()[1])
`;
const dial = (port: number): string => `c = socket.create_connection(("127.0.0.1", ${port}))`;

describe.skipIf(!hasForeigners)("with foreign programs (skipped without Linux and Python)", () => {
  let stage: LabUnderTest;
  beforeEach(() => {
    stage = labUnderTest();
  });
  afterEach(async () => {
    await stage.lab.close();
    await killForeigners();
  });

  const outsiders = () => stage.of("actor.added").filter(({ role }) => role === "outsider");
  /** The next reading of our socket for which this holds. */
  const reading = (
    which: (event: EventOf<"kernel.read">) => boolean,
  ): Promise<EventOf<"kernel.read">> =>
    stage.event((event) => event.kind === "kernel.read" && which(event)) as Promise<
      EventOf<"kernel.read">
    >;
  const known = (pid: number) => (event: Event) =>
    event.kind === "actor.known" && event.process?.pid === pid;
  const hand = async (actor: number, call: HandCall) => stage.do({ do: "hand", actor, call });

  /** A server of ours, driven by hand, and a connection that it accepted from a foreign client. */
  async function visited() {
    const { actor, port } = await stage.server("tcp-hand-server");
    const client = foreigner(dial(port));
    await client.do("pass");
    const accepted = await stage.event(returned(actor, "accept"));
    const socket = accepted.kind === "call.ended" ? (accepted.result?.socket ?? 0) : 0;
    return { actor, client, socket, port };
  }

  test("the end of an outsider is seen although nobody receives: CLOSE-WAIT, one more in Recv-Q", async () => {
    const { client, socket } = await visited();
    await client.do('c.sendall(b"hello"); c.close()');
    const read = await reading(({ peer }) => peer?.state === "FIN-WAIT-2");
    expect(read).toMatchObject({
      ...{ source: "kernel", truth: "observed", socket },
      own: { state: "CLOSE-WAIT", receiveQueue: 6, sendQueue: 0 },
      peer: { state: "FIN-WAIT-2", receiveQueue: 0, sendQueue: 0, orphan: true },
    });
    const [from, to] = read.at ?? [0, 0];
    expect(from).toBeLessThan(to);
    expect(to).toBeLessThanOrEqual(read.t);
  });

  test("unread bytes are reported, and so are those that our process has read ahead of its program", async () => {
    const { actor, client, socket } = await visited();
    await client.do('c.sendall(b"x" * 5000)');
    await reading(({ own, ahead }) => own?.receiveQueue === 5000 && ahead === undefined);
    await hand(actor, { verb: "recv", size: 10 });
    const read = await reading(({ ahead }) => ahead === 4990);
    expect(read).toMatchObject({ socket, own: { state: "ESTABLISHED", receiveQueue: 0 } });
  });

  test("so are bytes read ahead by a waiting recv, when Recv-Q is 0 before and after", async () => {
    const { actor, client, socket } = await visited();
    await stage.event(known(client.pid));
    await hand(actor, { verb: "recv", size: 10 });
    await client.do('c.sendall(b"x" * 5000)');
    await stage.event(returned(actor, "recv"));
    const read = await reading(({ ahead }) => ahead !== undefined);
    expect(read).toMatchObject({ socket, ahead: 4990, own: { receiveQueue: 0 } });
  });

  test("the end that closed first is in TIME-WAIT: ours", async () => {
    const { actor, client } = await visited();
    await hand(actor, { verb: "close" });
    await reading(({ own, peer }) => own?.state === "FIN-WAIT-2" && peer?.state === "CLOSE-WAIT");
    await client.do("c.close()");
    const read = await reading(({ own }) => own?.state === "TIME-WAIT");
    expect(read.peer).toBeNull();
  });

  test("the end that closed first is in TIME-WAIT: the other", async () => {
    const { actor, client } = await visited();
    await client.do("c.close()");
    await hand(actor, { verb: "close" });
    const read = await reading(({ own }) => own === null);
    expect(read).toMatchObject({ peer: { state: "TIME-WAIT", receiveQueue: 0, sendQueue: 0 } });
  });

  test("a reset leaves nothing", async () => {
    const { client } = await visited();
    await client.do(
      'import struct; c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); c.close()',
    );
    expect((await reading(({ own }) => own === null)).peer).toBeNull();
  });

  test("an outsider is gone when its process is, not when its connection is", async () => {
    const { actor, client } = await visited();
    const { pid } = client;
    await stage.event(known(pid));
    await hand(actor, { verb: "close" });
    await client.do("c.close()");
    await reading(({ own }) => own?.state === "TIME-WAIT");
    expect(stage.of("actor.ended").filter(({ how }) => how === "left")).toEqual([]);
    await client.kill();
    const card = outsiders()[0]?.actor ?? 0;
    expect(await stage.event(ended(card))).toMatchObject({ how: "left", source: "kernel" });
  });

  test("one process, one card: its second connection moves to it, and the empty card is removed", async () => {
    const { port } = await stage.server("echo-server");
    const client = foreigner(`${dial(port)}\nd = None`);
    await stage.event(known(client.pid));
    await client.do(dial(port).replace("c =", "d ="));
    const moved = await stage.event(({ kind }) => kind === "peer.known");
    const [first, second] = outsiders();
    expect(moved).toMatchObject({ other: first?.actor, source: "kernel", truth: "observed" });
    expect(await stage.event(({ kind }) => kind === "actor.removed")).toMatchObject({
      actor: second?.actor,
    });
  });

  test("a server that forks: each worker has a card, with its own pid", async () => {
    const server = foreigner(`
import signal
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
print(s.getsockname()[1])
for _ in range(2):
    c, _ = s.accept()
    pid = os.fork()
    if pid == 0:
        s.close()
        signal.alarm(120)
        c.recv(1)
        os._exit(0)
    c.close()
    print(pid)
`);
    const port = Number(await server.line());
    const pids: number[] = [];
    for (const index of [0, 1]) {
      const client = await stage.spawn("tcp-hand-client");
      await hand(client, { verb: "connect", host: "127.0.0.1", port });
      pids.push(Number(await server.line()));
      await stage.event(known(pids[index] ?? 0));
    }
    const [first, second] = outsiders();
    expect(outsiders()).toHaveLength(2);
    expect(stage.of("peer.known")).toMatchObject([{ other: second?.actor }]);
    expect(stage.of("actor.known")).toMatchObject([
      { actor: first?.actor, process: { pid: pids[0], name: "python3" } },
      { actor: second?.actor, process: { pid: pids[1], name: "python3" } },
    ]);
    expect(stage.of("actor.removed")).toEqual([]);
    // The end of one process is not the end of the other.
    process.kill(pids[0] ?? 0, "SIGKILL");
    expect(await stage.event(ended(first?.actor ?? 0))).toMatchObject({ how: "left" });
    expect(stage.of("actor.ended").map(({ actor }) => actor)).not.toContain(second?.actor);
  });

  test("a server that is reached twice has one card, and is reported gone once", async () => {
    const server = foreigner(`
import http.server, threading
h = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
h.RequestHandlerClass.log_message = lambda *_: None
threading.Thread(target=h.serve_forever, daemon=True).start()
print(h.server_port)
`);
    const port = Number(await server.line());
    for (const _ of [1, 2]) {
      const client = await stage.spawn("http-client", { port });
      expect(await stage.event(ended(client))).toMatchObject({ how: "returned" });
    }
    expect(outsiders()).toHaveLength(1);
    expect(stage.of("actor.ended").filter(({ how }) => how === "left")).toEqual([]);
  });

  test("a server on [::] that is reached by IPv4 is named", async () => {
    const server = foreigner(`
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
s.bind(("::", 0))
s.listen()
print(s.getsockname()[1])
`);
    const port = Number(await server.line());
    const client = await stage.spawn("tcp-hand-client");
    await hand(client, { verb: "connect", host: "127.0.0.1", port });
    // It has not accepted, and it is the only process that can.
    await stage.event(known(server.pid));
    await server.do("c, _ = s.accept(); c.sendall(b'hi')");
    await reading(({ own }) => own?.receiveQueue === 2);
    expect(outsiders()).toHaveLength(1);
  });

  test("an unaccepted connection is ESTABLISHED without a program, and its end reaches nobody", async () => {
    const server = foreigner(LISTENING);
    const port = Number(await server.line());
    const client = await stage.spawn("tcp-hand-client");
    await hand(client, { verb: "connect", host: "127.0.0.1", port });
    await reading(({ peer }) => peer?.state === "ESTABLISHED" && peer.orphan === true);
    await hand(client, { verb: "shutdown", how: "SHUT_WR" });
    const read = await reading(({ peer }) => peer?.state === "CLOSE-WAIT");
    expect(read).toMatchObject({ own: { state: "FIN-WAIT-2" }, peer: { receiveQueue: 1 } });
  });

  test("a retransmitted SYN is reported while connect waits", async () => {
    // A backlog of 0 has room for one connection.
    const server = foreigner(`
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(0)
p = s.getsockname()[1]
c = socket.create_connection(("127.0.0.1", p))
print(p)
`);
    const port = Number(await server.line());
    const client = await stage.spawn("tcp-hand-client");
    await hand(client, { verb: "connect", host: "127.0.0.1", port });
    const read = await reading(({ own }) => own?.retransmits === 1);
    expect(read).toMatchObject({ own: { state: "SYN-SENT" } });
    expect(stage.events().some(returned(client, "connect"))).toBe(false);
  });

  test("clients in the kernel's own queue are reported while the server is busy with another one", async () => {
    const { port, actor } = await stage.server("echo-server", "one-at-a-time");
    const first = foreigner(dial(port));
    await first.do("pass");
    await stage.event(returned(actor, "accept"));
    const second = foreigner(dial(port));
    await second.do("a = c.getsockname()");
    // The kernel lists the listener before its waiting clients, so the first reading can see 0 and
    // 1.
    const read = await reading(
      ({ waiting, own }) => waiting?.length === 1 && own?.receiveQueue === 1,
    );
    expect(read).toMatchObject({
      actor,
      own: { state: "LISTEN" },
      waiting: [{ address: "127.0.0.1", family: "AF_INET" }],
    });
  });

  test("of two ends of ours: who closed first, and bytes that nobody receives", async () => {
    const { actor, port } = await stage.server("tcp-hand-server");
    const client = await stage.spawn("tcp-hand-client");
    await hand(client, { verb: "connect", host: "127.0.0.1", port });
    await stage.event(returned(client, "connect"));
    await stage.event(returned(actor, "accept"));
    await hand(client, { verb: "send", text: "five!" });
    await stage.event(returned(client, "send"));
    await hand(client, { verb: "shutdown", how: "SHUT_WR" });
    const server = await reading((event) => event.actor === actor);
    expect(server).toMatchObject({ own: { state: "CLOSE-WAIT", receiveQueue: 6 } });
    expect(server).not.toHaveProperty("peer");
    await reading((event) => event.actor === client && event.own?.state === "FIN-WAIT-2");
    await hand(actor, { verb: "close" });
    // Closing with unread bytes resets the connection.
    await reading((event) => event.actor === client && event.own === null);
  });

  test("a UDP server that has not answered yet: somebody is bound there, and then nobody", async () => {
    const server = foreigner(`
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])
`);
    const port = Number(await server.line());
    const client = await stage.spawn("udp-hand-client");
    await hand(client, { verb: "sendto", text: "hi", host: "127.0.0.1", port });
    await stage.event(known(server.pid));
    expect(outsiders()).toMatchObject([{ type: "SOCK_DGRAM", address: { port } }]);
    await reading(({ peer }) => peer?.state === null);
    await server.do("s.close()");
    await hand(client, { verb: "sendto", text: "hi", host: "127.0.0.1", port });
    await reading(({ peer }) => peer === null);
    expect(stage.of("actor.ended")).toEqual([]);
  });

  test("nothing is read while nothing is uncertain", async () => {
    const { port, actor } = await stage.server("echo-server", "one-at-a-time");
    await stage.server("udp-echo-server");
    const client = await stage.spawn("tcp-hand-client");
    await hand(client, { verb: "connect", host: "127.0.0.1", port });
    await stage.event(returned(client, "connect"));
    await stage.event(returned(actor, "accept"));
    await hand(client, { verb: "close" });
    await reading((event) => event.actor === client && event.own?.state === "TIME-WAIT");
    await stage.event(
      (event) => event.kind === "kernel.read" && event.actor === actor && event.own === null,
    );
    let last = -1;
    while (last !== stage.lab.readings) {
      last = stage.lab.readings;
      await new Promise((later) => setTimeout(later, 1500));
    }
    expect(stage.lab.readings).toBeGreaterThan(0);
  });
});
