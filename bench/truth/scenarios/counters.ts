// Kind 7: what was sent, what was read, what waits.
import type { Socket } from "@sockscope/sockets";
import {
  bothOurs,
  HOST,
  pythonClient,
  pythonProgram,
  pythonServer,
  text,
  tried,
  viewOf,
} from "./pairs.ts";
import { UDP_SERVER } from "./programs.ts";
import type { Act, Scenario } from "./scenario.ts";

function expectCounts(
  act: Act,
  socket: Socket,
  wanted: { sent?: number; received?: number; unread?: number },
): void {
  const view = viewOf(act, socket);
  for (const key of ["sent", "received", "unread"] as const) {
    const value = wanted[key];
    const drawn = view?.[key];
    if (value === undefined) continue;
    act.expect(drawn === value, `${key}: ${drawn} is drawn; it is ${value}`);
  }
}

export const COUNTERS: readonly Scenario[] = [
  {
    name: "connected-udp-counts",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, UDP_SERVER);
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.connect([HOST, port]);
      for (const words of ["one", "three"]) {
        await socket.send(text(words));
        await socket.recv(100);
      }
      expectCounts(act, socket, { sent: 8, received: 8, unread: 0 });
    },
  },
  {
    name: "unconnected-udp-counts",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, UDP_SERVER);
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      for (const words of ["one", "three"]) {
        await socket.sendto(text(words), [HOST, port]);
        await socket.recvfrom(100);
      }
      expectCounts(act, socket, { sent: 8, received: 8, unread: 0 });
    },
  },
  {
    name: "EAGAIN-and-then-python-reads",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const { own, python, name } = await pythonClient(act);
      await own.settimeout(0.2);
      for (const _ of [1, 2]) await tried(own.send(new Uint8Array(4_000_000)));
      await act.quiet("nothing is read");
      await python.must(name, "recvall", { size: 8_000_000 });
      await act.quiet("all is read");
    },
  },
  {
    name: "EAGAIN-both-ours",
    kind: 7,
    needs: [],
    async act(act) {
      const { client, server } = await bothOurs(act);
      await client.settimeout(0.2);
      for (const _ of [1, 2]) await tried(client.send(new Uint8Array(4_000_000)));
      await act.quiet("nothing is read");
      for (let got = 0; got < 8_000_000; ) got += (await server.recv(1_000_000)).length;
      await act.quiet("all is read");
    },
  },
  {
    name: "sendto-on-tcp",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const { own, python, name } = await pythonServer(act);
      await own.sendto(text("hello"), [HOST, 9]);
      await python.must(name, "recv", { size: 10 });
      expectCounts(act, own, { sent: 5 });
    },
  },
  {
    name: "sendto-on-tcp-both-ours",
    kind: 7,
    needs: [],
    async act(act) {
      const { client, server } = await bothOurs(act);
      await client.sendto(text("hello"), [HOST, 9]);
      await act.quiet("sent");
      expectCounts(act, server, { unread: 5 });
      await server.recv(3);
      expectCounts(act, client, { sent: 5 });
      expectCounts(act, server, { received: 3, unread: 2 });
    },
  },
  {
    name: "unread-from-python",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const { own, python, name } = await pythonClient(act);
      await python.must(name, "sendall", { size: 1000 });
      await act.quiet("1,000 B are unread");
      expectCounts(act, own, { unread: 1000, received: 0 });
      await own.recv(400);
      await act.quiet("600 B are unread");
      expectCounts(act, own, { unread: 600, received: 400 });
    },
  },
  {
    name: "unread-from-python-before-its-end",
    kind: 7,
    needs: ["python:socket"],
    async act(act) {
      const { own, python, name } = await pythonServer(act);
      await python.must(name, "sendall", { size: 1000 });
      await python.must(name, "close");
      await act.quiet("1,000 B and the end are unread");
      expectCounts(act, own, { unread: 1000 });
      for (;;) if ((await own.recv(300)).length === 0) break;
    },
  },
];
