import type { Event } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned, times } from "./lab.fixture.ts";

let stage: LabUnderTest;
beforeEach(() => {
  stage = labUnderTest({ threadWorker: new URL(inject("threadWorker")) });
});
afterEach(() => stage.lab.close());

test("programs of one spawn form a group with a number (E17)", async () => {
  const first = await stage.lab.do({ do: "spawn", program: "tcp-hand-client", count: 3 });
  const alone = await stage.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });
  const second = await stage.lab.do({ do: "spawn", program: "tcp-hand-client", count: 2 });
  expect([first.group, alone.group, second.group]).toEqual([1, undefined, 2]);
  const groups = stage.of("actor.added").map(({ group }) => group);
  expect(groups).toEqual([1, 1, 1, undefined, 2, 2]);
});

test("a group makes a call by hand, is stopped and removed as one (C7)", async () => {
  const { port } = await stage.server("echo-server");
  const { actors, group = 0 } = await stage.lab.do({
    do: "spawn",
    program: "tcp-hand-client",
    count: 3,
  });
  const [one = 0] = actors;
  await stage.do({ do: "hand", group, call: { verb: "connect", host: "127.0.0.1", port } });
  await Promise.all(actors.map((actor) => stage.event(returned(actor, "connect"))));
  await stage.do({ do: "stop", actor: one });
  await stage.do({ do: "hand", group, call: { verb: "send", text: "all" } });
  await Promise.all(actors.slice(1).map((actor) => stage.event(returned(actor, "send"))));
  await stage.do({ do: "stop", group });
  expect(actors.every((actor) => stage.events().some(ended(actor)))).toBe(true);
  await expect(
    stage.do({ do: "hand", group, call: { verb: "send", text: "x" } }),
  ).rejects.toMatchObject({ problem: { code: "wrong-state" } });
  await stage.do({ do: "remove", group });
  expect(stage.of("actor.removed").map(({ actor }) => actor)).toEqual(actors);
  await expect(stage.do({ do: "remove", group })).rejects.toMatchObject({
    problem: { code: "unknown-actor" },
  });
});

test("a thousand clients: all are served, and other work gets its turns meanwhile", async () => {
  const { port } = await stage.server("echo-server");
  const over = stage.event(times(1000, ({ kind }) => kind === "actor.ended"));
  let turns = 0;
  let spawning = true;
  const turn = (): void => {
    turns += 1;
    if (spawning) setImmediate(turn);
  };
  setImmediate(turn);
  const actors = await stage.do({ do: "spawn", program: "hello-client", count: 1000, port });
  spawning = false;
  expect(actors).toHaveLength(1000);
  expect(turns).toBeGreaterThan(40);
  await over;
  const failed = stage.of("actor.ended").filter(({ how }) => how !== "returned");
  expect(failed).toEqual([]);
  // If a server's accept queue was full, the kernel would retry a handshake after a second.
  expect(Math.max(...durations("connect"))).toBeLessThan(1e9);
}, 60_000);

/** Of all calls of this verb, in ns. */
function durations(verb: string): number[] {
  const began = new Map(
    stage
      .of("call.began")
      .flatMap((call) => (call.verb === verb ? [[call.call, call.t] as const] : [])),
  );
  return stage
    .of("call.ended")
    .flatMap(({ call, t }) => (began.has(call) ? [t - (began.get(call) ?? t)] : []));
}

test("hundreds of connected clients are stopped as a group", async () => {
  const { port } = await stage.server("echo-server");
  const { group = 0 } = await stage.lab.do({
    do: "spawn",
    program: "chat-client",
    count: 300,
    port,
  });
  const reads = (event: Event): boolean => event.kind === "call.began" && event.verb === "recv";
  await stage.event(times(600, reads));
  await stage.do({ do: "stop", group });
  expect(stage.of("actor.ended").filter(({ how }) => how === "stopped")).toHaveLength(300);
}, 60_000);

test("a stage that is cleared while a group starts stays empty", async () => {
  const coming = stage.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1000 });
  await stage.event(times(100, ({ kind }) => kind === "actor.added"));
  await stage.do({ do: "clear" });
  const { actors } = await coming;
  expect(actors.length).toBeLessThan(1000);
  expect(stage.of("actor.removed")).toHaveLength(actors.length);
});

test.each(["one-at-a-time", "threads", "event-loop"] as const)(
  "many clients of a server of the make %s, which its card bears",
  async (make) => {
    const { actor, port } = await stage.server("echo-server", make);
    const actors = await stage.do({ do: "spawn", program: "hello-client", count: 20, port });
    await stage.event(times(actors.length, ({ kind }) => kind === "actor.ended"));
    const printed = stage.of("actor.printed").map(({ text }) => text);
    expect(new Set(printed)).toEqual(new Set(actors.map((_, i) => `hello from client ${i + 1}`)));
    expect(stage.of("actor.added").find((added) => added.actor === actor)?.make).toBe(make);
    await stage.do({ do: "stop", actor });
    expect(stage.events().find(ended(actor))).toMatchObject({ how: "stopped" });
  },
  60_000,
);
