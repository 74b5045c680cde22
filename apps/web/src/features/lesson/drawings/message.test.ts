import type { Address, Fact } from "@sockscope/protocol";
import { createTrace, type Trace } from "@sockscope/trace";
import { expect, test } from "vitest";
import { messageOf } from "./message.ts";

const at = (port: number, address = "127.0.0.1"): Address => ({
  ...{ address, port, family: "AF_INET" },
});
const payload = { length: 3, kept: btoa("one") };

function traceOf(facts: readonly Fact[]): Trace {
  const trace = createTrace();
  const envelope = { truth: "observed", source: "program" } as const;
  trace.append(facts.map((fact, index) => ({ seq: index + 1, t: index, ...envelope, ...fact })));
  return trace;
}
const added = (type: "SOCK_STREAM" | "SOCK_DGRAM"): Fact => ({
  ...{ kind: "actor.added", actor: 1, role: "client", type, program: null, number: 1 },
});
const called = (
  call: number,
  verb: "socket" | "sendto" | "send" | "connect",
  args: Extract<Fact, { kind: "call.began" }>["args"],
  result: Extract<Fact, { kind: "call.ended" }>["result"],
): readonly Fact[] => {
  const of = { call, actor: 1, socket: verb === "socket" ? null : 10, verb };
  return [
    { kind: "call.began", ...of, args },
    { kind: "call.ended", ...of, ...(result && { result }) },
  ];
};
const field = (message: ReturnType<typeof messageOf>, name: string) => {
  const { transport, network } = message?.layers ?? {};
  const fields = [...(transport?.fields ?? []), ...(network?.fields ?? [])];
  return fields.find((one) => one.name === name)?.value;
};

test("a datagram of a socket that is bound to no address leaves from the loopback address", () => {
  const trace = traceOf([
    added("SOCK_DGRAM"),
    ...called(1, "socket", { family: "AF_INET", type: "SOCK_DGRAM" }, { socket: 10 }),
    ...called(2, "sendto", { payload, address: at(9999) }, { count: 3 }),
    { kind: "socket.named", actor: 1, socket: 10, address: at(5555, "0.0.0.0") },
  ]);
  const message = messageOf(trace, 2, trace.steps.length, "down");
  expect(field(message, "sourceAddress")).toBe("127.0.0.1");
  expect([field(message, "sourcePort"), field(message, "destinationPort")]).toEqual([
    "5555",
    "9999",
  ]);
  expect(message?.layers.total).toBe(20 + 8 + 3);
});

test("nothing is drawn while an address is not known, or for no call", () => {
  const trace = traceOf([
    added("SOCK_DGRAM"),
    ...called(1, "socket", { family: "AF_INET", type: "SOCK_DGRAM" }, { socket: 10 }),
    ...called(2, "sendto", { payload, address: at(9999) }, { count: 3 }),
  ]);
  expect(messageOf(trace, 2, trace.steps.length, "down")).toBeNull();
  expect(messageOf(trace, null, trace.steps.length, "down")).toBeNull();
  expect(messageOf(trace, 99, trace.steps.length, "down")).toBeNull();
});
