import { isDeepStrictEqual } from "node:util";
import type { CallError } from "@sockscope/protocol";
import {
  type DatagramArrived,
  factOfBeginning,
  factOfEnd,
  type MadeCall,
  type RecordedArgs,
  type RecordedFact,
  type RecordedResult,
} from "@sockscope/sockets";
import { expect, test } from "vitest";
import { Journal } from "./journal.ts";

const kept = Uint8Array.from({ length: 70 }, (_, index) => index);
const address = { address: "127.0.0.1", port: 8888, family: "AF_INET" } as const;
const six = { address: "::1", port: 65535, family: "AF_INET6" } as const;
const call = { call: 3, actor: 1, socket: 2 } as const;

const FACTS: readonly RecordedFact[] = [
  { kind: "actor.printed", actor: 1, text: "\u4f60\u597d" },
  { ...call, kind: "call.began", socket: null, verb: "socket", args: { family: "AF_INET" } },
  { ...call, kind: "call.began", verb: "bind", args: { address: six } },
  { ...call, kind: "call.began", verb: "recv", args: { size: -1.5 } },
  { ...call, kind: "call.began", verb: "accept", args: {} },
  {
    ...call,
    kind: "call.began",
    verb: "send",
    args: { payload: { length: 9999, kept }, offset: 0 },
  },
  { ...call, kind: "call.ended", verb: "send", result: { count: 2 ** 40 } },
  { ...call, kind: "call.ended", verb: "close" },
  {
    ...call,
    kind: "call.ended",
    verb: "connect",
    error: { errno: "ECONNREFUSED", number: 111, message: "Connection refused" },
  },
  {
    ...call,
    kind: "call.ended",
    verb: "recvfrom",
    result: { payload: { length: 0, kept: new Uint8Array(0) }, address, datagram: 1, cutFrom: 10 },
  },
  { kind: "socket.named", actor: 1, socket: 2, address: six },
  { kind: "connection.queued", actor: 1, socket: 2, connection: 9, local: address, peer: six },
  { kind: "datagram.arrived", actor: 1, socket: 2, datagram: 4, address, length: 0 },
  { kind: "datagram.dropped", actor: 1, socket: 2, address: six, length: 0, count: 1 },
  { kind: "datagram.dropped", actor: 1, socket: 2, address, length: 65507, count: 2 ** 31 },
  { kind: "socket.closed", actor: 1, socket: 2 },
  { kind: "socket.closed", actor: 1, socket: 2, unread: 12 },
];

const base64 = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;

test("what is read is what was recorded, in its order, across many chunks of memory", () => {
  const journal = new Journal();
  const rounds = 1000;
  for (let round = 0; round < rounds; round += 1)
    for (const fact of FACTS) journal.record(fact, "injected", "wire");
  const events = journal.read(0, journal.seq);
  expect(events).toHaveLength(rounds * FACTS.length);
  const expected = FACTS.map((fact): unknown => JSON.parse(JSON.stringify(fact, base64)));
  let last = 0;
  events.forEach(({ seq, t, truth, source, ...fact }, index) => {
    if (!isDeepStrictEqual(fact, expected[index % expected.length]))
      throw new Error(`event ${index} is another one`);
    if (seq !== index + 1 || t < last || truth !== "injected" || source !== "wire")
      throw new Error(`event ${index} is out of its place`);
    last = t;
  });
});

test("what comes as a call is the same event as what comes as a fact", () => {
  const [asCalls, asFacts] = [new Journal(), new Journal()];
  const payload = { length: 3, kept: Uint8Array.of(1, 2, 3) };
  const long = { length: 70_000, kept: new Uint8Array(4096).fill(7) };
  const began: [MadeCall["verb"], number | null, RecordedArgs][] = [
    ["socket", null, { family: "AF_INET", type: "SOCK_STREAM" }],
    ["socket", null, { family: "AF_INET6", type: "SOCK_DGRAM" }],
    ["connect", 7, { address: six }],
    ["connect", 7, {}],
    ["accept", 7, {}],
    ["close", 7, {}],
    ["bind", 7, { address }],
    ["recv", 7, { size: 2 ** 31 }],
    ["recv", 7, {}],
    ["recvfrom", 7, { size: 0 }],
    ["send", 7, { payload: long, offset: 2 ** 40 }],
    ["sendall", 7, { payload, offset: 5 }],
    ["sendto", 7, { payload, address: six }],
    ["sendto", 7, { payload, offset: 5, address }],
  ];
  const ended: [MadeCall["verb"], number | null, RecordedResult | undefined, CallError?][] = [
    ["socket", null, { socket: 2 ** 31 }],
    ["connect", 7, { address: six }],
    ["accept", 7, { socket: 8, address }],
    ["close", 7, undefined],
    ["close", 7, { unread: 2 ** 21 }],
    ["listen", 7, { queue: "kernel" }],
    ["recv", 7, { payload: long, offset: 9 }],
    ["recvfrom", 7, { payload, address, datagram: 2 }],
    ["recvfrom", 7, { payload, address, datagram: 2, cutFrom: 9 }],
    ["recvfrom", 7, { payload }],
    ["send", 7, { count: 2 ** 40 }],
    ["sendall", 7, { count: 3 }],
    ["sendto", 7, { count: 0 }],
    ["accept", 7, undefined, { errno: "EBADF", number: 9, message: "Bad file descriptor" }],
  ];
  for (const thread of [null, 3])
    for (const [verb, socket, args] of began) {
      const made = { id: 2 ** 31, actor: 4, socket, verb, args };
      asCalls.began(made, thread, undefined);
      asFacts.record(factOfBeginning(made, thread, undefined));
    }
  for (const [verb, socket, result, error] of ended) {
    const made = { id: 5, actor: 4, socket, verb, args: {} };
    asCalls.ended(made, result, error);
    asFacts.record(factOfEnd(made, result, error));
  }
  const arrived: DatagramArrived = {
    ...{
      kind: "datagram.arrived",
      actor: 4,
      socket: 7,
      datagram: 2 ** 31,
      address: six,
      length: 9,
    },
  };
  asCalls.arrived(arrived);
  asFacts.record(arrived);
  const timeless = (journal: Journal): string[] =>
    journal.readJson(0, journal.seq).map((json) => json.replace(/"t":[0-9]+/, ""));
  expect(timeless(asCalls)).toEqual(timeless(asFacts));
});

test("calls without bytes may come first, and be let go of before those with some", () => {
  const journal = new Journal();
  const call = (verb: MadeCall["verb"], args: RecordedArgs): MadeCall => {
    return { id: 5, actor: 4, socket: 7, verb, args };
  };
  const payload = { length: 3, kept: Uint8Array.of(1, 2, 3) };
  for (let index = 0; index < 5000; index += 1)
    journal.began(call("recv", { size: index }), null, undefined);
  for (let index = 0; index < 5000; index += 1)
    journal.began(call("send", { payload, offset: index }), null, undefined);
  journal.forget(4500);
  const [recv] = journal.read(4500, 1);
  const [send] = journal.read(9000, 1);
  expect(recv).toMatchObject({ verb: "recv", args: { size: 4500 } });
  expect(send).toMatchObject({ verb: "send", args: { payload: { kept: "AQID" }, offset: 4000 } });
});

test("the bytes are a copy: a program may use its buffer again", () => {
  const journal = new Journal();
  const bytes = Uint8Array.of(1, 2, 3);
  const args = { payload: { length: 3, kept: bytes }, offset: 0 };
  journal.record({ ...call, kind: "call.began", verb: "send", args });
  bytes.fill(0);
  expect(journal.read(0, 1)).toMatchObject([{ args: { payload: { kept: "AQID" } } }]);
});

test("a part is read without what comes before and after it", () => {
  const journal = new Journal();
  for (const fact of FACTS) journal.record(fact);
  expect(journal.read(3, 2)).toEqual(journal.read(0, journal.seq).slice(3, 5));
  expect(journal.read(journal.seq, 10)).toEqual([]);
});

test("what memory lets go of is kept for use again, and counts as its own", () => {
  const journal = new Journal();
  const record = (): void => {
    for (let round = 0; round < 10_000; round += 1)
      for (const fact of FACTS) if (fact.kind !== "actor.printed") journal.record(fact);
  };
  record();
  const { bytes, allocated } = journal;
  expect(allocated).toBe(bytes);
  journal.forget(journal.seq);
  expect(journal.bytes).toBeLessThan(bytes / 2);
  expect(journal.allocated).toBe(allocated);
  record();
  expect(journal.allocated).toBeLessThan(allocated * 1.2);
});

test("a long text counts as much as it takes", () => {
  const journal = new Journal();
  const text = "x".repeat(10_000);
  for (let made = 0; made < 100; made += 1)
    journal.record({ kind: "actor.printed", actor: 1, text });
  const { bytes } = journal;
  expect(bytes).toBeGreaterThan(100 * text.length + (1 << 20));
  journal.forget(journal.seq);
  // The newest stays.
  expect(journal.bytes).toBeLessThan(bytes - 98 * text.length);
});

test("who waits for the next event is called once, who subscribes for each", () => {
  const journal = new Journal();
  const heard: string[] = [];
  const close = (): void => journal.record({ kind: "socket.closed", actor: 1, socket: 2 });
  journal.once(() => heard.push("once"));
  const stopOther = journal.once(() => heard.push("never"));
  const stop = journal.subscribe(() => heard.push("each"));
  stopOther();
  close();
  close();
  expect(heard).toEqual(["once", "each", "each"]);
  // Who asks again while it is called is called for the next one, and not for this one again.
  journal.once(() => journal.once(() => heard.push("later")));
  close();
  expect(heard.at(-1)).not.toBe("later");
  stop();
  close();
  expect(heard.slice(3)).toEqual(["each", "later"]);
});

test("what the link or the kernel caused says so, also where its fields are numbers", () => {
  const journal = new Journal();
  const fact = { kind: "datagram.arrived", actor: 1, socket: 2, datagram: 4, address, length: 7 };
  journal.record(fact as RecordedFact, "injected", "lab");
  journal.record({ kind: "socket.closed", actor: 1, socket: 2 }, "observed", "kernel");
  expect(journal.read(0, 2)).toMatchObject([
    { ...fact, truth: "injected", source: "lab" },
    { kind: "socket.closed", truth: "observed", source: "kernel" },
  ]);
});
