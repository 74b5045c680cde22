import { afterEach, beforeEach, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import { ProgramStopped } from "../os/errno.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";
import { Gates } from "./gates.ts";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

let lab: Recording;
let gates: Gates;
/** Actors 1 and 2. */
let one: Sockets;
let two: Sockets;

beforeEach(() => {
  lab = recording();
  gates = new Gates(lab.recorder, lab.ids);
  one = lab.program({ gate: gates.open(1, lab.recorder) });
  two = lab.program({ gate: gates.open(2, lab.recorder) });
});

afterEach(() => lab.closeAll());

/** A connection from program two to program one. */
async function connected(): Promise<{ client: Socket; server: Socket }> {
  const listener = await one.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen();
  const client = await two.socket("AF_INET", "SOCK_STREAM");
  const address = await listener.getsockname();
  const [[server]] = await Promise.all([listener.accept(), client.connect(address)]);
  return { client, server };
}

const since = (line: string): string[] => lab.lines().slice(lab.lines().lastIndexOf(line));

test("a free gate adds nothing and delays nothing", async () => {
  const began = one.socket("AF_INET", "SOCK_DGRAM");
  expect(lab.lines()).toEqual(["1 began socket", "1 ended socket"]);
  await began;
});

test("a program that waits at the gate has not begun its call (G2)", async () => {
  const { client, server } = await connected();
  gates.set(2, "step");
  const sent = client.sendall(Buffer.from("hello"));
  await lab.seen("2 gate sendall");
  server.recv(10).then(
    () => undefined,
    () => undefined,
  );
  await lab.seen("1 began recv");
  expect(lab.lines()).not.toContain("2 began sendall 5@0");
  expect(gates.next(2)).toBe(true);
  await sent;
  await lab.seen("1 ended recv 5@0");
  expect(since("gate.set")).toEqual([
    "gate.set",
    "2 gate sendall",
    "1 began recv",
    "2 began sendall 5@0",
    "2 ended sendall",
    "1 ended recv 5@0",
  ]);
});

test("the call has the id that it had at the gate", async () => {
  gates.set("all", "step");
  const made = one.socket("AF_INET", "SOCK_DGRAM");
  gates.next("all");
  await made;
  const reached = lab.facts.find(({ kind }) => kind === "gate.reached");
  const began = lab.facts.find(({ kind }) => kind === "call.began");
  expect(reached).toMatchObject({ verb: "socket", at: "call", why: "step", socket: null });
  expect(began).toMatchObject({ call: reached?.kind === "gate.reached" ? reached.call : 0 });
});

test("next for all releases the call that has waited longest (G3)", async () => {
  gates.set("all", "step");
  const second = two.socket("AF_INET", "SOCK_DGRAM");
  const first = one.socket("AF_INET", "SOCK_DGRAM");
  gates.next("all");
  await second;
  expect(lab.lines()).not.toContain("1 began socket");
  gates.next("all");
  await first;
  expect(gates.next("all")).toBe(false);
});

test("bytes arrive and peers close while a call waits there (G5)", async () => {
  const { client, server } = await connected();
  gates.set(1, "step");
  const received = server.recv(10);
  await client.sendall(Buffer.from("while you wait"));
  await client.close();
  gates.next(1);
  expect(text(await received)).toBe("while you ");
});

test("slow programs wait before each call, and continue by themselves", async () => {
  gates.set("all", "slow", 5);
  const started = performance.now();
  await one.socket("AF_INET", "SOCK_DGRAM");
  // Timers may fire up to 1 ms early.
  expect(performance.now() - started).toBeGreaterThanOrEqual(4);
  expect(lab.lines()).toEqual(["gate.set", "1 gate socket", "1 began socket", "1 ended socket"]);
});

test("setting the gate free releases all calls in order, and loses none", async () => {
  gates.set("all", "step");
  const calls = [
    one.socket("AF_INET", "SOCK_DGRAM"),
    two.socket("AF_INET", "SOCK_DGRAM"),
    one.socket("AF_INET", "SOCK_STREAM"),
  ];
  gates.set("all", "free");
  expect(await Promise.all(calls)).toHaveLength(3);
  expect(lab.lines().filter((line) => line.includes("began"))).toEqual([
    "1 began socket",
    "2 began socket",
    "1 began socket",
  ]);
});

test("a stepped program that is set to slow continues after the pause", async () => {
  gates.set("all", "step");
  const made = one.socket("AF_INET", "SOCK_DGRAM");
  gates.set("all", "slow", 1);
  expect((await made).type).toBe("SOCK_DGRAM");
});

test("a program's own mode overrides that of all, until all is set again (G1)", async () => {
  gates.set(1, "step");
  gates.set(2, "free");
  await two.socket("AF_INET", "SOCK_DGRAM");
  gates.set("all", "step");
  const waiting = two.socket("AF_INET", "SOCK_DGRAM");
  gates.set("all", "free");
  await waiting;
  await one.socket("AF_INET", "SOCK_DGRAM");
  const stood = lab.lines().filter((line) => line.includes(" gate "));
  expect(stood).toEqual(["2 gate socket"]);
});

test("a program that is stopped at the gate never begins its call", async () => {
  gates.set("all", "slow", 10_000);
  const waiting = one.socket("AF_INET", "SOCK_DGRAM");
  await one.closeAll();
  await expect(waiting).rejects.toMatchObject({ name: "ProgramStopped" });
  expect(lab.lines()).toEqual(["gate.set", "1 gate socket"]);
  expect(gates.next("all")).toBe(false);
  await expect(one.socket("AF_INET", "SOCK_DGRAM")).rejects.toMatchObject({
    name: "ProgramStopped",
  });
});

test("offsets count in the order in which sends pass, not in which they arrived", async () => {
  const { client, server } = await connected();
  gates.addBreakpoint({ on: "call", verb: "send" });
  const late = client.send(Buffer.from("late"));
  await client.sendall(Buffer.from("early"));
  gates.next("all");
  await late;
  await client.close();
  let got = "";
  for (let part = "-"; part !== ""; got += part) part = text(await server.recv(100));
  expect(got).toBe("earlylate");
  expect(lab.lines()).toContain("2 began sendall 5@0");
  expect(lab.lines()).toContain("2 began send 4@5");
});

test("a breakpoint stops before the n-th call of its kind, once (G4)", async () => {
  gates.addBreakpoint({ on: "call", verb: "socket", nth: 2, actor: 1 });
  await one.socket("AF_INET", "SOCK_DGRAM");
  await two.socket("AF_INET", "SOCK_DGRAM");
  await two.socket("AF_INET", "SOCK_DGRAM");
  const stopped = one.socket("AF_INET", "SOCK_DGRAM");
  const reached = lab.facts.findLast(({ kind }) => kind === "gate.reached");
  expect(reached).toMatchObject({ actor: 1, why: "breakpoint", breakpoint: 1 });
  gates.next(1);
  await stopped;
  await one.socket("AF_INET", "SOCK_DGRAM");
});

test("a breakpoint stops when recv is about to return no bytes", async () => {
  const { client, server } = await connected();
  gates.addBreakpoint({ on: "end-of-stream" });
  await client.sendall(Buffer.from("x"));
  expect(text(await server.recv(10))).toBe("x");
  const end = server.recv(10);
  await client.close();
  await lab.seen("1 gate recv return");
  expect(lab.lines()).not.toContain("1 ended recv 0@1");
  gates.next(1);
  expect((await end).length).toBe(0);
  expect(lab.lines().at(-1)).toBe("1 ended recv 0@1");
});

test("a breakpoint stops a call that is about to fail, by its errno", async () => {
  gates.addBreakpoint({ on: "error", errno: "ENOTCONN" });
  const socket = await one.socket("AF_INET", "SOCK_STREAM");
  await expect(socket.accept()).rejects.toMatchObject({ errno: "EINVAL" });
  const failing = socket.getpeername();
  expect(lab.lines().at(-1)).toBe("1 gate getpeername return");
  gates.next("all");
  await expect(failing).rejects.toMatchObject({ errno: "ENOTCONN" });
});

test("a breakpoint holds back the outcome of the n-th call of its kind (G4)", async () => {
  const { client, server } = await connected();
  gates.addBreakpoint({ on: "return", verb: "recv", nth: 2, actor: 1 });
  await client.sendall(Buffer.from("x"));
  expect(text(await server.recv(10))).toBe("x");
  await client.sendall(Buffer.from("yz"));
  const second = server.recv(10);
  await lab.seen("1 gate recv return");
  expect(lab.lines()).not.toContain("1 ended recv 2@1");
  // Bytes that arrive meanwhile belong to the next recv.
  await client.sendall(Buffer.from("more"));
  gates.next(1);
  expect(text(await second)).toBe("yz");
  expect(text(await server.recv(10))).toBe("more");
});

test("a program that is stopped with its outcome held back leaks nothing", async () => {
  const { client, server } = await connected();
  gates.addBreakpoint({ on: "end-of-stream" });
  const end = server.recv(10);
  await client.close();
  await lab.seen("1 gate recv return");
  await one.closeAll();
  await expect(end).rejects.toMatchObject({ name: "ProgramStopped" });
  expect(gates.next("all")).toBe(false);
});

test("a removed breakpoint stops no call", async () => {
  const breakpoint = gates.addBreakpoint({ on: "call", verb: "socket" });
  const stopped = one.socket("AF_INET", "SOCK_DGRAM");
  expect(gates.removeBreakpoint(breakpoint)).toBe(true);
  expect(gates.removeBreakpoint(breakpoint)).toBe(false);
  await one.socket("AF_INET", "SOCK_DGRAM");
  gates.next("all");
  await stopped;
});

test("an accepted connection that a breakpoint holds back is closed with its program", async () => {
  const listener = await one.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen();
  gates.addBreakpoint({ on: "return", verb: "accept" });
  const accepting = listener.accept();
  const client = await two.socket("AF_INET", "SOCK_STREAM");
  await client.connect(await listener.getsockname());
  await lab.seen("1 gate accept return");
  await one.closeAll();
  await expect(accepting).rejects.toThrow(ProgramStopped);
  expect(await client.recv(1)).toHaveLength(0);
});
