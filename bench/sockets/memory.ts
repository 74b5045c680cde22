// Bytes an event for a million recorded events of an echo of 64 B. Run with --expose-gc.
import { Journal } from "../../apps/server/src/journal/journal.ts";

const EVENTS = 1_000_000;
const kept = new Uint8Array(64).fill(120);
const journal = new Journal();
const on = { actor: 1, socket: 7 } as const;

const used = (): number => {
  globalThis.gc?.();
  // Of `external` nothing but buffers counts here; those of the journal are not in it.
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const before = used();
for (let round = 1; round <= EVENTS / 4; round += 1) {
  const offset = round * 64;
  const payload = { length: 64, kept };
  const recv = { ...on, id: round * 2, verb: "recv", args: { size: 1024 } } as const;
  const args = { payload, offset };
  const sendall = { ...on, id: round * 2 + 1, verb: "sendall", args } as const;
  journal.began(recv, null, undefined);
  journal.ended(recv, { payload, offset }, undefined);
  journal.began(sendall, null, undefined);
  journal.ended(sendall, { count: 64 }, undefined);
}
console.log((used() - before) / journal.seq);
