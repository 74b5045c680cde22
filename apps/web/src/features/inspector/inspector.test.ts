import type { Call } from "@sockscope/trace";
import { describe, expect, test } from "vitest";
import { en } from "../../i18n/en/en.ts";
import { type Carried, carriedBy } from "./bytes/carried-bytes.ts";
import { at, Conversation, payloadOf } from "./conversation.fixture.ts";
import { atPlayhead, subjectOf } from "./subject.ts";
import { callCode, tupleText } from "./text/call-code.ts";
import { consumptionText, holdsText } from "./text/consumption.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const { inspector } = en;

function callOf({ trace }: Conversation, id: number): Call {
  const call = trace.calls.get(id);
  if (call === undefined) throw new Error(`no call ${id}`);
  return call;
}

describe("bytes", () => {
  const shown = (talk: Conversation, id: number, steps = talk.steps): Carried => {
    const carried = carriedBy(talk.trace, callOf(talk, id), steps);
    if (carried === null || carried === "later") throw new Error("it carries nothing");
    return carried;
  };
  const cuts = ({ tokens }: Carried) =>
    tokens.flatMap((one) =>
      one.kind === "cut" ? [`${one.character} ${one.length}/${one.of} ${one.side}`] : [],
    );

  test("a character between two recvs is named in both", () => {
    const talk = new Conversation();
    talk.send(talk.connection, utf8("欢迎"));
    const first = talk.recv(talk.client, utf8("欢迎").subarray(0, 5));
    const second = talk.recv(talk.client, utf8("欢迎").subarray(5));
    expect(cuts(shown(talk, first))).toEqual(["迎 2/3 end"]);
    expect(cuts(shown(talk, second))).toEqual(["迎 1/3 start"]);
  });

  test("its rest is known from the sender before it is read here", () => {
    const talk = new Conversation();
    talk.send(talk.connection, utf8("欢迎"));
    const first = talk.recv(talk.client, utf8("欢迎").subarray(0, 5));
    expect(cuts(shown(talk, first))).toEqual(["迎 2/3 end"]);
  });

  test("of a long payload the kept ones, with its true length", () => {
    const talk = new Conversation();
    const carried = shown(talk, talk.send(talk.client, new Uint8Array(1_048_576).fill(65), 4096));
    expect([carried.prefix.length, carried.length]).toEqual([4096, 1_048_576]);
  });

  test("a recv has none before it returns, and none if it never does", () => {
    const talk = new Conversation();
    talk.begin(talk.client, "recv", { size: 10 });
    const id = talk.trace.calls.size;
    expect(carriedBy(talk.trace, callOf(talk, id), talk.steps)).toBe("later");
    talk.add({ kind: "actor.ended", actor: 2, how: "stopped" });
    expect(carriedBy(talk.trace, callOf(talk, id), talk.steps)).toBeNull();
  });

  test("a call that returned is without its bytes in the past", () => {
    const talk = new Conversation();
    talk.send(talk.connection, utf8("hi"));
    const id = talk.recv(talk.client, utf8("hi"));
    const { beganStep } = callOf(talk, id);
    expect(carriedBy(talk.trace, callOf(talk, id), beganStep + 1)).toBe("later");
    expect(shown(talk, id).length).toBe(2);
  });
});

describe("taken by", () => {
  const taken = (talk: Conversation, id: number, steps = talk.steps) =>
    consumptionText(inspector.consumption, talk.trace.flightsOf(id), callOf(talk, id), steps);

  test("nobody yet, then a part, then all", () => {
    const talk = new Conversation();
    const id = talk.send(talk.connection, utf8("0123456789"));
    expect(taken(talk, id)).toBe("10 B not read yet");
    talk.recv(talk.client, utf8("0123"));
    expect(taken(talk, id)).toBe("1 recv: 4 B; 6 B not read yet");
    const before = talk.steps;
    talk.recv(talk.client, utf8("456789"));
    expect(taken(talk, id)).toBe("2 recvs: 4 B + 6 B");
    expect(taken(talk, id, before)).toBe("1 recv: 4 B; 6 B not read yet");
  });

  test("one recv, whole; and two sends in one recv", () => {
    const talk = new Conversation();
    const first = talk.send(talk.connection, utf8("ab"));
    talk.send(talk.connection, utf8("cde"));
    const recv = talk.recv(talk.client, utf8("abcde"));
    expect(taken(talk, first)).toBe("1 recv, whole");
    const verbOf = (id: number) => talk.trace.calls.get(id)?.verb;
    expect(holdsText(inspector, talk.trace.flightsOf(recv), callOf(talk, recv), verbOf)).toBe(
      "the bytes of 2 sendalls: 2 B + 3 B",
    );
  });
});

describe("what is explained", () => {
  test("the newest step, or what is selected", () => {
    const talk = new Conversation();
    const id = talk.send(talk.client, utf8("hi"));
    const { trace, steps } = talk;
    expect(subjectOf(trace, null, 0)).toEqual({ kind: "nothing" });
    expect(subjectOf(trace, null, 1)).toMatchObject({ kind: "event", event: { actor: 1 } });
    expect(subjectOf(trace, null, steps)).toMatchObject({ kind: "call", call: { id } });
    const segment = trace.steps.findIndex(({ kind }) => kind === "segment");
    expect(subjectOf(trace, null, segment + 1)).toMatchObject({ kind: "segment" });
    const actor = subjectOf(trace, { kind: "actor", actor: 2 }, steps);
    expect(actor).toMatchObject({ kind: "actor", actor: { id: 2 } });
  });

  test("a selection that this session does not know falls back to the playhead", () => {
    const { trace, steps } = new Conversation();
    expect(subjectOf(trace, { kind: "call", call: 999 }, steps)).toEqual(
      subjectOf(trace, null, steps),
    );
  });

  test("whether the playhead stands there", () => {
    const talk = new Conversation();
    const call = talk.send(talk.client, utf8("hi"));
    const subject = subjectOf(talk.trace, { kind: "call", call }, 3);
    expect(atPlayhead(subject, 3)).toBe(false);
    expect(atPlayhead(subject, talk.steps)).toBe(true);
  });
});

describe("a call as Python has it", () => {
  test.each<[Pick<Call, "verb" | "args">, string]>([
    [
      { verb: "socket", args: { family: "AF_INET", type: "SOCK_DGRAM" } },
      "socket(AF_INET, SOCK_DGRAM)",
    ],
    [{ verb: "bind", args: { address: at(8888) } }, 's.bind(("127.0.0.1", 8888))'],
    [{ verb: "listen", args: { backlog: 5 } }, "s.listen(5)"],
    [{ verb: "recv", args: { size: 1024 } }, "s.recv(1024)"],
    [{ verb: "shutdown", args: { how: "SHUT_WR" } }, "s.shutdown(SHUT_WR)"],
    [{ verb: "sendall", args: { payload: payloadOf(utf8("你好")) } }, 's.sendall("你好".encode())'],
    [
      { verb: "sendto", args: { payload: payloadOf(utf8("a")), address: at(9) } },
      's.sendto("a".encode(), ("127.0.0.1", 9))',
    ],
    [{ verb: "send", args: { payload: payloadOf(utf8("x".repeat(99))) } }, 's.send(b"… 99 B …")'],
    [{ verb: "send", args: { payload: payloadOf(utf8('"\n')) } }, 's.send(b"… 2 B …")'],
    [{ verb: "send", args: { payload: payloadOf(Uint8Array.of(255)) } }, 's.send(b"… 1 B …")'],
  ])("%j", (call, code) => {
    expect(callCode(call, "s")).toBe(code);
  });

  test("a 4-tuple, as far as it is known", () => {
    expect(tupleText(at(1), at(2), "none")).toBe("127.0.0.1:1 → 127.0.0.1:2");
    expect(tupleText(null, at(2), "none")).toBe("none → 127.0.0.1:2");
    expect(tupleText(at(1), null, "none")).toBe("127.0.0.1:1");
  });
});
