// Kind 6: who an outsider is, and whether it is still there.

import { connected, dial, HOST, over, pythonProgram, text, tried } from "./pairs.ts";
import { DUAL_STACK, FORKED, PYTHON_SERVERS } from "./programs.ts";
import type { Act, Scenario } from "./scenario.ts";
import { withPythonClient, withPythonServer } from "./with-ends.ts";

/** Cards that stand for others, and are not said to be gone. */
function outsiders({ playground }: Act): { cards: number; alive: number } {
  const trace = playground.read();
  const cards = trace
    .stageAt(trace.steps.length)
    .actors.filter(({ actor }) => actor.role === "outsider");
  return { cards: cards.length, alive: cards.filter(({ ended }) => ended === null).length };
}

function expectCards(act: Act, cards: number, alive = cards): void {
  const found = outsiders(act);
  act.expect(
    found.cards === cards && found.alive === alive,
    `${found.cards} outsiders' cards, ${found.alive} of them there; ${cards} processes, ${alive} alive`,
  );
}

export const WHO: readonly Scenario[] = [
  {
    name: "one-python-three-connections",
    kind: 6,
    needs: ["python:socket"],
    async act(act) {
      const { port } = await act.server("echo-server");
      const python = act.driver();
      for (const name of ["a", "b", "c"]) {
        await dial(python, name, port);
        await python.must(name, "sendall", { size: 4 });
        await python.must(name, "recv", { size: 4 });
      }
      await act.quiet("three connections of one process");
      expectCards(act, 1);
    },
  },
  {
    name: "one-http-server-two-clients",
    kind: 6,
    needs: ["python:http.server"],
    async act(act) {
      const port = await pythonProgram(act, PYTHON_SERVERS[0]?.source ?? "");
      for (const _ of [1, 2]) await over(act, await act.spawn("http-client", { port }));
      await act.quiet("two answers of one server");
      expectCards(act, 1);
    },
  },
  {
    name: "two-forked-workers",
    kind: 6,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, FORKED);
      for (const _ of [1, 2]) await (await connected(await act.ours("client"), port)).recv(20);
      await act.quiet("two workers");
      expectCards(act, 2);
    },
  },
  {
    name: "a-server-on-all-addresses-by-IPv4",
    kind: 6,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, DUAL_STACK);
      await (await connected(await act.ours("client"), port)).recv(20);
      await act.quiet("by IPv4");
      const trace = act.playground.read();
      const { actors } = trace.stageAt(trace.steps.length);
      act.expect(
        actors.some(({ process }) => process !== null),
        "the server is named",
      );
      expectCards(act, 1);
    },
  },
  {
    name: "a-server-on-all-addresses-by-IPv6",
    kind: 6,
    needs: ["python:socket"],
    async act(act) {
      const port = await pythonProgram(act, DUAL_STACK);
      await (await connected(await act.ours("client"), port, "::1")).recv(20);
      await act.quiet("by IPv6");
      expectCards(act, 1);
    },
  },
  withPythonServer(6, "python-lives-after-our-EPIPE", async ({ own, python, name }, act) => {
    await python.must(name, "close");
    await tried(own.send(text("one")));
    await act.quiet("reset");
    await tried(own.send(text("two")));
    await act.quiet("EPIPE");
    expectCards(act, 1);
  }),
  withPythonClient(6, "python-lives-after-our-close", async ({ own, python, name }, act) => {
    await own.close();
    await python.must(name, "recv", { size: 1 });
    await act.quiet("closed here");
    expectCards(act, 1);
  }),
  {
    name: "nc-is-gone",
    kind: 6,
    needs: ["nc"],
    async act(act) {
      const { port } = await act.server("echo-server");
      const nc = act.run("nc", [HOST, String(port)]);
      nc.write("hello\n");
      await nc.says(/hello/);
      await act.quiet("it is known");
      expectCards(act, 1);
      await nc.kill();
      await act.quiet("it is gone");
      expectCards(act, 1, 0);
    },
  },
];
