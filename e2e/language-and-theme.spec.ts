import type { Page } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { type PageText, readTexts } from "./support/page/page-text.ts";
import { StagePage } from "./support/page/stage-page.ts";

/** Words of the trade, which are the same in every language. */
const WORDS = [
  /Sockscope|Node|Python|Socket|\bIP\b|HTTP|SVG|PNG|TCP|UDP|UTF-8|English|\bEN\b|KiB|ms\b|ns\b|µs\b|\bB\b|\bok\b/g,
  /\b(SYN|ACK|FIN|RST|LISTEN|ESTABLISHED|SYN-SENT|FIN-WAIT|CLOSE-WAIT|LAST-ACK|TIME-WAIT)\b/g,
  /\bE[A-Z]{3,}\b|\b[A-Z]\w+Error\b|\bAF_INET6?|\bSOCK_(STREAM|DGRAM)\b|\bSHUT_\w+|encode|backlog/g,
  /\b(socket|bind|listen|accept|connect|send|sendall|recv|sendto|recvfrom|shutdown|close)\b/g,
  /\b(server|client|conn)\.|\\x/g,
  // Keys, as they are printed on a keyboard.
  /\b(Page (Up|Down)|Space|Home|End|Esc|Shift|Ctrl|Alt|Enter|Mac|Option|[A-Z])\b/g,
];
const isForeign = ({ text }: PageText): boolean =>
  /[A-Za-z]{2,}/.test(WORDS.reduce((rest, words) => rest.replaceAll(words, " "), text));
const isChinese = ({ text }: PageText): boolean =>
  /\p{Script=Han}/u.test(text.replaceAll("中文", ""));

/** So many of the newest steps are looked at. */
const STEPS = 10;

test.describe("language and theme", () => {
  /** What there is to say, one view after another. */
  const views = async (page: Page, visit: () => Promise<void>): Promise<void> => {
    await visit();
    await page.getByRole("listbox").focus();
    for (let steps = 0; steps < STEPS; steps++) {
      await page.keyboard.press("ArrowUp");
      await visit();
    }
    await page.getByRole("tab").nth(1).click();
    await visit();
    await page.getByRole("tab").nth(0).click();
    for (const entry of await page.locator("button.entry").all()) {
      await entry.click();
      await visit();
    }
    await page.locator(".help-button").click();
    await page.getByRole("dialog").waitFor();
    await visit();
    await page.keyboard.press("Escape");
    await page.locator(".card-name").first().click();
    await visit();
  };

  test("every text of an empty stage follows the language, there and back", async ({ page }) => {
    await new StagePage(page).open();
    const english = await readTexts(page);
    expect(english.filter(isChinese)).toEqual([]);
    await page.getByRole("radio", { name: "中文" }).check();
    await expect(page.getByRole("heading", { name: "看见你的套接字" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
    expect((await readTexts(page)).filter(isForeign)).toEqual([]);
    await page.getByRole("radio", { name: "EN", exact: true }).check();
    expect(await readTexts(page)).toEqual(english);
  });

  for (const [language, isOther] of [
    ["English", isChinese],
    ["Chinese", isForeign],
  ] as const) {
    test(`a stage with something of everything is all ${language}`, async ({ page, sight }) => {
      const port = await freeTcpPort();
      await sight.addTcpServer("Echo", port);
      await sight.add("TCP client", { does: "By hand", port });
      const client = sight.card("TCP client 1");
      // What is sent is in no language.
      await client.getByLabel("Text to send").fill("42");
      for (const verb of ["connect", "send", "recv", "recv"]) {
        await client.getByRole("button", { name: verb, exact: true, disabled: false }).click();
      }
      await expect(client).toContainText("blocked in recv(1024)");
      await sight.add("TCP server", { does: "Echo", port });
      await expect(sight.card("Echo server 2")).toContainText("EADDRINUSE");
      await sight.goLive();
      await sight.showList();
      if (language === "Chinese") {
        // The key does what the switch does.
        await page.keyboard.press("g");
        await expect(sight.stage).toBeHidden();
      }
      await views(page, async () => {
        expect((await readTexts(page)).filter(isOther)).toEqual([]);
      });
    });
  }

  test("the language is kept over a reload, and at first follows the browser", async ({
    page,
    browser,
    sockscope,
  }) => {
    await page.goto("/");
    await page.getByRole("radio", { name: "中文" }).check();
    await page.reload();
    await expect(page.getByRole("radio", { name: "中文" })).toBeChecked();
    const chinese = await browser.newContext({ locale: "zh-CN", baseURL: sockscope.url });
    const other = await chinese.newPage();
    await other.goto("/");
    await expect(other.getByRole("heading", { name: "看见你的套接字" })).toBeVisible();
    await chinese.close();
  });

  test("light and dark by the button, by the key, and as the system has it", async ({ page }) => {
    const brightness = () =>
      page.evaluate(() => {
        const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [];
        return Number(red) > 127 ? "light" : "dark";
      });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/");
    await expect(page.getByRole("button", { name: "Theme: as the system" })).toBeVisible();
    await expect.poll(brightness).toBe("dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(brightness).toBe("light");
    await page.keyboard.press("d");
    await expect.poll(brightness).toBe("dark");
    await page.reload();
    await expect.poll(brightness).toBe("dark");
    const theme = page.getByRole("button", { name: /^Theme/ });
    await expect(theme).toHaveAccessibleName("Theme: dark");
    await theme.click();
    await expect(theme).toHaveAccessibleName("Theme: as the system");
    await expect.poll(brightness).toBe("light");
  });
});
