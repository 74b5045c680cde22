import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { goToEnd } from "./support/page/playhead.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { finishTcpTalk } from "./support/server/conversations.ts";

test.use({
  locale: "en-US",
  viewport: { width: 1280, height: 720 },
  contextOptions: { reducedMotion: "reduce" },
});

/** A talk is over, and the playhead stands where its greeting is under way or waits. */
async function greeting(page: Page, url: string): Promise<StagePage> {
  await finishTcpTalk(url);
  const sight = new StagePage(page);
  await sight.open();
  await goToEnd(page, 25);
  await page.keyboard.press("/");
  await page.keyboard.type("sendall");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  return sight;
}

test.describe("menus", () => {
  test("a card's menu reaches its wires and packets by the keyboard alone", async ({
    page,
    sockscope,
  }) => {
    const sight = await greeting(page, sockscope.url);
    await sight.card("Client 1").locator(".card-name").focus();
    await page.keyboard.press("Shift+F10");
    const menu = page.getByRole("menu", { name: "Client 1" });
    await expect(
      menu.getByRole("menuitem", { name: /^Back to when it was connected/ }),
    ).toBeVisible();
    const packet = /^24 bytes “欢迎连接到服务器”: Explain the call that sent it/;
    await menu.getByRole("menuitem", { name: packet }).press("Enter");
    await expect(sight.inspector).toContainText("Welcome server");
    await expect(sight.inspector).toContainText("sendall");
    // The server's card stands for no conversation of its own: each is named.
    await sight.card("Welcome server").locator(".card-name").focus();
    await page.keyboard.press("Shift+F10");
    const other = page.getByRole("menu", { name: "Welcome server" });
    await other
      .getByRole("menuitem", { name: "Follow the conversation with Client 1" })
      .press("Enter");
    await expect(page.getByRole("searchbox")).toHaveValue("Welcome server -> Client 1");
  });

  test.describe("by touch", () => {
    test.use({ hasTouch: true });
    test("both marks are set with a finger", async ({ page, sockscope }) => {
      await greeting(page, sockscope.url);
      const rail = page.getByRole("slider", { name: "Playhead" });
      await rail.fill("8");
      await page.getByRole("button", { name: "Choose steps from the playhead on" }).tap();
      await rail.fill("13");
      await page.getByRole("button", { name: "Choose steps up to the playhead" }).tap();
      await expect(page.getByRole("group", { name: "Chosen steps" })).toContainText("5 steps");
    });
  });
});
