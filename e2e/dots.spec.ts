import type { Page } from "@playwright/test";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { actorEnded } from "./support/server/events.ts";
import type { LabClient } from "./support/server/lab-client.ts";

const COUNT = 20;

/** Which of the page's colours are in the dots, by their tokens. */
const coloursOf = (page: Page) =>
  page.locator(".dots").evaluate((box) => {
    const canvas = box.querySelector("canvas");
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (canvas === null || pen === null) throw new Error("there are no dots");
    [pen.canvas.width, pen.canvas.height] = [canvas.width, canvas.height];
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = new Set<string>();
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255) found.add(data.slice(at, at + 3).join(" "));
    const style = getComputedStyle(document.documentElement);
    const rgb = (token: string) =>
      (style.getPropertyValue(token).trim().slice(1).match(/../g) ?? [])
        .map((part) => Number.parseInt(part, 16))
        .join(" ");
    const of = ["data", "data-2", "udp", "ack", "setup", "ink-3", "error", "inject"];
    return of.filter((token) => found.has(rgb(`--${token}`)));
  });

/** TCP and UDP clients that run, sleep and are over. */
const KINDS = [
  {
    group: `Hello client × ${COUNT}`,
    program: "hello-client",
    server: "echo-server",
    waits: "accept",
  },
  {
    group: `UDP client × ${COUNT}`,
    program: "udp-client",
    server: "udp-echo-server",
    waits: "recvfrom",
  },
] as const;

async function group(lab: LabClient, { program, server, waits }: (typeof KINDS)[number]) {
  const port = await (waits === "accept" ? freeTcpPort() : freeUdpPort());
  await lab.run({ do: "spawn", program: server, count: 1, port });
  await lab.until((event) => event.kind === "call.began" && event.verb === waits);
  await lab.run({ do: "spawn", program, count: COUNT, port });
  await lab.until(actorEnded, COUNT);
}

for (const kind of KINDS) {
  test(`the dots of a group of ${kind.program}s have their states' colours, in both themes`, async ({
    page,
    lab,
  }) => {
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
    await page.goto("/");
    await group(lab, kind);
    await page.keyboard.press("End");
    const slider = page.getByRole("slider", { name: "Playhead" });
    await expect(page.getByRole("listbox", { name: kind.group })).toBeVisible();
    const runs = kind.program === "udp-client" ? "udp" : "data";
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.keyboard.press("End");
      await expect.poll(() => coloursOf(page), `${colorScheme}, at the end`).toEqual(["ink-3"]);
      const steps = Number(await slider.getAttribute("max"));
      const met = new Set<string>();
      for (let share = 0.4; share < 0.9; share += 0.05) {
        await slider.fill(String(Math.round(share * steps)));
        await slider.blur();
        for (const colour of await coloursOf(page)) met.add(colour);
      }
      expect([...met].sort(), colorScheme).toEqual(["ink-3", "setup", runs].sort());
    }
  });
}
