// What the page is fast at, in a real Chromium: a table of what, target and what was measured.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { startServer } from "../../apps/server/src/http/server.ts";
import { Child } from "../sockets/child.ts";
import { eachInItsOwn } from "../sockets/own-process.ts";
import { withChromium } from "./chromium.ts";
import { writeFeed } from "./feed.ts";
import { Host, type Source } from "./host.ts";
import type { RateRequest } from "./rate-load.ts";

const quick = process.argv.includes("--quick");
const ROWS = ["fold", "first", "ingest", "live", "latency", "million"] as const;
/** `--only=`: one of these; several with commas. */
const only = process.argv
  .find((arg) => arg.startsWith("--only="))
  ?.slice(7)
  .split(",");
const chosen = ROWS.filter((name) => only?.includes(name) ?? true);
const wanted = (name: (typeof ROWS)[number]): boolean => chosen.includes(name);
if (chosen.length === 0) throw new Error(`--only is one of ${ROWS.join(", ")}`);
// Each in a process of its own: a server must not bear the garbage of what was fed to another page.
if (chosen.length > 1) eachInItsOwn(fileURLToPath(import.meta.url), chosen);
const EVENTS = quick ? 200_000 : 1_000_000;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PAGE = here("./page");
const executable = process.env["BENCH_CHROMIUM"] ?? "chromium";

interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly holds: boolean;
}
const rows: Row[] = [];
function row(what: string, target: string, measured: string, holds: boolean): void {
  rows.push({ what, target, measured, holds });
  console.log(`${holds ? "ok  " : "MISS"} ${what.padEnd(58)} ${target.padEnd(16)} ${measured}`);
}

const rank = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.floor((all.length - 1) * share)] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

type Measured = Readonly<Record<string, unknown>>;
const list = (result: Measured, name: string): readonly number[] => {
  const found = result[name];
  return Array.isArray(found) ? (found as readonly number[]) : [];
};
const number = (result: Measured, name: string): number => Number(result[name]);

async function inPage(name: string, amount: number, source: Source): Promise<Measured> {
  const host = new Host(PAGE);
  const port = await host.listen();
  host.source = source;
  const url = `http://127.0.0.1:${port}/?row=${name}&amount=${amount}`;
  try {
    const result = await withChromium(executable, url, () => host.result(120_000));
    const { error } = result as { error?: string };
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return result as Measured;
  } finally {
    host.close();
  }
}

async function withServer<T>(work: (port: number, echo: number) => Promise<T>): Promise<T> {
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot: PAGE, data: null },
  });
  try {
    await server.lab.do({ do: "spawn", program: "echo-server", count: 1, port: 0 });
    let echo = 0;
    while (echo === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      for (const event of server.journal.read(0, server.journal.seq))
        if (event.kind === "call.ended" && event.verb === "bind")
          echo = event.result?.address?.port ?? echo;
    }
    return await work(server.port, echo);
  } finally {
    await server.close();
  }
}

if (wanted("fold")) {
  const args = ["--expose-gc", "--max-semi-space-size=16", here("./fold.js"), String(EVENTS)];
  const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const { fold, bytes, seek } = JSON.parse(stdout) as Record<"fold" | "bytes" | "seek", number>;
  const millions = EVENTS / 1e6;
  const note = `${ms(fold)} (${bytes.toFixed(0)} B an event, seek p99 ${ms(seek)})`;
  row(`the trace alone: fold ${EVENTS} events`, ms(1000 * millions), note, fold <= 1000 * millions);
}
if (wanted("first")) {
  const ready: number[] = [];
  // What the page fetches before it is ready; the rest comes while nothing else is to be done.
  let scripts: readonly string[] = [];
  for (let i = 0; i < (quick ? 1 : 3); i++) {
    const result = await withServer((port) =>
      inPage("first", 0, { kind: "server", port, go: () => {} }),
    );
    ready.push(number(result, "ready"));
    scripts = [...new Set(result["scripts"] as readonly string[])];
  }
  const sizes = scripts.map((path) => gzipSync(readFileSync(`${PAGE}${path}`)).length);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const size = `${(bytes / 1000).toFixed(0)} kB in ${scripts.length} files`;
  row("first page: script, compressed", "250 kB", size, bytes > 0 && bytes <= 250e3);
  const best = rank(ready, 0.5);
  row("first page: to its first frame with an open line", "1 s", ms(best), best <= 1000);
}
if (wanted("ingest")) {
  const feed = writeFeed(100, quick ? 200_000 : 500_000, 110_000);
  const result = await inPage("ingest", feed.events, { kind: "feed", feed });
  const [rate, worst] = [number(result, "rate"), rank(list(result, "frames"), 1)];
  const note = `${(rate / 1000).toFixed(0)} k/s, worst frame ${ms(worst)}, p99 ${ms(rank(list(result, "frames"), 0.99))}`;
  row("ingest, and no frame over 50 ms", "100 k/s", note, rate >= 100_000 && worst <= 50);
}
if (wanted("live")) {
  const feed = writeFeed(1000, quick ? 60_000 : 110_000, 10_000);
  const frames = list(await inPage("live", feed.events, { kind: "feed", feed }), "frames");
  const rate = (frames.length * 1000) / frames.reduce((sum, gap) => sum + gap, 0);
  const note = `${rate.toFixed(0)} a second, p99 ${ms(rank(frames, 0.99))}, worst ${ms(rank(frames, 1))}`;
  row("1,000 clients echoing, 10 k events/s, stage and lanes", "30 frames/s", note, rate >= 30);
}
for (const [events, target] of wanted("latency")
  ? ([
      [1000, 35],
      [20_000, 45],
    ] as const)
  : []) {
  const result = await withServer(async (port, echo) => {
    const load = new Child<RateRequest, number>("rate-load");
    // Each message is two calls of the server: four events.
    const go = () => void load.ask({ port: echo, clients: 50, perSecond: events / 4 });
    const measured = await inPage("latency", quick ? 3000 : 8000, { kind: "server", port, go });
    load.end();
    return measured;
  });
  const late = list(result, "late");
  const note = `p50 ${ms(rank(late, 0.5))}, p99 ${ms(rank(late, 0.99))} at ${number(result, "rate").toFixed(0)}/s`;
  row(
    `event to the frame that shows it, p99, ${events}/s`,
    ms(target),
    note,
    rank(late, 0.99) <= target,
  );
}
if (wanted("million")) {
  const feed = writeFeed(100, EVENTS, null);
  const result = await inPage("million", EVENTS, { kind: "feed", feed });
  const open = number(result, "open");
  const share = EVENTS / 1e6;
  const longest = `longest frame ${ms(rank(list(result, "opening"), 1))}`;
  row(
    `a trace of ${EVENTS} events: open`,
    ms(3000 * share),
    `${ms(open)}, ${longest}`,
    open <= 3000 * share,
  );
  const bytes = number(result, "bytes");
  row("  heap an event, all told", "100 B", `${bytes.toFixed(0)} B`, bytes <= 100);
  const moving = list(result, "moving");
  const [p99, worst] = [rank(moving, 0.99), rank(moving, 1)];
  row(
    "  frame while zooming and panning, p99 / worst",
    "20 / 50 ms",
    `${ms(p99)} / ${ms(worst)}`,
    p99 <= 20 && worst <= 50,
  );
  const seeks = list(result, "seeks");
  const note = `${ms(rank(seeks, 0.99))} (p50 ${ms(rank(seeks, 0.5))})`;
  row("  seek anywhere and draw stage and timeline, p99", "50 ms", note, rank(seeks, 0.99) <= 50);
}
process.exit(rows.every(({ holds }) => holds) ? 0 : 1);
