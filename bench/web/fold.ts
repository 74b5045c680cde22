// The trace package alone, without a browser. Run with --expose-gc; prints one line of JSON.
import type { Event } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { batches } from "./run/echoes.ts";

const events = Number(process.argv[2] ?? 1_000_000);
const seeks = 100;
const memory = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

// As JSON, as they come: else strings would be shared that a page has for itself.
const texts: string[] = [];
for (const batch of batches(100, events, 2000)) texts.push(JSON.stringify(batch));
const trace = createTrace();
const before = memory();
let fold = 0;
let parse = 0;
for (const text of texts) {
  const began = performance.now();
  const batch = JSON.parse(text) as Event[];
  const parsed = performance.now();
  trace.append(batch);
  parse += parsed - began;
  fold += performance.now() - parsed;
}
const bytes = (memory() - before) / events;
trace.stageAt(trace.steps.length);
const taken: number[] = [];
let seed = 1;
for (let i = 0; i < seeks; i++) {
  seed = (seed * 48271) % 2147483647;
  const step = seed % trace.steps.length;
  const began = performance.now();
  trace.stageAt(step);
  trace.packetsAt(step + 0.5);
  taken.push(performance.now() - began);
}
const seek = taken.sort((a, b) => a - b)[Math.floor(seeks * 0.99) - 1];
console.log(JSON.stringify({ fold, parse, bytes, seek }));
