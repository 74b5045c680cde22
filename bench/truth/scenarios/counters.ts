// Kind 7: what was sent, what was read, what waits.

import type { Socket } from "@sockscope/sockets";
import { HOST, text, tried, viewOf } from "./pairs.ts";
import type { Act, Scenario } from "./scenario.ts";
import {
  withBothOurs,
  withPythonClient,
  withPythonServer,
  withPythonUdpServer,
} from "./with-ends.ts";

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
  withPythonUdpServer(7, "connected-udp-counts", async ({ socket, address }, act) => {
    await socket.connect(address);
    for (const words of ["one", "three"]) {
      await socket.send(text(words));
      await socket.recv(100);
    }
    expectCounts(act, socket, { sent: 8, received: 8, unread: 0 });
  }),
  withPythonUdpServer(7, "unconnected-udp-counts", async ({ socket, address }, act) => {
    for (const words of ["one", "three"]) {
      await socket.sendto(text(words), address);
      await socket.recvfrom(100);
    }
    expectCounts(act, socket, { sent: 8, received: 8, unread: 0 });
  }),
  withPythonClient(7, "EAGAIN-and-then-python-reads", async ({ own, python, name }, act) => {
    await own.settimeout(0.2);
    for (const _ of [1, 2]) await tried(own.send(new Uint8Array(4_000_000)));
    await act.quiet("nothing is read");
    await python.must(name, "recvall", { size: 8_000_000 });
    await act.quiet("all is read");
  }),
  withBothOurs(7, "EAGAIN-both-ours", async ({ client, server }, act) => {
    await client.settimeout(0.2);
    for (const _ of [1, 2]) await tried(client.send(new Uint8Array(4_000_000)));
    await act.quiet("nothing is read");
    for (let got = 0; got < 8_000_000; ) got += (await server.recv(1_000_000)).length;
    await act.quiet("all is read");
  }),
  withPythonServer(7, "sendto-on-tcp", async ({ own, python, name }, act) => {
    await own.sendto(text("hello"), [HOST, 9]);
    await python.must(name, "recv", { size: 10 });
    expectCounts(act, own, { sent: 5 });
  }),
  withBothOurs(7, "sendto-on-tcp-both-ours", async ({ client, server }, act) => {
    await client.sendto(text("hello"), [HOST, 9]);
    await act.quiet("sent");
    expectCounts(act, server, { unread: 5 });
    await server.recv(3);
    expectCounts(act, client, { sent: 5 });
    expectCounts(act, server, { received: 3, unread: 2 });
  }),
  withPythonClient(7, "unread-from-python", async ({ own, python, name }, act) => {
    await python.must(name, "sendall", { size: 1000 });
    await act.quiet("1,000 B are unread");
    expectCounts(act, own, { unread: 1000, received: 0 });
    await own.recv(400);
    await act.quiet("600 B are unread");
    expectCounts(act, own, { unread: 600, received: 400 });
  }),
  withPythonServer(7, "unread-from-python-before-its-end", async ({ own, python, name }, act) => {
    await python.must(name, "sendall", { size: 1000 });
    await python.must(name, "close");
    await act.quiet("1,000 B and the end are unread");
    expectCounts(act, own, { unread: 1000 });
    for (;;) if ((await own.recv(300)).length === 0) break;
  }),
];
