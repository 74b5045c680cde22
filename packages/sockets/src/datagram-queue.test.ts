import type { Address } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { DatagramQueue } from "./datagram-queue.ts";
import type { Completion, Received } from "./driver.ts";

const from: Address = { address: "127.0.0.1", port: 9, family: "AF_INET" };

/** A queue, and what happened to it and to the calls on it, in order. */
function queue() {
  const log: string[] = [];
  const made = new DatagramQueue();
  const call = (name: string): Completion<Received> => ({
    returned: ({ bytes }) => log.push(`${name} returned ${bytes.length}`),
    failed: (errno) => log.push(`${name} failed ${errno}`),
  });
  const come = (length: number): void =>
    made.push(new Uint8Array(length), from, (datagram) => log.push(`${datagram} arrived`));
  return { log, queue: made, call, come };
}

test("who waits is woken when everything that this poll brought has arrived", async () => {
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

test("a call that comes meanwhile does not overtake the one that has waited", async () => {
  const { log, queue: waiting, call, come } = queue();
  waiting.take(10, call("a"));
  come(1);
  waiting.take(10, call("b"));
  await new Promise(setImmediate);
  come(2);
  await new Promise(setImmediate);
  expect(log).toEqual(["1 arrived", "a returned 1", "2 arrived", "b returned 2"]);
});

test("a call whose time is over gets what has come for it", () => {
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
