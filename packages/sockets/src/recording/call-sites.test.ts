import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallSites } from "./call-sites.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("calls that are faster than a person can watch get their line only now and then", () => {
  const sites = new CallSites({ script: import.meta.url, folder: "packages/sockets/src/" });
  const looks = vi.spyOn(Error, "captureStackTrace");
  const call = (times: number, patient: boolean): number => {
    looks.mockClear();
    for (let made = 0; made < times; made += 1) sites.look(patient);
    return looks.mock.calls.length;
  };
  expect(call(10_000, false)).toBe(400);
  expect(call(10_000, false)).toBe(0);
  // A call that waits anyway always gets its line.
  expect(call(500, true)).toBe(500);
  vi.advanceTimersByTime(250);
  expect(call(10_000, false)).toBe(25);
  vi.advanceTimersByTime(60_000);
  expect(call(10_000, false)).toBe(400);
});

test("a script without a source map gives no lines", () => {
  const sites = new CallSites({ script: import.meta.url, folder: "packages/sockets/src/" });
  expect(sites.look(true)).toBeUndefined();
});

test("the map is read at the start: later no file has to be opened for a line", () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  const path = join(folder, "script.js");
  const script = pathToFileURL(path).href;
  const sources = ["packages/sockets/src/a.ts"];
  const map = { version: 3, sources, names: [], mappings: "AAAA" };
  writeFileSync(`${path}.map`, JSON.stringify(map));
  const sites = new CallSites({ script, folder: "packages/sockets/src/" });
  rmSync(folder, { recursive: true });
  expect(sites.locate([{ script, line: 1, column: 1 }])).toEqual({ file: "a.ts", line: 1 });
});

test("without a readable map a program runs without lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  const path = join(folder, "script.js");
  mkdirSync(`${path}.map`);
  const script = pathToFileURL(path).href;
  const sites = new CallSites({ script, folder: "packages/sockets/src/" });
  expect(sites.locate([{ script, line: 1, column: 1 }])).toBeUndefined();
  rmSync(folder, { recursive: true });
});
