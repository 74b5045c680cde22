import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import type { Page } from "@playwright/test";
import { HOSTILE, MARK } from "./support/attack/hostile-payloads.ts";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { filesOf } from "./support/page/zip-files.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** Each payload through a TCP conversation, a datagram, and what a program prints. */
async function sendAll(lab: LabClient): Promise<void> {
  const [echo, chat, udp] = [await freeTcpPort(), await freeTcpPort(), await freeUdpPort()];
  const start = async (program: string, port: number) => {
    const [actor] = await lab.run({ do: "spawn", program, count: 1, port });
    await lab.until(
      (event) =>
        event.kind === "call.began" &&
        event.actor === actor &&
        ["accept", "recv", "recvfrom"].includes(event.verb),
    );
  };
  await start("echo-server", echo);
  await start("chat-server", chat);
  await start("chat-client", chat);
  await start("udp-echo-server", udp);
  const echoed = connect(echo, "127.0.0.1").setNoDelay();
  const chatted = connect(chat, "127.0.0.1").setNoDelay();
  const datagrams = createSocket("udp4");
  await Promise.all([once(echoed, "connect"), once(chatted, "connect")]);
  for (const [index, payload] of HOSTILE.entries()) {
    const back = once(echoed, "data");
    echoed.write(payload);
    await back;
    const answer = once(datagrams, "message");
    datagrams.send(payload, udp, "127.0.0.1");
    await answer;
    chatted.write(payload);
    await lab.until((event) => event.kind === "actor.printed", index + 1);
  }
  echoed.destroy();
  chatted.destroy();
  datagrams.close();
}

/** Whether any of them ran in this page, or left something in it. */
async function expectNothingRan(page: Page): Promise<void> {
  const ran = await page.evaluate((mark) => mark in window || "polluted" in Object.prototype, MARK);
  expect(ran, "a payload ran as a script").toBe(false);
  expect(page.frames()).toHaveLength(1);
}

/**
 * Puts the playhead at every so many steps of the session, and waits each time until it is drawn. A
 * payload is in a dozen steps, and stays in sight in the list and the ladder.
 */
const walk = (page: Page, stride: number) =>
  page.evaluate(async (by) => {
    const slider = document.querySelector<HTMLInputElement>("input[type=range][max]");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    for (let step = 1; slider && step <= Number(slider.max); step += by) {
      set?.call(slider, String(step));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  }, stride);

/** The exported picture holds them as text, wherever it is opened. */
async function expectHarmlessPicture(page: Page, dialogs: string[]): Promise<void> {
  await page.getByRole("button", { name: "Save" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "All of it, as SVG" }).click();
  const saved = await coming;
  const bytes = await readFile(await saved.path());
  // One picture, or an archive of several where one would be too large.
  const isArchive = saved.suggestedFilename().endsWith(".zip");
  const pictures = (isArchive ? [...filesOf(bytes).values()] : [bytes]).map((picture) =>
    picture.toString("utf8"),
  );
  expect(pictures.join("")).toContain("&lt;script&gt;");
  for (const svg of pictures) await expectHarmless(page, svg, dialogs);
}

const DRAWN = ["?xml", "svg", "title", "rect", "path", "circle", "text"];

async function expectHarmless(page: Page, svg: string, dialogs: string[]): Promise<void> {
  const elements = new Set([...svg.matchAll(/<\/?([^\s/>]+)/g)].map(([, name]) => name));
  expect(elements).toContain("svg");
  for (const name of elements) expect(DRAWN).toContain(name);
  // Worse than any viewer: as a document of its own, and in the middle of a page, with no policy.
  const bare = await page.context().newPage();
  bare.on("dialog", (dialog) => dialogs.push(dialog.message()));
  await bare.route("http://127.0.0.1:1/**", (route) =>
    route.request().url().endsWith(".svg")
      ? route.fulfill({ contentType: "image/svg+xml", body: svg })
      : route.fulfill({ contentType: "text/html", body: `<!doctype html><body>${svg}` }),
  );
  for (const name of ["a.svg", "a.html"]) {
    await bare.goto(`http://127.0.0.1:1/${name}`);
    await expectNothingRan(bare);
  }
  await bare.close();
}

test.describe("payloads that would be scripts", () => {
  test("stay text on the screen, in the exported picture, and when they are shown again", async ({
    page,
    sockscope,
  }) => {
    test.setTimeout(300_000);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => dialogs.push(dialog.message()));
    const lab = await connectLab(sockscope.url);
    await sendAll(lab);
    await lab.close();
    const sight = new StagePage(page);
    await sight.open();
    await sight.goLive();
    await sight.showList();
    await walk(page, 11);
    await expectNothingRan(page);
    // They are there, as the text that they are.
    const rows = await sight.readList();
    expect(rows.filter((row) => /<(script|svg|img)/.test(row)).length).toBeGreaterThan(60);
    await sight.timeline.getByRole("radio", { name: "Ladder" }).check({ force: true });
    await walk(page, 13);
    await expectNothingRan(page);

    await expectHarmlessPicture(page, dialogs);

    await page.reload();
    await sight.goLive();
    await walk(page, 29);
    await expectNothingRan(page);

    // And from a file that somebody gave us.
    const bytes = Buffer.from(await (await page.request.get("/api/trace")).text());
    await page.keyboard.press("r");
    const recordings = page.getByRole("dialog", { name: "Recordings" });
    const given = { name: "given.ndjson", mimeType: "application/x-ndjson", buffer: bytes };
    await recordings.getByLabel("Import a file…").last().setInputFiles(given);
    const row = recordings.getByRole("listitem").filter({ hasText: "given" });
    await row.getByRole("button", { name: /^Open/ }).click();
    await expect(page.getByText("played from its file; nothing runs")).toBeVisible();
    await page.keyboard.press("End");
    await walk(page, 13);
    await expectNothingRan(page);
    await sight.showList();
    expect(await sight.readList()).toEqual(rows);
    await sight.timeline.getByRole("radio", { name: "Ladder" }).check({ force: true });
    await expectHarmlessPicture(page, dialogs);
    await expectNothingRan(page);
    expect(dialogs).toEqual([]);
  });
});
