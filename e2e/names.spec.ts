import type { Page } from "@playwright/test";
import { PROGRAMS } from "@sockscope/programs/ids";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** Texts that are cut, with an ellipsis or without: a name or a port of which a part is missing. */
const cutTexts = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate((wanted) => {
    const cut: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(wanted)) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      for (let box: Element | null = element; box !== null; box = box.parentElement) {
        if (box.matches(".stage")) break;
        const clips = getComputedStyle(box).overflowX !== "visible";
        const { left, right } = box.getBoundingClientRect();
        if (clips && (text.right > right + 0.6 || text.left < left - 0.6))
          cut.push(`${element.textContent} by ${box.className}`);
      }
    }
    return cut;
  }, selector);

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
] as const;

/** Looks at both sizes and in both languages. */
async function expectWhole(page: Page, selector: string, where: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const lang of ["en", "zh"]) {
      const { width } = size;
      expect(await cutTexts(page, selector), `${where}, ${lang}, ${width} px`).toEqual([]);
      await page.keyboard.press("g");
    }
  }
}

const removeAll = async (lab: LabClient, actors: readonly number[]) => {
  for (const actor of actors) await lab.run({ do: "remove", actor });
};

test.describe("names and ports are whole", () => {
  test.use({ locale: "en-US", contextOptions: { reducedMotion: "reduce" } });

  test("the name of every server, as it runs and when it is over", async ({ page, sockscope }) => {
    const lab = await connectLab(sockscope.url);
    await page.goto("/");
    const servers: number[] = [];
    for (const { id, type, concurrency } of PROGRAMS.filter(({ role }) => role === "server")) {
      const port = type === "SOCK_STREAM" ? await freeTcpPort() : await freeUdpPort();
      for (const make of concurrency.length === 0
        ? [undefined]
        : id === "upper-server"
          ? concurrency
          : concurrency.slice(0, 1)) {
        const made = make === undefined ? {} : { make };
        servers.push(...(await lab.run({ do: "spawn", program: id, count: 1, port, ...made })));
      }
    }
    await page.keyboard.press("End");
    await expect(page.locator(".card")).toHaveCount(servers.length);
    await expect(page.locator(".card .make").first()).toBeVisible();
    await expectWhole(page, ".card-name, .card .make, .card .address", "servers");
    for (const actor of servers) await lab.run({ do: "stop", actor });
    await page.keyboard.press("End");
    await expect(page.locator(".card .ended-how")).toHaveCount(servers.length);
    await expectWhole(page, ".card-name", "servers that are over");
    await lab.close();
  });

  test("the name of every client", async ({ page, sockscope }) => {
    const lab = await connectLab(sockscope.url);
    await page.goto("/");
    const port = await freeTcpPort();
    const clients = PROGRAMS.filter(({ role }) => role === "client");
    for (let at = 0; at < clients.length; at += 3) {
      const here: number[] = [];
      for (const { id } of clients.slice(at, at + 3))
        here.push(...(await lab.run({ do: "spawn", program: id, count: 1, port })));
      await page.keyboard.press("End");
      await expect(page.locator(".card")).toHaveCount(here.length);
      await expectWhole(page, ".card-name", "clients");
      await removeAll(lab, here);
      await page.keyboard.press("End");
      await expect(page.locator(".card")).toHaveCount(0);
    }
    await lab.close();
  });

  test("the port of every conversation, however much stands beside it", async ({
    page,
    sockscope,
  }) => {
    const lab = await connectLab(sockscope.url);
    await page.goto("/");
    const port = await freeTcpPort();
    await lab.run({ do: "spawn", program: "echo-server", count: 1, port, make: "event-loop" });
    await lab.until((event) => event.kind === "call.began" && event.verb === "accept");
    await lab.run({ do: "spawn", program: "hello-client", count: 4, port });
    await lab.until((event) => event.kind === "actor.ended", 4);
    await page.keyboard.press("End");
    const rail = page.getByRole("slider", { name: "Playhead" });
    await expect(page.locator(".ended-how")).toHaveCount(4);
    const steps = Number(await rail.getAttribute("max"));
    // The middle of the talk, where all four are under way.
    for (let step = Math.round(steps * 0.85); step > steps / 2; step--) {
      await rail.fill(String(step));
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
      expect(await cutTexts(page, ".conversation .peer"), `step ${step}`).toEqual([]);
    }
    await lab.close();
  });
});
