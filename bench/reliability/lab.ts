// A whole server in a process of its own, which can be killed and whose memory is its own. Run with
// --expose-gc.

import { readdirSync } from "node:fs";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { type Command, PROTOCOL } from "@sockscope/protocol";
import { type RunningServer, startServer } from "../../apps/server/src/http/server.ts";
import { answerParent } from "../sockets/answer-parent.ts";

export type LabRequest =
  | {
      readonly do: "start";
      readonly data: string | null;
      readonly memory?: number;
      readonly recording?: number;
    }
  | { readonly do: "command"; readonly command: Command }
  /** From now on so many events a second, beside what the sockets give. */
  | { readonly do: "events"; readonly perSecond: number }
  | { readonly do: "unsent" }
  /** It ends as it should. */
  | { readonly do: "close" }
  | { readonly do: "usage" };

export interface LabAnswer {
  readonly port: number;
  /** What a viewer says first. */
  readonly hello: string;
  readonly actors: readonly number[];
  /** Bytes of heap and buffers after a collection, without the journal's own (what it keeps for use again is its own, too). */
  readonly memory: number;
  readonly seq: number;
  /** Bytes that wait for viewers. */
  readonly unsent: number;
  readonly descriptors: number;
  /** The event loop's delay since the last look, p99, in ms; and since the start. */
  readonly delay: number;
  readonly delayInAll: number;
}

const LOOK = 10;
const delays = monitorEventLoopDelay({ resolution: LOOK });
const allDelays = monitorEventLoopDelay({ resolution: LOOK });
let server: RunningServer | null = null;
let timer: NodeJS.Timeout | null = null;

function events(perSecond: number): void {
  if (timer) clearInterval(timer);
  let made = 0;
  const began = performance.now();
  timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond;
    for (; made < due; made += 1)
      server?.journal.record({ kind: "actor.printed", actor: 1, text: `event ${made}` });
  }, 5);
}

/**
 * Lets go of all that nobody holds: buffers go only some time after what held them. What that takes
 * is not the lab's delay.
 */
async function collect(): Promise<void> {
  allDelays.disable();
  for (let turn = 0; turn < 2; turn += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 2 * LOOK));
  }
  delays.reset();
  allDelays.enable();
}

const p99 = (histogram: IntervalHistogram): number =>
  Math.max(0, histogram.percentile(99) / 1e6 - LOOK);

function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    // Only Linux shows them so.
    return 0;
  }
}

async function handle(request: LabRequest): Promise<LabAnswer> {
  let actors: readonly number[] = [];
  switch (request.do) {
    case "start":
      server = await startServer({
        host: "127.0.0.1",
        port: 0,
        strictPort: true,
        webRoot: fileURLToPath(new URL(".", import.meta.url)),
        data: request.data,
        ...(request.memory !== undefined && { journalMemory: request.memory }),
        ...(request.recording !== undefined && { recordingBytes: request.recording }),
      });
      delays.enable();
      allDelays.enable();
      break;
    case "command":
      ({ actors } = (await server?.lab.do(request.command)) ?? { actors });
      break;
    case "events":
      events(request.perSecond);
      break;
    case "close":
      if (timer) clearInterval(timer);
      await server?.close();
      break;
    case "unsent":
    case "usage":
      break;
  }
  const delay = p99(delays);
  if (request.do === "usage") await collect();
  // Of `external` nothing but buffers counts here; those of the journal are not in it.
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return {
    port: server?.port ?? 0,
    hello: JSON.stringify({
      ...{ type: "hello", protocol: PROTOCOL, token: server?.token, session: null, since: 0 },
    }),
    actors,
    memory: heapUsed + arrayBuffers - (server?.journal.allocated ?? 0),
    seq: server?.journal.seq ?? 0,
    unsent: server?.unsent() ?? 0,
    descriptors: openDescriptors(),
    delay,
    delayInAll: p99(allDelays),
  };
}

answerParent(handle);
