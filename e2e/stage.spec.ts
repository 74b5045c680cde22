import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { echoTalks, tcpTalk } from "./support/server/conversations.ts";
import { actorEnded } from "./support/server/events.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** A finished talk, seen in its middle; the lab stays connected for more. */
async function talk(page: Page, url: string): Promise<LabClient> {
  const lab = await connectLab(url);
  await page.goto("/");
  await tcpTalk(lab);
  // The page has it all, too: an instant in the middle is then the same in every run.
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(page.locator(".card.client .ended-how")).toBeVisible({ timeout: 5000 });
    await expect(page.locator(".card.server")).toContainText("accept()", { timeout: 5000 });
  }).toPass();
  await seek(page, 0.6);
  await expect(page.locator(".card.client")).toBeVisible();
  return lab;
}

async function seek(page: Page, share: number): Promise<void> {
  await page.keyboard.press("End");
  const slider = page.getByRole("slider").first();
  const steps = Number(await slider.getAttribute("max"));
  await slider.fill(String(Math.round(share * steps)));
  await slider.blur();
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not there`);
  return box;
}

const CLIENT = ".card.client";

test("a card is dragged, its wire follows, and undo puts it back", async ({ page, sockscope }) => {
  const lab = await talk(page, sockscope.url);
  const before = await boxOf(page, CLIENT);
  const wire = page.locator(".wire-wall").first();
  const way = await wire.getAttribute("d");
  await page.mouse.move(before.x + 40, before.y + 50);
  await page.mouse.down();
  await page.mouse.move(before.x + 90, before.y + 70, { steps: 4 });
  await page.mouse.move(before.x + 140, before.y + 80, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeCloseTo(before.x + 100, -1);
  expect(await wire.getAttribute("d")).not.toBe(way);
  // A drag is no click: nothing was selected by it.
  await expect(page.locator(".card.selected")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeCloseTo(before.x, 0);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeCloseTo(before.x + 100, -1);
  await lab.close();
});

test("a card is moved, and its menu opened, by the keyboard alone", async ({ page, sockscope }) => {
  const lab = await talk(page, sockscope.url);
  const before = await boxOf(page, CLIENT);
  const name = page.locator(`${CLIENT} .card-name`);
  await name.focus();
  await page.keyboard.press("Control+ArrowRight");
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeGreaterThan(before.x + 15);
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "Client 1" });
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(name).toBeFocused();
  await page.keyboard.press("Shift+F10");
  await menu.getByRole("menuitem", { name: "Put it back" }).press("Enter");
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeCloseTo(before.x, 0);
  await lab.close();
});

test("when a card goes, the focus stays on the stage", async ({ page, sockscope }) => {
  const lab = await talk(page, sockscope.url);
  await page.keyboard.press("End");
  await page.locator(`${CLIENT} .card-name`).focus();
  const client = lab.events.find(
    (event) => event.kind === "actor.added" && event.role === "client",
  );
  if (client?.kind !== "actor.added") throw new Error("no client");
  await lab.run({ do: "remove", actor: client.actor });
  await expect(page.locator(CLIENT)).toHaveCount(0);
  await expect(page.locator(".card.server .card-name")).toBeFocused();
  await lab.close();
});

test("the wheel with Ctrl zooms where the pointer is; 0 shows all", async ({ page, sockscope }) => {
  const lab = await talk(page, sockscope.url);
  const before = await boxOf(page, CLIENT);
  await page.mouse.move(before.x + 20, before.y + 20);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await expect
    .poll(async () => (await boxOf(page, CLIENT)).width)
    .toBeGreaterThan(1.5 * before.width);
  const after = await boxOf(page, CLIENT);
  const factor = after.width / before.width;
  expect(Math.abs(after.x + 20 * factor - (before.x + 20))).toBeLessThan(30);
  await page.keyboard.press("0");
  await expect.poll(async () => (await boxOf(page, CLIENT)).width).toBeCloseTo(before.width, 0);
  await lab.close();
});

test("fingers drag a card, and two of them zoom", async ({ page, sockscope }) => {
  const lab = await talk(page, sockscope.url);
  const fingers = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...at: [number, number][]) =>
    fingers.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: at.map(([x, y], id) => ({ x, y, id })),
    });
  const before = await boxOf(page, CLIENT);
  const [x, y] = [before.x + 40, before.y + 50];
  await touch("touchStart", [x, y]);
  for (let by = 10; by <= 80; by += 10) await touch("touchMove", [x + by, y]);
  await touch("touchEnd");
  await expect.poll(async () => (await boxOf(page, CLIENT)).x).toBeCloseTo(before.x + 80, -1);
  const apart = (px: number): [number, number][] => [
    [x + 80 - px, y],
    [x + 80 + px, y],
  ];
  await touch("touchStart", ...apart(20));
  for (let px = 24; px <= 40; px += 4) await touch("touchMove", ...apart(px));
  await touch("touchEnd");
  await expect
    .poll(async () => (await boxOf(page, CLIENT)).width)
    .toBeGreaterThan(1.4 * before.width);
  await lab.close();
});

test("many clients are dots; one is opened by keyboard, all are unfolded", async ({
  page,
  lab,
}) => {
  await page.goto("/");
  await echoTalks(lab, 30);
  await page.keyboard.press("End");
  const dots = page.getByRole("listbox", { name: "Hello client × 30" });
  await dots.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.locator(".card.client.selected .card-name")).toHaveText("Hello client 2");
  await page.keyboard.press("Escape");
  await expect(page.locator(".card.client.selected")).toHaveCount(0);
  await page.getByRole("button", { name: "Unfold" }).click();
  await expect(page.locator(".card.client").first()).toBeVisible();
  await expect(dots).toHaveCount(0);
  await page.getByRole("button", { name: "Fold Hello client" }).click();
  await expect(dots).toBeVisible();
});

test("windows of 320 and 3840 px, and one that changes in mid-drag", async ({
  page,
  sockscope,
}) => {
  const lab = await talk(page, sockscope.url);
  for (const width of [320, 3840]) {
    await page.setViewportSize({ width, height: 720 });
    await expect(page.locator(CLIENT)).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  const before = await boxOf(page, CLIENT);
  await page.mouse.move(before.x + 40, before.y + 50);
  await page.mouse.down();
  await page.mouse.move(before.x + 60, before.y + 60, { steps: 3 });
  await page.setViewportSize({ width: 1100, height: 640 });
  await page.mouse.move(before.x + 90, before.y + 60, { steps: 3 });
  await page.mouse.up();
  const after = await boxOf(page, CLIENT);
  const stage = await boxOf(page, ".stage");
  expect(after.x).toBeGreaterThanOrEqual(stage.x);
  expect(after.x + after.width).toBeLessThanOrEqual(stage.x + stage.width);
  await lab.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("axe finds nothing serious", async ({ page, sockscope }) => {
      test.slow();
      const check = async (scene: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .flatMap(({ id, nodes }) =>
            nodes.map(({ html }) => `${scene}: ${id} ${html.slice(0, 160)}`),
          );
        expect.soft(serious).toEqual([]);
      };
      await page.goto("/");
      await expect(page.getByRole("button", { name: "Play the first lesson" })).toBeVisible();
      await check("empty");
      const lab = await talk(page, sockscope.url);
      await check("tcp");
      await page.keyboard.press("c");
      await check("code");
      await page.keyboard.press("c");
      await page.keyboard.press("?");
      await check("keys");
      await page.keyboard.press("Escape");
      await lab.run({ do: "breakpoint", when: { on: "error" } });
      await page.keyboard.press("k");
      await expect(page.getByRole("dialog")).toContainText("breakpoint 1");
      await check("breakpoints");
      await page.keyboard.press("Escape");
      await page.keyboard.press("p");
      await check("presenting");
      await page.keyboard.press("p");
      await lab.run({ do: "clear" });
      const port = await freeTcpPort();
      await lab.run({ do: "spawn", program: "echo-server", count: 1, port });
      await lab.run({ do: "spawn", program: "hello-client", count: 30, port });
      await lab.until(actorEnded, 32);
      await seek(page, 0.9);
      await check("group");
      await lab.close();
    });
  });
}

/** Where the bytes are that the stage shows: packets by how they are drawn, and tanks with something in. */
const whereabouts = (page: Page) =>
  page.evaluate(() => {
    const packets = [...document.querySelectorAll(".packet.stream")];
    return {
      flying: packets.filter((one) => !one.classList.contains("waiting")).length,
      waiting: packets.filter((one) => one.classList.contains("waiting")).length,
      tanks: document.querySelectorAll(".tank:not(.sent, .held)").length,
    };
  });

for (const reducedMotion of ["no-preference", "reduce"] as const) {
  test(`paused, bytes are on their way or in the tank, never both (motion: ${reducedMotion})`, async ({
    page,
    sockscope,
  }) => {
    await page.emulateMedia({ reducedMotion });
    const lab = await talk(page, sockscope.url);
    const slider = page.getByRole("slider").first();
    const steps = Number(await slider.getAttribute("max"));
    const met = new Set<string>();
    for (let step = 1; step < steps; step++) {
      await slider.fill(String(step));
      await slider.blur();
      // Never are there two messages at once in this talk.
      await expect
        .poll(async () => {
          const { flying, waiting, tanks } = await whereabouts(page);
          return flying + waiting <= 1 && tanks === waiting;
        }, `after step ${step}`)
        .toBe(true);
      met.add(JSON.stringify(await whereabouts(page)));
    }
    expect(met).toContain(JSON.stringify({ flying: 1, waiting: 0, tanks: 0 }));
    expect(met).toContain(JSON.stringify({ flying: 0, waiting: 1, tanks: 1 }));
    await lab.close();
  });
}
