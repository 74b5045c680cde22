import type { Address, Event, Fact } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { expect, test } from "vitest";
import { defaultTarget, freePort, serverAddresses } from "./live-servers.ts";

const at = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });

/** The stage after servers with these ports were started in this order. */
function stageWith(...servers: { port: number; ended?: boolean; failed?: boolean }[]) {
  const facts: Fact[] = [];
  servers.forEach(({ port, ended, failed }, index) => {
    const actor = index + 1;
    const call = index * 10 + 1;
    const socket = actor + 100;
    const one = { actor, socket };
    const added = { role: "server", type: "SOCK_STREAM", program: "x", number: actor } as const;
    facts.push({ kind: "actor.added", actor, ...added });
    const made = { actor, socket: null, verb: "socket" } as const;
    facts.push({ kind: "call.began", call, ...made, args: { type: "SOCK_STREAM" } });
    facts.push({ kind: "call.ended", call, ...made, result: { socket } });
    const bind = { call: call + 1, ...one, verb: "bind" } as const;
    facts.push({ kind: "call.began", ...bind, args: { address: at(port) } });
    if (failed === true) {
      const error = { errno: "EADDRINUSE", number: 98, message: "" };
      facts.push({ kind: "call.ended", ...bind, error });
      facts.push({ kind: "actor.ended", actor, how: "failed" });
      return;
    }
    facts.push({ kind: "call.ended", ...bind, result: { address: at(port) } });
    const listen = { call: call + 2, ...one, verb: "listen" } as const;
    facts.push({ kind: "call.began", ...listen, args: { backlog: 5 } });
    facts.push({ kind: "call.ended", ...listen, result: {} });
    if (ended === true) facts.push({ kind: "actor.ended", actor, how: "stopped" });
  });
  const trace = createTrace();
  trace.append(
    facts.map((fact, index): Event => {
      const envelope = { seq: index + 1, t: index, truth: "observed", source: "program" } as const;
      return { ...envelope, ...fact };
    }),
  );
  return trace.stageAt(trace.steps.length);
}

test("an empty stage: the usual port", () => {
  const stage = stageWith();
  expect(freePort(stage, "SOCK_STREAM", 8888)).toBe(8888);
  expect(defaultTarget(stage, "SOCK_STREAM", 8888)).toEqual({ host: "127.0.0.1", port: 8888 });
});

test("the next free port is proposed, and the newest server is aimed at", () => {
  const stage = stageWith({ port: 8888 }, { port: 8890 }, { port: 8889 });
  expect(freePort(stage, "SOCK_STREAM", 8888)).toBe(8891);
  expect(defaultTarget(stage, "SOCK_STREAM", 8888).port).toBe(8889);
});

test("servers that are over, that failed, or of the other type do not count", () => {
  const stage = stageWith({ port: 8888, ended: true }, { port: 8889, failed: true });
  expect(serverAddresses(stage, "SOCK_STREAM")).toEqual([]);
  expect(freePort(stageWith({ port: 9999 }), "SOCK_DGRAM", 9999)).toBe(9999);
});
