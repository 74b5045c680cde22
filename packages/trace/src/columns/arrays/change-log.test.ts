import { expect, test } from "vitest";
import { ChangeLog } from "./change-log.ts";

function read(log: ChangeLog, from: number): readonly number[] | null {
  const changes: number[] = [];
  return log.since(from, (changed) => changes.push(changed)) ? changes : null;
}

test("each reader gets what was put after it had read", () => {
  const log = new ChangeLog();
  expect(read(log, 0)).toEqual([]);
  for (let changed = 0; changed < 100; changed++) log.put(changed);
  expect(read(log, 97)).toEqual([97, 98, 99]);
  expect(read(log, 0)).toHaveLength(100);
  expect(read(log, log.count)).toEqual([]);
});

test("a reader that is too far behind is told so", () => {
  const log = new ChangeLog();
  const put = 70_000;
  for (let changed = 0; changed < put; changed++) log.put(changed);
  expect(read(log, 0)).toBeNull();
  expect(read(log, put - 65_536)?.[0]).toBe(put - 65_536);
  expect(read(log, put - 2)).toEqual([put - 2, put - 1]);
});
