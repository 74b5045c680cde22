import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { goToEnd } from "./support/page/playhead.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { finishTcpTalk } from "./support/server/conversations.ts";

test.use({ locale: "en-US", viewport: { width: 1280, height: 800 } });

/** A talk is over; the page stands at its end and shows it as a list. */
async function list(page: Page, url: string): Promise<Locator> {
  await finishTcpTalk(url);
  const sight = new StagePage(page);
  await sight.open();
  await goToEnd(page, 25);
  return sight.showList();
}

test.describe("the list of events", () => {
  test("and both pictures say so when nothing has happened yet", async ({ page, sight }) => {
    for (const view of ["Lanes", "List", "Ladder"]) {
      await page.getByRole("radio", { name: view }).check({ force: true });
      await expect(sight.timeline).toContainText("Nothing has happened yet.");
    }
  });

  test("says what the picture says: bytes, both ends, which send was read, what waits", async ({
    page,
    sockscope,
  }) => {
    await list(page, sockscope.url);
    const sight = new StagePage(page);
    const sent = await sight.findRow(/Welcome server: sendall\(24 B\)/);
    await expect(sent).toContainText("“欢迎连接到服务器” to Client 1");
    const step = await sent.getAttribute("aria-posinset");
    const read = await sight.findRow(/Client 1: (recv|recv\(1024\)) → 24 B/);
    await expect(read).toContainText(
      `“欢迎连接到服务器” from Welcome server, sent in step ${step}`,
    );
    // The true time since the step before stands beside the time.
    await expect(read).toContainText(/\+[\d.]+ (ns|µs|ms|s)/);
    await page.keyboard.press("g");
    const chinese = page.getByRole("option").filter({ hasText: "recv → 24 B" });
    await expect(chinese.first()).toContainText(`来自问候服务器，发于第 ${step} 步`);
  });

  test("is walked by a page, to its beginning and to its end, and the list goes along", async ({
    page,
    sockscope,
  }) => {
    const box = await list(page, sockscope.url);
    const rail = page.getByRole("slider", { name: "Playhead" });
    const steps = Number(await rail.getAttribute("max"));
    const current = box.getByRole("option", { selected: true });
    await box.focus();
    await page.keyboard.press("Home");
    await expect(rail).toHaveValue("1");
    await expect(current).toBeInViewport();
    await page.keyboard.press("PageDown");
    await expect.poll(async () => Number(await rail.inputValue())).toBeGreaterThan(4);
    await expect(current).toBeInViewport();
    const page1 = Number(await rail.inputValue());
    await page.keyboard.press("PageUp");
    await expect.poll(async () => Number(await rail.inputValue())).toBeLessThan(page1);
    await page.keyboard.press("End");
    await expect(rail).toHaveValue(String(steps));
    await expect(current).toHaveAttribute("aria-posinset", String(steps));
    await expect(current).toBeInViewport();
  });

  test("the strip of bytes says in words where they are", async ({ page, sockscope }) => {
    await list(page, sockscope.url);
    // A step of the conversation: the last one is the server's, which waits for the next.
    const close = await new StagePage(page).findRow(/Client 1: close/);
    await close.click();
    await page.getByRole("radio", { name: "Ladder" }).check({ force: true });
    const strip = page.locator(".ribbon");
    await expect(strip).toHaveAttribute(
      "aria-label",
      /Client 1 → Welcome server: \d+ B under way · \d+ B waiting · \d+ B read; Welcome server → Client 1: .* 24 B read/,
    );
  });
});
