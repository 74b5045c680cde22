import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LIMITS } from "@sockscope/protocol";
import { Child } from "../sockets/child.ts";
import { median } from "../sockets/rounds.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";
import { type Lab, Load, serverPort } from "./load.ts";
import { StalledViewer } from "./stalled-viewer.ts";

export interface PairsResult {
  /** Echo p99 in ms, medians of the slices. */
  readonly without: number;
  readonly with: number;
  /** Of the slices' own ratios. */
  readonly ratio: number;
  /** Between these lies the middle half of them: how much the machine's other work disturbs. */
  readonly spread: readonly [low: number, high: number];
  readonly pairs: number;
  readonly labs: number;
}

export interface StallResult {
  /** The most bytes more than before it came, the journal's own aside. */
  readonly memory: number;
  /** Events that the viewer had in the end, each after the one before, from event `from` on. */
  readonly caughtUp: number;
  readonly from: number;
  readonly events: number;
  /** How often the server hung it up because it gave no sign of life. */
  readonly hangUps: number;
}

/**
 * ms of one slice, and before it: to come is not yet to stall. Short, so that there are many pairs of
 * neighbours: what else the machine does then disturbs both of a pair, or few of them.
 */
const SLICE = 1000;
const SETTLE = 400;
/** Events after which a fresh lab takes over: neither its file nor its memory meets a limit. */
const FRESH = 2_000_000;
/** Bytes of the recording: a minute of a quick machine, too; its limit is not what is looked at. */
const RECORDING = 8 * 2 ** 30;
/** ms between two looks at its memory, which wait for a collection. */
const LOOK = 5000;
/** ms without an answer after which the server must have hung up a line (rule M6). */
const DEAD = 37_000;

async function fresh(
  folder: string,
): Promise<{ lab: Lab; hello: string; port: number; load: Load }> {
  mkdirSync(folder, { recursive: true });
  const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
  const { port, hello } = await lab.ask({ do: "start", data: folder, recording: RECORDING });
  return { lab, hello, port, load: await Load.on(await serverPort(lab, port)) };
}

/** `seconds` of slices with a stalled viewer and as many without, in turns, under full load. */
export async function slices(folder: string, seconds: number): Promise<PairsResult> {
  const without: number[] = [];
  const stalled: number[] = [];
  const pairs = Math.ceil((seconds * 1000) / SLICE);
  let labs = 0;
  while (stalled.length < pairs) {
    labs += 1;
    const data = join(folder, `lab-${labs}`);
    const { lab, load, port, hello } = await fresh(data);
    const slice = async (): Promise<number> => {
      await wait(SETTLE);
      load.times.length = 0;
      await wait(SLICE);
      return percentile(load.times, 0.99);
    };
    const measure = async (stalls: boolean): Promise<void> => {
      const viewer = stalls ? new StalledViewer(port, hello) : null;
      await viewer?.come();
      while (viewer && (await lab.ask({ do: "unsent" })).unsent <= LIMITS.unsentBytes)
        await wait(20);
      (stalls ? stalled : without).push(await slice());
      viewer?.leave();
    };
    await slice();
    for (let seq = 0; seq < FRESH && stalled.length < pairs; ) {
      const first = stalled.length % 2 === 0;
      await measure(first);
      await measure(!first);
      ({ seq } = await lab.ask({ do: "usage" }));
    }
    load.end();
    await lab.ended();
    rmSync(data, { recursive: true, force: true });
  }
  const ratios = stalled.map((value, index) => value / (without[index] ?? value));
  const spread = [percentile(ratios, 0.25), percentile(ratios, 0.75)] as const;
  const medians = { without: median(without), with: median(stalled), ratio: median(ratios) };
  return { ...medians, spread, pairs, labs };
}

/** One viewer that takes nothing for so many seconds under full load, and then all that it missed. */
export async function stall(folder: string, seconds: number): Promise<StallResult> {
  const { lab, load, port, hello } = await fresh(join(folder, "stall"));
  const before: number[] = [];
  while (before.length < 3) {
    await wait(1000);
    before.push((await lab.ask({ do: "usage" })).memory);
  }
  let memory = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<number> => {
    const usage = await lab.ask({ do: "usage" });
    memory = Math.max(memory, usage.memory - median(before));
    return usage.seq;
  };
  const viewer = new StalledViewer(port, hello);
  await viewer.come();
  const began = performance.now();
  let came = began;
  let hangUps = 0;
  while (performance.now() - began < seconds * 1000) {
    await wait(Math.min(LOOK, seconds * 1000));
    await look();
    if (performance.now() - came < DEAD) continue;
    if (!(await viewer.wasHungUp())) throw new Error("a deaf viewer was not hung up");
    hangUps += 1;
    await viewer.come();
    came = performance.now();
  }
  load.end();
  // The last echoes, and the ends of their connections.
  let events = 0;
  for (let seq = await look(); seq > events; seq = await look()) {
    events = seq;
    await wait(200);
  }
  const caught = viewer.catchUp(events).then(() => "caught up" as const);
  while ((await Promise.race([caught, wait(1000)])) !== "caught up") await look();
  await look();
  viewer.leave();
  await lab.ended();
  return { memory, caughtUp: viewer.count, from: viewer.from, events, hangUps };
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
