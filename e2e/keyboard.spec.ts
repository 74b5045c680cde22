import type { Page } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";

/** The accessible name of what has the focus, as far as the page gives one in text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    if (at === null || at === document.body) return "";
    const label =
      at.getAttribute("aria-label") ?? (at as HTMLInputElement).labels?.[0]?.textContent;
    return (label ?? at.textContent).trim();
  });

/** Presses Tab until what has the focus is called this; what has it must be seen to have it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 80) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`Tab never reaches ${name}. It passes: ${passed.join(", ")}`);
}

/** Types over what a field holds. */
async function typeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

test.describe("without a mouse", () => {
  test("from an empty stage to a lesson's question, and back through it", async ({ page }) => {
    const sight = new StagePage(page);
    await sight.open("/?ports=free");
    await tabTo(page, /^Play the first lesson/);
    await page.keyboard.press("Enter");
    // The lesson plays by itself up to here, and then waits for an answer.
    await expect(page.getByRole("heading", { name: "Predict first" })).toBeVisible();
    await expect(sight.card("TCP client 1")).toContainText("send(6 B)");
    await expect(page.getByRole("banner")).toContainText(/live$|live/);
    await page.keyboard.press("End");
    // It stands from now on, though readings of the kernel may still add steps behind it.
    await page.keyboard.press("ArrowLeft");
    // A step by hand is also said.
    const status = page.getByRole("status");
    await expect(status).toContainText(/Step \d+: /);
    const step = Number(/Step (\d+): /.exec((await status.textContent()) ?? "")?.[1]);
    await expect.poll(async () => (await sight.instant())[0]).toBe(step);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await sight.instant())[0]).toBe(step - 1);
    await expect(status).toContainText(`Step ${step - 1}: `);
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await sight.instant())[0]).toBe(step);
    await page.keyboard.press("Home");
    await expect.poll(async () => (await sight.instant())[0]).toBe(0);
    await expect(sight.stage.getByRole("article")).toHaveCount(0);
    await page.keyboard.press("Space");
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.card("TCP client 1")).toContainText("send(6 B)");
    await page.keyboard.press("Space");
    await expect(sight.button("Play")).toBeVisible();
    await page.keyboard.press("l");
    await expect(sight.button("Pause")).toBeVisible();
  });
});

test.describe("without a mouse", () => {
  test("palette, hand controls, cards and inspector", async ({ page, sight }) => {
    const port = String(await freeTcpPort());
    await tabTo(page, /^TCP server/);
    await page.keyboard.press("Enter");
    await tabTo(page, /^Welcome/);
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "Echo" })).toBeChecked();
    await tabTo(page, /^Port$/);
    await typeOver(page, port);
    await page.keyboard.press("Enter");
    await expect(sight.card("Echo server")).toContainText(`:${port}`);
    await expect(sight.card("Echo server")).toContainText("blocked in accept()");

    // The focus is where it was: at the palette's entry.
    await expect(sight.palette.getByRole("button", { name: /^TCP server/ })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await tabTo(page, /^Add$/);
    await page.keyboard.press("Enter");
    const client = sight.card("TCP client 1");
    await tabTo(page, /^Address and port$/);
    await page.keyboard.press("Enter");
    await expect(client).toContainText("ESTABLISHED");
    await tabTo(page, /^Text to send$/);
    await typeOver(page, "typed, not clicked");
    await page.keyboard.press("Enter");
    await expect(client).toContainText("18 B");
    await tabTo(page, /^recv$/);
    await page.keyboard.press("Space");
    await expect(client).toContainText("recv(1024) → 18 B");
    await tabTo(page, /^At most so many bytes$/);
    await tabTo(page, /^close$/);
    await page.keyboard.press("Enter");
    await expect(client).toContainText("ended");

    await tabTo(page, /^Bytes$|^Call$/);
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: "Bytes" })).toBeFocused();
    await expect(page.getByRole("tab", { name: "Bytes" })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowLeft");
    // Round again, past the skip link, to the cards; the arrow keys go from one to the next.
    await tabTo(page, /^(Echo server|TCP client 1)$/);
    const first = await focused(page);
    await page.keyboard.press("ArrowDown");
    const second = await focused(page);
    expect([first, second].sort()).toEqual(["Echo server", "TCP client 1"]);
    await page.keyboard.press("Enter");
    await expect(sight.inspector).toContainText(second);
    await page.keyboard.press("Escape");
    await expect(sight.inspector).not.toContainText("Follow the playhead");
  });

  test("the list and the ladder are walked with the arrow keys", async ({ page, sight }) => {
    await sight.addTcpServer("Welcome", await freeTcpPort());
    await tabTo(page, /^Ladder$/);
    // Past the lanes, which stand between.
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, /^List$/);
    // The playhead's text may follow a step later than the card: both its numbers are read at once.
    const stepsBack = async () => {
      const [step, steps] = await sight.instant();
      return steps - step;
    };
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await expect.poll(stepsBack).toBe(1);
    await tabTo(page, /^List$/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await tabTo(page, /^Timeline, step/);
    await page.keyboard.press("ArrowUp");
    await expect.poll(stepsBack).toBe(2);
    await tabTo(page, /^Playhead$/);
    await page.keyboard.press("Home");
    await expect.poll(async () => (await sight.instant())[0]).toBe(0);
  });

  test("the list of keys opens with a key, holds the focus and gives it back", async ({ page }) => {
    await new StagePage(page).open();
    await tabTo(page, /^Lessons$/);
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys" });
    await expect(dialog).toBeVisible();
    // Keys of the page do nothing below it.
    await page.keyboard.press("g");
    await expect(dialog).toContainText("Play or pause");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(await focused(page)).toMatch(/^Lessons/);

    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    expect(await focused(page)).toMatch(/^Lessons/);
    // What is typed is text and no command.
    await tabTo(page, /^TCP client/);
    await page.keyboard.press("Enter");
    await tabTo(page, /^Address$/);
    await typeOver(page, "localhost g d l ?");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByRole("radio", { name: "EN", exact: true })).toBeChecked();
  });
});
