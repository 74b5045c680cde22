// Kind 5: of datagrams to others, what became of them.

import { freePort, HOST, text, tried, udpSocket } from "./pairs.ts";
import type { Scenario } from "./scenario.ts";
import { withPythonUdpSender, withPythonUdpServer } from "./with-ends.ts";

export const DATAGRAMS: readonly Scenario[] = [
  withPythonUdpServer(5, "udp-answered-by-python", async ({ socket, address }) => {
    await socket.sendto(text("hello"), address);
    await socket.recvfrom(100);
    await socket.sendto(text("again"), address);
    await socket.recvfrom(100);
  }),
  withPythonUdpServer(5, "udp-read-and-not-answered", async ({ socket, address }, act) => {
    await socket.sendto(text("quiet"), address);
    await act.playground.foreign[0]?.says(/got 5/);
  }),
  withPythonUdpServer(5, "udp-connected-to-python", async ({ socket, address }) => {
    await socket.connect(address);
    await socket.send(text("quiet"));
    await socket.send(text("hello"));
    await socket.recv(100);
  }),
  {
    name: "udp-connected-to-nobody",
    kind: 5,
    needs: [],
    async act(act) {
      const socket = await udpSocket(act, "client");
      await socket.connect([HOST, await freePort()]);
      await socket.send(text("anybody?"));
      await tried(socket.recv(100));
    },
  },
  {
    name: "udp-to-nobody",
    kind: 5,
    needs: [],
    async act(act) {
      const socket = await udpSocket(act, "client");
      await socket.sendto(text("anybody?"), [HOST, await freePort()]);
    },
  },
  withPythonUdpSender(5, "udp-sender-dies-before-the-answer", async ({ socket, python, from }) => {
    await python.end();
    await socket.sendto(text("too late"), from);
  }),
  withPythonUdpSender(5, "udp-sender-closes-and-lives", async ({ socket, python, name, from }) => {
    await socket.sendto(text("in time"), from);
    await python.must(name, "recvfrom");
    await python.must(name, "close");
    await socket.sendto(text("too late"), from);
  }),
  {
    name: "udp-echo-for-nc",
    kind: 5,
    needs: ["nc"],
    async act({ server, run, event }) {
      const { actor, port } = await server("udp-echo-server");
      run("nc", ["-u", "-w", "1", HOST, String(port)], "hello");
      await event(
        (one) => one.kind === "call.ended" && one.actor === actor && one.verb === "sendto",
      );
    },
  },
  {
    name: "udp-echo-for-socat",
    kind: 5,
    needs: ["socat"],
    async act({ server, run }) {
      const { port } = await server("udp-echo-server");
      await run("socat", ["-t", "0.3", "-", `UDP:${HOST}:${port}`], "hello").ended;
    },
  },
  {
    name: "udp-overruns-a-python-server",
    kind: 5,
    needs: ["python:socket"],
    dropped: true,
    async act(act) {
      const python = act.driver();
      const port = await python.must<number>("s", "bind", { host: HOST });
      const socket = await udpSocket(act, "client");
      for (let sent = 0; sent < 60; sent += 1)
        await socket.sendto(new Uint8Array(8000), [HOST, port]);
    },
  },
];
