// Bundled and run by Node, as the server is: prints one line for each call that programs make.
import { CallSites, Gates, type RecordedFact } from "@sockscope/sockets";
import { type Concurrency, type ProgramId, programInfo } from "./ids.ts";
import type { Order } from "./program.ts";
import { SCRIPT, SOURCES } from "./script.ts";
import { began, ended, type Running, stage } from "./stage.fixture.ts";

const PAIRS: readonly (readonly [ProgramId, ProgramId])[] = [
  ["welcome-server", "welcome-client"],
  ["echo-server", "hello-client"],
  ["echo-server", "talker"],
  ["echo-server", "vanisher"],
  ["echo-server", "options-client"],
  ["upper-server", "upper-client"],
  ["time-server", "time-client"],
  ["file-server", "file-client"],
  ["http-server", "http-client"],
  ["http-server", "crawler"],
  ["udp-echo-server", "udp-client"],
];

/** Of calls at the gate, over all that is played. */
let lastId = 1_000_000;
const ids = { next: () => ++lastId };

const [threadWorker = "", gated] = process.argv.slice(2);

function say({ id, facts }: Running, make: Concurrency | undefined): void {
  const print = (fact: RecordedFact): void => {
    if (fact.kind !== "call.began" && fact.kind !== "gate.reached") return;
    const { kind, verb, site, call } = fact;
    process.stdout.write(`${JSON.stringify({ id, make, kind, verb, site, call })}\n`);
  };
  for (const fact of facts) print(fact);
}

/** One server with one client, or several in a chat; ended when the client is. */
async function play(
  server: ProgramId,
  client: ProgramId,
  make: Concurrency | undefined,
): Promise<void> {
  const gates = new Gates({ record: () => undefined }, ids);
  if (gated !== undefined) gates.set("all", "slow", 0);
  const sites = new CallSites({ script: SCRIPT, folder: SOURCES });
  const { start, stopAll } = stage(threadWorker, { sites, gates });
  const serving = start(server, make === undefined ? {} : { make });
  const orders = async function* (): AsyncGenerator<Order> {
    yield { verb: "connect", address: ["127.0.0.1", await serving.port] };
    await running.until(() => running.facts.some(ended("connect")));
    yield { verb: "send", text: "by hand" };
    yield { verb: "recv", size: 1024 };
    await running.until(() => running.facts.some(ended("recv")));
    yield { verb: "close" };
  };
  const running = start(client, { port: await serving.port, orders: orders() });
  const talks = client !== "chat-client";
  if (talks) {
    // It listens for as long as it lives.
    if (client === "udp-burst-client") await running.until(() => running.printed.length === 5);
    else await running.over;
    // As the lab does: the system closes what a program has left open.
    await running.stop();
  } else {
    // It is in the room, and hears of the second one.
    await serving.until(() => serving.facts.some(began("recv")));
    const second = start(client, { port: await serving.port });
    await running.until(() => running.printed.length > 0);
    await second.stop();
    await running.stop();
  }
  // It stands in its next call: the conversation before is over, or asleep.
  const idle = programInfo(server)?.type === "SOCK_DGRAM" ? "recvfrom" : "accept";
  const waits = (fact: RecordedFact): boolean => fact.kind === "call.began" && fact.verb === idle;
  await serving.until(() => serving.facts.filter(waits).length > 1);
  await stopAll();
  say(serving, make);
  say(running, undefined);
}

for (const [server, client] of PAIRS)
  for (const make of programInfo(server)?.concurrency ?? []) await play(server, client, make);
await play("upload-server", "upload-client", undefined);
await play("udp-echo-server", "udp-client", undefined);
await play("udp-echo-server", "udp-connected-client", undefined);
await play("udp-echo-server", "udp-burst-client", undefined);
await play("echo-server", "tcp-hand-client", "event-loop");
await play("chat-server", "chat-client", "event-loop");
await play("chat-server", "chat-client", "threads");
process.exit(0);
