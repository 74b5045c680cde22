import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Event, LIMITS } from "@sockscope/protocol";
import { createSockets, type Socket } from "@sockscope/sockets";
import { createTrace, type Trace } from "@sockscope/trace";
import fc from "fast-check";
import { Journal } from "../../apps/server/src/journal/journal.ts";
import { JournalFile } from "../../apps/server/src/journal/journal-file.ts";
import { JournalLines } from "../../apps/server/src/journal/journal-lines.ts";
import { readRecording } from "../../apps/server/src/recordings/recording-reader.ts";

/** What one end sends, call by call, and how much it asks for at once. */
interface End {
  readonly sends: readonly Uint8Array[];
  readonly size: number;
}

/** More than is kept of a payload for display. */
const large = fc
  .tuple(fc.integer({ min: LIMITS.payloadKept, max: 5 * LIMITS.payloadKept }), fc.nat(255))
  .map(([length, seed]) => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) ^ seed));
const end: fc.Arbitrary<End> = fc.record({
  sends: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 600 }) },
      { weight: 1, arbitrary: large },
    ),
    { maxLength: 6 },
  ),
  size: fc.integer({ min: 1, max: 2000 }),
});

const whole = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString("hex");

async function speak(socket: Socket, { sends }: End): Promise<void> {
  for (const bytes of sends) await socket.sendall(bytes);
  await socket.shutdown("SHUT_WR");
}

/** Calls of one conversation, about: a long one is not heard byte by byte. */
const CALLS = 200;

async function hear(socket: Socket, { size: wished }: End, { sends }: End): Promise<string> {
  const size = Math.max(wished, Math.ceil(Buffer.concat(sends).length / CALLS));
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = await socket.recv(size);
    if (bytes.length === 0) return whole(parts);
    parts.push(bytes);
  }
}

/**
 * One conversation over two recorded sockets, both ends at once. Throws unless what was sent is what
 * was received, what the journal says, and what a recording of it says.
 */
async function converse(folder: string, left: End, right: End): Promise<void> {
  const journal = new Journal();
  const file = new JournalFile(folder, journal, "0");
  const lines = new JournalLines({ journal, file, stopped: () => undefined });
  const { wall } = journal;
  journal.record(
    { kind: "lab.began", wall, version: "0", protocol: 1, platform: "x", node: "x" },
    "observed",
    "lab",
  );
  let id = 0;
  const ids = { next: () => ++id };
  const programs = [1, 2].map((actor) => createSockets({ actor, recorder: journal, ids }));
  const [one, two] = programs;
  if (!one || !two) throw new Error("there are two");
  const server = await one.socket("AF_INET", "SOCK_STREAM");
  await server.bind(["127.0.0.1", 0]);
  await server.listen(1);
  const client = await two.socket("AF_INET", "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  const [heardRight, heardLeft] = await Promise.all([
    hear(client, left, right),
    hear(conn, right, left),
    speak(client, left),
    speak(conn, right),
  ]);
  await Promise.all(programs.map((program) => program.closeAll()));

  const events = journal.read(0, journal.seq);
  same("received", [heardLeft, heardRight], [whole(left.sends), whole(right.sends)]);
  const recorded = createTrace();
  recorded.append(events);
  const sent = [left, right].map(({ sends }) => Buffer.concat(sends));
  const wanted = sent.map((bytes) => bytes.toString("hex")).toSorted();
  same("recorded", streams(recorded, id, sent), wanted);
  lines.close();
  same("replayed", streams(await replayed(file.path, events.length), id, sent), wanted);
  file.remove();
}

/** Each stream that was received, whole, by its offsets; of a large payload its beginning is known. */
function streams(trace: Trace, ids: number, sent: readonly Buffer[]): readonly string[] {
  const all: string[] = [];
  for (let socket = 1; socket <= ids; socket += 1)
    for (const way of ["sent", "received"] as const) {
      const pieces = trace.streamOf(socket, way);
      let at = 0;
      for (const { offset, length, prefix: kept } of pieces) {
        if (offset !== at) throw new Error(`a byte is missing at ${at}`);
        if (kept.length !== Math.min(length, LIMITS.payloadKept))
          throw new Error("too little kept");
        at += length;
      }
      if (at === 0) continue;
      const stream = sent.find(
        (bytes) =>
          bytes.length === at &&
          pieces.every(({ offset, prefix: kept }) => bytes.indexOf(kept, offset) === offset),
      );
      if (!stream) throw new Error(`what was ${way} is none of the streams`);
      all.push(stream.toString("hex"));
    }
  // Each stream is seen twice, by its sender and by its receiver; listening sockets have none.
  const found = all.toSorted();
  for (let index = 0; index < found.length; index += 2)
    if (found[index] !== found[index + 1]) throw new Error("sent is not what was received");
  const once = found.filter((_, index) => index % 2 === 0);
  return [...Array.from({ length: 2 - once.length }, () => ""), ...once];
}

async function replayed(path: string, count: number): Promise<Trace> {
  const trace = createTrace();
  const reading = readRecording(createReadStream(path));
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) {
      trace.append(value.map((line) => JSON.parse(line) as Event));
      continue;
    }
    if (!value.ended || value.events !== count) throw new Error("the recording is not whole");
    return trace;
  }
}

function same(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.join(" ") !== wanted.join(" "))
    throw new Error(`what was sent is not what was ${what}`);
}

/** Throws with the smallest conversation that goes wrong. */
export async function conversations(count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-bytes-"));
  const run = (left: End, right: End): Promise<void> => converse(folder, left, right);
  try {
    await fc.assert(fc.asyncProperty(end, end, run), { numRuns: count });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return count;
}
