import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { Child } from "../sockets/child.ts";
import { median } from "../sockets/rounds.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";

export interface SlowViewerResult {
  /** Echo p99 in ms, medians of the slices. */
  readonly without: number;
  readonly with: number;
  /** Of the slices' own ratios. */
  readonly ratio: number;
  /** Bytes more than without it, the journal's own aside. */
  readonly memory: number;
  /** Events that the viewer had in the end, of those that there were. */
  readonly caughtUp: number;
  readonly events: number;
}

const CLIENTS = 16;
const SIZE = 64;
/**
 * ms of one slice, and before it: to come is not yet to stall. Short, so that there are many pairs of
 * neighbours: what else the machine does then disturbs both of a pair, or few of them.
 */
const SLICE = 1000;
const SETTLE = 400;

/** `seconds` with a stalled viewer and as many without, in turns, under full load. */
export async function slowViewer(folder: string, seconds: number): Promise<SlowViewerResult> {
  const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
  const { port, hello } = await lab.ask({ do: "start", data: folder });
  const echoPort = await serverPort(lab, port);
  const times: number[] = [];
  const ends = await Promise.all(
    Array.from({ length: CLIENTS }, () => echoes(echoPort, (took) => void times.push(took))),
  );
  const slice = async (): Promise<number> => {
    await wait(SETTLE);
    times.length = 0;
    await wait(SLICE);
    return percentile(times, 0.99);
  };
  await slice();
  const without: number[] = [];
  const stalled: number[] = [];
  let memory = 0;
  for (let pair = 0; pair < (seconds * 1000) / SLICE; pair += 1) {
    const measure = async (stalls: boolean): Promise<number> => {
      const viewer = stalls ? await stall(port, hello) : null;
      (stalls ? stalled : without).push(await slice());
      const usage = await lab.ask({ do: "usage" });
      viewer?.terminate();
      return usage.memory;
    };
    const first = pair % 2 === 0;
    const [one, two] = [await measure(first), await measure(!first)];
    memory = Math.max(memory, first ? one - two : two - one);
  }
  for (const socket of ends) socket.destroy();
  const last = await stall(port, hello);
  const { seq } = await lab.ask({ do: "usage" });
  const caughtUp = await rest(last, seq);
  last.terminate();
  lab.end();
  const ratio = median(stalled.map((value, index) => value / (without[index] ?? value)));
  return { without: median(without), with: median(stalled), ratio, memory, caughtUp, events: seq };
}

/** A viewer that says hello and then takes nothing. */
async function stall(port: number, hello: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.on("error", () => undefined);
  await once(socket, "open");
  socket.pause();
  socket.send(hello);
  return socket;
}

/** It wakes and takes all that it missed; gives how many events came in their order. */
async function rest(socket: WebSocket, seq: number): Promise<number> {
  let count = 0;
  await new Promise((resolve) => {
    socket.on("close", resolve);
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { events?: readonly { seq: number }[] };
      for (const event of message.events ?? []) if (event.seq === count + 1) count += 1;
      if (count >= seq) resolve(null);
    });
    socket.resume();
  });
  return count;
}

/** Echoes for ever; tells how long each took, in ms. */
async function echoes(port: number, tell: (took: number) => void): Promise<Socket> {
  const message = Buffer.alloc(SIZE, "x");
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setNoDelay(true);
  await once(socket, "connect");
  let began = performance.now();
  let missing = SIZE;
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    missing -= bytes.length;
    if (missing > 0) return;
    const now = performance.now();
    tell(now - began);
    began = now;
    missing = SIZE;
    socket.write(message);
  });
  socket.write(message);
  return socket;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** Starts an echo server; gives its port, as the trace says. */
export async function serverPort(lab: Child<LabRequest, LabAnswer>, port: number): Promise<number> {
  const command = { do: "spawn", program: "echo-server", make: "event-loop", count: 1, port: 0 };
  await lab.ask({ do: "command", command: command as LabCommand });
  for (;;) {
    const trace = await (await fetch(`http://127.0.0.1:${port}/api/trace`)).text();
    const found = /"verb":"bind","result":\{"address":\{"address":"127.0.0.1","port":(\d+)/.exec(
      trace,
    );
    if (found && trace.includes('"verb":"accept"')) return Number(found[1]);
    await wait(10);
  }
}

type LabCommand = Extract<LabRequest, { do: "command" }>["command"];
