import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest } from "../lab/lab.fixture.ts";

let stage: LabUnderTest;
let server: Server;
let port: number;
beforeEach(async () => {
  stage = labUnderTest();
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await stage.lab.close();
  server.close();
});

/** A client that sends a request by a library, and its connection after the request. */
async function requested(): Promise<{ actor: number; socket: Socket }> {
  const connection = once(server, "connection");
  const actor = await stage.spawn("fetch-client", { port });
  const [socket] = (await connection) as [Socket];
  socket.on("error", () => undefined);
  await once(socket, "data");
  return { actor, socket };
}

test("a stopped library client closes its connection, whatever it waits for", async () => {
  const { actor, socket } = await requested();
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await stage.do({ do: "stop", actor });
  await closed;
  expect(await stage.event(ended(actor))).toMatchObject({ how: "stopped" });
});

test("a library client refuses a page without an end", async () => {
  const { actor, socket } = await requested();
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write("HTTP/1.1 200 OK\r\n\r\n");
  const page = Buffer.alloc(65_536, "x");
  const more = (): boolean => socket.write(page, () => void (socket.writable && more()));
  more();
  expect(await stage.event(ended(actor))).toMatchObject({
    how: "failed",
    error: "A message of more than 1 MiB is too long for this program.",
  });
  await closed;
});
