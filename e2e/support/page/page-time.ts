import type { Page } from "@playwright/test";

/** ms between two frames that a test makes; a few of them for a step at any speed that it plays at. */
export const FRAME = 50;

/** Before the page is opened: its time is the usual one, and can be stopped. */
export const timeOfTests = (page: Page): Promise<void> => page.clock.install();

/** From now on the page's time, and with it its frames, goes on by `page.clock.runFor` only. */
export async function standStill(page: Page): Promise<void> {
  const now = await page.evaluate(() => Date.now());
  await page.clock.pauseAt(now + 1000);
}
