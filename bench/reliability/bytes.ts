import { Readable } from "node:stream";
import type { Event } from "@sockscope/protocol";
import { createSockets, type Socket } from "@sockscope/sockets";
import { createTrace, type Trace } from "@sockscope/trace";
import fc from "fast-check";
import { Journal } from "../../apps/server/src/journal.ts";
import { readRecording } from "../../apps/server/src/recording-reader.ts";

/** What one end sends, call by call, and how much it asks for at once. */
interface End {
  readonly sends: readonly Uint8Array[];
  readonly size: number;
}

const end: fc.Arbitrary<End> = fc.record({
  sends: fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { maxLength: 6 }),
  size: fc.integer({ min: 1, max: 2000 }),
});

const whole = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString("hex");

async function speak(socket: Socket, { sends }: End): Promise<void> {
  for (const bytes of sends) await socket.sendall(bytes);
  await socket.shutdown("SHUT_WR");
}

async function hear(socket: Socket, { size }: End): Promise<string> {
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
async function converse(left: End, right: End): Promise<void> {
  const journal = new Journal();
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
    hear(client, left),
    hear(conn, right),
    speak(client, left),
    speak(conn, right),
  ]);
  await Promise.all(programs.map((program) => program.closeAll()));

  const events = journal.read(0, journal.seq);
  same("received", [heardLeft, heardRight], [whole(left.sends), whole(right.sends)]);
  const recorded = createTrace();
  recorded.append(events);
  same("recorded", streams(recorded, id), streams(await replayed(events), id));
  same("recorded", streams(recorded, id), [whole(left.sends), whole(right.sends)].toSorted());
}

/** Each stream that was received, whole, by its offsets. */
function streams(trace: Trace, ids: number): readonly string[] {
  const all: string[] = [];
  for (let socket = 1; socket <= ids; socket += 1) {
    const pieces = trace.streamOf(socket, "received");
    let at = 0;
    for (const { offset, length } of pieces) {
      if (offset !== at) throw new Error(`a byte is missing at ${at}`);
      at += length;
    }
    const sent = whole(trace.streamOf(socket, "sent").map(({ kept }) => kept));
    const received = whole(pieces.map(({ kept }) => kept));
    all.push(sent, received);
  }
  // Each stream is seen twice, by its sender and by its receiver; listening sockets have none.
  const found = all.filter((text) => text !== "").toSorted();
  for (let index = 0; index < found.length; index += 2)
    if (found[index] !== found[index + 1]) throw new Error("sent is not what was received");
  const once = found.filter((_, index) => index % 2 === 0);
  return [...Array.from({ length: 2 - once.length }, () => ""), ...once];
}

async function replayed(events: readonly Event[]): Promise<Trace> {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const trace = createTrace();
  for await (const lines of readRecording(Readable.from([Buffer.from(text)])))
    trace.append(lines.map((line) => JSON.parse(line) as Event));
  return trace;
}

function same(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.join(" ") !== wanted.join(" "))
    throw new Error(`what was sent is not what was ${what}`);
}

/** Throws with the smallest conversation that goes wrong. */
export async function conversations(count: number): Promise<number> {
  await fc.assert(fc.asyncProperty(end, end, converse), { numRuns: count });
  return count;
}
