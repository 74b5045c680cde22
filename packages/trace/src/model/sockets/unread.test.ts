import { expect, test } from "vitest";
import { Track } from "../../columns/arrays/track.ts";
import { Unread } from "./unread.ts";

test("an amount that follows from two counts is the one that would have been stored", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 50; round++) {
    const sender = { sent: new Track(), landed: null };
    const received = new Track();
    const unread = new Unread(received);
    const stored = new Track();
    let step = 0;
    for (let i = 0; i < 100; i++) {
      step += 1 + random(3);
      const { last } = unread;
      const kind = random(10);
      if (kind === 0) {
        const amount = random(50);
        unread.set(step, amount);
        stored.set(step, amount);
        continue;
      }
      if (kind < 6 || last === 0) sender.sent.set(step, sender.sent.last + 1 + random(9));
      else received.set(step, received.last + 1 + random(last));
      const amount = Math.max(0, sender.sent.last - received.last);
      unread.follow(step, amount, sender);
      stored.set(step, amount);
    }
    expect([unread.max, unread.last, unread.lastStep]).toEqual([
      ...[stored.max, stored.last, stored.lastStep],
    ]);
    for (let at = -1; at <= step + 1; at++) expect(unread.at(at)).toBe(stored.at(at));
    for (const [from, to] of [
      [0, step + 1],
      [0, 3],
      [40, 90],
      [step - 5, step],
      [step + 1, step + 9],
    ] as const)
      expect([...unread.between(from, to)]).toEqual([...stored.between(from, to)]);
  }
});
