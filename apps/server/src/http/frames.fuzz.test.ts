import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PROTOCOL } from "@sockscope/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

/** Raw frames sent to the server. Each 20,000 requested cases add as many again. */
const FRAMES = 50_000;
const ROUNDS = Math.ceil(Number(process.env["FUZZ"] ?? 20_000) / 20_000);
const SLOWLY = 120_000 * ROUNDS;
/** Frames on one connection before one that certainly ends it. */
const BURST = 100;
/** ms within which the health request has to be answered. */
const AT_ONCE = 100;

interface Frame {
  readonly first: number;
  readonly masked: boolean;
  /** The length in its header. Null: the true one. */
  readonly claims: number | null;
  readonly payload: Uint8Array;
}

/** The bytes of a frame. The mask is 0, so the payload appears unchanged. */
function encode({ first, masked, claims, payload }: Frame): Buffer {
  const length = claims ?? payload.length;
  const mask = masked ? 0x80 : 0;
  const head = Buffer.alloc(14);
  head[0] = first;
  let at = 2;
  if (length < 126) head[1] = mask | length;
  else if (length < 65536) {
    head[1] = mask | 126;
    at = head.writeUInt16BE(length, 2);
  } else {
    head[1] = mask | 127;
    at = head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head.subarray(0, masked ? at + 4 : at), payload]);
}

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    "",
    "{",
    "null",
    '{"type":"hello"}',
    '{"type":"command","id":"a","command":{"do":"dance"}}',
    '{"type":"command","id":"a","command":{"__proto__":{"do":"clear"}}}',
    '{"__proto__":{"type":"command"},"id":"a"}',
    '{"type":"hello","protocol":2,"token":{"length":{"valueOf":1,"toString":1}}}',
    '{"type":"command","id":{"length":{"valueOf":1,"toString":1}},"command":{"do":"clear"}}',
    `${"[".repeat(5000)}${"]".repeat(5000)}`,
  ),
);
/** Text, binary, ping and pong of any content: answered or ignored, and the connection stays. */
const sound: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 3, arbitrary: json.map((text) => frame(0x81, Buffer.from(text))) },
  fc.uint8Array({ maxLength: 60 }).map((payload) => frame(0x82, payload)),
  fc
    .constantFrom(0x89, 0x8a)
    .chain((first) => fc.uint8Array({ maxLength: 125 }).map((payload) => frame(first, payload))),
);
/** Frames that violate the WebSocket protocol: wrong opcode, no mask, false length, bad UTF-8. */
const unsound: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    first: fc.nat(255),
    masked: fc.boolean(),
    claims: fc.option(fc.constantFrom(0, 125, 126, 65535, 65536, 2 ** 31, 2 ** 40, 2 ** 53 - 1)),
    payload: fc.uint8Array({ maxLength: 40 }),
  }),
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((payload) => frame(0x81, payload)),
);

function frame(first: number, payload: Uint8Array): Frame {
  return { first, masked: true, claims: null, payload };
}

/** A connection that has been admitted. */
async function enter(): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
  const lines = [
    ...["GET /ws HTTP/1.1", `Host: 127.0.0.1:${server.port}`, "Connection: Upgrade"],
    ...["Upgrade: websocket", "Sec-WebSocket-Version: 13"],
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const since = { session: null, since: 0 };
  const hello = { type: "hello", protocol: PROTOCOL, token: server.token, ...since };
  socket.write(encode(frame(0x81, Buffer.from(JSON.stringify(hello)))));
  await new Promise<void>((resolve) => {
    let heard = "";
    socket.on("data", function hear(bytes: Buffer) {
      heard += bytes.toString("latin1");
      if (!heard.includes('"welcome"')) return;
      socket.off("data", hear);
      resolve();
    });
  });
  return socket.resume();
}

async function healthTakes(): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${server.url}/api/health`);
  expect(await response.json()).toMatchObject({ status: "ok" });
  return performance.now() - began;
}

async function sendFrames(): Promise<void> {
  const random = { numRuns: FRAMES / BURST };
  const bursts = fc.sample(fc.array(sound, { minLength: BURST - 1, maxLength: BURST - 1 }), random);
  const ends = fc.sample(unsound, random);
  for (const [index, burst] of bursts.entries()) {
    const socket = await enter();
    socket.write(Buffer.concat(burst.map(encode)));
    const end = ends[index];
    if (end) socket.write(encode(end));
    // This one ends the connection, whatever the server does with the frame before.
    const closed = once(socket, "close");
    socket.end(encode(frame(0x88, Buffer.alloc(0))));
    await closed;
  }
}

test(
  "fifty thousand raw frames change nothing, and health answers at once afterwards",
  async () => {
    const viewer = await server.view();
    viewer.hello();
    await healthTakes();
    for (let round = 0; round < ROUNDS; round += 1) await sendFrames();
    expect(await healthTakes()).toBeLessThan(AT_ONCE);
    expect(server.journal.seq).toBe(1);
    viewer.send({ type: "command", id: "after", command: { do: "clear" } });
    expect(await viewer.message(({ type }) => type === "done")).toMatchObject({ id: "after" });
  },
  SLOWLY,
);

test(
  "fifty thousand bytes of anything at the door are no reason to open, or to stumble",
  async () => {
    for (let count = 0; count < 500 * ROUNDS; count += 1) {
      const socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
      const closed = once(socket, "close");
      socket.resume().end(randomBytes(100));
      await closed;
    }
    expect(await healthTakes()).toBeLessThan(AT_ONCE);
  },
  SLOWLY,
);
