import { afterEach, expect, inject, test } from "vitest";
import type { Concurrency } from "../ids.ts";
import { began, type Running, stage } from "../stage.fixture.ts";

const { start, stopAll } = stage(inject("threadWorker"));
afterEach(stopAll);

/** What a program's facts say, with ids and ports by name. */
function journal({ facts }: Running, names: ReadonlyMap<number, string>): string[] {
  const named = (key: string, value: unknown): unknown => {
    if (key === "kept") return new TextDecoder().decode(value as Uint8Array);
    if (key === "family" || key === "actor" || key === "call") return undefined;
    const isName = ["port", "socket", "connection"].includes(key) && typeof value === "number";
    return isName ? (names.get(value) ?? value) : value;
  };
  const plain = (value: unknown): unknown => {
    if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, plain(named(key, inner))]),
    );
  };
  return facts.map((fact) => {
    const { kind, ...rest } = plain(fact) as Record<string, unknown>;
    return `${String(kind)} ${JSON.stringify(rest)}`.replaceAll('"', "");
  });
}

/** Server and client of the seed's chapter 4, until the server waits for the next client. */
async function conversation(make: Concurrency) {
  const server = start("welcome-server", { make });
  const port = await server.port;
  const client = start("welcome-client", { port });
  await client.over;
  const accepts = (): number => server.facts.filter(began("accept")).length;
  const closed = (): boolean => server.printed.at(-1) === "与客户端的连接已关闭";
  await server.until(() => accepts() === 2 && closed());

  const ids = [server, client].flatMap(({ facts }) =>
    facts.flatMap((fact) =>
      fact.kind === "call.ended" && fact.result?.socket !== undefined ? [fact.result.socket] : [],
    ),
  );
  const named = client.facts.find((fact) => fact.kind === "socket.named");
  const names = new Map([
    [0, "0"],
    [port, "PORT"],
    [named?.kind === "socket.named" ? named.address.port : -1, "EPHEMERAL"],
    ...["listener", "conn", "client"].map((name, index) => [ids[index] ?? -1, name] as const),
  ]);
  return {
    server,
    client,
    serverJournal: journal(server, names),
    clientJournal: journal(client, names),
  };
}

const OPENED = [
  "call.began {socket:null,verb:socket,args:{type:SOCK_STREAM}}",
  "call.ended {socket:null,verb:socket,result:{socket:listener}}",
  "call.began {socket:listener,verb:bind,args:{address:{address:127.0.0.1,port:0}}}",
  "call.ended {socket:listener,verb:bind,result:{address:{address:127.0.0.1,port:PORT}}}",
  "call.began {socket:listener,verb:listen,args:{backlog:5}}",
];
const ACCEPT = "call.began {socket:listener,verb:accept,args:{}}";
const QUEUED =
  "connection.queued {socket:listener,connection:conn,local:{address:127.0.0.1,port:PORT},peer:{address:127.0.0.1,port:EPHEMERAL}}";
const ACCEPTED =
  "call.ended {socket:listener,verb:accept,result:{socket:conn,address:{address:127.0.0.1,port:EPHEMERAL}}}";
const listening = (queue: string): string =>
  `call.ended {socket:listener,verb:listen,result:{queue:${queue}}}`;

/** The calls of one conversation; `mark` is what a thread adds to each beginning. */
const served = (mark = ""): string[] => [
  `call.began {socket:conn,verb:sendall,args:{payload:{length:24,kept:欢迎连接到服务器},offset:0}${mark}}`,
  "call.ended {socket:conn,verb:sendall,result:{count:24}}",
  `call.began {socket:conn,verb:recv,args:{size:1024}${mark}}`,
  "call.ended {socket:conn,verb:recv,result:{payload:{length:16,kept:你好,服务器},offset:0}}",
  `call.began {socket:conn,verb:close,args:{}${mark}}`,
  "call.ended {socket:conn,verb:close}",
];

test("one at a time: the seed's chapter 4, fact by fact; the queue is the kernel's", async () => {
  const { server, client, serverJournal, clientJournal } = await conversation("one-at-a-time");
  expect(serverJournal).toEqual([
    ...OPENED,
    listening("kernel"),
    ACCEPT,
    ACCEPTED,
    ...served(),
    ACCEPT,
  ]);
  expect(clientJournal).toEqual([
    "call.began {socket:null,verb:socket,args:{type:SOCK_STREAM}}",
    "call.ended {socket:null,verb:socket,result:{socket:client}}",
    "call.began {socket:client,verb:connect,args:{address:{address:127.0.0.1,port:PORT}}}",
    "socket.named {socket:client,address:{address:127.0.0.1,port:EPHEMERAL}}",
    "call.ended {socket:client,verb:connect,result:{address:{address:127.0.0.1,port:EPHEMERAL}}}",
    "call.began {socket:client,verb:recv,args:{size:1024}}",
    "call.ended {socket:client,verb:recv,result:{payload:{length:24,kept:欢迎连接到服务器},offset:0}}",
    "call.began {socket:client,verb:sendall,args:{payload:{length:16,kept:你好,服务器},offset:0}}",
    "call.ended {socket:client,verb:sendall,result:{count:16}}",
    "call.began {socket:client,verb:close,args:{}}",
    "call.ended {socket:client,verb:close}",
  ]);
  expect(server.printed[0]).toBe("服务器已启动,等待客户端连接...");
  expect(server.printed.slice(2)).toEqual([
    "接收到来自客户端的数据:你好,服务器",
    "与客户端的连接已关闭",
  ]);
  expect(client.printed).toEqual(["接收到来自服务器的数据:欢迎连接到服务器"]);
  await server.stop();
  await expect(server.over).rejects.toMatchObject({ name: "ProgramStopped" });
});

test("threads: the next accept begins before the conversation, whose calls bear the thread", async () => {
  const { serverJournal } = await conversation("threads");
  expect(serverJournal).toEqual([
    ...OPENED,
    listening("node"),
    ACCEPT,
    QUEUED,
    ACCEPTED,
    ACCEPT,
    ...served(",thread:1"),
  ]);
});

test("event loop: the conversation begins, and the loop goes on to the next accept", async () => {
  const { serverJournal } = await conversation("event-loop");
  const [first = "", ...rest] = served();
  expect(serverJournal).toEqual([
    ...OPENED,
    listening("node"),
    ACCEPT,
    QUEUED,
    ACCEPTED,
    first,
    ACCEPT,
    ...rest,
  ]);
});
