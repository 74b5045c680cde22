import { createSockets, type RecordedFact } from "@sockscope/sockets";
import { afterEach, expect, test } from "vitest";
import type { ProgramOptions } from "../program.ts";
import { welcomeClient } from "../welcome-client/welcome-client.ts";
import { welcomeServer } from "./welcome-server.ts";

const facts: RecordedFact[] = [];
const prints: Record<number, string[]> = { 1: [], 2: [] };
let lastId = 0;
let look = (): void => {};

const net = (actor: number) =>
  createSockets({
    actor,
    ids: { next: () => ++lastId },
    recorder: {
      record(fact) {
        facts.push(fact);
        look();
      },
    },
  });

const until = (seen: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    look = () => {
      if (seen()) resolve();
    };
    look();
  });

const options = (actor: number, port: number): ProgramOptions => ({
  host: "127.0.0.1",
  port,
  family: "AF_INET",
  number: 1,
  print: (line) => prints[actor]?.push(line),
  orders: (async function* () {})(),
});

const server = net(1);
const client = net(2);
afterEach(async () => {
  await Promise.all([server.closeAll(), client.closeAll()]);
});

const accepts = (): RecordedFact[] =>
  facts.filter((fact) => fact.kind === "call.began" && fact.verb === "accept");

/** What an actor's facts say, with ids and ports by name. */
function journal(actor: number, names: ReadonlyMap<number, string>): string[] {
  const text = (kept: Uint8Array): string => new TextDecoder().decode(kept);
  const replace = (key: string, value: unknown): unknown => {
    if (value instanceof Uint8Array) return text(value);
    const isId = ["port", "socket", "connection"].includes(key) && typeof value === "number";
    return isId ? (names.get(value) ?? value) : value;
  };
  return facts
    .filter((fact) => "actor" in fact && fact.actor === actor)
    .map((fact) => {
      const { kind, ...rest } = fact;
      const said: Record<string, unknown> = { ...rest };
      for (const key of ["actor", "call", "family"]) delete said[key];
      return `${kind} ${JSON.stringify(said, (key, value: unknown) => {
        if (key === "kept" && value && typeof value === "object" && "data" in value)
          return text(Uint8Array.from(value.data as number[]));
        return key === "family" ? undefined : replace(key, value);
      })}`.replaceAll('"', "");
    });
}

test("the seed's chapter 4, fact by fact", async () => {
  const running = Promise.allSettled([welcomeServer(server, options(1, 0))]);
  await until(() => accepts().length === 1);
  const bound = facts.find((fact) => fact.kind === "call.ended" && fact.verb === "bind");
  const port = (bound?.kind === "call.ended" && bound.result?.address?.port) || 0;
  await welcomeClient(client, options(2, port));
  await until(() => accepts().length === 2);

  const ids = facts.flatMap((fact) =>
    fact.kind === "call.ended" && fact.result?.socket !== undefined ? [fact.result.socket] : [],
  );
  const named = facts.find((fact) => fact.kind === "socket.named");
  const names = new Map([
    [0, "0"],
    [port, "PORT"],
    [named?.kind === "socket.named" ? named.address.port : -1, "EPHEMERAL"],
    ...["listener", "client", "conn"].map((name, index) => [ids[index] ?? -1, name] as const),
  ]);
  expect(journal(1, names)).toEqual([
    "call.began {socket:null,verb:socket,args:{type:SOCK_STREAM}}",
    "call.ended {socket:null,verb:socket,result:{socket:listener}}",
    "call.began {socket:listener,verb:bind,args:{address:{address:127.0.0.1,port:0}}}",
    "call.ended {socket:listener,verb:bind,result:{address:{address:127.0.0.1,port:PORT}}}",
    "call.began {socket:listener,verb:listen,args:{backlog:5}}",
    "call.ended {socket:listener,verb:listen}",
    "call.began {socket:listener,verb:accept,args:{}}",
    "connection.queued {socket:listener,connection:conn,local:{address:127.0.0.1,port:PORT},peer:{address:127.0.0.1,port:EPHEMERAL}}",
    "call.ended {socket:listener,verb:accept,result:{socket:conn,address:{address:127.0.0.1,port:EPHEMERAL}}}",
    "call.began {socket:conn,verb:sendall,args:{payload:{length:24,kept:欢迎连接到服务器},offset:0}}",
    "call.ended {socket:conn,verb:sendall,result:{count:24}}",
    "call.began {socket:conn,verb:recv,args:{size:1024}}",
    "call.ended {socket:conn,verb:recv,result:{payload:{length:16,kept:你好,服务器},offset:0}}",
    "call.began {socket:conn,verb:close,args:{}}",
    "call.ended {socket:conn,verb:close}",
    "call.began {socket:listener,verb:accept,args:{}}",
  ]);
  expect(journal(2, names)).toEqual([
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
  expect(prints[1]?.at(0)).toBe("服务器已启动,等待客户端连接...");
  expect(prints[1]?.slice(2)).toEqual([
    "接收到来自客户端的数据:你好,服务器",
    "与客户端的连接已关闭",
  ]);
  expect(prints[2]).toEqual(["接收到来自服务器的数据:欢迎连接到服务器"]);
  await server.closeAll();
  expect(await running).toMatchObject([{ reason: { name: "ProgramStopped" } }]);
});
