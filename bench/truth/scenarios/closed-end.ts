// Kind 3: data to an end that is closed, the reset that answers it, and EPIPE.

import { connected, dial, freePort, HOST, over, text, tried } from "./pairs.ts";
import type { Scenario } from "./scenario.ts";
import { withBothOurs, withPythonClient, withPythonServer } from "./with-ends.ts";

export const CLOSED_END: readonly Scenario[] = [
  withPythonClient(
    3,
    "two-sends-to-a-closed-server-of-ours",
    async ({ own, python, name }, act) => {
      await own.close();
      await act.quiet("closed");
      await python.do(name, "send", { size: 3 });
      await act.quiet("one");
      await python.do(name, "send", { size: 3 });
    },
  ),
  withPythonServer(3, "two-sends-to-a-closed-python-server", async ({ own, python, name }, act) => {
    await python.must(name, "close");
    await act.quiet("closed");
    await tried(own.send(text("one")));
    await act.quiet("one");
    await tried(own.send(text("two")));
  }),
  withBothOurs(3, "two-sends-to-a-closed-end-both-ours", async ({ client, server }, act) => {
    await server.close();
    await tried(client.send(text("one")));
    await act.quiet("one");
    await tried(client.send(text("two")));
  }),
  withBothOurs(3, "one-send-then-close-both-ours", async ({ client, server }) => {
    await server.close();
    await tried(client.send(text("one")));
    await client.close();
  }),
  {
    name: "nc-killed-then-data",
    kind: 3,
    needs: ["nc"],
    async act(act) {
      const port = await freePort();
      const nc = act.run("nc", ["-v", "-l", HOST, String(port)]);
      await nc.says(/Listening/);
      const own = await connected(await act.ours("client"), port);
      await own.send(text("before"));
      await nc.says(/before/);
      await nc.kill();
      await act.quiet("nc is dead");
      await tried(own.send(text("one")));
      await tried(own.recv(10));
      await tried(own.send(text("two")));
    },
  },
  withPythonServer(3, "python-dies-with-unread-bytes", async ({ own, python }, act) => {
    await own.send(text("never read"));
    await python.end();
    await act.quiet("python is dead");
    await tried(own.send(text("more")));
  }),
  {
    name: "welcome-server-has-closed",
    kind: 3,
    needs: ["python:socket"],
    async act(act) {
      const { port } = await act.server("welcome-server");
      const python = act.driver();
      await dial(python, "a", port);
      await act.quiet("greeted and closed");
      await python.do("a", "send", { size: 5 });
      await act.quiet("one");
      await python.do("a", "send", { size: 5 });
    },
  },
  {
    name: "ncat-closes-first",
    kind: 3,
    needs: ["ncat"],
    async act(act) {
      const port = await freePort();
      const ncat = act.run("ncat", ["-v", "-l", HOST, String(port), "--sh-exec", "exit 0"]);
      await ncat.says(/Listening on/);
      const own = await connected(await act.ours("client"), port);
      await ncat.ended;
      await tried(own.send(text("one")));
      await act.quiet("one");
      await tried(own.send(text("two")));
    },
  },
  withPythonServer(3, "own-shutdown-then-send", async ({ own }) => {
    await own.shutdown("SHUT_WR");
    await tried(own.send(text("too late")));
  }),
  {
    name: "flooder-against-a-dying-python",
    kind: 3,
    needs: ["python:socket"],
    async act(act) {
      const python = act.driver();
      const port = await python.must<number>("l", "listen", { host: HOST });
      const actor = await act.spawn("flooder", { port });
      await python.must("l", "accept", { as: "s" });
      await python.must("s", "recvall", { size: 100_000 });
      await python.end();
      await over(act, actor);
    },
  },
];
