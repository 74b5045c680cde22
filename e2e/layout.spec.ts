import type { Page } from "@playwright/test";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { countSteps } from "./support/page/journal.ts";
import { layoutProblems } from "./support/page/layout.ts";
import { echoTalks } from "./support/server/conversations.ts";
import { actorEnded, began, returned } from "./support/server/events.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** Waits until the page has and shows all that the lab has, and everything stands still. */
async function settle(page: Page, lab: LabClient): Promise<void> {
  const playhead = page.getByRole("slider").first();
  const missing = async () => countSteps(lab.events) - Number(await playhead.getAttribute("max"));
  // An empty session has a rail as well, of one step.
  await expect.poll(missing).toBe(lab.events.some(({ kind }) => kind === "actor.added") ? 0 : -1);
  await page.keyboard.press("End");
}

/** Texts that no page is made for. */
const UNRULY = [
  "x".repeat(64 * 1024),
  "\u0001\u001b[31m\u202edrawkcab\u2066\u0000</script><img src=x>".repeat(8),
  "😀".repeat(8000),
];

const SCENES: Readonly<Record<string, (lab: LabClient) => Promise<void>>> = {
  greeting: async (lab) => {
    const port = await freeTcpPort();
    await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
    await lab.until(began("accept"));
    await lab.run({ do: "spawn", program: "welcome-client", count: 1, port });
    await lab.until(began("accept"), 2);
  },
  datagrams: async (lab) => {
    const port = await freeUdpPort();
    await lab.run({ do: "spawn", program: "udp-echo-server", count: 1, port });
    await lab.until(began("recvfrom"));
    await lab.run({ do: "spawn", program: "udp-client", count: 1, port });
    await lab.until(actorEnded);
  },
  hands: async (lab) => {
    const port = await freeTcpPort();
    await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
    await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
    await lab.until(actorEnded);
    const clients = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 3, port });
    for (const actor of clients) {
      const connect = { verb: "connect", host: "127.0.0.1", port } as const;
      await lab.run({ do: "hand", actor, call: connect });
    }
    // Its server serves one client at a time, so the third waits in the kernel's own queue.
    await lab.until(returned("connect"), 3);
  },
  unruly: async (lab) => {
    const port = await freeTcpPort();
    const server = { program: "echo-server", count: 1, make: "event-loop", port } as const;
    await lab.run({ do: "spawn", ...server });
    await lab.until(began("accept"));
    const [actor = 0] = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1, port });
    await lab.run({ do: "hand", actor, call: { verb: "connect", host: "127.0.0.1", port } });
    await lab.until(returned("connect"));
    for (const [i, text] of UNRULY.entries()) {
      await lab.run({ do: "hand", actor, call: { verb: "send", text } });
      await lab.until((event) => event.kind === "call.ended" && event.actor === actor, 3 + 2 * i);
      await lab.run({ do: "hand", actor, call: { verb: "recv", size: 1024 } });
      await lab.until((event) => event.kind === "call.ended" && event.actor === actor, 4 + 2 * i);
    }
  },
  stopped: async (lab) => {
    const port = await freeTcpPort();
    await lab.run({ do: "breakpoint", when: { on: "call", verb: "close" } });
    await lab.run({ do: "spawn", program: "upper-server", count: 1, port });
    await lab.until(began("accept"));
    await lab.run({ do: "gate", scope: 1, mode: "slow", pause: 1 });
    await lab.run({ do: "spawn", program: "upper-client", count: 1, port });
    await lab.until((event) => event.kind === "gate.reached" && event.why === "breakpoint");
  },
  crowd: async (lab) => {
    await echoTalks(lab, 10);
    await lab.until(returned("close"), 20);
  },
};

/** So many instants of a session are looked at, from its end to its beginning. */
const INSTANTS = 6;

/** What is opened above a stage, by what one clicks for it. */
const OPENED = [
  ".controls-button",
  "button.entry",
  ".help-button",
  ".breakpoints-button",
  "[aria-haspopup=menu]",
  "[role=tab]:last-of-type",
];

test.describe("nothing is cut off and nothing overlaps", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
  ] as const) {
    for (const name of Object.keys(SCENES)) {
      test(`${name} at ${width}x${height}`, async ({ page, sockscope }) => {
        await page.setViewportSize({ width, height });
        const lab = await connectLab(sockscope.url);
        await page.goto("/");
        const found = new Map<string, string>();
        const look = async (where: string) => {
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
          for (const one of await layoutProblems(page)) if (!found.has(one)) found.set(one, where);
        };
        await settle(page, lab);
        await look("empty");
        await SCENES[name]?.(lab);
        await settle(page, lab);
        for (const lang of ["en", "zh"]) {
          const playhead = page.getByRole("slider").first();
          const steps = Number(await playhead.getAttribute("max"));
          for (let step = steps; step > 0; step -= Math.ceil(steps / INSTANTS)) {
            await playhead.fill(String(step));
            await look(`${lang}, step ${step} of ${steps}`);
          }
          for (const selector of OPENED) {
            for (const one of await page.locator(selector).filter({ visible: true }).all()) {
              await one.click();
              // Its code may still be on the way, and Escape would close nothing yet.
              if (selector === ".help-button") await page.getByRole("dialog").waitFor();
              await look(`${lang}, ${selector} opened`);
              await page.keyboard.press("Escape");
            }
          }
          await page.keyboard.press("d");
          await look(`${lang}, the other theme`);
          await page.keyboard.press("g");
        }
        const border = page.getByRole("separator");
        for (const [key, end] of [
          ["ArrowUp", "aria-valuemin"],
          ["ArrowDown", "aria-valuemax"],
        ] as const) {
          const last = (await border.getAttribute(end)) ?? "";
          while ((await border.getAttribute("aria-valuenow")) !== last) await border.press(key);
          await look(`the border moved by ${key}`);
        }
        const problems = [...found].map(([problem, where]) => `${problem} (${where})`);
        expect(problems, problems.join("\n")).toEqual([]);
        await lab.close();
      });
    }
  }

  // A phone, a page at 200 % of 1280x720, and a wall.
  for (const [width, height, deviceScaleFactor] of [
    [320, 640, 1],
    [640, 360, 2],
    [3840, 2160, 1],
  ] as const) {
    test.describe(`at ${width}x${height}`, () => {
      test.use({ viewport: { width, height }, deviceScaleFactor });
      test(`unruly texts at ${width}x${height}`, async ({ page, lab }) => {
        await page.goto("/");
        await SCENES["unruly"]?.(lab);
        await settle(page, lab);
        for (const view of ["ladder", "lanes", "list"]) {
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
          // A small page is scrolled down: what lies below the window is not out of reach.
          const problems = (await layoutProblems(page)).filter(
            (one) => width > 1000 || !one.endsWith(" is outside the window"),
          );
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide, "nobody has to scroll sideways").toBeLessThanOrEqual(width);
          expect(problems, `${view}: ${problems.join("\n")}`).toEqual([]);
          await page.keyboard.press("v");
        }
      });
    });
  }
});
