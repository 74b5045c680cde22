import type { Address } from "@sockscope/protocol";
import { afterEach, expect, test, vi } from "vitest";
import type { Completion, Received } from "../os/driver.ts";
import { ReceiveQueue } from "./receive-queue.ts";

const from: Address = { address: "127.0.0.1", port: 9, family: "AF_INET" };

afterEach(() => {
  vi.useRealTimers();
});

/** A queue, and what happened to it and to the calls on it, in order. */
function queue() {
  const log: string[] = [];
  const made = new ReceiveQueue(({ port }, length, count) =>
    log.push(`${count} of ${length} from ${port} dropped`),
  );
  const call = (name: string): Completion<Received> => ({
    returned: ({ bytes }) => log.push(`${name} returned ${bytes.length}`),
    failed: (errno) => log.push(`${name} failed ${errno}`),
  });
  const come = (length: number, port = 9): void =>
    made.push(new Uint8Array(length), { ...from, port }, (datagram) =>
      log.push(`${datagram} arrived`),
    );
  return { log, queue: made, call, come };
}

test("a waiting call is answered when everything of this poll has arrived", async () => {
  const { log, queue: waiting, call, come } = queue();
  waiting.take(10, call("a"));
  waiting.take(10, call("b"));
  come(1);
  come(2);
  come(3);
  expect(log).toEqual(["1 arrived", "2 arrived", "3 arrived"]);
  await new Promise(setImmediate);
  expect(log.slice(3)).toEqual(["a returned 1", "b returned 2"]);
  waiting.take(10, call("c"));
  expect(log.slice(5)).toEqual(["c returned 3"]);
});

test("a later call does not overtake one that has waited", async () => {
  const { log, queue: waiting, call, come } = queue();
  waiting.take(10, call("a"));
  come(1);
  waiting.take(10, call("b"));
  await new Promise(setImmediate);
  come(2);
  await new Promise(setImmediate);
  expect(log).toEqual(["1 arrived", "a returned 1", "2 arrived", "b returned 2"]);
});

test("a call whose time has passed gets a datagram that has arrived for it", () => {
  const { log, queue: waiting, call, come } = queue();
  const a = call("a");
  const b = call("b");
  waiting.take(10, a);
  waiting.take(10, b);
  come(1);
  expect(waiting.withdraw(a)).toBe(false);
  expect(waiting.withdraw(b)).toBe(true);
  expect(log).toEqual(["1 arrived", "a returned 1"]);
});

/** A queue in which one datagram waits, and without room for more. */
function full() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const made = queue();
  made.queue.capacity = 1;
  made.come(1);
  made.log.length = 0;
  return made;
}

test("the first dropped datagram is reported at once, similar ones soon after, counted", () => {
  const { log, come } = full();
  come(5);
  expect(log).toEqual(["1 of 5 from 9 dropped"]);
  come(5);
  come(6);
  come(5);
  come(5, 10);
  expect(log).toHaveLength(1);
  vi.advanceTimersToNextTimer();
  expect(log.slice(1)).toEqual([
    "2 of 5 from 9 dropped",
    "1 of 6 from 9 dropped",
    "1 of 5 from 10 dropped",
  ]);
  // Nothing more arrived, so the next drop is reported at once again.
  vi.advanceTimersToNextTimer();
  expect(vi.getTimerCount()).toBe(0);
  come(5);
  expect(log).toHaveLength(5);
});

test("a flood of drops is reported in few events, and all are counted", () => {
  const { log, come } = full();
  for (let round = 0; round < 10; round += 1) {
    for (let one = 0; one < 1000; one += 1) come(5);
    vi.advanceTimersToNextTimer();
  }
  expect(log).toHaveLength(11);
  expect(log.reduce((sum, line) => sum + Number.parseInt(line, 10), 0)).toBe(10_000);
});

test("drops before an arriving datagram are reported before it", () => {
  const { log, queue: waiting, call, come } = full();
  come(5);
  come(5);
  waiting.take(10, call("a"));
  come(5);
  come(5);
  expect(log).toEqual([
    "1 of 5 from 9 dropped",
    "a returned 1",
    "1 of 5 from 9 dropped",
    "2 arrived",
  ]);
  waiting.end();
  expect(log.slice(4)).toEqual(["1 of 5 from 9 dropped"]);
  expect(vi.getTimerCount()).toBe(0);
});
