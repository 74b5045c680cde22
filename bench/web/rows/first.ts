import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { rank } from "../report.ts";
import { NO_EVENTS } from "../run/feed.ts";
import { inPage, number } from "../run/in-page.ts";
import { withServer } from "../run/with-server.ts";
import { type Bench, inTurn } from "./row.ts";

/** The first page: its scripts' size, and its first frame with an open connection. */
export async function first({ report, rounds, page, bare }: Bench): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  // What the page fetches before it is ready; the rest comes while nothing else is to be done.
  let scripts: readonly string[] = [];
  const own = async (): Promise<void> => {
    const result = await withServer(page, (port) =>
      inPage(page, "first", 0, { kind: "server", port, go: () => {} }),
    );
    ours.push(number(result, "ready"));
    scripts = [...new Set(result["scripts"] as readonly string[])];
  };
  const other = async (): Promise<void> => {
    const result = await inPage(bare, "card", 0, { kind: "feed", feed: NO_EVENTS });
    theirs.push(number(result, "ready"));
  };
  await inTurn(rounds, own, other);
  const sizes = scripts.map((path) => gzipSync(readFileSync(`${page}${path}`)).length);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  report.absolute(`first page: ${scripts.length} scripts, compressed`, bytes / 1000, 250, "kB");
  report.ratio("first page ready / a bare React page of that size", ours, theirs, { most: 1.5 });
  report.note(
    "  the fastest of each",
    `${rank(ours, 0).toFixed(0)} ms, ${rank(theirs, 0).toFixed(0)} ms`,
  );
}
