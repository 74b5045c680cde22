import { afterEach, beforeEach, expect, test } from "vitest";
import { type Recording, recording } from "../recording/recording.fixture.ts";

/*
 * What Python gives: a `recv` with a time limit sleeps in poll(2), which says at its end what has
 * arrived, however late the process wakes up.
 */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

/** s, and ms for which the process gets no processor, which is longer. */
const LIMIT = 0.05;
function stall(): void {
  const until = performance.now() + 4 * LIMIT * 1000;
  while (performance.now() < until);
}

test("bytes that arrived in time are returned, though the process was suspended past its limit", async () => {
  const server = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await server.bind(["127.0.0.1", 0]);
  await server.listen(1);
  const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  await client.settimeout(LIMIT);
  const receiving = client.recv(10);
  const sending = conn.send(bytes("in time"));
  stall();
  await sending;
  expect(new TextDecoder().decode(await receiving)).toBe("in time");
  await expect(client.recv(10)).rejects.toMatchObject({ message: "timed out" });
});

test("so is a datagram", async () => {
  const receiver = await lab.program().socket("AF_INET", "SOCK_DGRAM");
  await receiver.bind(["127.0.0.1", 0]);
  const sender = await lab.program().socket("AF_INET", "SOCK_DGRAM");
  await receiver.settimeout(LIMIT);
  const receiving = receiver.recvfrom(10);
  const sending = sender.sendto(bytes("in time"), await receiver.getsockname());
  stall();
  await sending;
  const [data] = await receiving;
  expect(new TextDecoder().decode(data)).toBe("in time");
  await expect(receiver.recvfrom(10)).rejects.toMatchObject({ message: "timed out" });
});
