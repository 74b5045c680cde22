import { expect, test } from "vitest";
import { readPcap } from "./pcap.ts";

const LOOPBACK6 = "0".repeat(31) + "1";

/** A file of tcpdump's with frames of this link type, one a second. */
function file(linktype: number, frames: readonly string[], { nano = true } = {}): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(nano ? 0xa1b23c4d : 0xa1b2c3d4, 0);
  header.writeUInt32LE(linktype, 20);
  const records = frames.map((frame, second) => {
    const bytes = Buffer.from(frame, "hex");
    const record = Buffer.alloc(16);
    record.writeUInt32LE(second, 0);
    record.writeUInt32LE(789, 4);
    record.writeUInt32LE(bytes.length, 8);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([header, ...records]);
}

const word = (value: number): string => value.toString(16).padStart(4, "0");
const ip4 = (protocol: string, body: string, length = body.length / 2): string =>
  `4500${word(20 + length)}0000000040${protocol}00007f0000017f000002${body}`;
const ip6 = (next: string, body: string): string =>
  `60000000${word(body.length / 2)}${next}40${LOOPBACK6}${LOOPBACK6}${body}`;
/** From port 40000 to port 8888. */
const tcp = (flags: string): string => `9c4022b8000000050000000750${flags}020000000000`;
const udp = (length: number): string => `9c4022b8${word(8 + length)}0000`;

test("a segment of IPv4 over Ethernet, of which only the headers were captured", () => {
  const frame = `${"00".repeat(12)}0800${ip4("06", tcp("18"), 20 + 1000)}`;
  expect(readPcap(file(1, [frame]))).toEqual([
    {
      ...{ kind: "tcp", seconds: 0, nanoseconds: 789 },
      ...{ from: "127.0.0.1:40000", to: "127.0.0.2:8888" },
      ...{ seq: 5, ack: 7, window: 512, length: 1000 },
      flags: { fin: false, syn: false, rst: false, ack: true },
    },
  ]);
});

test("a SYN of IPv6 in a cooked frame, stamped in microseconds", () => {
  const [packet] = readPcap(
    file(113, [`${"00".repeat(16)}${ip6("06", tcp("02"))}`], { nano: false }),
  );
  expect(packet).toMatchObject({
    ...{ kind: "tcp", nanoseconds: 789_000, from: "[::1]:40000", to: "[::1]:8888", length: 0 },
    flags: { syn: true, ack: false },
  });
});

test("a datagram, and the answer that nobody took it", () => {
  const datagram = ip4("11", udp(5));
  const refused = ip4("01", `0303000000000000${datagram}`);
  const frames = [datagram, refused].map((packet) => `02000000${packet}`);
  expect(readPcap(file(0, frames))).toMatchObject([
    { kind: "udp", from: "127.0.0.1:40000", to: "127.0.0.2:8888", length: 5 },
    { kind: "unreachable", from: "127.0.0.1:40000", to: "127.0.0.2:8888", length: 5 },
  ]);
});

test("a file that is still being written, and frames of other protocols", () => {
  const frame = `${"00".repeat(12)}0800${ip4("06", tcp("11"))}`;
  const arp = `${"00".repeat(12)}0806${"00".repeat(28)}`;
  const whole = file(1, [frame, arp, frame]);
  expect(readPcap(whole)).toHaveLength(2);
  expect(readPcap(whole.subarray(0, whole.length - 1))).toHaveLength(1);
  expect(readPcap(whole.subarray(0, 10))).toEqual([]);
});
