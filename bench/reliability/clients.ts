import { once } from "node:events";
import { connect } from "node:net";

export interface ClientsResult {
  /** ms from the first connect to the last close. */
  readonly took: number;
  readonly lostBytes: number;
}

/** So many clients connect, echo `size` bytes and close, as many at once as the system lets them. */
export async function clients(port: number, count: number, size: number): Promise<ClientsResult> {
  const began = performance.now();
  const lost = await Promise.all(Array.from({ length: count }, (_, one) => echo(port, one, size)));
  const lostBytes = lost.reduce((sum, bytes) => sum + bytes, 0);
  return { took: performance.now() - began, lostBytes };
}

/** Bytes that did not come back as they were. */
async function echo(port: number, one: number, size: number): Promise<number> {
  const message = Buffer.alloc(size, `client ${one} `);
  const socket = connect({ port, host: "127.0.0.1" });
  const parts: Buffer[] = [];
  let got = 0;
  socket.on("data", (bytes: Buffer) => {
    parts.push(bytes);
    got += bytes.length;
    if (got >= size) socket.end();
  });
  await once(socket, "connect");
  socket.write(message);
  await once(socket, "close");
  const all = Buffer.concat(parts);
  let same = 0;
  while (same < size && all[same] === message[same]) same += 1;
  return size - same;
}
