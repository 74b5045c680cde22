import { spawnSync } from "node:child_process";
import { ms } from "../report.ts";
import { type Bench, built } from "./row.ts";

type Folded = Record<"fold" | "parse" | "bytes" | "seek", number>;

/** The trace alone, against reading the same events from JSON. */
export function fold({ report, rounds, quick }: Bench): void {
  const events = quick ? 200_000 : 1_000_000;
  const args = ["--expose-gc", "--max-semi-space-size=16", built("./fold.js"), String(events)];
  const results: Folded[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    results.push(JSON.parse(stdout) as Folded);
  }
  const all = (name: keyof Folded) => results.map((result) => result[name]);
  report.ratio(`fold ${events} events / JSON.parse of them`, all("fold"), all("parse"), {
    most: 0.75,
  });
  const [last] = results.slice(-1);
  if (last)
    report.note(
      "  the trace alone",
      `${last.bytes.toFixed(0)} B an event, seek p99 ${ms(last.seek)}`,
    );
}
