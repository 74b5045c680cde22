import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { Child } from "../sockets/child.ts";
import { clients } from "./clients.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";
import { serverPort } from "./load.ts";

export interface SoakResult {
  readonly minutes: number;
  /** MB an hour after the warm-up. */
  readonly slope: number;
  readonly descriptors: number;
  /** p99 of the event loop's delay, in ms: in all, and in the worst look. */
  readonly delay: number;
  readonly worstDelay: number;
}

/** ms between two looks; the first share of them is the warm-up. */
const LOOK = 2000;
const WARM = 0.3;
/** The journal in memory is held this small, so that it is full when the warm-up is over. */
const JOURNAL = 8 << 20;
const BURST = 10;

/**
 * Mixed load: clients and senders of datagrams come and go, viewers come, look and go, cards are put
 * up and taken away.
 */
export async function soak(folder: string, minutes: number): Promise<SoakResult> {
  const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
  const { port, hello } = await lab.ask({ do: "start", data: folder, memory: JOURNAL });
  const echoPort = await serverPort(lab, port);
  const udpPort = await datagramServer(lab);
  const looks: { at: number; usage: LabAnswer }[] = [];
  const began = performance.now();
  const end = began + minutes * 60_000;
  let next = began;
  let before: LabAnswer | null = null;
  while (performance.now() < end) {
    await clients(echoPort, BURST, 2000);
    await datagram(udpPort);
    await visit(port, hello);
    const { actors } = await lab.ask({
      do: "command",
      command: { do: "spawn", program: "hello-client", count: 2, port: echoPort },
    });
    await wait(20);
    for (const actor of actors) await lab.ask({ do: "command", command: { do: "remove", actor } });
    if (performance.now() < next) continue;
    next += LOOK;
    await settle(lab);
    const usage = await lab.ask({ do: "usage" });
    before ??= usage;
    looks.push({ at: performance.now(), usage });
  }
  await settle(lab);
  const after = await lab.ask({ do: "usage" });
  lab.end();
  const warm = looks.slice(Math.floor(looks.length * WARM));
  return {
    minutes,
    slope: slope(warm.map(({ at, usage }) => [at / 3600_000, usage.memory / 1e6])),
    descriptors: after.descriptors - (before?.descriptors ?? 0),
    delay: after.delayInAll,
    worstDelay: Math.max(...warm.map(({ usage }) => usage.delay)),
  };
}

/** Until what the last clients and viewers had open is closed on the other side, too. */
async function settle(lab: Child<LabRequest, LabAnswer>): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let calm = 0; calm < 3; ) {
    await wait(20);
    const { descriptors } = await lab.ask({
      do: "command",
      command: { do: "gate", scope: "all", mode: "free" },
    });
    calm = descriptors < least ? 0 : calm + 1;
    least = Math.min(least, descriptors);
  }
}

/** Starts a UDP echo server at a port that was free just now. */
async function datagramServer(lab: Child<LabRequest, LabAnswer>): Promise<number> {
  const free = createSocket("udp4").bind(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address();
  free.close();
  await once(free, "close");
  const command = { do: "spawn", program: "udp-echo-server", count: 1, port } as const;
  await lab.ask({ do: "command", command });
  return port;
}

/** Somebody new sends a datagram, again until one comes back: the server may not be there yet. */
async function datagram(port: number): Promise<void> {
  const socket = createSocket("udp4");
  const again = setInterval(() => socket.send("soak", port, "127.0.0.1"), 100);
  socket.send("soak", port, "127.0.0.1");
  await once(socket, "message");
  clearInterval(again);
  socket.close();
}

/** A viewer that comes with nothing, takes some, and goes without a word. */
async function visit(port: number, hello: string): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.on("error", () => undefined);
  await new Promise((resolve) => {
    let messages = 0;
    socket.on("open", () => socket.send(hello));
    socket.on("message", () => {
      messages += 1;
      // The welcome, and something of what happened.
      if (messages === 2) resolve(null);
    });
  });
  socket.terminate();
}

/** Of the line of least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([value]) => value));
  const y = mean(points.map(([, value]) => value));
  const above = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return above / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
