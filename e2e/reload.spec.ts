import { expect, freeTcpPort, startServerProcess, test } from "./support/fixtures.ts";
import {
  countSteps,
  fetchTrace,
  openTapped,
  routeLine,
  traceShownBy,
} from "./support/page/journal.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { actorEnded, returned } from "./support/server/events.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** Nothing more happens when each client is over and both ends of its connection are closed. */
async function everyClientServed(lab: LabClient, clients: number): Promise<void> {
  await lab.until(actorEnded, clients);
  await lab.until(returned("close"), 2 * clients);
}

const upTo = (last: number, from = 1) =>
  Array.from({ length: last - from + 1 }, (_, index) => from + index);

test.describe("nothing is lost", () => {
  test("a page reloaded in mid-run has every event, those of the meantime included", async ({
    page,
    sockscope,
  }) => {
    const { sight, taps } = await openTapped(page);
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    const lab = await connectLab(sockscope.url);
    await sight.add("Many clients at once");
    await lab.run({ do: "spawn", program: "hello-client", count: 5, port });
    await page.reload();
    await lab.run({ do: "spawn", program: "hello-client", count: 5, port });
    await everyClientServed(lab, 20);

    const events = await traceShownBy(sight, sockscope.url);
    expect(events.map(({ seq }) => seq)).toEqual(upTo(events.length));
    expect(taps).toHaveLength(2);
    expect(taps[1]?.since).toBe(0);
    expect(taps[1]?.seqs.slice(0, events.length)).toEqual(upTo(events.length));

    // And what the page then says is what a page says that was there only afterwards.
    await sight.goLive();
    const rows = await sight.readList();
    const later = new StagePage(await page.context().newPage());
    await later.open(sockscope.url);
    await traceShownBy(later, sockscope.url);
    // Readings of the kernel may have come meanwhile.
    expect((await later.readList()).slice(0, rows.length)).toEqual(rows);
    await lab.close();
  });

  test("a line cut in mid-run is taken up where it was cut", async ({ page, sockscope }) => {
    const line = await routeLine(page);
    const sight = new StagePage(page);
    await sight.open();
    const lab = await connectLab(sockscope.url);
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    const held = (await fetchTrace(sockscope.url)).length;

    line.cut();
    await expect(page.getByRole("banner")).toContainText("connection lost");
    await lab.run({ do: "spawn", program: "hello-client", count: 3, port });
    await everyClientServed(lab, 3);
    // Meanwhile a click does nothing, and says so.
    const form = await sight.fill("TCP client");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form).toContainText("The server cannot be reached. Nothing was done.");

    line.mend();
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.card("Hello client 3")).toContainText("ended");
    const events = await traceShownBy(sight, sockscope.url);
    // A reading of the kernel may have come before the line was cut.
    const since = line.taps.at(-1)?.since ?? 0;
    expect(since).toBeGreaterThanOrEqual(held);
    const taken = line.taps.at(-1)?.seqs.slice(0, events.length - since);
    expect(taken).toEqual(upTo(events.length, since + 1));
    await lab.close();
  });

  test("a server that was started anew is found again, with its new session", async ({
    page,
    watch,
  }) => {
    watch.allow(/WebSocket|ERR_CONNECTION/);
    const first = await startServerProcess();
    const sight = new StagePage(page);
    await sight.open(first.url);
    await sight.addTcpServer("Welcome", await freeTcpPort());
    await first.stop();
    await expect(page.getByRole("banner")).toContainText("connection lost");
    // What was seen stays to be looked at.
    await expect(sight.card("Welcome server")).toBeVisible();

    const second = await startServerProcess(["--port", String(first.port), "--strict-port"]);
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.button("Play the first lesson")).toBeVisible();
    await sight.addTcpServer("Welcome", await freeTcpPort());
    expect((await sight.instant())[1]).toBe(countSteps(await fetchTrace(second.url)));
    await second.stop();
  });
});
