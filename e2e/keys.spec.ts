import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { goToEnd } from "./support/page/playhead.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { finishTcpTalk } from "./support/server/conversations.ts";

test.use({ locale: "en-US", viewport: { width: 1280, height: 720 } });

const rail = (page: Page): Locator => page.getByRole("slider", { name: "Playhead" });
const frame = (page: Page): Locator =>
  page.getByRole("slider", { name: "What the timeline shows" });
const chosen = (page: Page): Locator => page.getByRole("group", { name: "Chosen steps" });
const sightFrom = async (page: Page) => Number(await frame(page).getAttribute("aria-valuenow"));

/** A talk is over, the page stands at its end, and the keys are the page's. */
async function told(page: Page, url: string): Promise<number> {
  await finishTcpTalk(url);
  await new StagePage(page).open();
  return goToEnd(page, 25);
}

async function seek(page: Page, step: number): Promise<void> {
  await rail(page).fill(String(step));
  await rail(page).blur();
  await expect(rail(page)).toHaveValue(String(step));
}

/** Waits until the playhead has gone back `times` times by itself, and stayed within the steps. */
const goesRound = (page: Page, from: number, to: number, times: number) =>
  page.evaluate(
    ([low, high, turns]) =>
      new Promise<void>((resolve, reject) => {
        const playhead = document.querySelector<HTMLInputElement>("[type=range][max]");
        let last = Number(playhead?.value);
        let seen = 0;
        const look = () => {
          const now = Number(playhead?.value);
          if (now < low || now > high) return reject(new Error(`the playhead is at ${now}`));
          if (now < last) seen++;
          last = now;
          if (seen >= turns) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
    [from, to, times] as const,
  );

test.describe("keys", () => {
  test("[ and ] choose steps, F shows them, O plays them round and round", async ({
    page,
    sockscope,
  }) => {
    await told(page, sockscope.url);
    await seek(page, 6);
    await page.keyboard.press("[");
    await seek(page, 14);
    await page.keyboard.press("]");
    await expect(chosen(page)).toContainText("8 steps");
    await page.keyboard.press("f");
    await expect(frame(page)).toHaveAttribute("aria-valuetext", /steps [67] to 1[45] in sight/);
    await page.keyboard.press("o");
    await expect(chosen(page).getByRole("button", { name: "Loop" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await goesRound(page, 6, 14, 3);
    await page.keyboard.press("o");
    await expect(rail(page)).not.toHaveValue(/^([0-9]|1[0-4])$/);
    await page.keyboard.press("Escape");
    await expect(chosen(page)).toBeHidden();
    // Nothing is chosen any more: then F shows all, and a frame around all would say nothing.
    await expect(frame(page)).toBeVisible();
    await page.keyboard.press("f");
    await expect(frame(page)).toBeHidden();
  });

  test("M and Shift+M walk through what the filter has found", async ({ page, sockscope }) => {
    await told(page, sockscope.url);
    await seek(page, 0);
    await page.keyboard.press("/");
    await page.keyboard.type("sendall");
    await page.getByRole("searchbox").blur();
    await expect(page.getByRole("button", { name: "Next match" })).toBeVisible();
    const at = async () => Number(await rail(page).inputValue());
    await page.keyboard.press("m");
    await expect.poll(at).toBeGreaterThan(0);
    const first = await at();
    await page.keyboard.press("m");
    await expect.poll(at).toBeGreaterThan(first);
    await page.keyboard.press("Shift+M");
    await expect.poll(at).toBe(first);
  });

  test("+ and - change the speed, B shows the bytes, Z and Shift+Z and 0 zoom the stage", async ({
    page,
    sockscope,
  }) => {
    await told(page, sockscope.url);
    const speed = page.getByLabel("Speed");
    await page.keyboard.press("-");
    await expect(speed).toHaveValue("steps 10");
    await page.keyboard.press("+");
    await expect(speed).toHaveValue("steps 30");
    const ribbon = page.locator(".ribbon");
    await expect(ribbon).toBeHidden();
    await page.keyboard.press("b");
    await expect(ribbon).toBeVisible();
    const zoom = page.locator(".zoom-value");
    const all = (await zoom.textContent()) ?? "";
    await page.keyboard.press("z");
    await expect(zoom).not.toHaveText(all);
    await page.keyboard.press("Shift+Z");
    await expect(zoom).toHaveText(all);
    await page.keyboard.press("z");
    await page.keyboard.press("0");
    await expect(zoom).toHaveText(all);
  });

  test("undo takes back layout, bytes, zoom and tab one by one, and redo makes them again", async ({
    page,
    sockscope,
  }) => {
    await told(page, sockscope.url);
    const zoom = page.locator(".zoom-value");
    const all = (await zoom.textContent()) ?? "";
    const layout = (name: string) =>
      expect(page.getByRole("radio", { name, exact: true })).toBeChecked();
    const tab = (name: string) =>
      expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
    for (const key of ["v", "b", "z", "c"]) await page.keyboard.press(key);
    await tab("Code");
    await page.keyboard.press("Control+z");
    await tab("Call");
    await expect(zoom).not.toHaveText(all);
    await page.keyboard.press("Control+z");
    await expect(zoom).toHaveText(all);
    await expect(page.locator(".ribbon")).toBeVisible();
    await page.keyboard.press("Control+z");
    await expect(page.locator(".ribbon")).toBeHidden();
    await layout("Lanes");
    await page.keyboard.press("Control+z");
    await layout("Ladder");
    for (let again = 0; again < 4; again++) await page.keyboard.press("Control+y");
    await layout("Lanes");
    await tab("Code");
    await expect(page.locator(".ribbon")).toBeVisible();
  });

  test("a drag and a plain wheel move the timeline, and the playhead stays", async ({
    page,
    sockscope,
  }) => {
    const steps = await told(page, sockscope.url);
    const canvas = page.locator(".ladder-canvas");
    for (const view of ["Ladder", "Lanes"] as const) {
      await page.getByRole("radio", { name: view }).check({ force: true });
      await page.keyboard.press("Home");
      await page.keyboard.press("End");
      await expect.poll(() => sightFrom(page)).toBeGreaterThan(4);
      const box = await canvas.boundingBox();
      if (box === null) throw new Error("there is no timeline");
      const [x, y] = [box.x + 420, box.y + 120];
      const [dx, dy] = view === "Ladder" ? [0, 100] : [160, 0];
      const end = await sightFrom(page);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + dx, y + dy, { steps: 5 });
      await page.mouse.up();
      await expect.poll(() => sightFrom(page)).toBeLessThan(end - 1);
      const dragged = await sightFrom(page);
      // In lanes a wheel turns pages of rows where they do not all fit; sideways is along the axis.
      await page.mouse.wheel(view === "Ladder" ? 0 : -120, view === "Ladder" ? -80 : 0);
      await expect.poll(() => sightFrom(page)).toBeLessThan(dragged);
      await expect(rail(page)).toHaveValue(String(steps));
    }
  });
});
