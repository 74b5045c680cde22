import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Journal } from "../journal/journal.ts";
import { JournalLines } from "../journal/journal-lines.ts";
import { eventually } from "../testing/eventually.fixture.ts";
import { writeTrace } from "./write-trace.ts";

test("events that leave memory while a slow reader reads are left out, and the trace ends", async () => {
  const journal = new Journal();
  const lines = new JournalLines({
    ...{ journal, file: null, stopped: () => undefined, memory: 3 << 20 },
  });
  const record = (): void => {
    for (let made = 0; made < 5000; made += 1)
      journal.record({ kind: "socket.closed", actor: 1, socket: made + 1 });
  };
  record();
  let text = "";
  let go = (): void => undefined;
  const reader = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, taken) {
      text += chunk.toString();
      go = taken;
    },
  });
  const end = journal.seq;
  const written = writeTrace(end, lines, reader);
  await eventually(() => {
    record();
    expect(journal.first).toBeGreaterThan(end - 500);
  });
  const { first } = journal;
  reader._write = (chunk: Buffer, _encoding, taken) => {
    text += chunk.toString();
    taken();
  };
  go();
  await written;
  const seqs = text
    .split("\n")
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { seq: number }).seq);
  const head = seqs.filter((seq) => seq < first);
  expect(head).toEqual(head.map((_, index) => index + 1));
  expect(head.length).toBeLessThan(end - 500);
  expect(seqs.slice(head.length)).toEqual(
    Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => first + index),
  );
  lines.close();
});
