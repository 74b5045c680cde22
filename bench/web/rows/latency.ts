import { Child } from "../../sockets/child.ts";
import type { RateRequest } from "../rate-load.ts";
import { ms, rank } from "../report.ts";
import { withBareRelay } from "../run/bare-relay.ts";
import { inPage, numbers } from "../run/in-page.ts";
import { withServer } from "../run/with-server.ts";
import { type Bench, inTurn } from "./row.ts";

/** From the event to the frame that shows it, against a bare relay to a page of rectangles. */
export async function latency({ report, rounds, quick, page, bare }: Bench): Promise<void> {
  for (const [events, most] of [
    [1000, 1.3],
    [20_000, 1.5],
  ] as const) {
    const [ours, theirs, middle]: [number[], number[], number[]] = [[], [], []];
    const length = quick ? 3000 : 6000;
    const measure =
      (root: string, all: number[]) =>
      async (port: number, echo: number): Promise<void> => {
        const load = new Child<RateRequest, number>("rate-load");
        // Each message is two calls of the server: four events.
        const go = () => void load.ask({ port: echo, clients: 50, perSecond: events / 4 });
        const result = await inPage(root, "latency", length, { kind: "server", port, go });
        load.end();
        all.push(rank(numbers(result, "late"), 0.99));
        if (root === page) middle.push(rank(numbers(result, "late"), 0.5));
      };
    await inTurn(
      rounds,
      () => withServer(page, measure(page, ours)),
      () => withBareRelay(measure(bare, theirs)),
    );
    report.ratio(`event to its frame, p99, ${events}/s / a bare relay`, ours, theirs, { most });
    report.note("  p50", ms(rank(middle, 0.5)));
  }
}
