import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { goToEnd } from "./support/page/playhead.ts";
import { finishTcpTalk } from "./support/server/conversations.ts";

test.use({ locale: "en-US", viewport: { width: 1280, height: 800 } });

/** A talk is over and the page stands at its newest step. */
async function told(page: Page, url: string): Promise<number> {
  await finishTcpTalk(url);
  // Events that are older than the visit are not played.
  await page.goto("/");
  return goToEnd(page, 20);
}

const rail = (page: Page): Locator => page.getByRole("slider", { name: "Playhead" });
const canvas = (page: Page): Locator => page.locator(".ladder-canvas");

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not on the page");
  return box;
}

async function show(page: Page, view: "Ladder" | "Lanes" | "List"): Promise<void> {
  await page.getByRole("radio", { name: view }).check({ force: true });
}

/** Drags from one point of the canvas to another, in px from its top left. */
async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await boxOf(canvas(page));
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + to[0], box.y + to[1], { steps: 6 });
  await page.mouse.up();
}

test("the instant stays when the layout changes", async ({ page, sockscope }) => {
  await told(page, sockscope.url);
  await rail(page).fill("12");
  for (const view of ["Lanes", "List", "Ladder"] as const) {
    await show(page, view);
    await expect(rail(page)).toHaveValue("12");
  }
});

/** Notes what is drawn whole on the timeline's canvas, frame by frame; runs in the page, before it. */
function recordLabels(): void {
  const { prototype } = CanvasRenderingContext2D;
  const { clearRect, fillText } = prototype;
  window.drawnLabels = new Set();
  prototype.clearRect = function (this: CanvasRenderingContext2D, ...box) {
    if (this.canvas.matches(".ladder-canvas")) window.drawnLabels?.clear();
    clearRect.call(this, ...box);
  };
  prototype.fillText = function (this: CanvasRenderingContext2D, text, x, y, ...rest) {
    fillText.call(this, text, x, y, ...rest);
    const { canvas } = this;
    if (!canvas.matches(".ladder-canvas")) return;
    const at = this.getTransform().transformPoint({ x, y });
    if (at.x > 0 && at.x < canvas.width && at.y > 0 && at.y < canvas.height)
      window.drawnLabels?.add(text);
  };
}

declare global {
  interface Window {
    drawnLabels?: Set<string>;
  }
}

const isDrawn = (page: Page, label: string) =>
  page.evaluate(
    (text) => [...(window.drawnLabels ?? [])].some((one) => one.startsWith(text)),
    label,
  );

for (const by of ["mouse", "keyboard"] as const) {
  test(`the selection stays, and stays in sight, when the layout changes: by ${by}`, async ({
    page,
    sockscope,
  }) => {
    await page.addInitScript(recordLabels);
    // Every step is drawn at once, without a glide.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1280, height: 720 });
    await told(page, sockscope.url);
    const change = async (view: "Ladder" | "Lanes" | "List") => {
      if (by === "mouse") await page.getByRole("radio", { name: view }).click({ force: true });
      else await page.keyboard.press("v");
      await expect(page.getByRole("radio", { name: view })).toBeChecked();
    };
    const call = page.getByRole("complementary", { name: "Inspector" }).locator("dd").first();
    // The greeting waits to be received: its call is some steps before the playhead.
    const waits = page.locator(".packet.stream.waiting");
    for (let step = 12; step < 24 && (await waits.count()) === 0; step++) {
      await rail(page).fill(String(step));
      await rail(page).blur();
      await expect(rail(page)).toHaveAttribute("aria-valuetext", new RegExp(`\\b${step} of `));
      for (let frame = 0; frame < 3; frame += 1)
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
    const instant = await rail(page).inputValue();
    if (by === "mouse") await waits.click();
    else {
      await page.locator(".card.client .card-name").focus();
      await page.keyboard.press("Shift+F10");
      await page.getByRole("menuitem", { name: /24 bytes.*sent it/ }).press("Enter");
      await expect(page.getByRole("menu")).toHaveCount(0);
    }
    await expect(call).toContainText("conn.sendall");
    for (const view of ["Lanes", "List", "Ladder"] as const) {
      await change(view);
      if (view === "List") {
        const row = page.locator(".event-row[aria-current]");
        await expect(row).toContainText("sendall(24 B)");
        await expect(row).toBeInViewport({ ratio: 0.9 });
      } else await expect.poll(() => isDrawn(page, "sendall(24 B)"), view).toBe(true);
      await expect(call).toContainText("conn.sendall");
      await expect(rail(page)).toHaveValue(instant);
    }
  });
}

test("keys: V changes the layout, Shift and an arrow skips acknowledgements, L is live again", async ({
  page,
  sockscope,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const steps = await told(page, sockscope.url);
  await page.keyboard.press("v");
  await expect(page.getByRole("radio", { name: "Lanes" })).toBeChecked();
  // Without motion every key is a whole step at once.
  const stops: number[] = [];
  for (let at = steps; at > 0; ) {
    await page.keyboard.press("Shift+ArrowLeft");
    await expect(rail(page)).not.toHaveValue(String(at));
    at = Number(await rail(page).inputValue());
    stops.push(at);
  }
  // Three acknowledgements at least: of the handshake, and of both closings.
  expect(stops.length).toBeLessThanOrEqual(steps - 3);
  await page.keyboard.press("l");
  await expect(rail(page)).toHaveValue(String(steps));
});

test("a drag along the axis of the lanes scrubs", async ({ page, sockscope }) => {
  const steps = await told(page, sockscope.url);
  await show(page, "Lanes");
  await page.getByRole("button", { name: "Fit all" }).click();
  await drag(page, [600, 10], [260, 12]);
  await expect.poll(async () => Number(await rail(page).inputValue())).toBeLessThan(steps / 2);
});

test("Shift and a drag chooses steps, which are measured, looped and let go", async ({
  page,
  sockscope,
}) => {
  await told(page, sockscope.url);
  await show(page, "Lanes");
  await page.getByRole("button", { name: "Fit all" }).click();
  await page.keyboard.down("Shift");
  await drag(page, [320, 100], [520, 120]);
  await page.keyboard.up("Shift");
  const chosen = page.getByRole("group", { name: "Chosen steps" });
  await expect(chosen).toContainText(/\d+ steps/);
  await expect(chosen).toContainText(/(ns|µs|ms|s)/);
  await chosen.getByRole("button", { name: "Loop" }).click();
  await expect(chosen.getByRole("button", { name: "Loop" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await chosen.getByRole("button", { name: "Choose nothing" }).click();
  await expect(chosen).toBeHidden();
});

test("a wheel with Ctrl, and plus and minus, zoom; what is in sight shrinks on the minimap", async ({
  page,
  sockscope,
}) => {
  await told(page, sockscope.url);
  const picture = async () => (await canvas(page).screenshot()).toString("base64");
  for (const view of ["Ladder", "Lanes"] as const) {
    await show(page, view);
    await page.getByRole("button", { name: "Fit all" }).click();
    const box = await boxOf(canvas(page));
    const whole = await picture();
    await page.mouse.move(box.x + 500, box.y + 120);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");
    await expect.poll(picture).not.toBe(whole);
    const near = await picture();
    await canvas(page).focus();
    await page.keyboard.press("-");
    await expect.poll(picture).not.toBe(near);
  }
});

test("the filter counts, walks and follows one conversation", async ({ page, sockscope }) => {
  await told(page, sockscope.url);
  await page.keyboard.press("/");
  const filter = page.getByRole("searchbox", { name: "Filter the timeline" });
  await expect(filter).toBeFocused();
  await filter.fill("sendall");
  await expect(page.getByRole("status").filter({ hasText: /^\d/ })).toContainText("2");
  await filter.press("Enter");
  const first = await rail(page).inputValue();
  await page.getByRole("button", { name: "Next match" }).click();
  await expect(rail(page)).not.toHaveValue(first);
  await filter.fill("client 1 -> server");
  await expect(page.getByRole("button", { name: "Next match" })).toBeVisible();
  // All of it is seen, beside the count, in a small window too.
  expect(await filter.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await filter.fill("nobody says this");
  await expect(page.getByRole("button", { name: "Next match" })).toBeHidden();
  await filter.press("Escape");
  await expect(filter).toHaveValue("");
});

test("the list marks what the filter lets through", async ({ page, sockscope }) => {
  await told(page, sockscope.url);
  await show(page, "List");
  await page.getByRole("searchbox", { name: "Filter the timeline" }).fill("sendall");
  const rows = page.getByRole("listbox", { name: "List" }).getByRole("option");
  await rows.filter({ hasText: "sendall" }).first().scrollIntoViewIfNeeded();
  await expect(rows.filter({ hasText: "sendall" }).first()).toHaveAttribute("data-found", "true");
  await expect(rows.filter({ hasText: "close" }).first()).toHaveAttribute("data-found", "false");
});

test("a wire's menu follows its conversation", async ({ page, sockscope }) => {
  await told(page, sockscope.url);
  await rail(page).fill("20");
  const wire = page.locator("[data-wire]").first();
  await wire.dispatchEvent("contextmenu", { clientX: 560, clientY: 200, bubbles: true });
  await page.getByRole("menuitem", { name: "Follow this conversation" }).click();
  await expect(page.getByRole("searchbox", { name: "Filter the timeline" })).toHaveValue(
    /^(Client 1 -> Welcome server|Welcome server -> Client 1)$/,
  );
  await expect(page.getByRole("button", { name: "Next match" })).toBeVisible();
});

test("the bytes of a card are those of its sockets, both ways, as far as the playhead", async ({
  page,
  sockscope,
}) => {
  const steps = await told(page, sockscope.url);
  await page
    .getByRole("article", { name: "Client 1" })
    .getByRole("button", { name: "Client 1", exact: true })
    .click();
  await page.getByRole("tab", { name: "Bytes" }).click();
  const sheet = page.getByRole("tabpanel");
  await expect(sheet).toContainText("Sent so far");
  await expect(sheet).toContainText("0000");
  await rail(page).fill(String(Math.round(steps / 3)));
  await expect(sheet).toContainText("sent and received nothing so far");
});

test("the minimap's frame goes where it is dragged, and by keys", async ({ page, sockscope }) => {
  await told(page, sockscope.url);
  const frame = page.getByRole("slider", { name: "What the timeline shows" });
  const at = async () => Number(await frame.getAttribute("aria-valuenow"));
  const [before, playhead] = [await at(), await rail(page).inputValue()];
  const box = await boxOf(frame);
  await page.mouse.move(box.x + box.width / 2, box.y + 7);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + 9, { steps: 4 });
  await page.mouse.up();
  await expect.poll(at).toBeLessThan(before);
  // It is looked elsewhere: the playhead stays.
  await expect(rail(page)).toHaveValue(playhead);
  await frame.focus();
  await page.keyboard.press("Home");
  await expect.poll(at).toBe(0);
  await page.keyboard.press("PageDown");
  await expect.poll(at).toBeGreaterThan(0);
});

test("real time is played as slowly as was chosen", async ({ page, sockscope }) => {
  const steps = await told(page, sockscope.url);
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "1/1,000,000 speed" });
  await rail(page).fill("2");
  await rail(page).blur();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "real time" });
  // What is left of this session took a fraction of a second.
  await expect(rail(page)).toHaveValue(String(steps));
});

test("the whole timeline is saved as SVG with its words as text, and as PNG", async ({
  page,
  sockscope,
}) => {
  await told(page, sockscope.url);
  const save = async (entry: string) => {
    await page.getByRole("button", { name: "Save" }).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: entry }).click();
    return readFile(await (await coming).path());
  };
  const svg = (await save("All of it, as SVG")).toString();
  for (const said of ["SYN,ACK", "listen(", "Welcome server", "</svg>"])
    expect(svg).toContain(said);
  const png = await save("What is in sight, as PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });

  test("two fingers zoom, one moves", async ({ page, sockscope }) => {
    await told(page, sockscope.url);
    await show(page, "Lanes");
    await page.getByRole("button", { name: "Fit all" }).click();
    const picture = async () => (await canvas(page).screenshot()).toString("base64");
    const before = await picture();
    const box = await boxOf(canvas(page));
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...xs: number[]) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: xs.map((x, id) => ({ x: box.x + x, y: box.y + 100, id })),
      });
    await touch("touchStart", 400, 500);
    for (let apart = 0; apart <= 100; apart += 20)
      await touch("touchMove", 400 - apart, 500 + apart);
    await touch("touchEnd");
    await expect.poll(picture).not.toBe(before);
  });

  test("a finger drags the minimap's frame", async ({ page, sockscope }) => {
    await told(page, sockscope.url);
    const frame = page.getByRole("slider", { name: "What the timeline shows" });
    const at = async () => Number(await frame.getAttribute("aria-valuenow"));
    const before = await at();
    const box = await boxOf(frame);
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...xs: number[]) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: xs.map((x) => ({ x, y: box.y + 7, id: 0 })),
      });
    const middle = box.x + box.width / 2;
    await touch("touchStart", middle);
    for (let by = 20; by <= 120; by += 20) await touch("touchMove", middle - by);
    await touch("touchEnd");
    await expect.poll(at).toBeLessThan(before);
  });
});
