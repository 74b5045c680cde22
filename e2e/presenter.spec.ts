import { expect, test } from "./fixtures.ts";
import { connectLab } from "./lab-client.ts";
import { StagePage } from "./stage-page.ts";
import { tcpTalk } from "./talks.ts";

test.use({ viewport: { width: 1280, height: 720 } });

/** The smallest type that can be read from the last row, px on the screen. */
const LEAST = 18;

test("presenter mode: panels away, stage and ladder left, all type can be read from afar", async ({
  page,
  sockscope,
}) => {
  const lab = await connectLab(sockscope.url);
  const sight = new StagePage(page);
  await sight.open();
  await tcpTalk(lab);
  await expect.poll(async () => (await sight.instant())[1]).toBeGreaterThan(30);
  await sight.goLive();
  await page.keyboard.press("p");
  await expect(sight.palette).toBeHidden();
  await expect(sight.inspector).toBeHidden();
  await expect(page.getByRole("banner")).toBeHidden();
  const ladder = sight.timeline.getByRole("img");
  await expect(ladder).toBeInViewport({ ratio: 1 });
  await expect(sight.stage.getByRole("article")).toHaveCount(2);
  const steps = Number(
    /\/ (\d+)/.exec((await page.locator(".caption-step").textContent()) ?? "")?.[1],
  );
  for (let back = 0; back < steps; back++) {
    const small = await page.evaluate(smallType, LEAST);
    expect(small, `${back} steps before the end`).toEqual([]);
    await page.keyboard.press("ArrowLeft");
  }
  // As text, too, it is large.
  await page.keyboard.press("v");
  await page.keyboard.press("v");
  await expect(sight.timeline.getByRole("listbox")).toBeVisible();
  expect(await page.evaluate(smallType, LEAST)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sight.palette).toBeVisible();
  await lab.close();
});

/** Runs in the page: text in sight that is smaller than `least` px on the screen. */
function smallType(least: number): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || !element.checkVisibility()) continue;
    if (element.closest(".hidden-text, .skip") !== null) continue;
    const box = element.closest<HTMLElement>(".stage-plane") ?? document.body;
    const scale = box.getBoundingClientRect().width / box.offsetWidth;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < least - 0.05) found.push(`${text}: ${size.toFixed(1)} px`);
  }
  return found;
}
