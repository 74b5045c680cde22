import { afterEach, beforeEach, expect, test } from "vitest";
import { type Recording, recording } from "../recording/recording.fixture.ts";
import { createThreads } from "./threads.ts";

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

test("a thread that dies by itself takes its connection with it", async () => {
  const net = lab.program();
  const server = await net.socket("AF_INET", "SOCK_STREAM");
  await server.bind(["127.0.0.1", 0]);
  await server.listen(1);
  const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn, addr] = await server.accept();
  const printed: string[] = [];
  const worker = new URL("data:text/javascript,throw new Error('died')");
  const print = (line: string): void => void printed.push(line);
  const threads = createThreads({ worker, program: "none", net, print, limit: 1 });
  await threads.start(conn, addr);
  expect(await client.recv(10)).toHaveLength(0);
  const [, port] = await client.getsockname();
  expect(printed).toEqual([`127.0.0.1:${port} died`]);
  const close = lab.facts.find((fact) => fact.kind === "call.began" && fact.verb === "close");
  expect(close).toMatchObject({ actor: 1, socket: conn.id, thread: 1 });
  await threads.close();
});
