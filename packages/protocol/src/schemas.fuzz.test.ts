import fc from "fast-check";
import { expect, test } from "vitest";
import * as protocol from "./index.ts";
import { z } from "./zod.ts";

const { check, encodeMessage, PERFECT_LINK, parseServerMessage, parseViewerMessage } = protocol;

/** Cases for each schema: `FUZZ=1000000 npm run test:fuzz` takes more. */
const CASES = Number(process.env["FUZZ"] ?? 20_000);
const SLOWLY = 30_000 + CASES * 2;

/** All that there are, but for mere lists of words, which take these words. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(protocol).flatMap(([name, schema]) =>
    schema instanceof z.ZodType && !(schema instanceof z.ZodEnum) ? [[name, schema]] : [],
  ),
);

const NASTY = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "", " ", "\0", "\u202e", "a\ud800"],
  ...[Number.NaN, Number.POSITIVE_INFINITY, -0, -1, 0.5, 2 ** 53, 1e308, 65536, null, true, []],
  ...["all", "stage", "free", "spawn", "call", "hello", "command", "127.0.0.1", "AF_INET"],
] as const;

/** The words that the schemas know, so that cases come near to what is right. */
const KEYS = [
  ...[
    "type",
    "do",
    "kind",
    "verb",
    "on",
    "over",
    "id",
    "actor",
    "group",
    "call",
    "command",
    "host",
  ],
  ...[
    "port",
    "count",
    "program",
    "mode",
    "scope",
    "when",
    "conditions",
    "seed",
    "token",
    "session",
  ],
  ...["since", "protocol", "seq", "t", "truth", "source", "args", "result", "error", "address"],
  ...[
    "family",
    "length",
    "kept",
    "code",
    "message",
    "events",
    "actors",
    "__proto__",
    "constructor",
  ],
] as const;

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(...NASTY),
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.double(),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })), tie("any"), {
      maxKeys: 6,
      noNullPrototype: false,
    }),
  ),
})).any;

/** Sound ones, to be spoilt in one place. */
const SOUND: Readonly<Record<string, readonly object[]>> = {
  callArgsSchema: [{ size: 10 }, { payload: { length: 1, kept: "AA==" }, offset: 0 }],
  callErrorSchema: [{ errno: "EPIPE", number: 32, message: "Broken pipe" }],
  callResultSchema: [{ count: 1 }, { socket: 3, queue: "node" }],
  callSiteSchema: [{ file: "a.ts", line: 3 }],
  invitationSchema: [{ code: "a", urls: ["http://192.0.2.1:4747"] }],
  addressSchema: [{ address: "127.0.0.1", port: 80, family: "AF_INET" }],
  breakpointSchema: [
    { on: "call", verb: "recv", nth: 2 },
    { on: "error", errno: "EPIPE" },
  ],
  commandSchema: [
    { do: "spawn", program: "echo-server", count: 1, host: "::1", port: 1 },
    { do: "hand", actor: 1, call: { verb: "send", text: "x" } },
    { do: "gate", scope: "all", mode: "slow", pause: 5 },
  ],
  eventSchema: [
    {
      ...{ seq: 1, t: 0, truth: "observed", source: "program", kind: "call.began", call: 1 },
      ...{ actor: 1, socket: 2, verb: "send", args: { payload: { length: 1, kept: "AA==" } } },
    },
  ],
  kernelSocketSchema: [
    { state: "CLOSE-WAIT", receiveQueue: 1, sendQueue: 0, orphan: true },
    { state: null, receiveQueue: 0, sendQueue: 0, drops: 3 },
  ],
  handCallSchema: [{ verb: "connect", host: "::1", port: 1 }],
  linkConditionsSchema: [PERFECT_LINK, { ...PERFECT_LINK, latency: 5, loss: 0.5, bandwidth: 1e6 }],
  linkScopeSchema: [{ over: "pair", a: 1, b: 2 }],
  payloadSchema: [{ length: 1, kept: "AA==" }],
  problemSchema: [{ code: "busy", message: "" }],
  recordingCloseSchema: [
    { close: "done", torn: false, ended: true },
    { close: "refused", code: "bad-line", line: 3, message: "" },
  ],
  recordingEndSchema: [{ end: { events: 3 } }],
  recordingHeaderSchema: [
    {
      ...{ sockscope: "recording", format: 1, protocol: 1, version: "0.1.0", session: "s" },
      ...{ wall: 1.7e12, pid: 0 },
    },
  ],
  recordingInfoSchema: [
    { id: "2026-03-01T09-30-00.000Z-1a2b3c4d", name: "x", bytes: 1, wall: 1.7e12, state: "cut" },
  ],
  recordingRefusalSchema: [{ code: "too-large", line: 0, message: "" }],
  serverMessageSchema: [{ type: "done", id: "a", actors: [1] }],
  viewerMessageSchema: [
    { type: "hello", protocol: 1, token: "", session: null, since: 0 },
    { type: "command", id: "a", command: { do: "clear" } },
  ],
};

/** The same of schemas that take no objects. */
const PLAIN: Readonly<Record<string, readonly unknown[]>> = {
  gateTargetSchema: [[1, 2]],
  intervalSchema: [
    [0, 5],
    [5, 0],
  ],
  recordingIdSchema: ["2026-03-01T09-30-00.000Z-1a2b3c4d", "../2026-03-01T09-30-00.000Z-1a2b3c4d"],
};

/** A sound one with one field more, less or other than it should be, or another value altogether. */
const caseFor = (name: string): fc.Arbitrary<unknown> => {
  const sound = SOUND[name];
  if (sound === undefined)
    return name in PLAIN ? fc.oneof(value, fc.constantFrom(...(PLAIN[name] ?? []))) : value;
  const spoilt = fc
    .tuple(fc.constantFrom(...sound), fc.constantFrom(...KEYS), value)
    .map(([base, key, other]) => withOwn(base, key, other));
  return fc.oneof(value, spoilt, fc.constantFrom<unknown>(...sound));
};

/** `key` as JSON.parse would make it: a field of its own even if it is `__proto__`. */
function withOwn(base: object, key: string, other: unknown): object {
  const copy = { ...base };
  Object.defineProperty(copy, key, { value: other, enumerable: true, configurable: true });
  return copy;
}

/** What may be in a parsed value: plain data, all of it from the case, and nothing inherited. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain)
  );
}

test.each(Object.entries(SCHEMAS))(
  "%s takes what it says, or refuses it, and never throws",
  (name, schema) => {
    let taken = 0;
    fc.assert(
      fc.property(caseFor(name), (input) => {
        const parsed = check(schema, input);
        if (!parsed.ok) return;
        taken += 1;
        // What was taken is taken again, unchanged; nothing unknown came along.
        if (!isPlain(parsed.value)) throw new Error("not plain");
        if (!check(schema, parsed.value).ok) throw new Error("not taken twice");
      }),
      { numRuns: CASES },
    );
    expect(taken).toBeGreaterThan(0);
    expect("polluted" in {}).toBe(false);
  },
  SLOWLY,
);

test(
  "no text makes the codec throw, or brings a field that the schema does not know",
  () => {
    const known = fc.constantFrom(...Object.values(SOUND).flat()).map((one) => JSON.stringify(one));
    const cut = fc
      .tuple(known, fc.nat(200), fc.string({ maxLength: 3 }))
      .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + more.length));
    const text = fc.oneof(
      known,
      cut,
      fc.string(),
      value.map((one) => (one === undefined ? "" : JSON.stringify(one))),
    );
    fc.assert(
      fc.property(text, (input) => {
        for (const parsed of [parseViewerMessage(input), parseServerMessage(input)])
          if (parsed.ok && !isPlain(JSON.parse(encodeMessage(parsed.value))))
            throw new Error("not plain");
      }),
      { numRuns: CASES },
    );
    expect("polluted" in {}).toBe(false);
  },
  SLOWLY,
);

test("__proto__, constructor and the like are no fields of anything", () => {
  for (const [name, sound] of Object.entries(SOUND))
    for (const base of sound)
      for (const key of ["__proto__", "constructor", "prototype", "toString"]) {
        const text = JSON.stringify(base).replace(/^\{/, `{"${key}":{"polluted":1},`);
        expect([name, key, check(SCHEMAS[name] ?? z.unknown(), JSON.parse(text)).ok]).toEqual([
          name,
          key,
          false,
        ]);
      }
  expect("polluted" in {}).toBe(false);
});

test("a length that cannot be compared is a length too long", () => {
  const odd = '{"length":{"valueOf":1,"toString":1}}';
  const hello = `{"type":"hello","protocol":1,"token":${odd},"session":null,"since":0}`;
  expect(parseViewerMessage(hello)).toMatchObject({ ok: false });
});
