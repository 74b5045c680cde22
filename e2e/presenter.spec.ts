import type { Page } from "@playwright/test";
import { PERFECT_LINK } from "@sockscope/protocol";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { layoutProblems } from "./support/page/layout.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { echoTalks, tcpTalk } from "./support/server/conversations.ts";
import { began, returned } from "./support/server/events.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

test.use({ viewport: { width: 1280, height: 720 } });

/** The smallest type that can be read from the last row, px on the screen. */
const LEAST = 18;

test("presenter mode: panels away, stage and ladder left, all type can be read from afar", async ({
  page,
  sockscope,
}) => {
  await page.addInitScript(recordCanvasType);
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
  // Before, type was as small as on a desk.
  await page.evaluate(() => window.drawnType?.clear());
  const steps = Number(
    /\/ (\d+)/.exec((await page.locator(".caption-step").textContent()) ?? "")?.[1],
  );
  for (let back = 0; back < steps; back++) {
    const small = await page.evaluate(smallType, LEAST);
    expect(small, `${back} steps before the end`).toEqual([]);
    expect(await drawnBelow(page), `${back} steps before the end`).toEqual([]);
    await page.keyboard.press("ArrowLeft");
  }
  // In lanes, under the pointer, and as text, too, it is large.
  await page.keyboard.press("v");
  await page.keyboard.press("End");
  const box = await ladder.boundingBox();
  if (box === null) throw new Error("there is no timeline");
  for (let x = 40; x < box.width; x += 60) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    expect(await drawnBelow(page), `lanes at ${x} px`).toEqual([]);
  }
  // What is drawn is seen by this test.
  expect(await page.evaluate(() => window.drawnType?.size)).toBeGreaterThan(20);
  await page.keyboard.press("v");
  await expect(sight.timeline.getByRole("listbox")).toBeVisible();
  expect(await page.evaluate(smallType, LEAST)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sight.palette).toBeVisible();
  await lab.close();
});

test("presenter mode: where not all cards fit, the stage is seen from its beginning, names whole", async ({
  page,
  lab,
  sight,
}) => {
  for (const make of ["one-at-a-time", "threads", "event-loop"] as const)
    await lab.run({ do: "spawn", program: "upper-server", count: 1, port: 0, make });
  await lab.until(began("accept"), 3);
  await expect(sight.stage.getByRole("article")).toHaveCount(3);
  await page.keyboard.press("p");
  await expect(page.locator(".caption")).toBeVisible();
  // Servers alone stand side by side.
  await expect(sight.stage).not.toHaveClass(/roams/);
  for (const card of await sight.stage.getByRole("article").all())
    await expect(card).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(smallType, LEAST)).toEqual([]);
  await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
  await expect(sight.stage).toHaveClass(/roams/);
  await expect.poll(() => sight.stage.evaluate((box) => box.scrollTop)).toBe(0);
  for (const name of ["Capitals server", "Capitals server 3"]) {
    const label = sight.card(name).locator(".card-name");
    expect(await label.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThan(1);
  }
});

/** What else comes onto the wall: each scene, and how many cards or groups it has. */
const SCENES: Readonly<Record<string, (lab: LabClient) => Promise<void>>> = {
  "a group": async (lab) => {
    await echoTalks(lab, 30);
  },
  faults: async (lab) => {
    const conditions = { ...PERFECT_LINK, latency: 20, loss: 0.3, duplicate: 0.3 };
    await lab.run({ do: "link", scope: { over: "stage" }, conditions, seed: 3 });
    const port = await freeUdpPort();
    await lab.run({ do: "spawn", program: "udp-echo-server", count: 1, port });
    await lab.until(began("recvfrom"));
    const [actor = 0] = await lab.run({ do: "spawn", program: "udp-hand-client", count: 1 });
    for (const text of ["one", "two", "three", "four"]) {
      const call = { verb: "sendto", text, host: "127.0.0.1", port } as const;
      await lab.run({ do: "hand", actor, call });
      await lab.until((event) => event.kind === "call.ended" && event.actor === actor);
    }
    await lab.until((event) => event.kind === "link.passed", 2);
  },
  hands: async (lab) => {
    const port = await freeTcpPort();
    await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
    await lab.until(began("accept"));
    const clients = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 3 });
    const connect = { verb: "connect", host: "127.0.0.1", port } as const;
    for (const actor of clients.slice(0, 2)) await lab.run({ do: "hand", actor, call: connect });
    await lab.until(returned("connect"), 2);
  },
};

for (const [name, prepare] of Object.entries(SCENES)) {
  test(`presenter mode: ${name}, menus and the list of keys can be read from afar`, async ({
    page,
    sockscope,
  }) => {
    await page.addInitScript(recordCanvasType);
    await page.emulateMedia({ reducedMotion: "reduce" });
    const lab = await connectLab(sockscope.url);
    const sight = new StagePage(page);
    await sight.open();
    await prepare(lab);
    await page.keyboard.press("p");
    await expect(page.locator(".caption")).toBeVisible();
    await page.keyboard.press("End");
    const first = sight.stage.locator(".card-name, .group-name").first();
    await expect(first).toBeVisible();
    await page.evaluate(() => window.drawnType?.clear());
    for (const lang of ["en", "zh"]) {
      for (let back = 0; back < 4; back++) {
        expect(await page.evaluate(smallType, LEAST), `${lang}, ${back} back`).toEqual([]);
        expect(await drawnBelow(page), `${lang}, ${back} back`).toEqual([]);
        for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowLeft");
      }
      await page.keyboard.press("End");
      for (const card of await sight.page.locator(".stage [data-key]").all()) {
        await card.dispatchEvent("contextmenu", { clientX: 300, clientY: 60, bubbles: true });
        await expect(page.getByRole("menu")).toBeVisible();
        expect(await page.evaluate(smallType, LEAST), `${lang}, a menu`).toEqual([]);
        expect(await layoutProblems(page), `${lang}, a menu`).toEqual([]);
        await page.keyboard.press("Escape");
      }
      for (const button of await page.locator(".controls-button[aria-expanded]").all()) {
        await button.click();
        expect(await page.evaluate(smallType, LEAST), `${lang}, hand controls`).toEqual([]);
        await button.click();
      }
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await page.evaluate(smallType, LEAST), `${lang}, the keys`).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("g");
    }
    await lab.close();
  });
}

for (const [locale, next, hidden] of [
  ["en-US", "Next", "Step"],
  ["zh-CN", "下一步", "步"],
] as const) {
  test.describe(`a lesson shown to a room, ${locale}`, () => {
    test.use({ locale });
    test("its text stands under the pictures, keys lead through it", async ({ page }) => {
      await page.goto("/?ports=free#lesson=layers");
      await expect(page.getByRole("banner")).toBeVisible();
      await expect(page.getByRole("banner").locator(".chip.good, .now .dot").first()).toBeVisible();
      await page.keyboard.press("p");
      const strip = page.locator(".lesson-strip");
      await expect(strip).toBeVisible();
      await expect(page.locator(".stage")).toBeVisible();
      expect(await page.evaluate(smallType, LEAST)).toEqual([]);
      for (let step = 1; step <= 3; step++) {
        await page.keyboard.press("PageDown");
        await expect(strip.locator(".strip-step")).toContainText(`${step}`);
        await expect(strip.locator(".strip-step")).toContainText(hidden);
        await expect(strip.getByRole("button", { name: next })).toHaveAttribute(
          "aria-disabled",
          "false",
        );
        await expect(strip).toBeInViewport({ ratio: 1 });
        expect(await layoutProblems(page), `step ${step}`).toEqual([]);
        expect(await page.evaluate(smallType, LEAST), `step ${step}`).toEqual([]);
      }
      await page.keyboard.press("PageUp");
      await expect(strip.locator(".strip-step")).toContainText("2");
    });
  });
}

declare global {
  interface Window {
    /** What was drawn on canvases, and the size of its type in px of the screen. */
    drawnType?: Map<string, number>;
  }
}

/** Runs in the page, before it: notes all text that is drawn on a canvas. */
function recordCanvasType(): void {
  const drawn = new Map<string, number>();
  window.drawnType = drawn;
  const { prototype } = CanvasRenderingContext2D;
  const draw = prototype.fillText;
  prototype.fillText = function (this: CanvasRenderingContext2D, text, ...at) {
    const { canvas, font } = this;
    const size = Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? "0");
    const scale = (this.getTransform().a * canvas.getBoundingClientRect().width) / canvas.width;
    drawn.set(text, size * scale);
    draw.call(this, text, ...at);
  };
}

/** What has been drawn too small by the next frame, a sentence each. */
async function drawnBelow(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (least) => {
    for (let frame = 0; frame < 2; frame++)
      await new Promise((done) => requestAnimationFrame(done));
    return [...(window.drawnType ?? [])]
      .filter(([, size]) => size < least - 0.05)
      .map(([text, size]) => `${text}: ${size.toFixed(1)} px`);
  }, LEAST);
}

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
