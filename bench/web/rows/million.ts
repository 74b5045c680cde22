import { rank } from "../report.ts";
import { pastFeed } from "../run/feed.ts";
import { inPage, number, numbers } from "../run/in-page.ts";
import { type Bench, inTurn } from "./row.ts";

const p99 = (all: readonly number[]): number => rank(all, 0.99);

/** A million events: to open them, to move in them, and to seek. */
export async function million({ report, rounds, quick, page, bare }: Bench): Promise<void> {
  const events = quick ? 200_000 : 1_000_000;
  const feed = pastFeed(100, events);
  const open: [number[], number[]] = [[], []];
  const seek: [number[], number[]] = [[], []];
  const move: [number[], number[]] = [[], []];
  let bytes = 0;
  await inTurn(
    rounds,
    async () => {
      const result = await inPage(page, "million", events, { kind: "feed", feed });
      open[0].push(number(result, "open"));
      seek[0].push(p99(numbers(result, "seeks")));
      seek[1].push(p99(numbers(result, "redraws")));
      move[0].push(p99(numbers(result, "moving")));
      move[1].push(p99(numbers(result, "resting")));
      bytes = number(result, "bytes");
    },
    async () => {
      const json = { ...feed, packed: false };
      const result = await inPage(bare, "open", events, { kind: "feed", feed: json });
      open[1].push(number(result, "open"));
    },
  );
  report.ratio(`open ${events} events / read, JSON.parse, one frame`, ...open, { most: 1.5 });
  report.absolute("  heap an event, all told", bytes, 100, "B");
  report.ratio("  frame while zooming and panning, p99 / at rest", ...move, { most: 1.5 });
  report.ratio("  seek anywhere, p99 / two frames without a seek", ...seek, { most: 2 });
}
