import { LIMITS } from "@sockscope/protocol";
import type { ActorView, SocketPhase, SocketView } from "@sockscope/trace";
import { describe, expect, test } from "vitest";
import { en } from "../../i18n/en/en.ts";
import { parseSize, textProblem } from "./input-validation.ts";
import { type HandVerb, reasonAgainst } from "./reasons.ts";

const words = en.hand;
const { why } = words;

const socketIn = (phase: SocketPhase, extra: Partial<SocketView> = {}): SocketView => ({
  ...{ id: 1, actor: 1, type: "SOCK_STREAM", accepted: false, listener: null, phase },
  ...{
    local: null,
    peer: null,
    other: null,
    queue: [],
    queueLength: 0,
    backlog: null,
    queueOf: null,
  },
  ...{ kernelQueue: [], unread: 0, dropped: 0, sent: 0, received: 0, held: 0, endHeld: false },
  ...{
    phaseTruth: "inferred",
    unreadTruth: "inferred",
    underWay: 0,
    pendingEnd: null,
    otherRead: null,
  },
  ...extra,
});
const viewWith = (sockets: SocketView[], extra: Partial<ActorView> = {}): ActorView => ({
  actor: {
    ...{ id: 1, role: "client", type: "SOCK_STREAM", program: "tcp-hand-client", number: 1 },
    ...{ concurrency: null, group: null, address: null },
    ...{ addedStep: 0, endedStep: null, removedStep: null },
  },
  ...{ ended: null, open: [], last: null, printed: null, process: null, atGate: [], gate: null },
  sockets,
  ...extra,
});
const can = (view: ActorView, ...verbs: HandVerb[]) =>
  verbs.filter((verb) => reasonAgainst(verb, view, why) === null);

describe("what a hand client can do", () => {
  const tcp = ["connect", "send", "recv", "close"] as const;

  test("before it is connected", () => {
    expect(can(viewWith([socketIn("unbound")]), ...tcp)).toEqual(["connect", "close"]);
    expect(reasonAgainst("send", viewWith([socketIn("unbound")]), why)).toBe(why.notConnected);
  });

  test("once it is", () => {
    expect(can(viewWith([socketIn("ESTABLISHED")]), ...tcp)).toEqual(["send", "recv", "close"]);
    expect(reasonAgainst("connect", viewWith([socketIn("ESTABLISHED")]), why)).toBe(why.connected);
  });

  test("when the other side has closed or reset, the kernel is to say what happens", () => {
    for (const phase of ["CLOSE-WAIT", "RESET"] as const) {
      expect(can(viewWith([socketIn(phase)]), ...tcp)).toEqual(["send", "recv", "close"]);
    }
  });

  test("while it sleeps in a call it can only close", () => {
    const blocked = viewWith([socketIn("ESTABLISHED")], {
      open: [
        {
          ...{ id: 7, actor: 1, socket: 1, verb: "recv", args: { size: 10 } },
          ...{ ended: null, endedStep: null, result: null, error: null, abandonedStep: null },
          beganStep: 3,
          began: {
            ...{ seq: 1, t: 0, truth: "observed", source: "program", kind: "call.began" },
            ...{ call: 7, actor: 1, socket: 1, verb: "recv", args: {} },
          },
        },
      ],
    });
    expect(can(blocked, ...tcp)).toEqual(["close"]);
    expect(reasonAgainst("send", blocked, why)).toContain("recv(10)");
  });

  test("nothing when closed or ended", () => {
    expect(can(viewWith([socketIn("closed")]), ...tcp)).toEqual([]);
    expect(can(viewWith([]), ...tcp)).toEqual([]);
  });

  test("UDP sends at once, and receives once it has a port", () => {
    const fresh = viewWith([socketIn("unbound", { type: "SOCK_DGRAM" })]);
    expect(can(fresh, "sendto", "recvfrom", "close")).toEqual(["sendto", "close"]);
    const local = { address: "127.0.0.1", port: 50000, family: "AF_INET" } as const;
    const named = viewWith([socketIn("bound", { type: "SOCK_DGRAM", local })]);
    expect(can(named, "sendto", "recvfrom", "close")).toEqual(["sendto", "recvfrom", "close"]);
  });
});

describe("what was typed", () => {
  test("an empty text: not over TCP", () => {
    expect(textProblem("", true, words)).toBe(words.textEmpty);
    expect(textProblem("", false, words)).toBeNull();
  });

  test("the limit counts bytes of UTF-8, not characters", () => {
    const third = Math.floor(LIMITS.textBytes / 3);
    expect(textProblem("欢".repeat(third), true, words)).toBeNull();
    expect(textProblem("欢".repeat(third + 1), true, words)).toContain("262,146");
  });

  test.each([
    ["1", 1],
    [" 1024 ", 1024],
    ["0", null],
    ["-1", null],
    ["1.5", null],
    ["", null],
    [String(LIMITS.recvBytes + 1), null],
  ])("recv(%j)", (text, size) => {
    expect(parseSize(text)).toBe(size);
  });
});
