import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { FRAME, standStill, timeOfTests } from "./support/page/page-time.ts";
import { StagePage } from "./support/page/stage-page.ts";

test.describe("the playhead", () => {
  let sight: StagePage;
  let port: number;
  /** The stage before there was a client: at which step, and what it said. */
  let early: { readonly step: number; readonly said: string };
  test.beforeEach(async ({ page }) => {
    sight = new StagePage(page);
    await timeOfTests(page);
    await sight.open();
    port = await freeTcpPort();
    await sight.addTcpServer("Welcome", port);
    early = { step: (await sight.instant())[0], said: await sight.stage.innerText() };
    await sight.add("TCP client", { does: "By itself", port });
    await expect(sight.card("Client 1")).toContainText("ended");
    await sight.goLive();
    await sight.showList();
  });

  /** Clicks a row of the list and gives its step, counted from 1. */
  const standAt = async (what: RegExp): Promise<number> => {
    const row = await sight.findRow(what);
    await row.click();
    await expect(row).toHaveAttribute("aria-selected", "true");
    return Number(await row.getAttribute("aria-posinset"));
  };

  test("scrubbed back, the stage is as it was then", async ({ page }) => {
    const [server, client] = [sight.card("Welcome server"), sight.card("Client 1")];
    await standAt(/Welcome server: accept\(\)/);
    await expect(client).toBeHidden();
    await expect(server).toContainText("blocked in accept()");
    await expect(server).not.toContainText("欢迎");

    await standAt(/Client 1: gets port/);
    await expect(client).toContainText("connect");
    await expect(client).not.toContainText("ESTABLISHED");
    await expect(client).not.toContainText("ended");

    await standAt(/Client 1: recv.* 24 B/);
    await expect(client).toContainText("ESTABLISHED");
    await expect(server).toContainText("conversation 1");
    await expect(page.getByRole("banner")).toContainText(/step \d+ \/ \d+/);

    // The rail takes it anywhere: to what was seen before, and to the beginning.
    await sight.playhead.fill(String(early.step));
    await expect(client).toBeHidden();
    expect(await sight.stage.innerText()).toBe(early.said);
    await sight.playhead.fill("0");
    await expect(sight.stage.getByRole("article")).toHaveCount(0);
    await sight.playhead.fill("1");
    await expect(sight.stage.getByRole("article")).toHaveCount(1);
  });

  test("stage, list and inspector show the same instant, step after step", async ({ page }) => {
    const at = await standAt(/Client 1: connect\(/);
    const list = await sight.showList();
    const chosen = list.getByRole("option", { selected: true });
    const places = [
      ["Next step", at + 1],
      ["Next step", at + 2],
      ["Previous step", at + 1],
      ["Previous step", at],
      ["Previous step", at - 1],
    ] as const;
    for (const [button, step] of places) {
      await sight.button(button).click();
      await expect(chosen).toHaveAttribute("aria-posinset", String(step));
      await expect.poll(async () => (await sight.instant())[0]).toBe(step);
      await expect(page.getByRole("banner")).toContainText(`step ${step} / `);
      await expect(sight.inspector).toContainText(`step ${step}, `);
    }
    await sight.button("To the first step").click();
    await expect.poll(async () => (await sight.instant())[0]).toBe(0);
    await expect(list.getByRole("option", { selected: true })).toHaveCount(0);
    await sight.button("Previous step").click();
    await expect.poll(async () => (await sight.instant())[0]).toBe(0);
  });

  test("live again with one key, and what came meanwhile is there", async ({ page, launch }) => {
    await standAt(/Welcome server: listen/);
    const [before, steps] = await sight.instant();
    const child = launch(process.execPath, [
      "-e",
      `require("node:net").connect(${port}, "127.0.0.1").end("bye").resume()`,
    ]);
    child.stdin?.end();
    // The session grows, and the instant stays.
    await expect.poll(async () => (await sight.instant())[1]).toBeGreaterThan(steps + 10);
    expect((await sight.instant())[0]).toBe(before);
    await expect(sight.stage.getByRole("article")).toHaveCount(1);
    await page.keyboard.press("l");
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.card("Outsider 1")).toBeVisible();
    const behind = async () => {
      const [step, all] = await sight.instant();
      return all - step;
    };
    await expect.poll(behind).toBe(0);
    // At the newest step there is no next one.
    await sight.button("Next step").click();
    await expect(page.getByRole("banner")).toContainText("live");
  });

  test("pause holds, play goes on from there to the end", async ({ page }) => {
    await page.getByLabel("Speed").selectOption("steps 5");
    await sight.playhead.fill("3");
    await sight.button("Play").click();
    await expect.poll(async () => (await sight.instant())[0]).toBeGreaterThan(5);
    await sight.button("Pause").click();
    const [held, steps] = await sight.instant();
    expect(held).toBeLessThan(steps);
    await expect(page.getByRole("banner")).toContainText(`step ${held} / ${steps}`);
    await page.getByLabel("Speed").selectOption("steps 30");
    await sight.button("Play").click();
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.card("Client 1")).toContainText("ended");
  });

  test("on the rail it moves between two steps as well, in the clock's frames", async ({
    page,
  }) => {
    await page.getByLabel("Speed").selectOption("steps 3");
    await sight.playhead.fill("3");
    await standStill(page);
    await sight.button("Play").click();
    // In how many places it stood, at most, while the slider told one and the same step.
    const seen = new Map<string, Set<string>>();
    for (let frame = 0; frame < 20; frame += 1) {
      const [step, place] = await page.evaluate(() => {
        const knob = document.querySelector<HTMLElement>(".rail-playhead");
        const slider = document.querySelector<HTMLInputElement>(".scrubber input");
        return [slider?.value ?? "", knob?.style.transform ?? ""];
      });
      seen.set(step, (seen.get(step) ?? new Set()).add(place));
      await page.clock.runFor(FRAME);
    }
    const places = Math.max(...[...seen.values()].map(({ size }) => size));
    expect(places).toBeGreaterThan(3);
  });

  test("the ladder is clicked and dragged like the list", async ({ page }) => {
    await sight.timeline.getByRole("radio", { name: "Ladder" }).check();
    const ladder = sight.timeline.getByRole("img");
    await sight.timeline.getByRole("button", { name: "Fit all" }).click();
    const box = await ladder.boundingBox();
    if (box === null) throw new Error("The ladder is not drawn.");
    await ladder.click({ position: { x: box.width / 2, y: box.height / 2 } });
    const [middle, steps] = await sight.instant();
    expect(middle).toBeGreaterThan(1);
    expect(middle).toBeLessThan(steps);
    await expect(sight.inspector).toContainText(`step ${middle}, `);
    // Its left edge is a rail.
    await page.mouse.move(box.x + 8, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 8, box.y + box.height - 2);
    await page.mouse.up();
    expect((await sight.instant())[0]).toBeGreaterThan(middle);
    await expect(ladder).toHaveAccessibleName(/^Timeline, step \d+ of \d+/);
  });
});
