import type { Page } from "@playwright/test";
import { lessons } from "@sockscope/lessons";
import { expect, test } from "./support/fixtures.ts";
import { layoutProblems } from "./support/page/layout.ts";
import { readTexts } from "./support/page/page-text.ts";

/** Set to a folder to get a picture of every step. */
const PICTURES = process.env["SOCKSCOPE_LESSON_SHOTS"];

/** A text that a program has left as it is: a value that is none, a term or a port unfilled. */
const UNFINISHED = /undefined|\[object|\[\[|\{[a-z]+\}|`/;

async function look(page: Page, name: string): Promise<void> {
  // What was clicked may have made way for a term, whose definition would then cover other text.
  await page.mouse.move(0, 0);
  expect(await layoutProblems(page), name).toEqual([]);
  // What was sent, in a `bdi`, may be any text.
  const texts = (await readTexts(page)).filter(({ place }) => place !== "bdi");
  expect(texts.length, name).toBeGreaterThan(0);
  expect(
    texts.filter(({ text }) => UNFINISHED.test(text)),
    name,
  ).toEqual([]);
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

const LANGS = [
  ["zh", "中文"],
  ["en", "EN"],
] as const;

/** In one language after the other; the last is that in which the test goes on. */
async function inBoth(page: Page, visit: (lang: "en" | "zh") => Promise<void>): Promise<void> {
  for (const [lang, name] of LANGS) {
    await page.getByRole("radio", { name, exact: true }).check();
    await visit(lang);
  }
}

test.describe("every lesson is played through in both languages", () => {
  test.use({ locale: "en-US", viewport: { width: 1280, height: 720 } });
  for (const { id, steps } of lessons) {
    test(id, async ({ page }) => {
      test.slow();
      await page.goto(`/?ports=free#lesson=${id}`);
      const panel = page.locator("section.lesson");
      await page.getByLabel("Speed").selectOption("steps 30");
      await inBoth(page, (lang) => look(page, `${id}-${lang}-0`));
      // Nothing opens a socket before a click.
      await expect(page.locator(".card")).toHaveCount(0);
      await panel.getByRole("button", { name: "Begin", exact: true }).click();
      for (const [index, step] of steps.entries()) {
        await expect(panel.locator(".step-title")).toHaveText(step.title.en);
        expect(new URL(page.url()).hash).toBe(`#lesson=${id}&step=${index + 1}`);
        if (step.predict !== undefined) {
          const skip = panel.getByRole("button", { name: "Skip the question" });
          await expect(skip).toBeVisible();
          await inBoth(page, (lang) => look(page, `${id}-${lang}-${index + 1}-asks`));
          await skip.click();
          await expect(panel.locator(".outcome")).toBeVisible();
        }
        if (step.notice !== undefined) await expect(panel.locator(".lesson-notice")).toBeVisible();
        if (step.drawing !== undefined)
          await expect(panel.locator(`.${step.drawing.kind}`)).toBeVisible();
        await expect(panel.locator(".lesson-warning")).toHaveCount(0);
        await inBoth(page, async (lang) => {
          await expect(panel.locator(".step-title")).toHaveText(step.title[lang]);
          await look(page, `${id}-${lang}-${index + 1}`);
        });
        // However long the step, the way on is in sight.
        const back = panel.getByRole("button", { name: "Back", exact: true });
        await expect(back).toBeInViewport({ ratio: 1 });
        if (index < steps.length - 1)
          await panel.getByRole("button", { name: "Next", exact: true }).click();
      }
      await expect(panel.locator(".lesson-try")).toBeVisible();
    });
  }
});
