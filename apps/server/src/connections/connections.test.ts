import { type Duplex, PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { WaitingViewers } from "../access/waiting-viewers.ts";
import { ConnectionTable } from "./connection-table.ts";
import { LoopShare } from "./loop-share.ts";
import { Rates } from "./rates.ts";

const connection = (): Duplex => new PassThrough();
const open = (all: readonly Duplex[]): number => all.filter(({ destroyed }) => !destroyed).length;

test("idle connections make room for new ones, so that they never shut the page out", () => {
  const table = new ConnectionTable({ group: 32, all: 32 });
  const idle = Array.from({ length: 400 }, connection);
  for (const one of idle) expect(table.add("", one)).toBe(true);
  expect([open(idle), table.count]).toEqual([32, 32]);
  const page = connection();
  expect(table.add("", page)).toBe(true);
  table.use("", page, "busy");
  for (let count = 0; count < 100; count += 1) table.add("", connection());
  expect([page.destroyed, table.count]).toEqual([false, 32]);
});

test("a group in which all connections are busy gets no more", () => {
  const table = new ConnectionTable({ group: 2, all: 10 });
  const busy = [connection(), connection()];
  for (const one of busy) {
    table.add("a", one);
    table.use("a", one, "busy");
  }
  const late = connection();
  expect([table.add("a", late), late.destroyed, open(busy)]).toEqual([false, true, 2]);
});

test("when the table is full the largest group makes room, but never an admitted viewer", () => {
  const table = new ConnectionTable({ group: 6, all: 8 });
  const viewer = connection();
  table.add("crowd", viewer);
  table.use("crowd", viewer, "admitted");
  const crowd = Array.from({ length: 5 }, connection);
  for (const one of crowd) {
    table.add("crowd", one);
    table.use("crowd", one, "busy");
  }
  const few = Array.from({ length: 4 }, connection);
  for (const one of few) expect(table.add("few", one)).toBe(true);
  expect([open(crowd), open(few), viewer.destroyed, table.count]).toEqual([3, 4, false, 8]);
});

test("each address has a rate of its own, which recovers after a while", () => {
  let now = 0;
  const rates = new Rates({ perSecond: 10, burst: 20, now: () => now });
  const times = (address: string): number => {
    let count = 0;
    while (rates.take(address)) count += 1;
    return count;
  };
  expect([times("a"), times("a"), times("b")]).toEqual([20, 0, 20]);
  now = 500;
  expect(times("a")).toBe(5);
  now = 60_000;
  expect(times("a")).toBe(20);
});

test("the silent viewers that waited longest make room, from the address that has most of them", () => {
  const waiting = new WaitingViewers({ address: 40, all: 60 });
  const gone: string[] = [];
  const add = (address: string, count: number): void => {
    for (let at = 0; at < count; at += 1)
      waiting.add(address, () => void gone.push(`${address} ${at}`));
  };
  add("class", 40);
  expect(gone).toEqual([]);
  add("class", 1);
  expect(gone).toEqual(["class 0"]);
  add("other", 21);
  expect(gone).toEqual(["class 0", "class 1"]);
  expect(waiting.count).toBe(60);
});

test("reading from outside takes its share of the time, and the addresses take turns", async () => {
  const share = new LoopShare({ share: 0.1 });
  const steps: string[] = [];
  let spent = 0;
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const step = (address: string): boolean => {
      steps.push(address);
      const start = performance.now();
      while (performance.now() - start < 0.3);
      spent += performance.now() - start;
      if (start - began > 800) resolve();
      return start - began <= 800;
    };
    for (const [address, readers] of [
      ["many", 9],
      ["one", 1],
    ] as const)
      for (let count = 0; count < readers; count += 1)
        share.add(address, { step: () => step(address) });
  });
  // The limit: the credit, a tenth of the time, and the last turn, which may exceed its share.
  const took = performance.now() - began;
  expect(spent).toBeLessThan(100 + 0.1 * took + 50);
  expect(spent).toBeGreaterThan(50);
  const ones = steps.filter((address) => address === "one").length;
  expect(Math.abs(ones - steps.length / 2)).toBeLessThanOrEqual(10);
});
