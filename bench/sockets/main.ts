// What recording costs: each figure is a ratio against its counterpart in the same run.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { connectClose, oneWay } from "./bulk.ts";
import { echo, udpEcho } from "./echo.ts";
import { eachInItsOwn } from "./own-process.ts";
import { median, ratio } from "./rounds.ts";
import { openStage, type Stage } from "./stage.ts";

/** `--quick`: a tenth of the rounds, for a first look. */
const quick = process.argv.includes("--quick");
const rounds = (full: number): number => (quick ? Math.ceil(full / 10) : full);

interface Row {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  /** The bound is a least value, or a most. */
  readonly at: "least" | "most";
  readonly note: string;
}

const rows: Row[] = [];
const per = (values: readonly number[], unit: string, scale = 1): string =>
  `${(median(values) / scale).toPrecision(3)} ${unit}`;

function least(what: string, value: number, bound: number, note: string): void {
  rows.push({ what, value, bound, at: "least", note });
}

const FIGURES = ["echo-one", "echo-hundred", "one-way", "dials", "udp", "memory"] as const;
/** `--only=udp`: one of them, or those that begin like this. */
const only = process.argv.find((arg) => arg.startsWith("--only="))?.slice(7) ?? "";
const exact = FIGURES.filter((name) => name === only);
const chosen = exact.length === 1 ? exact : FIGURES.filter((name) => name.startsWith(only));
const [figure] = chosen;
// Each in a process of its own, so that it bears neither the journal nor the garbage of the others.
if (chosen.length > 1) eachInItsOwn(fileURLToPath(import.meta.url), chosen);

async function on(measure: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage();
  await measure(stage);
  await stage.close();
}

if (figure === "echo-one" || figure === "echo-hundred")
  await on(async (stage) => {
    const clients = figure === "echo-one" ? 1 : 100;
    const { off, on: recorded, page, plain } = await echo(stage, clients, rounds(60));
    const name = `echo 64 B, ${clients} connection${clients === 1 ? "" : "s"}`;
    least(`${name}: recorded / off`, ratio(recorded, off), 0.95, per(recorded, "k/s", 1e3));
    least(`${name}: recorded and relayed / off`, ratio(page, off), 0.85, per(page, "k/s", 1e3));
    least(
      `${name}: recorded / plain net`,
      ratio(recorded, plain),
      0.6,
      per(plain, "k/s plain", 1e3),
    );
  });
if (figure === "one-way")
  await on(async (stage) => {
    const { recorded, plain } = await oneWay(stage, rounds(20));
    const note = per(recorded, "MB/s", 1e6);
    least("one-way 64 KiB: recorded / plain net", ratio(recorded, plain), 0.8, note);
  });
if (figure === "dials")
  await on(async (stage) => {
    const { recorded, plain } = await connectClose(stage, rounds(20));
    const note = per(recorded, "k/s", 1e3);
    least("connect + close: recorded / plain net", ratio(recorded, plain), 0.75, note);
  });
if (figure === "udp")
  await on(async (stage) => {
    const { recorded, plain } = await udpEcho(stage, rounds(20));
    const note = per(recorded, "k/s", 1e3);
    least("UDP echo: recorded / plain dgram", ratio(recorded, plain), 0.75, note);
  });

if (figure === "memory") {
  const memory = fileURLToPath(new URL("./memory.js", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", memory], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The measurement of memory failed. ${stderr}`);
  const what = "a million recorded events: bytes an event";
  rows.push({ what, value: Number(stdout), bound: 200, at: "most", note: "" });
}

const shown = (value: number): string => (value < 10 ? value.toFixed(3) : value.toFixed(0));
for (const { what, value, bound, at, note } of rows) {
  const holds = at === "least" ? value >= bound : value <= bound;
  console.log(
    `${holds ? "ok  " : "MISS"} ${what.padEnd(56)} ${shown(value).padStart(6)}  (at ${at} ${bound})  ${note}`,
  );
}
process.exit(
  rows.every((r) => (r.at === "least" ? r.value >= r.bound : r.value <= r.bound)) ? 0 : 1,
);
