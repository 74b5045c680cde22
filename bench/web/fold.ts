import type { Event } from "@sockscope/protocol";
// The trace package alone, without a browser: node --expose-gc dist/bench/fold.js
import { createTrace, timelineIndex } from "@sockscope/trace";
import { batches } from "./million.ts";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const CLIENTS = Number(process.argv[3] ?? 100);
const collect = (): NodeJS.MemoryUsage => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage();
};
const total = ({ heapUsed, arrayBuffers }: NodeJS.MemoryUsage): number => heapUsed + arrayBuffers;

/** JSON as it comes, so that no string is shared that a page would have twice. */
const texts: string[] = [];
for (const batch of batches(CLIENTS, EVENTS, 2000)) texts.push(JSON.stringify(batch));
const trace = createTrace();
const before = total(collect());
let folding = 0;
let indexing = 0;
let parsing = 0;
for (const text of texts) {
  const t0 = performance.now();
  const events = JSON.parse(text) as Event[];
  const t1 = performance.now();
  trace.append(events);
  const t2 = performance.now();
  if (process.argv[4] !== "alone") timelineIndex(trace);
  const t3 = performance.now();
  parsing += t1 - t0;
  folding += t2 - t1;
  indexing += t3 - t2;
}
const after = total(collect());
const ms = (value: number): string => `${value.toFixed(1)} ms`;
console.log(
  `${EVENTS} events: parse ${ms(parsing)}, fold ${ms(folding)}, timeline ${ms(indexing)},`,
  `${((after - before) / EVENTS).toFixed(1)} B an event, ${trace.steps.length} steps`,
);
const samples: number[] = [];
const packets: number[] = [];
let seed = 1;
const first = performance.now();
trace.stageAt(trace.steps.length);
console.log(`stage at the end ${ms(performance.now() - first)}`);
for (let i = 0; i < Number(process.argv[5] ?? 200); i++) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  const step = Math.floor((seed / 2147483648) * trace.steps.length);
  const t0 = performance.now();
  trace.stageAt(step);
  const t1 = performance.now();
  trace.packetsAt(step + 0.5);
  samples.push(t1 - t0);
  packets.push(performance.now() - t1);
}
const rank = (all: number[], share: number): number =>
  [...all].sort((a, b) => a - b)[Math.floor((all.length - 1) * share)] ?? 0;
console.log(
  `seek: first ${ms(samples[0] ?? 0)}, p50 ${ms(rank(samples, 0.5))}, p99 ${ms(rank(samples, 0.99))}, worst ${ms(rank(samples, 1))}; packets p99 ${ms(rank(packets, 0.99))}`,
);
console.log(
  `with what seeking keeps: ${((total(collect()) - before) / EVENTS).toFixed(1)} B an event`,
);
