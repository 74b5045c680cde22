import type { Page } from "@playwright/test";
import { lessons } from "@sockscope/lessons";
import { expect, test } from "./fixtures.ts";
import { layoutProblems } from "./layout.ts";
import { readTexts } from "./page-text.ts";

const WORDS = {
  en: { speed: "Speed", begin: "Begin", next: "Next", kernel: "Skip the question" },
  zh: { speed: "速度", begin: "开始", next: "下一步", kernel: "不猜，直接看结果" },
} as const;

/** Set to a folder to get a picture of every step. */
const PICTURES = process.env["SOCKSCOPE_LESSON_SHOTS"];

async function look(page: Page, name: string): Promise<void> {
  // What was clicked may have made way for a term, whose definition would then cover other text.
  await page.mouse.move(0, 0);
  expect(await layoutProblems(page), name).toEqual([]);
  for (const { text, place } of await readTexts(page)) {
    expect(text, place).not.toMatch(/undefined|\[object|\[\[|\{[a-z]+\}|`/);
  }
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

for (const [lang, locale] of [
  ["en", "en-US"],
  ["zh", "zh-CN"],
] as const) {
  test.describe(`every lesson is played through in ${lang}`, () => {
    test.use({ locale, viewport: { width: 1280, height: 720 } });
    for (const { id, steps } of lessons) {
      test(id, async ({ page }) => {
        test.slow();
        const words = WORDS[lang];
        await page.goto(`/#lesson=${id}`);
        const panel = page.locator("section.lesson");
        await page.getByLabel(words.speed).selectOption("steps 30");
        await look(page, `${id}-${lang}-0`);
        // Nothing opens a socket before a click.
        await expect(page.locator(".card")).toHaveCount(0);
        await panel.getByRole("button", { name: words.begin, exact: true }).click();
        for (const [index, step] of steps.entries()) {
          await expect(panel.locator(".step-title")).toHaveText(step.title[lang]);
          expect(new URL(page.url()).hash).toBe(`#lesson=${id}&step=${index + 1}`);
          if (step.predict !== undefined) {
            await look(page, `${id}-${lang}-${index + 1}-asks`);
            await panel.getByRole("button", { name: words.kernel }).click();
            await expect(panel.locator(".outcome")).toBeVisible();
          }
          if (step.notice !== undefined)
            await expect(panel.locator(".lesson-notice")).toBeVisible();
          await expect(panel.locator(".lesson-warning")).toHaveCount(0);
          await look(page, `${id}-${lang}-${index + 1}`);
          if (index < steps.length - 1)
            await panel.getByRole("button", { name: words.next, exact: true }).click();
        }
        await expect(panel.locator(".lesson-try")).toBeVisible();
      });
    }
  });
}
