import { rank } from "../report.ts";
import { pacedFeed } from "../run/feed.ts";
import { inPage, numbers } from "../run/in-page.ts";
import type { Bench } from "./row.ts";

const rate = (frames: readonly number[]): number =>
  (frames.length * 1000) / frames.reduce((sum, gap) => sum + gap, 0);

/** A thousand clients, stage and lanes: frames a second live, against the same page paused. */
export async function live({ report, rounds, quick, page }: Bench): Promise<void> {
  const [ours, paused, worst]: [number[], number[], number[]] = [[], [], []];
  const feed = pacedFeed(1000, quick ? 80_000 : 140_000, 10_000);
  for (let round = 0; round < rounds; round += 1) {
    const result = await inPage(page, "live", feed.events, { kind: "feed", feed });
    ours.push(rate(numbers(result, "live")));
    paused.push(rate(numbers(result, "paused")));
    worst.push(rank(numbers(result, "live"), 1));
  }
  const what = "1,000 clients, 10 k events/s: frames live / paused";
  report.ratio(what, ours, paused, { least: 0.7 }, (value) => `${value.toFixed(0)} a second`);
  report.note("  worst frame", `${rank(worst, 0.5).toFixed(0)} ms`);
}
