// Kind 4: when a segment travelled, who closed first, what state the kernel has meanwhile.

import { PYTHON } from "../playground/foreign.ts";
import { connected, dial, HOST, pythonProgram, text } from "./pairs.ts";
import { HTTP_CLIENT, PYTHON_SERVERS } from "./programs.ts";
import type { Scenario } from "./scenario.ts";
import { withBothOurs, withPythonClient, withPythonServer } from "./with-ends.ts";

export const WHEN: readonly Scenario[] = [
  {
    name: "nc-says-hi-and-ends",
    kind: 4,
    needs: ["nc"],
    async act({ server, run }) {
      const { port } = await server("echo-server");
      await run("nc", ["-N", HOST, String(port)], "hi").ended;
    },
  },
  {
    name: "socat-says-hi-and-ends",
    kind: 4,
    needs: ["socat"],
    async act({ server, run }) {
      const { port } = await server("upper-server", { make: "one-at-a-time" });
      await run("socat", ["-", `TCP:${HOST}:${port}`], "hi").ended;
    },
  },
  {
    name: "curl-gets-a-page",
    kind: 4,
    needs: ["curl"],
    async act({ server, run }) {
      const { port } = await server("http-server");
      await run("curl", ["-s", `http://${HOST}:${port}/`]).ended;
    },
  },
  {
    name: "requests-gets-a-page",
    kind: 4,
    needs: ["python:requests"],
    async act({ server, run }) {
      const { port } = await server("http-server");
      const url = `http://${HOST}:${port}/`;
      await run(PYTHON, ["-c", HTTP_CLIENT, url]).ended;
    },
  },
  withPythonClient(4, "python-closes-after-us", async ({ own, python, name }, act) => {
    await own.send(text("bye"));
    await own.close();
    await act.quiet("only we have closed");
    await python.must(name, "recv", { size: 10 });
    await python.must(name, "close");
  }),
  withPythonClient(4, "python-half-closes", async ({ own, python, name }, act) => {
    await python.must(name, "shutdown", { how: 1 });
    await act.quiet("half closed");
    await own.recv(1);
    await own.close();
  }),
  {
    name: "accept-long-after-the-handshake",
    kind: 4,
    needs: ["python:socket"],
    async act(act) {
      const { socket, port } = await act.listening(await act.ours("server"));
      const python = act.driver();
      await dial(python, "a", port);
      await act.quiet("nobody has accepted");
      await socket.accept();
    },
  },
  {
    name: "accept-long-after-the-handshake-kernel-queue",
    kind: 4,
    needs: ["python:socket"],
    async act(act) {
      const { socket, port } = await act.listening(await act.ours("server", { queue: "kernel" }));
      const python = act.driver();
      for (const name of ["a", "b"]) {
        await dial(python, name, port);
      }
      await python.must("b", "sendall", { size: 5 });
      await python.must("b", "close");
      await act.quiet("nobody has accepted");
      await socket.accept();
      await socket.accept();
    },
  },
  {
    name: "syn-sent-again",
    kind: 4,
    needs: ["python:socket"],
    async act(act) {
      const ours = await act.ours("server", { queue: "kernel" });
      const { socket, port } = await act.listening(ours, { backlog: 1 });
      const python = act.driver();
      const names = ["a", "b", "c", "d"];
      for (const name of names) await python.must(name, "socket");
      const dialled = names.map((name) => python.do(name, "connect", { host: HOST, port }));
      await act.quiet("two are in the queue");
      for (const _ of names) await socket.accept();
      await Promise.all(dialled);
    },
  },
  withPythonClient(4, "close-in-front-of-2-MB", async ({ own, python, name }, act) => {
    await own.send(new Uint8Array(2_000_000));
    await own.close();
    await act.quiet("closed, and not all is sent");
    await python.must(name, "recvall", { size: 2_000_000 });
    await python.must(name, "close");
  }),
  withBothOurs(4, "shutdown-in-front-of-2-MB-both-ours", async ({ client, server }, act) => {
    await client.send(new Uint8Array(2_000_000));
    await client.shutdown("SHUT_WR");
    await act.quiet("ended, and not all is sent");
    for (let got = 0; got < 2_000_000; ) got += (await server.recv(65_536)).length;
    await server.recv(1);
  }),
  withBothOurs(4, "three-million-unread", async ({ client }) => {
    await client.send(new Uint8Array(3_000_000));
  }),
  withPythonServer(4, "both-close-at-once", async ({ own, python, name }) => {
    await Promise.all([own.close(), python.must(name, "close")]);
  }),
  ...PYTHON_SERVERS.map(
    ({ module, source }): Scenario => ({
      name: `our-GET-at-${module}`,
      kind: 4,
      needs: [`python:${module}`],
      async act(act) {
        const port = await pythonProgram(act, source);
        const own = await connected(await act.ours("client"), port);
        await own.send(text("GET / HTTP/1.0\r\nConnection: close\r\n\r\n"));
        await act.quiet("answered, and nothing is read");
        for (;;) if ((await own.recv(65_536)).length === 0) break;
        await own.close();
      },
    }),
  ),
];
