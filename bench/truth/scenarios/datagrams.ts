// Kind 5: of datagrams to others, what became of them.

import { freePort, HOST, pythonProgram, text, tried } from "./pairs.ts";
import { UDP_SERVER } from "./programs.ts";
import type { Scenario } from "./scenario.ts";

export const DATAGRAMS: readonly Scenario[] = [
  {
    name: "udp-answered-by-python",
    kind: 5,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, UDP_SERVER);
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.sendto(text("hello"), [HOST, port]);
      await socket.recvfrom(100);
      await socket.sendto(text("again"), [HOST, port]);
      await socket.recvfrom(100);
    },
  },
  {
    name: "udp-read-and-not-answered",
    kind: 5,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, UDP_SERVER);
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.sendto(text("quiet"), [HOST, port]);
      await act.playground.foreign[0]?.says(/got 5/);
    },
  },
  {
    name: "udp-connected-to-python",
    kind: 5,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, UDP_SERVER);
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.connect([HOST, port]);
      await socket.send(text("quiet"));
      await socket.send(text("hello"));
      await socket.recv(100);
    },
  },
  {
    name: "udp-connected-to-nobody",
    kind: 5,
    needs: [],
    async act(act) {
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
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
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.sendto(text("anybody?"), [HOST, await freePort()]);
    },
  },
  {
    name: "udp-sender-dies-before-the-answer",
    kind: 5,
    needs: ["python:socket"],
    async act(act) {
      const { net } = await act.ours("server", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.bind([HOST, 0]);
      const [, port] = await socket.getsockname();
      const python = act.driver();
      await python.must("a", "socket", { udp: true });
      await python.must("a", "sendto", { host: HOST, port, size: 7 });
      const [, from] = await socket.recvfrom(100);
      await python.end();
      if (from) await socket.sendto(text("too late"), from);
    },
  },
  {
    name: "udp-sender-closes-and-lives",
    kind: 5,
    needs: ["python:socket"],
    async act(act) {
      const { net } = await act.ours("server", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      await socket.bind([HOST, 0]);
      const [, port] = await socket.getsockname();
      const python = act.driver();
      await python.must("a", "socket", { udp: true });
      await python.must("a", "sendto", { host: HOST, port, size: 7 });
      const [, from] = await socket.recvfrom(100);
      if (from) await socket.sendto(text("in time"), from);
      await python.must("a", "recvfrom");
      await python.must("a", "close");
      if (from) await socket.sendto(text("too late"), from);
    },
  },
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
      const { net } = await act.ours("client", { udp: true });
      const socket = await net.socket("AF_INET", "SOCK_DGRAM");
      for (let sent = 0; sent < 60; sent += 1)
        await socket.sendto(new Uint8Array(8000), [HOST, port]);
    },
  },
];
