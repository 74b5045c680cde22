import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallSites } from "./call-sites.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("who calls faster than anybody can watch is looked at now and then only", () => {
  const sites = new CallSites({ script: import.meta.url, folder: "packages/sockets/src/" });
  const looks = vi.spyOn(Error, "captureStackTrace");
  const call = (times: number, patient: boolean): number => {
    looks.mockClear();
    for (let made = 0; made < times; made += 1) sites.look(patient);
    return looks.mock.calls.length;
  };
  expect(call(10_000, false)).toBe(400);
  expect(call(10_000, false)).toBe(0);
  // One who waits anyway is always looked at.
  expect(call(500, true)).toBe(500);
  vi.advanceTimersByTime(250);
  expect(call(10_000, false)).toBe(25);
  vi.advanceTimersByTime(60_000);
  expect(call(10_000, false)).toBe(400);
});

test("a script without a source map says nothing", () => {
  const sites = new CallSites({ script: import.meta.url, folder: "packages/sockets/src/" });
  expect(sites.look(true)).toBeUndefined();
});
