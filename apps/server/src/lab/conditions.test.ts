import { type EventOf, LIMITS, type LinkScope, PERFECT_LINK } from "@sockscope/protocol";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned } from "./lab.fixture.ts";

let set: LabUnderTest;
beforeEach(() => {
  set = labUnderTest({ threadWorker: new URL(inject("threadWorker")) });
});
afterEach(() => set.lab.close());

const all = { do: "gate", scope: "all" } as const;
const next = { do: "next", scope: "all" } as const;
const slow = { ...PERFECT_LINK, latency: 5 };

test("a program in step mode makes one call for each next (G2, G3)", async () => {
  const { port } = await set.server("udp-echo-server");
  await set.do({ ...all, mode: "step" });
  const client = await set.spawn("udp-client", { port });
  const begun = () => set.of("call.began").filter(({ actor }) => actor === client).length;
  for (const count of [0, 1, 2]) {
    await set.event(
      () => set.of("gate.reached").filter(({ actor }) => actor === client).length === count + 1,
    );
    expect(begun()).toBe(count);
    await set.do({ do: "next", scope: client });
  }
  await set.do({ ...all, mode: "free" });
  await set.event(ended(client));
  expect(set.of("gate.set").map(({ source, truth }) => `${source} ${truth}`)).toEqual([
    "lab observed",
    "lab observed",
  ]);
});

test("the gate opens when the stage becomes empty, not before (G1)", async () => {
  await set.do({ ...all, mode: "step" });
  const gates = () => set.of("gate.set").map(({ mode }) => mode);
  const first = await set.spawn("udp-echo-server", { port: 0 });
  const second = await set.spawn("udp-echo-server", { port: 0 });
  await set.do({ do: "remove", actor: first });
  expect(gates()).toEqual(["step"]);
  await set.do({ do: "remove", actor: second });
  expect(gates()).toEqual(["step", "free"]);
  await set.do({ do: "clear" });
  expect(gates()).toEqual(["step", "free"]);
});

test("several programs get one gate in one command, and one call of each passes (G3)", async () => {
  const { port } = await set.server("udp-echo-server");
  await set.do({ ...all, mode: "step" });
  const clients = [
    await set.spawn("udp-client", { port }),
    await set.spawn("udp-client", { port }),
  ];
  const stands = () => set.of("gate.reached").filter(({ actor }) => clients.includes(actor)).length;
  await set.event(() => stands() === 2);
  await set.do({ do: "next", scope: [...clients, 99] });
  await set.event(() => stands() === 4);
  await set.do({ do: "gate", scope: clients, mode: "free" });
  expect(set.of("gate.set").map(({ scope }) => scope)).toEqual(["all", ...clients]);
  await set.do({ ...all, mode: "free" });
  for (const client of clients) await set.event(ended(client));
  await expect(set.do({ do: "gate", scope: [98, 99], mode: "step" })).rejects.toMatchObject({
    problem: { code: "unknown-actor" },
  });
});

test("next is refused when no call waits at the gate, or no such card exists", async () => {
  await expect(set.do(next)).rejects.toMatchObject({ problem: { code: "nothing-waits" } });
  await expect(set.do({ do: "next", scope: 99 })).rejects.toMatchObject({
    problem: { code: "unknown-actor" },
  });
  await expect(set.do({ do: "gate", scope: 99, mode: "step" })).rejects.toMatchObject({
    problem: { code: "unknown-actor" },
  });
});

test("a program that waits at the gate can be stopped and removed", async () => {
  await set.do({ ...all, mode: "step" });
  const actor = await set.spawn("udp-client");
  await set.event(({ kind }) => kind === "gate.reached");
  await set.do({ do: "remove", actor });
  expect(set.of("actor.ended")).toMatchObject([{ actor, how: "stopped" }]);
  expect(set.of("call.began")).toEqual([]);
  await expect(set.do(next)).rejects.toMatchObject({ problem: { code: "nothing-waits" } });
});

test("a call by hand is answered when it waits at the gate (C6)", async () => {
  const { port } = await set.server("udp-echo-server");
  const actor = await set.spawn("udp-hand-client", { port });
  await set.event(returned(actor, "socket"));
  await set.do({ ...all, mode: "step" });
  const call = { verb: "sendto", text: "hi", host: "127.0.0.1", port } as const;
  await set.do({ do: "hand", actor, call });
  expect(set.of("gate.reached").at(-1)).toMatchObject({ actor, verb: "sendto" });
  await set.do({ do: "next", scope: actor });
  await set.event(returned(actor, "sendto"));
  await set.do({ ...all, mode: "free" });
  await set.do({ do: "hand", actor, call: { verb: "recvfrom", size: 10 } });
  await set.event(returned(actor, "recvfrom"));
});

test("breakpoints are set and removed by command", async () => {
  await set.do({ do: "breakpoint", when: { on: "call", verb: "sendto" } });
  const { port } = await set.server("udp-echo-server");
  await set.spawn("udp-client", { port });
  const reached = await set.event(({ kind }) => kind === "gate.reached");
  expect(reached).toMatchObject({ verb: "sendto", why: "breakpoint", breakpoint: 1 });
  await set.do({ do: "no-breakpoint", breakpoint: 1 });
  await expect(set.do({ do: "no-breakpoint", breakpoint: 1 })).rejects.toMatchObject({
    problem: { code: "unknown-breakpoint" },
  });
  await set.do(next);
});

test("faults of the link are injected, recorded by the lab, and belong to a call (L4)", async () => {
  await set.do({ do: "link", scope: { over: "stage" }, conditions: slow, seed: 3 });
  const { port } = await set.server("udp-echo-server");
  const client = await set.spawn("udp-client", { port });
  await set.event(ended(client));
  const [fault] = set.of("link.fault");
  expect(fault).toMatchObject({ truth: "injected", source: "lab", fault: "delay", delay: 5e6 });
  expect(set.of("call.began").find(({ call }) => call === fault?.call)).toMatchObject({
    verb: "sendto",
    actor: fault?.actor,
  });
  expect(set.of("link.passed")).toHaveLength(set.of("link.fault").length);
});

test("a link between missing cards is refused; a removed card takes its links along", async () => {
  const scope = { over: "pair", a: 1, b: 2 } as const;
  const set1 = { do: "link", scope, conditions: slow } as const;
  await expect(set.do(set1)).rejects.toMatchObject({ problem: { code: "unknown-actor" } });
  const server = await set.server("udp-echo-server");
  const hand = await set.spawn("udp-hand-client", { port: server.port });
  await set.do({ do: "link", scope: { over: "pair", a: hand, b: server.actor }, conditions: slow });
  await set.do({ do: "remove", actor: hand });
  const client = await set.spawn("udp-client", { port: server.port });
  await set.event(ended(client));
  expect(set.of("link.fault")).toEqual([]);
});

/** The facts about conditions that end, and cards that are removed, in order. */
const ends = (): string[] =>
  set.events().flatMap((event) => {
    if (event.kind === "link.set" && event.conditions === null)
      return [`link ${JSON.stringify(event.scope)}`];
    if (event.kind === "breakpoint.removed") return [`breakpoint ${event.breakpoint}`];
    return event.kind === "actor.removed" ? [`card ${event.actor}`] : [];
  });

describe("conditions of a single card end with it (G6, L6)", () => {
  /** A server and two clients by hand, with conditions of their own and some for all. */
  async function conditions() {
    const { actor: server, port } = await set.server("udp-echo-server");
    const one = await set.spawn("udp-hand-client", { port });
    const two = await set.spawn("udp-hand-client", { port });
    const { socket = 0 } = ((await set.event(returned(two, "socket"))) as EventOf<"call.ended">)
      .result as { socket?: number };
    const link = (scope: LinkScope) => set.do({ do: "link", scope, conditions: slow });
    await link({ over: "stage" });
    await link({ over: "pair", a: one, b: server });
    await link({ over: "direction", from: server, to: two });
    await set.do({ do: "breakpoint", when: { on: "call", verb: "close" } });
    await set.do({ do: "breakpoint", when: { on: "return", verb: "close", actor: one } });
    await set.do({ do: "breakpoint", when: { on: "end-of-stream", actor: two } });
    await set.do({ do: "breakpoint", when: { on: "error", socket } });
    return { server, one, two };
  }

  test("when it is removed", async () => {
    const { server, one, two } = await conditions();
    await set.do({ do: "remove", actor: two });
    const gone = [
      `link {"over":"direction","from":${server},"to":${two}}`,
      "breakpoint 3",
      "breakpoint 4",
      `card ${two}`,
    ];
    expect(ends()).toEqual(gone);
    await set.do({ do: "remove", actor: server });
    gone.push(`link {"over":"pair","a":${one},"b":${server}}`, `card ${server}`);
    expect(ends()).toEqual(gone);
    // The conditions for all remain.
    await set.do({ do: "no-breakpoint", breakpoint: 1 });
    await set.do({ do: "no-breakpoint", breakpoint: 2 });
  });

  test("when the stage is cleared", async () => {
    const { server, one, two } = await conditions();
    await set.do({ do: "clear" });
    expect(ends()).toEqual([
      `link {"over":"pair","a":${one},"b":${server}}`,
      `link {"over":"direction","from":${server},"to":${two}}`,
      `card ${server}`,
      "breakpoint 2",
      `card ${one}`,
      "breakpoint 3",
      "breakpoint 4",
      `card ${two}`,
    ]);
  });

  test("and removing them afterwards is no error", async () => {
    const { server, one } = await conditions();
    const scope = { over: "pair", a: one, b: server } as const;
    await set.do({ do: "clear" });
    await set.do({ do: "link", scope, conditions: null });
    await expect(set.do({ do: "link", scope, conditions: slow })).rejects.toMatchObject({
      problem: { code: "unknown-actor" },
    });
  });

  test("so that the full number of links and breakpoints can be set again", async () => {
    for (const round of [1, 2]) {
      const actor = await set.spawn("udp-hand-client");
      for (let count = 0; count < LIMITS.breakpoints; count += 1)
        await set.do({ do: "breakpoint", when: { on: "error", actor } });
      await set.do({ do: "clear" });
      expect(set.of("breakpoint.removed")).toHaveLength(round * LIMITS.breakpoints);
    }
  });

  test("what a black hole held for a removed peer is delivered at once", async () => {
    const { actor: server, port } = await set.server("echo-server", "event-loop");
    const client = await set.spawn("tcp-hand-client", { port });
    const calls = [
      { verb: "connect", host: "127.0.0.1", port },
      { verb: "send", text: "held" },
    ] as const;
    await set.event(returned(client, "socket"));
    for (const call of calls) {
      await set.do({ do: "hand", actor: client, call });
      await set.event(returned(client, call.verb));
      const scope = { over: "direction", from: client, to: server } as const;
      await set.do({ do: "link", scope, conditions: { ...PERFECT_LINK, blackHole: true } });
    }
    await set.do({ do: "remove", actor: server });
    const kinds = set.events().map(({ kind }) => kind);
    expect(kinds.slice(kinds.lastIndexOf("link.set"))).toEqual(
      expect.arrayContaining(["link.passed", "actor.removed"]),
    );
  });
});

test("closing the lab does not wait for a black hole", async () => {
  const { port } = await set.server("udp-echo-server");
  await set.spawn("udp-client", { port });
  const blackHole = { ...PERFECT_LINK, blackHole: true };
  await set.do({ do: "link", scope: { over: "stage" }, conditions: blackHole });
  await set.spawn("welcome-client", { port: 9 });
  await set.event(({ kind }) => kind === "link.fault");
  await set.lab.close();
  expect(set.of("actor.ended").filter(({ how }) => how === "stopped").length).toBeGreaterThan(1);
});

test.each(["one-at-a-time", "threads", "event-loop"] as const)(
  "a server of the make %s passes the gate and the link like any other",
  async (make) => {
    const actors = await set.do({ do: "spawn", program: "echo-server", count: 1, make, port: 0 });
    const [server = 0] = actors;
    const bound = await set.event(returned(server, "listen"));
    const port = set.of("call.ended").find(({ actor, verb }) => actor === server && verb === "bind")
      ?.result?.address?.port;
    expect(bound.kind).toBe("call.ended");
    await set.do({ ...all, mode: "slow", pause: 1 });
    await set.do({ do: "link", scope: { over: "stage" }, conditions: { ...slow, slice: 3 } });
    const client = await set.spawn("hello-client", { port: port ?? 0 });
    await set.event(ended(client));
    expect(set.of("actor.ended").at(-1)).toMatchObject({ actor: client, how: "returned" });
    expect(set.of("gate.reached").some(({ actor }) => actor === server)).toBe(true);
    expect(set.of("link.fault").some(({ actor }) => actor === server)).toBe(true);
  },
);
