import { join } from "node:path";
import type { Page } from "@playwright/test";
import { lessons } from "@sockscope/lessons";
import { test } from "../support/fixtures.ts";
import { playLesson } from "../support/server/conversations.ts";
import { connectLab } from "../support/server/lab-client.ts";
import { IN_DOCS, IN_README, SCENES, type Scene } from "./scenes.ts";

const FOLDER = process.env["SOCKSCOPE_SHOTS"] ?? "dist/shots";
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const;

const DOCS = process.env["SOCKSCOPE_SHOTS_OF"] === "docs";
const wanted = (name: string): boolean => !DOCS || IN_DOCS.has(name) || name in IN_README;
/** Where a picture is put: those of the READMEs stand above the folder of all others. */
function fileOf(name: string): string {
  const above = DOCS ? IN_README[name] : undefined;
  return above === undefined ? join(FOLDER, `${name}.png`) : join(FOLDER, "..", above);
}
const instantsOf = (scene: Scene, variant: string) =>
  Object.entries(scene.instants).filter(([name]) => wanted(`${scene.name}-${name}-${variant}`));

/** Notes the newest event that a page has been sent, so that one can wait for it. */
function followSeq(page: Page): () => number {
  let seq = 0;
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      for (const [, found] of payload.toString().matchAll(/"seq":(\d+)/g)) {
        seq = Math.max(seq, Number(found));
      }
    });
  });
  return () => seq;
}

/** Puts the playhead at a share of the session and waits until that is drawn. */
async function look(page: Page, share: number): Promise<void> {
  const frames = () =>
    page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  await frames();
  await page.keyboard.press("End");
  await frames();
  if (share < 1) {
    const slider = page.getByRole("slider").first();
    const steps = Number(await slider.getAttribute("max"));
    await slider.fill(String(Math.round(share * steps)));
    await slider.blur();
  }
  await frames();
}

for (const viewport of process.env["SOCKSCOPE_SHOTS_OF"] === "steps" ? [] : SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const locale of ["en-US", "zh-CN"] as const) {
      const lang = locale.slice(0, 2);
      const variant = `${viewport.width}-${colorScheme}-${lang}`;
      test.describe(variant, () => {
        test.use({ viewport, colorScheme, locale });
        for (const scene of SCENES) {
          const instants = instantsOf(scene, variant);
          if (instants.length === 0) continue;
          test(scene.name, async ({ page, sockscope }) => {
            const seq = followSeq(page);
            const lab = await connectLab(sockscope.url);
            await page.goto("/");
            await scene.prepare(lab);
            const last = lab.events.at(-1)?.seq ?? 0;
            await test.expect.poll(seq).toBeGreaterThanOrEqual(last);
            for (const [name, share] of instants) {
              await look(page, share);
              await scene.arrange?.(page);
              const path = fileOf(`${scene.name}-${name}-${variant}`);
              await page.screenshot({ path, animations: "disabled" });
            }
            await lab.close();
          });
        }
      });
    }
  }
}

/** Every step of a lesson as it is shown to a room: a folder of stills for slides. */
if (process.env["SOCKSCOPE_SHOTS_OF"] === "steps") {
  for (const { id } of lessons) {
    for (const locale of ["en-US", "zh-CN"] as const) {
      const lang = locale.slice(0, 2);
      test.describe(`steps ${lang}`, () => {
        test.use({ viewport: { width: 1280, height: 720 }, colorScheme: "light", locale });
        test(id, async ({ page, sockscope }) => {
          test.slow();
          const seq = followSeq(page);
          const lab = await connectLab(sockscope.url);
          await page.goto("/");
          await playLesson(lab, id);
          await test.expect.poll(seq).toBeGreaterThanOrEqual(lab.events.at(-1)?.seq ?? 0);
          await look(page, 1);
          const slider = page.getByRole("slider").first();
          const steps = Number(await slider.getAttribute("max"));
          for (let step = 1; step <= steps; step++) {
            await look(page, step / steps);
            await page.keyboard.press("p");
            await page.locator(".caption").waitFor();
            const path = join(FOLDER, `${id}-${lang}`, `${String(step).padStart(3, "0")}.png`);
            await page.screenshot({ path, animations: "disabled" });
            await page.keyboard.press("p");
          }
          await lab.close();
        });
      });
    }
  }
}
