import { rampFeed } from "../run/feed.ts";
import { inPage, number } from "../run/in-page.ts";
import { type Bench, inTurn } from "./row.ts";

const perSecond = (value: number): string => `${(value / 1000).toFixed(0)} k/s`;

/** The rate that a page takes in without a frame over 50 ms, while it grows. */
export async function ingest({ report, rounds, quick, page, bare }: Bench): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  const feed = rampFeed(100, quick ? 600_000 : 1_500_000, 40_000);
  const events = feed.events;
  await inTurn(
    rounds,
    async () => {
      ours.push(number(await inPage(page, "ingest", events, { kind: "feed", feed }), "rate"));
    },
    async () => {
      const again = { ...feed, repeats: true };
      theirs.push(number(await inPage(bare, "ingest", 0, { kind: "feed", feed: again }), "rate"));
    },
  );
  const what = "ingest, no frame over 50 ms / a page that only decodes";
  report.ratio(what, ours, theirs, { least: 0.6 }, perSecond);
}
