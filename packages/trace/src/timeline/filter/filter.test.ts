import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { timelineIndex } from "../index/timeline-index.ts";
import { talk } from "../testing/talk.fixture.ts";
import { words } from "../testing/words.fixture.ts";
import { Filter } from "./filter.ts";
import { parseQuery } from "./query.ts";

const names = { ...words, decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

function scene() {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const [a, b] = [1, 2].map((i) => {
    const client = script.actorAdded("client");
    return { client, ...script.connected(server, listener, client, [5000 + i, 8888]) };
  });
  if (a === undefined || b === undefined) throw new Error("two clients");
  script.send(a.client, a.socket, "Hello there");
  script.recv(server, a.connection, "Hello there");
  script.send(b.client, b.socket, "x".repeat(300));
  script.failed(script.began(b.client, b.socket, "connect", { address: at(9) }), "ECONNREFUSED");
  script.add({ kind: "actor.printed", actor: server, text: "你好" });
  script.add({ kind: "actor.printed", actor: server, text: "a -> b" });
  const trace = createTrace();
  trace.append(script.events);
  return trace;
}

function found(typed: string): readonly string[] {
  const trace = scene();
  const filter = new Filter(typed, timelineIndex(trace), names);
  while (filter.advance(5));
  const passing = trace.steps.filter(({ index }) => filter.passes(index));
  expect(passing.length).toBe(filter.progress.matched);
  return passing.map((step) => {
    const who = `${step.actor}`;
    if (step.kind === "segment")
      return `${who} ${step.flight.cargo.kind === "segment" ? step.flight.cargo.flags : ""}`;
    return `${who} ${"verb" in step.event ? step.event.verb : step.event.kind}`;
  });
}

describe("a filter lets through", () => {
  test.each([
    ["sendall", ["2 sendall", "3 sendall"]],
    ["error", ["3 connect"]],
    ["econnref", ["3 connect"]],
    ['"hello"', ["2 sendall", "1 recv"]],
    ["hello recv", ["1 recv"]],
    [">100", ["3 sendall"]],
    ["=11b sendall", ["2 sendall"]],
    ['"你好"', ["1 actor.printed"]],
    ["syn,ack", ["1 SYN,ACK", "1 SYN,ACK"]],
    ["nothing like this", []],
    ['"a -> b"', ["1 actor.printed"]],
    ['recv "a → b"', []],
    [">0.2kb", ["3 sendall"]],
    [">1kb", []],
    ["<1mb sendall", ["2 sendall", "3 sendall"]],
  ])("%s", (typed, expected) => {
    expect(found(typed)).toEqual(expected);
  });

  test("truths, and everything when nothing is typed", () => {
    expect(found("inferred").every((text) => /SYN|ACK/.test(text))).toBe(true);
    expect(found("").length).toBe(scene().steps.length);
  });

  test("a port: whoever has it, or calls it", () => {
    expect(found(":5001")).toContain("2 sendall");
    expect(found(":5001").some((text) => text.startsWith("3"))).toBe(false);
    expect(found(":77")).toEqual([]);
  });

  test("one conversation and no other", () => {
    const said = found("client 2 -> server");
    expect(said).toContain("2 sendall");
    expect(said).toContain("1 recv");
    expect(said).toContain("2 SYN");
    expect(said.some((text) => text.startsWith("3"))).toBe(false);
    expect(found("server → 2")).toEqual(said);
  });
});

test("matches are walked round and round, in both directions", () => {
  const trace = scene();
  const filter = new Filter("sendall", timelineIndex(trace), names);
  while (filter.advance(1000));
  const first = filter.next(-1) ?? -1;
  const second = filter.next(first) ?? -1;
  expect(second).toBeGreaterThan(first);
  expect(filter.next(second)).toBe(first);
  expect(filter.previous(first)).toBe(second);
  expect([filter.ordinal(first), filter.ordinal(second)]).toEqual([1, 2]);
  expect(filter.between(first, second + 1)).toBe(2);
});

test("whatever is typed is a filter, and a part at a time finds what all at once finds", () => {
  const trace = talk([0, 3, 5, 8, 21, 40]);
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.integer({ min: 1, max: 50 }), (typed, part) => {
      expect(parseQuery(typed).kind).toMatch(/all|terms|conversation/);
      const [slow, quick] = [part, 1e6].map((most) => {
        const filter = new Filter(typed, timelineIndex(trace), names);
        while (filter.advance(most));
        return filter.progress;
      });
      expect(slow).toEqual(quick);
    }),
  );
});

test("an arrow in quotes is text, one beside them is a conversation", () => {
  expect(parseQuery('"a -> b"')).toEqual({
    kind: "terms",
    terms: [{ kind: "text", text: "a -> b" }],
  });
  expect(parseQuery('"a -> b')).toMatchObject({ kind: "terms" });
  expect(parseQuery('"Client 1" -> server')).toEqual({
    ...{ kind: "conversation", one: "client 1", other: "server" },
  });
});

test("sizes in units of a thousand and of 1,024", () => {
  const bytes = (typed: string) => {
    const query = parseQuery(typed);
    const [term] = query.kind === "terms" ? query.terms : [];
    return term?.kind === "size" ? term.bytes : null;
  };
  expect([">1kb", ">1KB", "=2kib", "<1.5mb", ">1mib", ">1m", ">1k"].map(bytes)).toEqual([
    ...[1000, 1000, 2048, 1_500_000, 1024 ** 2, 1024 ** 2, 1024],
  ]);
});

test("a minus leaves out what the rest of the word would find", () => {
  expect(parseQuery("-kernel")).toEqual({
    kind: "terms",
    terms: [{ kind: "not", term: { kind: "word", word: "kernel" } }],
  });
  const script = new Script().onLinux();
  const client = script.actorAdded("client");
  const socket = script.opened(client);
  script.kernel(client, socket, ["CLOSE-WAIT", 1]);
  const trace = createTrace();
  trace.append(script.events);
  const names = { actor: () => "client 1", shortActor: () => "c1", decode: () => "" };
  const found = (typed: string) => {
    const filter = new Filter(typed, timelineIndex(trace), names);
    filter.advance(100);
    return [...trace.steps].filter(({ index }) => filter.passes(index)).map(({ index }) => index);
  };
  const [last] = found("kernel");
  expect(found("close-wait")).toEqual([last]);
  expect(found("-kernel")).toEqual([...trace.steps].map(({ index }) => index).slice(0, last));
});
