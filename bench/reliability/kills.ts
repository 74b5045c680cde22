import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { readRecording } from "../../apps/server/src/recordings/recording-reader.ts";
import { Child } from "../sockets/child.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";

export interface KillsResult {
  readonly shown: number;
  readonly missing: number;
  readonly torn: number;
  /** Rounds in which memory had let go of what was shown first. */
  readonly old: number;
  /** Bytes at which a file was cut, and how many of those it did not open. */
  readonly cuts: number;
  readonly closed: number;
}

/** The last bytes of a file that are cut off, one by one. */
const LAST = 4096;
/** Lines before those, so that a file is quickly read 4096 times. */
const LINES_BEFORE = 20;

/** Rounds of which one lives so long, in ms, and with so little memory that this has turned over. */
const OLD = 10;
const LIVES = { min: 2000, max: 4000 };
const MEMORY = 1 << 20;

/** A lab under load with a viewer, killed at a random moment, so many times. */
export async function kills(count: number): Promise<KillsResult> {
  let shown = 0;
  let missing = 0;
  let torn = 0;
  let old = 0;
  let last = "";
  for (let round = 0; round < count; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "sockscope-kill-"));
    const isOld = round % OLD === OLD - 1;
    const seen = await killed(folder, isOld);
    if (isOld) old += 1;
    const file = readdirSync(folder).find((name) => name.endsWith(".ndjson")) ?? "";
    const lines = new Set<string>();
    const reading = readRecording(createReadStream(join(folder, file)));
    for (;;) {
      const { done, value } = await reading.next();
      if (done) {
        torn += value.torn ? 1 : 0;
        break;
      }
      for (const line of value) lines.add(line);
    }
    shown += seen.length;
    missing += seen.filter((line) => !lines.has(line)).length;
    last = readFileSync(join(folder, file), "utf8");
    rmSync(folder, { recursive: true, force: true });
  }
  return { shown, missing, torn, old, ...(await cutAnywhere(last)) };
}

/** What a viewer was shown up to the kill. */
async function killed(folder: string, isOld: boolean): Promise<readonly string[]> {
  const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
  const { port, hello } = await lab.ask({
    ...{ do: "start", data: folder },
    ...(isOld && { memory: MEMORY }),
  });
  await lab.ask({
    do: "command",
    command: { do: "spawn", program: "echo-server", make: "event-loop", count: 1, port: 0 },
  });
  await lab.ask({ do: "events", perSecond: 20_000 });
  const seen: string[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => socket.on("close", resolve));
  const first = new Promise((resolve) => {
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; events?: readonly unknown[] };
      for (const event of message.events ?? []) seen.push(JSON.stringify(event));
      if (seen.length > 0) resolve(null);
    });
  });
  socket.on("open", () => socket.send(hello));
  await first;
  await wait(isOld ? LIVES.min + Math.random() * (LIVES.max - LIVES.min) : Math.random() * 100);
  await lab.kill();
  // What was on its way when it was killed was shown, too.
  await closed;
  return seen;
}

async function cutAnywhere(text: string): Promise<Pick<KillsResult, "cuts" | "closed">> {
  const lines = text.split("\n");
  let kept = LINES_BEFORE;
  while (Buffer.byteLength(lines.slice(2, kept).join("\n")) < LAST && kept < lines.length)
    kept += 1;
  const bytes = Buffer.from(`${lines.slice(0, kept).join("\n")}\n`);
  const cuts = Math.min(LAST, bytes.length);
  let closed = 0;
  for (let end = bytes.length - cuts; end < bytes.length; end += 1) {
    try {
      const reading = readRecording(Readable.from([bytes.subarray(0, end)]));
      while (!(await reading.next()).done);
    } catch {
      closed += 1;
    }
  }
  return { cuts, closed };
}
