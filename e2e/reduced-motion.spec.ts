import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { FRAME, standStill, timeOfTests } from "./support/page/page-time.ts";
import { StagePage } from "./support/page/stage-page.ts";

/** A greeting on the stage; the playhead stands a step before it is sent, slow and about to play. */
async function standAtGreeting(sight: StagePage): Promise<number> {
  const port = await freeTcpPort();
  await timeOfTests(sight.page);
  await sight.open();
  await sight.add("TCP server", { does: "Welcome", port });
  await expect(sight.card("Welcome server")).toContainText("blocked in accept()");
  await sight.add("TCP client", { does: "By itself", port });
  await expect(sight.card("Client 1")).toContainText("ended");
  await sight.goLive();
  await (await sight.findRow(/sendall\(24 B\)/)).click();
  await sight.page.getByLabel("Speed").selectOption("steps 1");
  const before = (await sight.instant())[0] - 1;
  await sight.playhead.fill(String(before));
  await sight.playhead.blur();
  return before;
}

/**
 * Plays two steps; the places at which the greeting was drawn meanwhile. Time passes in frames of
 * the test's own, so that no machine can be too slow to draw them.
 */
async function placesWhilePlaying(sight: StagePage, from: number): Promise<number> {
  const { page } = sight;
  await standStill(page);
  await sight.button("Play").click();
  const places = new Set<string>();
  for (;;) {
    const { place, step } = await page.evaluate(() => {
      const packets = [...document.querySelectorAll(".packet")];
      const greeting = packets.find(({ textContent }) => textContent.includes("欢迎"));
      const { x, y } = greeting?.getBoundingClientRect() ?? { x: 0, y: 0 };
      const slider = document.querySelector<HTMLInputElement>("input[type=range]");
      const seen = greeting?.checkVisibility() === true;
      return {
        place: seen ? `${Math.round(x)},${Math.round(y)}` : null,
        step: Number(slider?.value),
      };
    });
    if (place !== null) places.add(place);
    if (step >= from + 2) break;
    await page.clock.runFor(FRAME);
  }
  await page.clock.resume();
  return places.size;
}

test.describe("motion", () => {
  test("packets travel", async ({ page }) => {
    const sight = new StagePage(page);
    const step = await standAtGreeting(sight);
    expect(await placesWhilePlaying(sight, step)).toBeGreaterThan(4);
  });

  test.describe("reduced", () => {
    test.use({ contextOptions: { reducedMotion: "reduce" } });

    test("still frames say the same", async ({ page }) => {
      const sight = new StagePage(page);
      const step = await standAtGreeting(sight);
      // A place a step, and none on the way from one to the next.
      const places = await placesWhilePlaying(sight, step);
      expect(places).toBeGreaterThan(0);
      expect(places).toBeLessThanOrEqual(3);
      const running = await page.evaluate(
        () => document.getAnimations().filter(({ playState }) => playState === "running").length,
      );
      expect(running).toBe(0);

      // A step by hand is there at once, without a glide.
      await sight.button("Pause").click();
      const [held] = await sight.instant();
      await page.keyboard.press("ArrowLeft");
      expect((await sight.instant())[0]).toBe(held - 1);
      await expect(sight.inspector).toContainText(`step ${held - 1}, `);
      await page.keyboard.press("l");
      await expect(sight.card("Client 1")).toContainText("ended");
    });
  });
});
