import type { Address } from "@sockscope/protocol";
import { factOfBeginning, factOfEnd, type MadeCall, type RecordedFact } from "@sockscope/sockets";
import { expect, test } from "vitest";
import { Journal } from "./journal.ts";
import { JournalLines } from "./journal-lines.ts";
import { hosts, MOST_TEXTS, texts } from "./memory/interned.ts";

const kept = Uint8Array.of(1, 2, 3);
const payload = { length: 3, kept };
/** A host, a name of an option and a sentence that nothing has had before. */
const host = (n: number): Address => ({
  ...{ address: `fe80::${n.toString(16)}%eth${n}`, port: n % 65536, family: "AF_INET6" },
});
/** Too long for a table, in characters. */
const LONG = 300;

/** Each of the forms in which facts are kept, with texts of this number. */
function facts(n: number, long = LONG): readonly RecordedFact[] {
  const call = { call: n + 1, actor: 1, socket: 2 } as const;
  const address = host(n);
  return [
    { kind: "socket.named", actor: 1, socket: 2, address },
    {
      kind: "connection.queued",
      ...{ actor: 1, socket: 2, connection: 9, local: host(0), peer: address },
    },
    { kind: "datagram.arrived", actor: 1, socket: 2, datagram: 4, address, length: 0 },
    { kind: "datagram.dropped", actor: 1, socket: 2, address, length: 3, count: 1 },
    { ...call, kind: "call.began", verb: "bind", args: { address } },
    {
      ...call,
      kind: "call.began",
      verb: "setsockopt",
      args: { level: `l${n}`, option: `o${n}` },
    },
    { ...call, kind: "call.began", verb: "sendto", args: { payload, address, offset: 1 } },
    { ...call, kind: "call.ended", verb: "recvfrom", result: { payload, address, datagram: 1 } },
    {
      ...call,
      kind: "call.ended",
      verb: "bind",
      error: { errno: "EINVAL", number: 22, message: `${n} ${"x".repeat(long)}` },
    },
    {
      ...call,
      kind: "call.began",
      verb: "recv",
      args: { size: 1 },
      site: { file: `f${n}.py`, line: 3 },
    },
    { kind: "actor.printed", actor: 1, text: `line ${n}` },
  ];
}

const plain = (fact: RecordedFact): object =>
  JSON.parse(
    JSON.stringify(fact, (_key, value: unknown) =>
      value === kept ? Buffer.from(kept).toString("base64") : value,
    ),
  ) as object;

test("texts that are ever new take no more than their room, and are read as they were", () => {
  const journal = new Journal();
  const ROUNDS = MOST_TEXTS + 500;
  for (let n = 0; n < ROUNDS; n += 1) for (const fact of facts(n)) journal.record(fact);
  expect([texts.size, hosts.size]).toEqual([MOST_TEXTS, MOST_TEXTS]);
  // The ends: where all are known, and where none is.
  for (const n of [0, 1, ROUNDS - 2, ROUNDS - 1]) {
    const wanted = facts(n).map(plain);
    const from = n * wanted.length;
    const place = { truth: "observed", source: "program", t: expect.any(Number) as number };
    expect(journal.read(from, wanted.length), `round ${n}`).toEqual(
      wanted.map((fact, index) => ({ ...fact, ...place, seq: from + index + 1 })),
    );
  }
});

test("calls with addresses that are ever new are read as they were", () => {
  const journal = new Journal();
  const address = host(10_000_000);
  const made = (verb: MadeCall["verb"]): MadeCall => ({
    ...{ id: 3, actor: 1, socket: 2, verb, args: { address, payload } },
  });
  const at = { actor: 1, socket: 2, datagram: 4, address, length: 0 };
  const arrived = { kind: "datagram.arrived", ...at } as const;
  const result = { address, socket: 5, payload, datagram: 1 };
  const wanted: RecordedFact[] = [];
  for (const verb of ["connect", "sendto"] as const) {
    journal.began(made(verb), null, undefined);
    wanted.push(factOfBeginning(made(verb), null, undefined));
  }
  for (const verb of ["connect", "accept", "recvfrom"] as const) {
    journal.ended(made(verb), result, undefined);
    wanted.push(factOfEnd(made(verb), result, undefined));
  }
  journal.arrived(arrived);
  wanted.push(arrived);
  expect(journal.read(0, 6)).toMatchObject(wanted.map(plain));
});

test("what is kept of them counts in the journal's memory, and is let go with it", () => {
  const journal = new Journal();
  const memory = 16 << 20;
  const lines = new JournalLines({ journal, file: null, stopped: () => undefined, memory });
  for (let n = 20_000_000; n < 20_000_000 + 1000; n += 1)
    for (const fact of facts(n, 9000)) journal.record(fact);
  const before = journal.bytes;
  expect(before).toBeGreaterThan(1000 * 9000);
  journal.forget(journal.seq);
  expect(journal.bytes).toBeLessThan(before / 10);
  lines.close();
});
