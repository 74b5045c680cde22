import type { Page } from "@playwright/test";
import { type Lesson, lessons } from "@sockscope/lessons";
import { expect, test } from "./support/fixtures.ts";

/** How often each lesson is played; none unless set. Long, so it is run on demand. */
const ROUNDS = Number(process.env["SOCKSCOPE_LESSON_ROUNDS"] ?? 0);

/** Plays a lesson from its introduction to its end; gives what it says of claims that do not hold. */
async function play(page: Page, { id, steps }: Lesson): Promise<readonly string[]> {
  await page.goto(`/?ports=free#lesson=${id}`);
  const panel = page.locator("section.lesson");
  await page.getByLabel("Speed").selectOption("steps 30");
  await panel.getByRole("button", { name: "Begin", exact: true }).click();
  const next = panel.getByRole("button", { name: "Next", exact: true });
  const broken: string[] = [];
  for (const [index, { title, predict, notice }] of steps.entries()) {
    await expect(panel.locator(".step-title")).toHaveText(title.en);
    if (predict !== undefined) {
      await panel.getByRole("button", { name: "Skip the question" }).click();
      await expect(panel.locator(".outcome")).toBeVisible();
    }
    // What it says of the step is there when the step was seen.
    if (notice !== undefined) await expect(panel.locator(".lesson-notice")).toBeVisible();
    const isLast = index === steps.length - 1;
    if (isLast) await expect(panel.locator(".lesson-try")).toBeVisible();
    else await expect(next).toHaveAttribute("aria-disabled", "false");
    const said = await panel.locator(".lesson-warning, .trouble").allTextContents();
    broken.push(...said.map((sentence) => `${title.en}: ${sentence}`));
    if (!isLast) await next.click();
  }
  return broken;
}

test.describe("every claim holds, time after time", () => {
  test.skip(!(ROUNDS > 0), "SOCKSCOPE_LESSON_ROUNDS says how often each lesson is played");
  test.use({ locale: "en-US", contextOptions: { reducedMotion: "reduce" } });
  for (const lesson of lessons) {
    test(lesson.id, async ({ page }) => {
      test.setTimeout(ROUNDS * 180_000);
      const broken: string[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const said of await play(page, lesson)) broken.push(`round ${round}: ${said}`);
        // Another lab state, as another visit has it: the page is loaded anew.
        await page.goto("about:blank");
      }
      expect(broken).toEqual([]);
    });
  }
});
