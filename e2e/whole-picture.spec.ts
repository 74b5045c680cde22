import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { goToEnd } from "./support/page/playhead.ts";
import { filesOf } from "./support/page/zip-files.ts";
import { echoTalks } from "./support/server/conversations.ts";
import { began } from "./support/server/events.ts";
import { connectLab } from "./support/server/lab-client.ts";

test.use({ locale: "en-US", viewport: { width: 1280, height: 720 } });

/** More than a window has room for, and more steps than one PNG has. */
const CLIENTS = 30;

async function crowd(page: Page, url: string): Promise<number> {
  const lab = await connectLab(url);
  await echoTalks(lab, CLIENTS);
  await lab.close();
  await page.goto("/");
  return goToEnd(page, 600);
}

async function save(page: Page, entry: string) {
  await page.getByRole("button", { name: "Save" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: entry }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The clients that are missing, by their numbers. */
const clients = (isThere: (n: number) => boolean): readonly number[] =>
  Array.from({ length: CLIENTS }, (_, i) => i + 1).filter((n) => !isThere(n));

/** Width and height of a PNG, px. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)] as const;

test.describe("a picture of all of it", () => {
  test("has every lifeline and every step, and does not move the sight", async ({
    page,
    sockscope,
  }) => {
    const steps = await crowd(page, sockscope.url);
    const frame = page.getByRole("slider", { name: "What the timeline shows" });
    await frame.focus();
    await page.keyboard.press("Home");
    await expect(frame).toHaveAttribute("aria-valuenow", "0");
    const { name, bytes } = await save(page, "All of it, as SVG");
    expect(name).toBe("timeline.svg");
    const svg = bytes.toString();
    // A name in one line, in two or as a letter.
    expect(clients((n) => new RegExp(`>(C|client |Hello client )${n}<`).test(svg))).toEqual([]);
    // Each is said where it happened: every connection, every greeting on its way and back.
    expect(svg.match(/>connect\(/g)?.length).toBe(CLIENTS);
    expect(svg.match(/>sendall\((19|20) B\)/g)?.length).toBe(2 * CLIENTS);
    await expect(frame).toHaveAttribute("aria-valuenow", "0");

    // A PNG has no room for so many steps: it comes in parts, and none is missing.
    const pngs = await save(page, "All of it, as PNG");
    expect(pngs.name).toBe("timeline-png.zip");
    const files = [...filesOf(pngs.bytes)];
    expect(files.map(([file]) => file)).toEqual(files.map((_, i) => `timeline-${i + 1}.png`));
    const sizes = files.map(([, png]) => sizeOf(png));
    for (const [width, height] of sizes) {
      expect(width).toBeGreaterThan(56 * CLIENTS);
      expect(height).toBeLessThanOrEqual(16_000);
    }
    expect(sizes.reduce((sum, [, height]) => sum + height, 0)).toBeGreaterThan(24 * steps);
  });

  test("has every row of the lanes", async ({ page, sockscope }) => {
    await crowd(page, sockscope.url);
    await page.getByRole("radio", { name: "Lanes" }).check({ force: true });
    const svg = (await save(page, "All of it, as SVG")).bytes.toString();
    expect(svg.match(/>↳ :\d+</g)?.length).toBe(CLIENTS);
    expect(clients((n) => svg.includes(`>Hello client ${n}<`))).toEqual([]);
  });

  test("says which steps it has, if the stage was empty in between", async ({ page, lab }) => {
    for (let time = 0; time < 2; time++) {
      const server = { program: "welcome-server", count: 1, port: await freeTcpPort() } as const;
      const [actor = 0] = await lab.run({ do: "spawn", ...server });
      await lab.until(began("accept"), time + 1);
      if (time === 0) await lab.run({ do: "remove", actor });
    }
    await page.goto("/");
    await expect(page.getByRole("article", { name: "Welcome server" })).toBeVisible();
    await page.keyboard.press("End");
    await save(page, "All of it, as SVG");
    await expect(page.locator(".notice")).toContainText(/steps \d+ to (\d+) of \1/);
    await page.keyboard.press("g");
    await expect(page.locator(".notice")).toContainText(/全部 (\d+) 步中的第 \d+ 到 \1 步/);
  });
});
