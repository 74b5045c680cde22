import { readFile } from "node:fs/promises";
import { expect, test } from "./support/fixtures.ts";
import { filesOf } from "./support/page/zip-files.ts";
import { udpByHand } from "./support/server/conversations.ts";
import { actorEnded } from "./support/server/events.ts";
import { freeUdpPort } from "./support/server/ports.ts";

/** What wants to be markup, what XML has no place for, and what turns text around. */
const HOSTILE = `</foreignObject></svg><script>alert(1)</script>\u0001\u202e<img src=x onerror=alert(1)>`;

test.describe("stills", () => {
  test("a stretch of steps becomes pictures for slides, whatever text is in it", async ({
    page,
    lab,
    sight,
  }) => {
    await (await udpByHand(lab, "udp-echo-server"))(HOSTILE);
    await lab.until((event) => event.kind === "datagram.arrived", 2);
    await expect.poll(async () => (await sight.instant())[1]).toBeGreaterThan(8);
    await sight.goLive();
    const [, steps] = await sight.instant();
    await sight.timeline.getByRole("button", { name: "Save" }).click();
    await page.getByRole("menuitem", { name: /^Stills/ }).click();
    const dialog = page.getByRole("dialog", { name: "Stills for slides" });
    await dialog.getByLabel("First step").fill(String(steps - 2));
    await dialog.getByLabel("Leave out").uncheck();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Make 3 pictures" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("sockscope-stills.zip");
    const files = filesOf(await readFile(await file.path()));
    expect([...files.keys()]).toHaveLength(4);
    for (const [name, bytes] of files) {
      if (!name.endsWith(".png")) continue;
      expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
      expect(bytes.readUInt32BE(16), "its width").toBeGreaterThanOrEqual(1920);
      expect(bytes.length, "a blank picture would be small").toBeGreaterThan(30_000);
    }
    expect(files.get("steps.txt")?.toString().split("\n")).toHaveLength(4);
    // The page is as it was.
    await expect(dialog).toBeHidden();
    await expect(sight.palette).toBeVisible();
    await expect(page.getByRole("banner")).toContainText("live");
  });

  test("making stills can be cancelled", async ({ page, lab, sight }) => {
    const port = await freeUdpPort();
    await lab.run({ do: "spawn", program: "udp-echo-server", count: 1, port });
    await lab.run({ do: "spawn", program: "udp-client", count: 8, port });
    await lab.until(actorEnded, 8);
    await expect.poll(async () => (await sight.instant())[1]).toBeGreaterThan(60);
    await sight.timeline.getByRole("button", { name: "Save" }).click();
    await page.getByRole("menuitem", { name: /^Stills/ }).click();
    const dialog = page.getByRole("dialog", { name: "Stills for slides" });
    let downloads = 0;
    page.on("download", () => downloads++);
    await dialog.getByRole("button", { name: /^Make \d+ pictures/ }).click();
    await expect(dialog.getByRole("progressbar")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(sight.palette).toBeVisible();
    expect(downloads).toBe(0);
  });
});
