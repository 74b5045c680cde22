import {
  base64Bytes,
  base64Text,
  type Event,
  eventSchema,
  LIMITS,
  type Payload,
} from "@sockscope/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Events } from "./events.ts";

const id = fc.integer({ min: 1, max: 1e9 });
const whole = fc.oneof(fc.nat(), fc.maxSafeNat());
const any = fc.oneof(whole, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const some = { requiredKeys: [] };
const address = fc.record({
  address: fc.constantFrom("127.0.0.1", "::1", "0.0.0.0"),
  port: fc.nat(65535),
  family: fc.constantFrom("AF_INET" as const, "AF_INET6" as const),
});
const payload = fc.record({
  length: whole,
  kept: fc.uint8Array({ maxLength: 60 }).map((bytes) => base64Text(bytes)),
});
const verb = fc.constantFrom(
  "recv" as const,
  "sendall" as const,
  "sendto" as const,
  "bind" as const,
);
const args = fc.record(
  {
    ...{ payload, address, offset: whole, size: any, backlog: fc.integer(), value: any },
    family: fc.constantFrom("AF_INET" as const, "AF_INET6" as const),
    type: fc.constantFrom("SOCK_STREAM" as const, "SOCK_DGRAM" as const),
    how: fc.constantFrom("SHUT_RD" as const, "SHUT_WR" as const),
    ...{ level: fc.string(), option: fc.string(), interface: fc.string() },
  },
  some,
);
const result = fc.record(
  {
    ...{ payload, address, socket: id, offset: whole, count: whole, value: any, datagram: id },
    ...{ cutFrom: whole, queue: fc.constantFrom("kernel" as const, "node" as const) },
  },
  some,
);
const error = fc.record({
  errno: fc.constantFrom("EPIPE", "ECONNRESET"),
  number: fc.integer(),
  message: fc.string(),
});
const site = fc.record({ file: fc.string(), line: id });
const on = { actor: id, socket: id, call: id };
const kind = <K extends string>(name: K) => fc.constant(name);
const facts = fc.oneof(
  fc.record(
    { kind: kind("call.began"), ...on, socket: fc.option(id), verb, args, thread: id, site },
    { requiredKeys: ["kind", "actor", "socket", "call", "verb", "args"] },
  ),
  fc.record(
    { kind: kind("call.ended"), ...on, socket: fc.option(id), verb, result, error },
    { requiredKeys: ["kind", "actor", "socket", "call", "verb"] },
  ),
  fc.record({
    ...{ kind: kind("datagram.arrived"), actor: id, socket: id, datagram: id, address },
    length: whole,
  }),
  fc.record({
    ...{ kind: kind("datagram.dropped"), actor: id, socket: id, address, length: whole },
    count: id,
  }),
  fc.record(
    {
      ...{ kind: kind("link.fault"), ...on, fault: fc.constantFrom("delay", "loss", "reset") },
      ...{ offset: whole, length: whole, delay: whole, copy: id },
    },
    { requiredKeys: ["kind", "actor", "socket", "call", "fault", "length"] },
  ),
  fc.record(
    { kind: kind("link.passed"), ...on, offset: whole, length: whole, copy: id },
    { requiredKeys: ["kind", "actor", "socket", "call", "length"] },
  ),
  fc.record({ kind: kind("actor.printed"), actor: id, text: fc.string() }),
);
const events = fc
  .array(
    fc.tuple(
      facts,
      fc.record({
        t: fc.oneof(fc.nat(), fc.nat({ max: 2 ** 45 })),
        truth: fc.constantFrom("observed", "inferred", "injected"),
        source: fc.constantFrom("lab", "program", "kernel", "wire"),
      }),
      fc.nat({ max: 1 }),
    ),
    { maxLength: 40 },
  )
  .map((all) => {
    let seq = 0;
    return all.map(([fact, envelope, gap]) => {
      seq += 1 + gap;
      return { seq, ...envelope, ...fact };
    });
  });

/** With its payload as it is on the wire. */
function spelt(event: Event | undefined): unknown {
  const plain = ({ length, kept }: Payload): Payload => ({ length, kept });
  if (event?.kind === "call.began" && event.args.payload !== undefined)
    return { ...event, args: { ...event.args, payload: plain(event.args.payload) } };
  if (event?.kind === "call.ended" && event.result?.payload !== undefined)
    return { ...event, result: { ...event.result, payload: plain(event.result.payload) } };
  return event;
}

/** Enough of them that no object of those before is at hand any more. */
function forget(store: Events, seq: number): void {
  for (let i = 0; i < 2048; i++) {
    store.add({
      ...{ seq: seq + 1 + i, t: 0, truth: "observed", source: "lab" },
      ...{ kind: "actor.removed", actor: 1 },
    });
  }
}

test("every event comes out as it went in: fields, order in time, odd numbers and all", () => {
  fc.assert(
    fc.property(events, (all) => {
      const store = new Events();
      for (const event of all) store.add(event);
      forget(store, all.at(-1)?.seq ?? 0);
      expect(all.map((_, index) => spelt(store.all.get(index)))).toEqual(all);
    }),
    { numRuns: 150 },
  );
});

test("time never falls, whatever the clock says", () => {
  fc.assert(
    fc.property(events, (all) => {
      const store = new Events();
      let latest = 0;
      all.forEach((event, index) => {
        store.add(event);
        latest = Math.max(latest, event.t);
        expect(store.timeAt(index)).toBe(latest);
      });
    }),
  );
});

test("the largest payload that is kept, many times over, across the ends of the memory's pieces", () => {
  const store = new Events();
  const kept = Array.from({ length: 900 }, (_, i) =>
    base64Text(new Uint8Array(LIMITS.payloadKept).map((__, at) => (at * 7 + i) % 256)),
  );
  kept.forEach((text, i) => {
    const call = { call: i + 1, actor: 1, socket: 1, verb: "sendall" } as const;
    store.add({
      ...{ seq: i + 1, t: i, truth: "observed", source: "program", kind: "call.began", ...call },
      args: { payload: { length: LIMITS.payloadKept, kept: text }, offset: i },
    });
  });
  forget(store, kept.length);
  const found = kept.map((_, i) => store.all.get(i));
  expect(found.map((event) => event?.kind === "call.began" && event.args.payload?.kept)).toEqual(
    kept,
  );
  expect(found.every((event) => eventSchema.safeParse(spelt(event)).success)).toBe(true);
});

test("base64: there and back; what is not written as we would write it is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const into = new Uint8Array(bytes.length + 3);
      const text = base64Text(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(base64Bytes(text, into, 0)).toBe(true);
      expect(into.subarray(0, bytes.length)).toEqual(bytes);
    }),
  );
  for (const odd of ["A", "AAA", "A===", "AB==", "AAB=", "A*AA", "AAAÄ", "=AAA"]) {
    expect(base64Bytes(odd, new Uint8Array(8), 0)).toBe(false);
  }
});
