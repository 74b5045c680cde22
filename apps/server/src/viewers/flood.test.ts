import { expect, test } from "vitest";
import { Flood } from "./flood.ts";

/** Simulates `perMs` events per ms for `ms` ms, 4 ms at a time. Returns the newest `seq`. */
function run(flood: Flood, from: number, perMs: number, ms: number): number {
  let seq = from;
  for (let passed = 0; passed < ms; passed += 4) {
    seq += perMs * 4;
    flood.update(seq, 4);
  }
  return seq;
}

test("a lasting flood is recognized after a few ms, and so is its end", () => {
  const flood = new Flood(0);
  const seq = run(flood, 0, 300, 8);
  expect(flood.crowded).toBe(true);
  const later = run(flood, seq, 300, 8);
  expect(flood.lasts).toBe(true);
  run(flood, later, 10, 40);
  expect([flood.crowded, flood.lasts]).toEqual([false, false]);
});

test("20,000 events a second are no flood, not even in bursts", () => {
  const flood = new Flood(0);
  let seq = 0;
  for (let burst = 0; burst < 50; burst += 1) {
    // Held up for 40 ms, then all at once within 4 ms, then a short pause.
    seq += 880;
    flood.update(seq, 4);
    expect(flood.lasts).toBe(false);
    flood.update(seq, 40);
    expect(flood.lasts).toBe(false);
  }
});

test("with several viewers half the rate is a flood", () => {
  for (const [count, lasts] of [
    [1, false],
    [2, true],
    [30, true],
  ] as const) {
    const flood = new Flood(0);
    for (let seq = 0; seq < 6000; seq += 120) flood.update(seq, 4, { count, spent: 0 });
    expect(flood.lasts, `${count}`).toBe(lasts);
  }
});

test("time that the programs did not have does not lower the rate of a flood", () => {
  const flood = new Flood(0);
  // A batch took nearly all of the time: 2,000 events in half a ms.
  flood.update(2000, 0.5);
  flood.update(4000, 0.5);
  expect(flood.lasts).toBe(true);
});
