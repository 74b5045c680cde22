import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventually } from "../testing/eventually.fixture.ts";
import { Journal } from "./journal.ts";
import { JournalFile } from "./journal-file.ts";
import {
  JournalLines,
  type JournalLinesOptions,
  type Stopped,
  stoppedProblem,
} from "./journal-lines.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = new Uint8Array(1000).fill(120);

function recorded(options: Partial<JournalLinesOptions> = {}) {
  const journal = new Journal();
  const file = new JournalFile(folder, journal, "test");
  const stopped: Stopped[] = [];
  const lines = new JournalLines({
    journal,
    file,
    stopped: (why) => stopped.push(why),
    ...options,
  });
  const record = (count: number, text = "line"): void => {
    for (let made = 0; made < count; made += 1) {
      const call = { call: made + 1, actor: 1, socket: 1 } as const;
      if (made % 3 === 0) journal.record({ kind: "actor.printed", actor: 1, text });
      else
        journal.record({
          ...call,
          kind: "call.began",
          verb: "send",
          args: { payload: { length: kept.length, kept }, offset: made },
        });
    }
  };
  /** All lines, as a viewer gets them that begins after `since`. */
  const all = (since = 0): string[] => {
    const got: string[] = [];
    while (since + got.length < journal.seq) {
      const batch = lines.after(since + got.length);
      expect(batch.length).toBeLessThanOrEqual(LIMITS.batchEvents);
      if (batch.length === 0 && file.seq === journal.seq) throw new Error("no line was given");
      got.push(...batch);
    }
    return got;
  };
  const onDisk = (): string[] => readFileSync(file.path, "utf8").split("\n").slice(1, -1);
  return { journal, file, lines, stopped, record, all, onDisk };
}

const seqs = (lines: readonly string[]): number[] =>
  lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
const oneTo = (count: number, from = 1): number[] =>
  Array.from({ length: count }, (_, index) => index + from);

test("what was given to somebody is on disk (R1)", () => {
  const { journal, lines, record, onDisk, file } = recorded();
  record(10_000);
  for (let since = 0; since < journal.seq; ) {
    const batch = lines.after(since);
    since += batch.length;
    expect(file.seq).toBeGreaterThanOrEqual(since);
  }
  expect(seqs(onDisk())).toEqual(oneTo(10_000));
  lines.close();
});

test("from any event on, from what is remembered, from memory and from the file", () => {
  const { journal, lines, record, all } = recorded();
  record(3000, "with \u2028 and 你好\n");
  const whole = journal.read(0, journal.seq).map((event) => JSON.stringify(event));
  expect(all()).toEqual(whole);
  record(3000);
  for (const since of [0, 1, 511, 512, 513, 2999, 3000, 4095, 4096, 5998, 5999])
    expect(seqs(all(since))).toEqual(oneTo(6000 - since, since + 1));
  lines.close();
});

test("memory stays bounded, and what it let go of comes from the file", () => {
  const { journal, lines, record, all } = recorded({ memory: 4 << 20 });
  for (let round = 0; round < 20; round += 1) {
    record(2000);
    all(journal.seq - 2000);
    expect(journal.bytes).toBeLessThan(7 << 20);
  }
  expect(journal.first).toBeGreaterThan(1);
  expect(lines.first).toBe(1);
  for (const since of [0, 7, 511, 512, 20_000, 39_999])
    expect(seqs(all(since))).toEqual(oneTo(40_000 - since, since + 1));
  lines.close();
});

test("without anybody who looks on, the file follows by itself", async () => {
  const { lines, record, onDisk } = recorded();
  record(5000);
  await eventually(() => expect(onDisk()).toHaveLength(5000));
  lines.close();
});

test("at its limit the file is closed to more; everything goes on in memory", () => {
  const { journal, lines, record, all, stopped, onDisk } = recorded({ most: 100_000 });
  for (let round = 0; round < 10; round += 1) {
    record(1000);
    all(journal.seq - 1000);
  }
  expect(stopped).toEqual([{ why: "full" }]);
  expect(onDisk().length).toBeLessThan(2000);
  expect(seqs(all())).toEqual(oneTo(10_000));
  lines.close();
  expect(onDisk().at(-1)).toContain('"kind"');
});

test("a disk that is full is told once; the file stays whole and everything goes on", () => {
  const { journal, lines, record, all, stopped, file, onDisk } = recorded();
  record(10);
  all();
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  vi.spyOn(file, "append").mockImplementation(() => {
    throw full;
  });
  record(10);
  expect(seqs(all())).toEqual(oneTo(20));
  record(10);
  expect(seqs(all(15))).toEqual(oneTo(15, 16));
  expect(stopped).toEqual([{ why: "failed", error: full }]);
  expect(seqs(onDisk())).toEqual(oneTo(10));
  expect(journal.seq).toBe(30);
  lines.close();
});

test("without a file memory is bounded all the same: the oldest go, which is told once", async () => {
  const { journal, lines, record, stopped } = recorded({ file: null, memory: 4 << 20 });
  record(100);
  expect(seqs(lines.after(0))).toEqual(oneTo(100));
  expect(lines.first).toBe(1);
  for (let round = 0; round < 6; round += 1) {
    const before = journal.first;
    record(5000);
    await eventually(() => expect(journal.first).toBeGreaterThan(before));
  }
  expect(stopped).toEqual([{ why: "gone" }]);
  expect(lines.first).toBe(journal.first);
  expect(seqs(lines.after(lines.first - 1))[0]).toBe(lines.first);
  lines.close();
});

test("where nothing can be written that is told, and everything goes on", () => {
  const error = new Error("EROFS: read-only file system");
  const { lines, record, stopped } = recorded({ file: error });
  record(10);
  expect(stopped).toEqual([{ why: "failed", error }]);
  expect(seqs(lines.after(0))).toEqual(oneTo(10));
  lines.close();
});

/** Every write takes so many ms, and the process waits for it. */
function slowDisk(file: JournalFile, ms: number): void {
  const append = file.append.bind(file);
  vi.spyOn(file, "append").mockImplementation((lines) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    append(lines);
  });
}

test("a slow disk: closing waits for it, and the file is complete", () => {
  const { lines, record, stopped, file, onDisk } = recorded();
  slowDisk(file, 20);
  record(10_000);
  lines.close(performance.now() + 60_000);
  expect(stopped).toEqual([]);
  expect(onDisk()).toHaveLength(10_001);
  expect(onDisk().at(-1)).toBe('{"end":{"events":10000}}');
});

test("a disk that is too slow: closing ends in time, says what is missing, and the file opens", () => {
  const { lines, record, stopped, file, onDisk } = recorded();
  slowDisk(file, 100);
  record(200_000);
  lines.close(performance.now() + 150);
  const kept = onDisk();
  expect(kept.length).toBeGreaterThan(0);
  // At this speed all of it would take minutes.
  expect(kept.length).toBeLessThan(200_000);
  expect(seqs(kept)).toEqual(oneTo(kept.length));
  expect(stopped).toEqual([{ why: "late", missing: 200_000 - kept.length }]);
  expect(stoppedProblem({ why: "late", missing: 7 }).message).toBe(
    "The disk is too slow: the last 7 events of the recording could not be written.",
  );
});

test("in a flood that nobody looks at, the file stays near enough to be completed in time", async () => {
  const { journal, lines, record, file } = recorded({ behind: 2000 });
  const most = 20_000;
  for (let made = 0; made < 60_000; made += 300) {
    record(300);
    // The time that making these takes the programs.
    await new Promise((resolve) => setTimeout(resolve, 4));
    expect(journal.seq - file.seq).toBeLessThan(most);
  }
  lines.close();
});

test("what is not on disk yet is not let go, however full memory is", () => {
  const { journal, lines, record, all } = recorded({ memory: 1 << 20 });
  record(20_000);
  expect(seqs(lines.after(0))[0]).toBe(1);
  expect(journal.first).toBeLessThanOrEqual(LIMITS.batchEvents);
  expect(seqs(all())).toEqual(oneTo(20_000));
  lines.close();
});

test("once the file is full, memory lets go of what the file has without a word; later it says so", async () => {
  const { journal, lines, record, all, stopped, file } = recorded({
    ...{ most: 8 << 20, memory: 6 << 20 },
  });
  const grow = async (until: () => boolean): Promise<void> => {
    while (!until()) {
      record(1000);
      all(Math.max(0, journal.seq - 1000));
      const { first } = journal;
      if (journal.bytes > 8 << 20) await vi.waitUntil(() => journal.first > first);
    }
  };
  await grow(() => stopped.length > 0 && journal.seq > file.seq + 2000);
  expect(lines.stopped).toEqual({ why: "full" });
  expect(journal.first).toBeGreaterThan(1);
  const { first } = journal;
  await grow(() => journal.first > first);
  expect(stopped).toEqual([{ why: "full" }]);
  expect(lines.stopped).toEqual({ why: "full" });
  expect(lines.first).toBe(1);
  expect(seqs(all())).toEqual(oneTo(journal.seq));

  await grow(() => journal.first > file.seq + 1);
  expect(stopped).toEqual([{ why: "full" }, { why: "gone" }]);
  expect(lines.first).toBe(journal.first);
  lines.close();
});
